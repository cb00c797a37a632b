"""The head's one page: duties, relief, tasks without a substitute, money, and the one decision needed now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.model.check import usage
from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.inventory.knowledge import LoneTask, at_risk_first
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Frame, Progress, Version
from fahrwasser.web.agenda.reading import DUTY, Plan, plan_of
from fahrwasser.web.agenda.review import state_word
from fahrwasser.web.agenda.staffing import staff_lines
from fahrwasser.web.agenda.standing import reached
from fahrwasser.web.inventory.notebooks import lone_tasks
from fahrwasser.web.inventory.screens import HORIZON_NAMES, RISK_NAMES
from fahrwasser.web.ui.templatetags.ui import euro, number, span


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure with its words."""

    label: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the head has to decide now."""

    title: str
    text: str
    link: str = ""
    link_text: str = ""
    is_red: bool = False
    confirm: str = ""
    """Address of the one button that says it is done; empty without one."""
    confirm_text: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The page; `tables` are duties, relief, tasks without a substitute, money."""

    decision: Decision
    figures: tuple[Figure, ...]
    duties: Table
    relief: Table
    posts: Table
    money: Table
    outlook: tuple[str, ...]
    has_plan: bool

    @property
    def tables(self) -> tuple[Table, ...]:
        """In the order in which they stand."""
        return self.duties, self.relief, self.posts, self.money


def read_summary(member: Member) -> Summary:
    """What the head sees; at most 8 queries. Only for members with SEE_STAFF."""
    member.require(Right.SEE_STAFF)
    town = member.municipality
    known = reached(town)
    frame = Frame.objects.of(town).first()
    version = Version.objects.of(town).current() if frame else None
    plan = plan_of(version) if version else None
    states = dict(Progress.objects.of(town).values_list("project", "state")) if plan else {}
    solo = [lone for _task, lone in lone_tasks(town)]
    return Summary(
        decision=_decision(known, frame, plan),
        figures=_figures(plan, len(solo), frame),
        duties=_duties(plan, states),
        relief=_relief(plan),
        posts=_posts(solo),
        money=_money(plan),
        outlook=tuple(staff_lines(member, plan)),
        has_plan=plan is not None,
    )


def _decision(known: dict[str, bool], frame: Frame | None, plan: Plan | None) -> Decision:
    if known["has_letter"] and not known["has_mandate"]:
        return Decision(
            _("Sign the mandate"),
            _("The letter is prepared. Sign it, then confirm it here: only then the Navigator has a mandate."),
            reverse("papers"),
            _("To the letter"),
            is_red=True,
            confirm=reverse("mandate_sign"),
            confirm_text=_("The mandate is signed"),
        )
    if not known["has_mandate"]:
        text = _(
            "Appoint the Digital-Navigator, give the hours a week and name who stands in. "
            "Without this time no project begins. The letter lies ready."
        )
        return Decision(_("Sign the mandate"), text, reverse("paper_mandate"), _("Open the letter"), is_red=True)
    if frame is None or plan is None:
        text = _("How many hours and how much money are there for digitalisation each year? The first plan needs both.")
        return Decision(_("Give time and money"), text, reverse("agenda"), _("To the assumptions"))
    if plan.is_infeasible:
        text = _("Duties, wishes, time and money do not fit together. Choose one of the ways out.")
        return Decision(_("Resolve the conflict in the plan"), text, reverse("agenda"), _("To the plan"), is_red=True)
    if not frame.confirmed_duties:
        text = _("Only confirmed duties get a fixed place in the plan. It takes a quarter of an hour.")
        link = reverse("agenda_frame")
        return Decision(_("Confirm the duties of your town"), text, link, _("To the list of duties"), is_red=True)
    if not known["has_council"]:
        text = _("The plan is ready. Decide whether it goes to the council like this.")
        return Decision(_("Bring the plan before the council"), text, reverse("agenda_versions"), _("Look at it"))
    if not known["has_resolution"]:
        text = _("The version for the council is kept. Put it on the agenda of the next meeting.")
        return Decision(_("Have the council decide"), text, reverse("papers"), _("To the paper for the council"))
    return Decision(_("Nothing to decide at the moment"), _("The council has decided, the projects are on their way."))


def _figures(plan: Plan | None, solo: int, frame: Frame | None) -> tuple[Figure, ...]:
    found = []
    if plan is not None:
        low, _likely, high = plan.hours()
        found.append(Figure(_("Hours freed a year by the plan"), span(low, high), "estimated"))
        found.append(Figure(_("Confirmed duties in the plan"), number(plan.duties_met()), "counted"))
    found.append(Figure(_("Tasks without a substitute"), number(solo), "counted"))
    if frame is not None:
        found.append(Figure(_("Money a year"), euro(frame.budget_per_year), ""))
    return tuple(found)


def _duties(plan: Plan | None, states: dict[str, str]) -> Table:
    columns = (Column(_("Duty")), Column(_("Norm")), Column(_("State")), Column(_("Done by the end of")))
    rows = []
    for project in plan.in_order() if plan else ():
        if plan and plan.kind(project) == DUTY:
            state = state_word(states.get(project, Progress.State.PLANNED))
            rows.append(
                (plan.title(project), plan.projects[project].duty, state, plan.calendar.name(plan.end(project)))
            )
    note = "" if rows else _("No duty is confirmed yet: nobody knows which risk the town carries.")
    return Table(_("Duties and risk"), columns, tuple(rows), note=note)


def _relief(plan: Plan | None) -> Table:
    columns = (Column(_("Project")), Column(_("Relief from")), Column(_("Hours a year"), "right"))
    rows = []
    for project in plan.in_order() if plan else ():
        if plan and plan.instance.by_id[project].hours_per_year > 0:
            low, high = plan.projects[project].hours
            rows.append((high, (plan.title(project), plan.calendar.name(plan.end(project)), span(low, high))))
    best = sorted(rows, key=lambda row: -row[0])
    note = _("All hours are estimated until somebody measures them.") if best else _("No relief is planned yet.")
    return Table(_("Where hours become free"), columns, tuple(cells for _hours, cells in best), note=note)


def _posts(solo: list[LoneTask]) -> Table:
    columns = (Column(_("Task")), Column(_("Office")), Column(_("Retirement")), Column(_("Risk")))
    rows = [
        (task.name, task.office or "–", str(HORIZON_NAMES[task.horizon]), str(RISK_NAMES[task.risk]))
        for task in at_risk_first(solo)
    ]
    note = "" if rows else _("No task without a substitute has been recorded.")
    return Table(_("Tasks without a substitute"), columns, tuple(rows), note=note)


def _money(plan: Plan | None) -> Table:
    columns = (
        Column(_("Budget year")),
        Column(_("once"), "right"),
        Column(_("running costs"), "right"),
        Column(_("own days"), "right"),
    )
    if plan is None or not plan.schedule:
        return Table(_("Money and own days"), columns, (), note=_("There is no plan yet."))
    used = usage(plan.instance, plan.schedule)
    years: dict[int, list[float]] = {}
    for quarter in range(1, plan.instance.quarters + 1):
        year = years.setdefault(plan.calendar.year(quarter), [0.0, 0.0, 0.0])
        for place, values in enumerate((used.once_eur, used.running_eur, used.days)):
            year[place] += values[quarter - 1]
    rows = tuple((str(year), euro(a), euro(b), number(c, 1)) for year, (a, b, c) in sorted(years.items()))
    sums = [sum(values[place] for values in years.values()) for place in range(3)]
    total = (_("Sum"), euro(sums[0]), euro(sums[1]), number(sums[2], 1))
    return Table(_("Money and own days"), columns, rows, total)
