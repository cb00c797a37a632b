"""What further plans say of one project and of the whole plan, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.web.agenda.changing import change_words, price_words
from fahrwasser.web.agenda.models import Study, Version
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.why import why
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number

CORE, DEPENDS, RATHER_NOT = "core", "depends", "rather_not"


@dataclass(frozen=True, slots=True)
class Part:
    """One question about a project with its answer: a price, and what would have to change."""

    title: str
    price: str
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reasons:
    """`state` is a sentence while something is still being worked out."""

    why: str
    parts: Sequence[Part]
    sure: str
    state: str


@dataclass(frozen=True, slots=True)
class SureRow:
    """One project in the table of the draws."""

    title: str
    share: str
    starts: str
    cause: str


@dataclass(frozen=True, slots=True)
class Group:
    """Robust core, depends on …, rather not."""

    title: str
    text: str
    rows: Sequence[SureRow]
    has_cause: bool


def studies_of(town: Municipality, version: Version) -> dict[str, Study]:
    """By kind; 1 query."""
    return {study.kind: study for study in Study.objects.of(town).filter(version=version)}


def reasons_of(plan: Plan, project: str, studies: Mapping[str, Study]) -> Reasons:
    """Why, at what price otherwise, and what would have to change."""
    study = studies.get(Study.Kind.REASONS)
    found = dict(plan.by_project)
    for entry in (study.result.get("explanations") or []) if study else []:
        found[entry["project"], entry["kind"]] = entry
    parts = [_out(plan, found.get((project, "out")))]
    if project in plan.schedule:
        parts = [_in(plan, found.get((project, "in"))), _earlier(plan, project, found.get((project, "timing")))]
    return Reasons(
        why=why(plan, project, found),
        parts=[part for part in parts if part is not None],
        sure=_sure_words(plan, project, studies.get(Study.Kind.ROBUST)),
        state=working_words(study) if study else "",
    )


def _in(plan: Plan, entry: Mapping[str, Any] | None) -> Part | None:
    if entry is None:
        return None
    if entry.get("delta_eur", 0.0) is None:
        return Part(_("Without it"), _("Without it there is no plan that keeps every duty and wish."), ())
    if not entry.get("difference"):
        return None
    return Part(_("Without it"), price_words(plan, entry["difference"]), ())


def _earlier(plan: Plan, project: str, entry: Mapping[str, Any] | None) -> Part | None:
    if entry is None or plan.schedule[project] == 1:
        return None
    changes = [change_words(plan, change) for change in entry.get("changes") or ()]
    title = _("Beginning at least one quarter earlier")
    if entry.get("delta_eur", 0.0) is None:
        return Part(title, _("No plan can begin it earlier as things stand."), changes)
    if not entry.get("difference"):
        return Part(title, "", changes) if changes else None
    return Part(title, price_words(plan, entry["difference"]), changes)


def _out(plan: Plan, entry: Mapping[str, Any] | None) -> Part | None:
    if entry is None:
        return None
    changes = [change_words(plan, change) for change in entry.get("changes") or ()]
    title = _("If it were in the plan")
    if entry.get("difference"):
        return Part(title, price_words(plan, entry["difference"]), changes)
    return Part(title, "", changes) if changes else None


def working_words(study: Study) -> str:
    """How far the work is; empty when it is finished."""
    if study.state == Version.Search.FAILED:
        return _("This was stopped early. Please start it once more.")
    if not study.is_working:
        return ""
    if not study.steps:
        return _("This is being worked out and begins in a moment.")
    return _("This is being worked out: %(done)s of %(steps)s.") % {"done": study.done, "steps": study.steps}


def groups_of(plan: Plan, study: Study) -> list[Group]:
    """The verdicts of the draws as three groups; empty ones are left out."""
    texts = {
        CORE: (_("Robust core"), _("In at least nine of ten plans, whatever the figures turn out to be.")),
        DEPENDS: (_("Depends on …"), _("In some plans and not in others. The table says which figure decides most.")),
        RATHER_NOT: (_("Rather not"), _("In fewer than one of ten plans.")),
    }
    verdicts = study.result.get("verdicts") or []
    groups = []
    for kind, (title, text) in texts.items():
        rows = [_row(plan, verdict) for verdict in verdicts if verdict["kind"] == kind]
        if rows:
            groups.append(Group(title, text, rows, kind == DEPENDS))
    return groups


def draws_lead(study: Study) -> str:
    """How many draws, how many without a plan, how many proven."""
    result = study.result
    values = {
        "draws": result["draws"],
        "proven": result["proven"],
        "gap": number(result["gap"] * 100),
        "seed": study.seed,
    }
    text = _(
        "%(draws)s times the days and hours were drawn from their ranges and the plan was made anew. In %(proven)s of "
        "these plans it is proven that at most %(gap)s %% more benefit would be possible. Number of the draw: %(seed)s."
    )
    lost = result["infeasible"]
    none = ngettext("Once there was no plan.", "%(count)s times there was no plan.", lost) % {"count": lost}
    failed = result["failed"]
    left = ngettext("Once no plan was found in time.", "%(count)s times no plan was found in time.", failed)
    return " ".join([text % values, *([none] if lost else []), *([left % {"count": failed}] if failed else [])])


def _row(plan: Plan, verdict: Mapping[str, Any]) -> SureRow:
    first, last = verdict["first"], verdict["last"]
    starts = _("never") if first is None else plan.calendar.period(first, last)
    return SureRow(
        _name(plan, verdict["project"]), f"{number(verdict['share'] * 100)} %", starts, _cause(plan, verdict)
    )


def _cause(plan: Plan, verdict: Mapping[str, Any]) -> str:
    cause = verdict.get("cause")
    if not cause:
        return _("No single figure decides.") if verdict["kind"] == DEPENDS else ""
    values = {
        "project": _name(plan, cause["project"]),
        "with": number(cause["mean_with"]),
        "without": number(cause["mean_without"]),
    }
    if cause["kind"] == "days":
        return _("own days for »%(project)s«: %(with)s where it is in, %(without)s where it is not") % values
    return _("hours freed a year by »%(project)s«: %(with)s where it is in, %(without)s where it is not") % values


def _sure_words(plan: Plan, project: str, study: Study | None) -> str:
    """One sentence for the page of a project; "" without draws."""
    base = plan.projects[project].of
    verdicts = (study.result.get("verdicts") or []) if study else []
    found = next((verdict for verdict in verdicts if verdict["project"] == base), None)
    if found is None:
        return ""
    values = {"share": number(found["share"] * 100), "cause": _cause(plan, found)}
    if found["kind"] == CORE:
        return _("Robust core: it is in %(share)s %% of the plans with other figures.") % values
    if found["kind"] == RATHER_NOT:
        return _("Rather not: it is in %(share)s %% of the plans with other figures.") % values
    return _("Not certain: it is in %(share)s %% of the plans with other figures. %(cause)s") % values


def _name(plan: Plan, base: str) -> str:
    """Name of a catalogue project: of the variant in the plan, else of any."""
    known = [key for key, facts in plan.projects.items() if facts.of == base]
    return plan.title(next((key for key in known if key in plan.schedule), known[0])) if known else base
