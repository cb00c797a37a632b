"""One town of 7,800 with a full year of data, and other towns with as many rows of their own beside it.

Made by the actions where one call makes one row of interest, in bulk where only the amount matters.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from django.db import connection
from django.utils import timezone

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.core.tenants.names import sort_key
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda import jobs as search
from fahrwasser.web.agenda.changes import Change, HoldChange, WishChange
from fahrwasser.web.agenda.models import StepDone, Version
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.demo.towns import ERLENBRUECK
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.actions.figures import write_figures
from fahrwasser.web.inventory.effort import MINUTES
from fahrwasser.web.inventory.models import Assessment, Capability, Errand, Figure, Service, System
from fahrwasser.web.inventory.questions import Round, round_of
from fahrwasser.web.records.actions import keep
from fahrwasser.web.tenants.actions import write_letterhead
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality

FIRST_ROUNDS = 2
EASED = frozenset(default.project for default in starter_services())
HALF = 6  # questions of the third round that are answered
PDF_BYTES = 60_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much: months of corrected figures, acts of the log, plans before and after the council version …"""

    months: int = 12
    acts: int = 3000
    errands: int = 40
    documents: int = 20
    clerks: int = 12
    plans: int = 5
    search_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Year:
    """What the measured pages need to know."""

    slug: str
    navigator: User
    head: User
    service: str
    question: str
    project: str


def build(town: Municipality, size: Size) -> Year:
    """Writes everything into an empty town and answers where to look."""
    with working_for(town):
        units = [Unit.objects.create(municipality=town, name=name) for name in ERLENBRUECK.units]
        navigator, head = _people(town, units, size.clerks)
        write_letterhead(town, {"street": "Markt 1", "city": town.name, "head_name": "Uwe Hafenmeister"})
        for _ in range(FIRST_ROUNDS):
            _answer(navigator, len(ERLENBRUECK.answers))
        _record(navigator, head, units)
        _figures(navigator, size.months)
        current = _answer(navigator, HALF)
        _errands(navigator, current, size.errands)
        _papers(navigator, size.documents)
        _acts(navigator, size.acts)
    project = _plans(navigator, head, size)
    with working_for(town):
        service = str(Service.objects.by_name(town)[0].pk)
    question = next(q.id for q in current.visible if q.id not in current.answers)
    users = User.objects.in_bulk([navigator.user_id, head.user_id])
    return Year(town.slug, users[navigator.user_id], users[head.user_id], service, question, project)


def _people(town: Municipality, units: list[Unit], clerks: int) -> tuple[Member, Member]:
    """A navigator, a head, a Multiplikator and clerks in their offices; the first two."""
    members = []
    for number, role in enumerate([Role.NAVIGATOR, Role.HEAD, Role.MULTIPLIKATOR, *[Role.CLERK] * clerks]):
        user = User.objects.create_user(f"person{number}@{town.slug}.invalid", name=f"Person {number}", is_sample=True)
        membership = Membership.objects.create(municipality=town, user=user, role=role)
        if role in (Role.CLERK, Role.MULTIPLIKATOR):
            UnitMember.objects.create(municipality=town, membership=membership, unit=units[number % len(units)])
        members.append(Member(town, user.pk, user.name, frozenset({role})))
    return members[0], members[1]


def _answer(navigator: Member, count: int) -> Round:
    """The next round with so many answers; all of them finish it."""
    current = round_of(inventory.start_check(navigator))
    for question, raw in islice(ERLENBRUECK.answers.items(), count):
        current = inventory.answer_question(navigator, current, current.questions.question(question), raw)
    return current


