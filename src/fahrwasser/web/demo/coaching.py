"""How the invented towns come to where they stand in the coaching, and what they release: by the acts of clicks."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Check, Service
from fahrwasser.web.inventory.questions import round_of
from fahrwasser.web.programme.actions import coaching, network
from fahrwasser.web.programme.sharing import COACH, NETWORK, PARTS

from .neighbours import ANSWERS, HASELWEHR, PAPPELBOJE, Way
from .services import switch_on
from .towns import LINDENAU, Town

ONLY_COACH = ("phase", "stuck", "appointments", "questions")  # what Pappelboje gives its coach
TO_ALL = ("phase", "agenda", "projects", "services", "hours", "obstacles")
VISITS = {
    LINDENAU.slug: (6, 10, "Vor-Ort-Termin: Mandat und erste Schritte (Beispiel)"),
    HASELWEHR.slug: (13, 14, "Was gemessen wurde (Beispiel)"),
}
ASKED = {
    LINDENAU.slug: "Wer in einer Gemeinde unserer Größe unterschreibt das Mandat? (Beispiel)",
    PAPPELBOJE.slug: "Reicht für die Bestandsaufnahme eine Schätzung der Fallzahlen? (Beispiel)",
}


def begin(navigator: Member, way: Way) -> None:
    """The town joined so long ago; from then on every night looks at its phase."""
    _look(navigator, timezone.now(), way.joined)


def walk(town: Town, way: Way, navigator: Member, head: Member) -> None:
    """Step by step; after each one the phase is looked at as of its day."""
    now = timezone.now()
    begin(navigator, way)
    _steps(town, way, navigator, head, now)
    for code, hours in way.obstacles:
        coaching.name_obstacle(navigator, code=code, project="", hours=hours, note="")
    reason, note = way.stuck
    if reason:
        coaching.say_stuck(navigator, reason, note, now)
    switch_on(navigator, way.runs, timezone.localdate(now))
    for project in way.gives:
        network.give_solution(
            navigator, project=project, tool="Wie bei den Nachbarn (Beispiel)", contact=f"rathaus@{town.slug}.invalid"
        )
    _talk(town, navigator, now)
    coaching.share(navigator, COACH, ONLY_COACH if town.slug == PAPPELBOJE.slug else PARTS, now)
    coaching.share(navigator, NETWORK, TO_ALL, now)


def _steps(town: Town, way: Way, navigator: Member, head: Member, now: datetime) -> None:
    today = timezone.localdate(now)
    if way.mandate:
        agenda.sign_mandate(head)
        _look(navigator, now, way.mandate)
    if way.check:
        _check(navigator)
        _look(navigator, now, way.check)
    for key in way.done:
        agenda.progress(navigator, key, agenda.State(Progress.State.DONE, today - timedelta(400), today))
    for key in way.running:
        agenda.progress(navigator, key, agenda.State(Progress.State.RUNNING, today - timedelta(60)))
    if way.council:
        given = agenda.Assumptions(Decimal(town.hours_per_week), town.budget_per_year, next_quarter(today), town.duties)
        agenda.make_frame(navigator, given)
        version = agenda.freeze(navigator, agenda.make_proposal(navigator))
        if way.decided:
            agenda.resolve(navigator, version, decided_on=today - timedelta(way.decided), number="Beispiel 7/2025")
            _look(navigator, now, way.decided)
    if way.measured:
        _measure(navigator, now)


def _check(navigator: Member) -> None:
    current = round_of(inventory.start_check(navigator))
    for question, raw in ANSWERS.items():
        current = inventory.answer_question(navigator, current, current.questions.question(question), raw)
    inventory.finish_check(navigator, Check.objects.of(navigator.municipality).get())


def _measure(navigator: Member, now: datetime) -> None:
    """Two weeks with a stopwatch at one service."""
    service = Service.objects.of(navigator.municipality).order_by("sort_key", "id")[0]
    value = inventory.Value(
        f"service:{service.pk}", "minutes", "measured", "Beispiel: zwei Wochen gestoppt", timezone.localdate(now),
        Decimal(11), unit="Minuten je Fall", confidence="A",
    )  # fmt: skip
    inventory.record_figure(navigator, value)
    _look(navigator, now, 120)


def _talk(town: Town, navigator: Member, now: datetime) -> None:
    """Appointments and questions to the coach."""
    if town.slug in VISITS:
        days, hour, title = VISITS[town.slug]
        note = "Bitte die Liste der Fachverfahren mitbringen."
        coaching.appoint_meeting(navigator, kind="visit", at=_at(now, days, hour), minutes=120, title=title, note=note)
        first = "Erstes Gespräch (Beispiel)"
        coaching.appoint_meeting(navigator, kind="call", at=_at(now, -30, 9), minutes=30, title=first, note="")
    if town.slug in ASKED:
        coaching.ask_coach(navigator, ASKED[town.slug])


def _at(now: datetime, days: int, hour: int) -> datetime:
    day = timezone.localdate(now) + timedelta(days)
    day += timedelta(7 - day.weekday() if day.weekday() > 4 else 0)  # nobody meets at the weekend
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def _look(navigator: Member, now: datetime, days_ago: int) -> None:
    coaching.look_at_phase(navigator.municipality, now - timedelta(days=days_ago))
