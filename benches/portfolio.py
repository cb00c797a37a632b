"""`fahrwasser bench portfolio`: the first page of a coach of 418 towns, and the town's own page of coaching.

418 is the number of Saxony's municipalities: nobody coaches more. Every town has released all parts. Real requests over
one kept-open connection to the web server as `fahrwasser run` starts it.
"""

import sys
import tempfile
import time
from datetime import date, timedelta
from typing import Any

from common import median, options, percentile, publish, report
from fahrwasser.run.postgres import temporary_cluster
from pages_server import Page, as_web_role, open_server, session_of, set_up, statements_of, visits, warm


def main(argv: list[str]) -> int:
    """Builds the towns, asks for the pages in turn in every round and publishes the figures."""
    chosen = options("portfolio", argv, extra=(("requests", 20.0), ("towns", 418.0)))
    with temporary_cluster() as cluster, tempfile.TemporaryDirectory() as home:
        set_up(cluster, home)
        coach, slug = _towns(int(chosen.towns))
        as_web_role(cluster)
        cookie = session_of(coach)
        pages = [
            Page("portfolio", "/begleitung/", cookie),
            Page("stuck", "/begleitung/?nur=stuck", cookie),
            Page("town", f"/{slug}/begleitung/", cookie),
        ]
        with open_server(cluster) as connection:
            sizes = {page.name: len(warm(connection, page)) for page in pages}
            rounds = [visits(connection, pages, int(chosen.requests)) for _ in range(chosen.rounds)]
        counts = {page.name: statements_of(page) for page in pages}
    return publish(_result(rounds, counts, sizes), as_json=chosen.json)


def _towns(count: int) -> tuple[Any, str]:
    """A coach and so many towns that have released everything; rows as the job writes them."""
    from django.utils import timezone

    from fahrwasser.core.programme.obstacles import obstacle_kinds
    from fahrwasser.core.programme.phases import phases
    from fahrwasser.web.accounts.models import Membership, User
    from fahrwasser.web.accounts.roles import Role
    from fahrwasser.web.programme.models import Phase, Sheet
    from fahrwasser.web.tenants.actions import create_sample
    from fahrwasser.web.tenants.context import working_for

    begun, now, today = time.perf_counter(), timezone.now(), timezone.localdate()
    coach = User.objects.create_user("lotsin@example.org", "correct horse battery", name="Lena Lotsin")
    keys, codes = [kind.key for kind in phases()], [kind.code for kind in obstacle_kinds()]
    slug = ""
    for number in range(count):
        town = create_sample(f"gemeinde-{number:03d}", f"Gemeinde {number:03d} an der Zwönitz", 900 + 37 * number)
        slug = town.slug
        phase, since = keys[number % len(keys)], today - timedelta(days=(number * 7) % 200)
        with working_for(town):
            Membership.objects.create(municipality=town, user=coach, role=Role.LOTSE)
            Phase.objects.create(municipality=town, kind=phase, entered_on=since)
            Sheet.objects.create(
                municipality=town,
                phase=phase,
                phase_since=since,
                last_entry_on=today - timedelta(days=number % 120),
                stuck_reason="vendor" if number % 9 == 0 else "",
                stuck_since=since if number % 9 == 0 else None,
                next_appointment=now + timedelta(days=number % 60),
                milestones=[{"key": "has_mandate", "done": True}],
                open_questions=number % 4,
                agenda_status=("none", "draft", "council", "decided")[number % 4],
                agenda_decided_on=date(2026, 6, 1) if number % 4 == 3 else None,
                projects_running=number % 5,
                projects_done=number % 7,
                services_live=number % 3,
                packages=[{"package": "de.fahrwasser.hundesteuer", "version": "1.0.0", "since": "2026-05-01"}],
                hours_planned=400 + number,
                hours_measured=number,
                obstacles=[{"code": codes[number % len(codes)], "hours": number % 50, "project": ""}],
                as_of=now,
            )
    print(f"{count} towns in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return coach, slug


def _result(rounds: list[dict[str, list[float]]], counts: dict[str, int], sizes: dict[str, int]) -> dict[str, Any]:
    metrics = {"page_ms_p95": round(median([percentile(one["portfolio"], 0.95) for one in rounds]), 1)}
    for name in rounds[0]:
        metrics[f"{name}_ms_median"] = round(median([median(one[name]) for one in rounds]), 1)
        metrics[f"{name}_queries"] = counts[name]
        metrics[f"{name}_kb"] = round(sizes[name] / 1024, 1)
    return report("portfolio", len(rounds), metrics)