def _record(navigator: Member, head: Member, units: list[Unit]) -> None:
    """Every service offered, owned and carried by a system; posts, tasks on one person, maturity."""
    town, today = navigator.municipality, timezone.localdate()
    both = replace(navigator, roles=navigator.roles | head.roles)  # may also say when a person leaves
    for number in range(12):
        facts = inventory.SystemFacts(
            name=f"Verfahren {number}",
            operation="central" if number % 2 else "own",
            contract_end=today + timedelta(days=60 * number),
            notice_date=today + timedelta(days=30 * number),
            cost_per_year=Decimal(1000 + 700 * number),
        )
        inventory.keep_system(navigator, facts)
    for name, bands in ERLENBRUECK.posts.items():
        unit = next(unit for unit in units if unit.name == name)
        inventory.keep_posts(head, unit, {band: Decimal(posts) for band, posts in bands.items()})
    for number in range(10):
        inventory.add_solo_task(both, f"Aufgabe {number}", units[number % len(units)], number % 4 + 1)
    services = list(Service.objects.of(town).order_by("sort_key", "leika_key"))
    places = zip(cycle(units), cycle(System.objects.of(town)), strict=False)
    for service, (unit, system) in zip(services, places, strict=False):
        service.unit, service.system, service.is_offered = unit, system, True
        for version, level in (("1.1", 2), ("2.0", 3)):
            Assessment.objects.create(
                municipality=town, service=service, scale="ozg", scale_version=version, level=level, criteria={}
            )
    Service.objects.bulk_update(services, ["unit", "system", "is_offered"])


def _figures(navigator: Member, months: int) -> None:
    """Each month one figure of every service is corrected, each quarter the shares of some."""
    town = navigator.municipality
    by_name = Service.objects.of(town).order_by("sort_key", "leika_key")  # the same figures in every town
    subjects = [f"service:{key}" for key in by_name.values_list("pk", flat=True)]
    for month in range(months):
        day = timezone.localdate() - timedelta(days=30 * (months - month))
        key, unit = ("volume", "Fälle im Jahr") if month % 2 else ("minutes", "Minuten je Fall")
        values = [_value(subject, key, unit, day, 20 + month + number % 90) for number, subject in enumerate(subjects)]
        if month % 3 == 0:
            values += [_value(s, f"share_{c}", "%", day, 16) for s in subjects[:30] for c in inventory.CHANNELS]
        write_figures(town, values, author=navigator.user_id)


def _value(subject: str, key: str, unit: str, day: date, number: int) -> inventory.Value:
    low, high = Decimal(number) * Decimal("0.8"), Decimal(number) * Decimal("1.3")
    return inventory.Value(
        subject, key, "counted", "Auszählung der Verwaltung", day, Decimal(number), low, high, unit=unit, confidence="B"
    )


def _errands(navigator: Member, current: Round, count: int) -> None:
    """Most are done; the last ones wait."""
    asked = tuple(question.id for question in current.visible[HALF : HALF + 3])
    for number in range(count):
        request = inventory.Request(ERLENBRUECK.units[number % len(ERLENBRUECK.units)], asked)
        errand, _token = inventory.send_errand(navigator, current, request)
        if number < count * 3 // 4:
            Errand.objects.of(navigator.municipality).filter(pk=errand.pk).update(done_at=timezone.now())


