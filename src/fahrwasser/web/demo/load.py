"""Loads the demo towns once, as owner; repeating changes nothing that people have changed since."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.roles import IN_UNITS, Role
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.questions import round_of
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.tenants.actions import create_sample, write_letterhead
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import daily
from .coaching import begin, walk
from .jobs import LIVE, WALK
from .money import sample_comparison, sample_funding
from .neighbours import COACHED, NEIGHBOURS, WAYS
from .network import Network
from .region import REGION, REGION_WAYS
from .services import adopt_services
from .towns import LOTSE, OBSERVER, TOWNS, Person, Town


def main() -> None:
    """Every invented town exists."""
    lotse = _user(LOTSE, is_programme_coach=True)
    _user(OBSERVER, is_observer=True)
    sample_funding()
    for town in (*TOWNS, *NEIGHBOURS, *REGION):
        if not Municipality.objects.filter(slug=town.slug).exists():
            _create(town, lotse)
    Network(lotse, timezone.now()).fill()


def _create(town: Town, lotse: User) -> None:
    """In one transaction: a start that is interrupted leaves the whole town for the next one."""
    key = uuid4()
    with working_for(key):
        municipality = create_sample(town.slug, town.name, town.population, id=key)
        write_letterhead(municipality, _letterhead(town))
        units = {name: Unit.objects.create(municipality=municipality, name=name) for name in town.units}
        is_open = town.slug not in REGION_WAYS
        people = [_member(municipality, person, _user(person, is_active=is_open), units) for person in town.people]
        both = [*zip(town.people, people, strict=True)]
        members = {role: member for person, member in reversed(both) for role in reversed(person.roles)}
        if town.slug in COACHED:
            _member(municipality, LOTSE, lotse, units)
        navigator, head = members[Role.NAVIGATOR], members[Role.HEAD]
        if town.answers:
            _record(town, navigator, head, units)
        if town.services:
            adopt_services(navigator, town.services, timezone.localdate())
            enqueue(LIVE, municipality, until=timezone.now().isoformat())
        if town.has_agenda:
            _plan(town, navigator)
            sample_comparison(navigator)
        daily.fill(town, members)
        if town.slug in WAYS:
            walk(town, WAYS[town.slug], navigator, head)
        if town.slug in REGION_WAYS:
            begin(navigator, REGION_WAYS[town.slug])
            enqueue(WALK, municipality)


def _user(person: Person, **marks: Any) -> User:
    """Nobody can log in with a password: only by the one click of the demo."""
    found = User.objects.filter(pk=person.key).first()
    return found or User.objects.create_user(person.email, name=person.name, id=person.key, is_sample=True, **marks)


def _member(town: Municipality, person: Person, user: User, units: dict[str, Unit]) -> Member:
    for role in person.roles:
        membership = Membership.objects.create(municipality=town, user=user, role=role)
        for name in person.units if role in IN_UNITS else ():
            UnitMember.objects.create(municipality=town, membership=membership, unit=units[name])
    return Member(town, user.pk, user.name, frozenset(person.roles))


def _letterhead(town: Town) -> dict[str, object]:
    head = next(person for person in town.people if Role.HEAD in person.roles)
    return {
        "street": "Markt 1",
        "postcode": "00000",
        "city": town.name,
        "phone": "0000 000-0",
        "email": f"rathaus@{town.slug}.invalid",
        "head_title": "Bürgermeisterin" if head.name.startswith("Beate") else "Bürgermeister",
        "head_name": head.name,
        "opening_hours": "Dienstag 9 bis 12 und 14 bis 18 Uhr, Donnerstag 9 bis 12 Uhr",
    }


def _record(town: Town, navigator: Member, head: Member, units: dict[str, Unit]) -> None:
    today = timezone.localdate()
    current = round_of(inventory.start_check(navigator))
    for question, raw in town.answers.items():
        current = inventory.answer_question(navigator, current, current.questions.question(question), raw)
    if town.asked:
        office, question = town.asked
        inventory.send_errand(navigator, current, inventory.Request(office=office, questions=(question,)))
    for system in town.systems:
        inventory.keep_system(
            navigator,
            inventory.SystemFacts(
                name=system.name,
                operation=system.operation,
                contract_end=_in(today, system.ends_in),
                notice_date=_in(today, system.notice_in),
                has_personal_data=system.has_personal_data,
                cost_per_year=Decimal(system.cost_per_year),
            ),
        )
    for unit, bands in town.posts.items():
        inventory.keep_posts(head, units[unit], {band: Decimal(posts) for band, posts in bands.items()})
    for name, unit, years in town.solo_tasks:
        inventory.add_solo_task(head, name, units[unit], years)


def _plan(town: Town, navigator: Member) -> None:
    """The first proposal; the worker goes on improving it."""
    assumptions = agenda.Assumptions(
        hours_per_week=Decimal(town.hours_per_week),
        budget_per_year=town.budget_per_year,
        first_quarter=next_quarter(timezone.localdate()),
        duties=town.duties,
    )
    agenda.make_frame(navigator, assumptions)
    agenda.make_proposal(navigator)


def _in(today: date, days: int) -> date:
    return today + timedelta(days=days)
