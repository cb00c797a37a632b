"""`fahrwasser bench pages`: the ten most used pages of a town with a full year of data, one user at a time.

Real requests over one kept-open connection to the web server as `fahrwasser run` starts it (as the database's web
role); the town lies among others with as many rows (pages_year.py). A second pass counts each page's statements.
"""

import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

from common import median, options, percentile, publish, report
from fahrwasser.run.postgres import TemporaryCluster, temporary_cluster
from pages_server import Page, as_web_role, open_server, session_of, set_up, statements_of, visits, warm

if TYPE_CHECKING:
    from pages_year import Year


def main(argv: list[str]) -> int:
    """Builds the year, starts the server, measures every page in every round and publishes the figures."""
    chosen = options("pages", argv, extra=(("requests", 20.0), ("neighbours", 60.0), ("search", 10.0)))
    with temporary_cluster() as cluster, tempfile.TemporaryDirectory() as home:
        year = _prepared(cluster, home, chosen)
        pages = _pages(year)
        with open_server(cluster) as connection:
            sizes = {page.name: len(warm(connection, page)) for page in pages}
            rounds = [visits(connection, pages, int(chosen.requests)) for _ in range(chosen.rounds)]
        counts = {page.name: statements_of(page) for page in pages}
    return publish(_result(rounds, counts, sizes, chosen), as_json=chosen.json)


def _prepared(cluster: TemporaryCluster, home: str, chosen: Any) -> "Year":
    """The database with its year; afterwards this process, too, is the web role."""
    set_up(cluster, home)
    from fahrwasser.web.tenants.actions import create_sample
    from pages_year import Size, add_neighbours, build

    begun = time.perf_counter()
    town = create_sample("jahresstadt", "Jahresstadt an der Zwönitz", 7800)
    year = build(town, Size(search_s=chosen.search))
    add_neighbours(town, int(chosen.neighbours))
    print(f"a year of data in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    as_web_role(cluster)
    return year


def _pages(year: "Year") -> list[Page]:
    """The ten pages a Navigator and a head open most."""
    from django.urls import reverse

    navigator, head = session_of(year.navigator), session_of(year.head)

    def page(name: str, url: str, *args: str, cookie: str = navigator) -> Page:
        return Page(name, f"/{year.slug}{reverse(url, args=args)}", cookie)

    return [
        page("week", "home"),
        page("head", "home", cookie=head),
        page("record", "inventory"),
        page("services", "services"),
        page("service", "service", year.service),
        page("question", "check_question", year.question),
        page("result", "check_result"),
        page("agenda", "agenda"),
        page("project", "project", year.project),
        page("papers", "papers"),
    ]


def _result(
    rounds: list[dict[str, list[float]]], counts: dict[str, int], sizes: dict[str, int], chosen: Any
) -> dict[str, Any]:
    def over_rounds(share: float, name: str = "") -> float:
        values = [found[name] if name else [ms for page in found.values() for ms in page] for found in rounds]
        return round(median([percentile(page, share) for page in values]), 1)

    pages = {
        name: {
            "ms_median": over_rounds(0.5, name),
            "ms_p95": over_rounds(0.95, name),
            "ms_fastest": over_rounds(0.0, name),
            "queries": count,
            "kilobytes": round(sizes[name] / 1000, 1),
        }
        for name, count in counts.items()
    }
    metrics = {
        "page_ms_p95": over_rounds(0.95),
        "page_ms_median": over_rounds(0.5),
        "page_ms_p95_slowest": max(page["ms_p95"] for page in pages.values()),
        "queries_max": max(counts.values()),
    }
    return report(
        "pages", chosen.rounds, metrics, requests=int(chosen.requests), neighbours=int(chosen.neighbours), pages=pages
    )