def _papers(navigator: Member, count: int) -> None:
    """Documents of the size of a paper with its data."""
    for number in range(count):
        content = b"%PDF-1.7\n" + hashlib.sha256(bytes([number])).digest() * (PDF_BYTES // 32)
        keep(
            navigator.municipality,
            kind="mandate" if number % 4 == 0 else "agenda",
            subject="mandate" if number % 4 == 0 else "agenda",
            title="Digitale Agenda",
            media_type="application/pdf",
            content=content,
            made_by=navigator.user_id,
        )


def _acts(navigator: Member, count: int) -> None:
    """A year of the log."""
    verbs, now = [*MINUTES, "agenda.change", "week.done"], timezone.now()
    Act.objects.bulk_create(
        Act(
            municipality=navigator.municipality,
            at=now - timedelta(days=365 * number / count),
            actor=navigator.user_id,
            role="navigator",
            verb=verbs[number % len(verbs)],
            subject="town",
        )
        for number in range(count)
    )


def _plans(navigator: Member, head: Member, size: Size) -> str:
    """Proposals, drafts by hand, a version decided by the council, drafts again; answers a running project."""
    town, today = navigator.municipality, timezone.localdate()
    with working_for(town):
        given = agenda.Assumptions(Decimal(8), 15000, next_quarter(today - timedelta(days=365)), ERLENBRUECK.duties)
        agenda.make_frame(navigator, given)
        _versions(navigator, size.plans)
        agenda.wish(head, Change(wish=WishChange("Weniger Papier im Rathaus", "", None)))
    _searched(town, size.search_s)
    with working_for(town):
        council = agenda.freeze(navigator, _current(town))
        agenda.resolve(navigator, council, decided_on=today - timedelta(days=200), number="23/2026")
        planned = _planned(council)
        # More that run at once may leave no feasible plan, and empty pages. The running one eases services: the page of
        # a project that eases none asks for less, and which projects come first is the search's luck.
        begun = [planned[0], next(p for p in planned[1:-1] if base_of(p) in EASED), planned[-1]]
        for project, state in zip(begun, ("done", "running", "stopped"), strict=True):
            agenda.progress(navigator, project, agenda.State(state, today - timedelta(days=90), days_spent=Decimal(3)))
        _versions(navigator, size.plans, skip=begun)
        StepDone.objects.bulk_create(
            StepDone(municipality=town, step=f"begin:{number}", state="done", at=timezone.now()) for number in range(50)
        )
    _searched(town, size.search_s)
    with working_for(town):
        if not _current(town).answer["schedule"]:
            raise RuntimeError("the town's plan is empty: its pages would measure nothing")
    return begun[1]


def _planned(version: Version) -> list[str]:
    """Projects of the plan (no milestones) as they begin."""
    found = sorted(version.answer["schedule"].items(), key=lambda item: (item[1], item[0]))
    return [project for project, _start in found if project in version.facts["projects"]]


def _versions(navigator: Member, count: int, skip: Sequence[str] = ()) -> None:
    """So many versions: a proposal, then one project after the other wanted by hand."""
    made = agenda.make_proposal(navigator)
    for project in [p for p in _planned(made) if p not in skip][: count - 1]:
        agenda.hold(navigator, HoldChange(project, "wanted"))


def _current(town: Municipality) -> Version:
    found = Version.objects.of(town).current()
    if found is None:
        raise RuntimeError("the town has no plan")
    return found


def _searched(town: Municipality, search_s: float) -> None:
    """The newest version as the worker leaves it: with bound, gap and reasons; 0 s = not searched."""
    with working_for(town):
        version = _current(town)
    if search_s:
        search.run(town, str(version.pk), search_s)


def add_neighbours(town: Municipality, count: int) -> None:
    """Other towns with as many rows in the tables that grow; copied inside the database, as owner."""
    others = []
    for number in range(count):
        name, now = f"Nachbarort {number:03d}", timezone.now()
        others.append(
            Municipality(
                ags=f"98000{number:03d}", ars=f"980000000{number:03d}", name=name, sort_key=sort_key(name)[0],
                slug=f"nachbarort-{number}", kind="Gemeinde", state="14", state_name="Sachsen",
                population=4000 + number, joined_at=now,
            )
        )  # fmt: skip
    Municipality.objects.bulk_create(others, batch_size=500)
    for model in (Service, Capability, Figure, Act):
        _copy(model, town)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(model: type[Service | Capability | Figure | Act], town: Municipality) -> None:
    """Every row of the town once more for each neighbour; links to other rows are left empty."""
    fields = [field for field in model._meta.local_concrete_fields if field.name not in ("id", "municipality")]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join("NULL" if field.is_relation else f't."{field.column}"' for field in fields)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" (id, municipality_id, {columns}) '
        f'SELECT gen_random_uuid(), n.id, {values} FROM "{model._meta.db_table}" t, tenants_municipality n '
        "WHERE t.municipality_id = %s AND n.ags LIKE '98%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [town.pk])
