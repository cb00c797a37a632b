"""Eighteen months of cases, made by the engine itself with a clock that is passed in.

Two weeks are one transaction; how many are done is counted in the town's own counter, so an interrupted run goes on
where it stopped and a second one finds nothing to do. Whatever happens, happens at its own time: an application when
it comes in, a call or a timer when it is due, a decision when the clerk takes the task.
"""

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import F

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import fetching, numbers
from fahrwasser.web.cases.actions import open_case
from fahrwasser.web.cases.calls import Stuck, work
from fahrwasser.web.cases.effects import CALL, FILE, TIMER
from fahrwasser.web.cases.facts import BERLIN
from fahrwasser.web.cases.jobs import gave_up
from fahrwasser.web.cases.models import Counter, Letter
from fahrwasser.web.cases.verbs import DOES, Does
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.jobs.models import Job, Mail
from fahrwasser.web.registers import jobs as registers
from fahrwasser.web.registers.actions import HANDLE, Report, receive
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import cash
from .acts import planned
from .applications import SPAN, Application, Registers, applications, doubtful, protected, renewals
from .papers import letters_until
from .reports import reports

STEPS = 39
SERIES = "demo/fortnights"
GROUP = 200
OUT_OF_REACH = timedelta(days=36525)
"""Timers of the invented past are moved on by a century between two steps, or the worker would do them today."""
NOBODY = "@beispiel.invalid"
OPENS_WITHIN = timedelta(days=4)


class Year:
    """The months of one town that end `until`. `steps` of two weeks, fewer for tests."""

    def __init__(self, town: Municipality, until: datetime, steps: int = STEPS) -> None:
        self.town, self.until, self.steps = town, until, steps
        self.does: dict[str, Does] = {**DOES, "letter": letters_until(until)}
        tomorrow = until.astimezone(BERLIN).date() + timedelta(days=1)
        self.start = datetime.combine(tomorrow - steps * SPAN, time(), BERLIN)

    def run(self) -> None:
        """All steps that are not done yet, then the cash office; each in its own transaction."""
        while self._next_step():
            pass
        with working_for(self.town):
            cash.book(self.town, self.until - timedelta(days=1))
            cash.pay(self.town, self.until)

    def _next_step(self) -> bool:
        with working_for(self.town):
            if Counter.objects.of(self.town).filter(series=SERIES, last__gte=self.steps).exists():
                return False
            (number,) = numbers.take(self.town.pk, SERIES)
            self._live(number)
        return True

    def _live(self, number: int) -> None:
        begin = self.start + (number - 1) * SPAN
        end = min(begin + SPAN, self.until)
        dice = Random(f"{self.town.slug}/{number}")  # noqa: S311 a demo, no secret
        clerk = _clerk(self.town)
        adoptions = {row.package: row for row in Adoption.objects.of(self.town).open_to_citizens()}
        known = _registers(self.town, begin, frozenset(adoptions))
        self._within_reach()
        coming = [*applications(begin, self.town.population / 1000, known, dice), *renewals(begin, known, dice)]
        if number == self.steps:
            coming += [*doubtful(begin, known, dice), *protected(begin, known, dice)]
        for application in sorted(coming, key=lambda one: one.at):
            if application.at < end:
                _open(adoptions[application.package], application)
        for at, report in reports(number, begin, known, dice):
            if at < end:
                self._report(at, report)
        self._catch_up(clerk, end)
        _open_portal_letters(self.town, end)
        self._out_of_reach()
        Mail.objects.filter(to__endswith=NOBODY).delete()

    def _report(self, at: datetime, report: Report) -> None:
        event, is_new = receive(self.town, report, now=at)
        if is_new:
            registers.take_up(self.town, event, now=at)
            Job.objects.of(self.town).filter(kind=HANDLE, args__event=str(event.pk)).delete()

    def _catch_up(self, clerk: Member, end: datetime) -> None:
        """Calls, timers and what people do, each case in its own order, until nothing is left that happens by then.

        Calls follow at once from what has just happened; a timer and what people do may overtake each other.
        """
        while True:
            while calls := self._due((CALL, FILE), end):
                self._work(calls)
            acts = planned(clerk, end)
            timers = [job for job in self._due((TIMER,), end) if job.case not in acts or job.due <= acts[job.case].at]
            self._work(timers)
            moved = {job.case for job in timers}
            now = sorted((act for act in acts.values() if act.case not in moved), key=lambda act: act.at)
            for act in now:
                act.do()
            if not timers and not now:
                return

    def _work(self, jobs: list[Job]) -> None:
        """As the worker does it: all at once; when a case cannot go on one by one, and that case says why."""
        rows = Job.objects.of(self.town).filter(pk__in=[job.pk for job in jobs])
        try:
            with transaction.atomic():
                work(self.town, jobs, lambda job: job.due, self.does)
                rows.delete()
        except Stuck as stuck:
            if len(jobs) > 1:
                for job in jobs:
                    self._work([job])
                return
            gave_up(self.town, jobs[0], stuck)
            rows.update(failed_at=jobs[0].due, last_error=type(stuck).__name__)

    def _due(self, kinds: tuple[str, ...], end: datetime) -> list[Job]:
        jobs = Job.objects.of(self.town).filter(kind__in=kinds, due__lte=end, failed_at=None)
        return list(jobs.order_by("due", "id")[:GROUP])

    def _out_of_reach(self) -> None:
        jobs = Job.objects.of(self.town).filter(kind__in=(CALL, TIMER, FILE), due__lte=self.until, failed_at=None)
        jobs.update(due=F("due") + OUT_OF_REACH)

    def _within_reach(self) -> None:
        jobs = Job.objects.of(self.town).filter(kind__in=(CALL, TIMER, FILE), due__gt=self.until + OUT_OF_REACH / 2)
        jobs.update(due=F("due") - OUT_OF_REACH)


def _open(adoption: Adoption, one: Application) -> None:
    person = one.person
    facts = {"antrag": dict(one.answers), "fall": {"person": dict(person), "sprache": "de"}}
    name = f"{person['familienname']}, {person['vornamen']}"
    open_case(adoption, adoption.release, channel=one.channel, facts=facts, person=name, now=one.at)


def _open_portal_letters(town: Municipality, end: datetime) -> None:
    """People open what lies in the portal within some days."""
    waiting = Letter.objects.of(town).filter(route="other_portal", kind="bescheid", notified_on=None)
    for row in waiting.filter(made_at__lt=end - OPENS_WITHIN):
        fetching.fetched(row, row.made_at + OPENS_WITHIN, town)


def _registers(town: Municipality, begin: datetime, packages: frozenset[str]) -> Registers:
    """As they stand then; 4 queries."""
    day = begin.date()
    rows = Entry.objects.of(town)
    vehicles = {row.key: row for row in rows.valid_on("vehicle", day)}
    permits = [row for row in rows.valid_on("permit", day) if not row.data.get("nachfolger")]
    return Registers(
        list(rows.valid_on("resident", day)), vehicles, list(rows.valid_on("dog", day)), permits, packages
    )  # fmt: skip


def _clerk(town: Municipality) -> Member:
    """The invented person who decides; not somebody who leads, too: the special cases wait for that person."""
    current = Membership.objects.of(town).current()
    leading = current.filter(role=Role.HEAD).values("user")
    row = current.filter(role=Role.CLERK).exclude(user__in=leading).select_related("user").order_by("pk")[0]
    user: UUID = row.user_id
    return Member(town, user, row.user.name, frozenset({Role.CLERK}))
