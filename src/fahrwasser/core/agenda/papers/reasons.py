"""Why a Maßnahme stands where it stands, and why another does not: the planner's codes as sentences for a council."""

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.core.agenda.effects import quarter_name
from fahrwasser.core.agenda.plan import Plan

_NOT_IN_PLAN = (
    ("quarters", "Die Vorarbeiten dauern länger als der Plan."),
    ("value", "Bringt in der betrachteten Zeit weniger, als es kostet."),
    ("lock", "Von Hand ausgeschlossen."),
    ("budget", "Das Geld reicht nicht, ohne anderes zu streichen."),
    ("capacity", "Die Arbeitszeit bringt an anderer Stelle mehr."),
)
PAYS = "Bringt mehr, als es kostet."
_IN_PLAN = (
    ("duty", "Von der Leitung gewünscht oder Teil eines Meilensteins."),
    ("lock", "Von Hand festgelegt."),
    ("value", PAYS),
    ("loss", "Kostet mehr, als es bringt; der Plan ist noch nicht zu Ende gerechnet."),
)
BOTH = "Zeit und Geld bringen an anderer Stelle mehr."


def place(plan: Plan, planned: str) -> str:
    """Why it is in the plan as far as the answer says so, and why then."""
    sentences = [_why(plan, planned), _when(plan, planned)]
    return " ".join(sentence for sentence in sentences if sentence)


def left_out(plan: Plan, planned: str) -> str:
    """One sentence: why a project is not in the plan; "" if the answer does not say."""
    codes = {code.split(":", 1)[0] for code in plan.reasons.get((planned, "out"), ())}
    if {"capacity", "budget"} == codes:
        return BOTH
    return next((words for code, words in _NOT_IN_PLAN if code in codes), "")


def _why(plan: Plan, planned: str) -> str:
    duties = plan.duties(planned)
    if duties:
        return f"Pflicht nach {duties[0].norm}, von der {plan.town.people} bestätigt."
    codes = {code.split(":", 1)[0] for code in plan.reasons.get((planned, "in"), ())}
    needed_by = _needed_by(plan, planned)
    if "value" in codes and plan.projects[planned].hours.likely > 0:
        return PAYS
    if needed_by:
        return f"Voraussetzung für {_listed(needed_by)}."
    if plan.behind(planned).id in ("P01", "P02", "P03"):
        return "Grundlage für alles Weitere."
    return next((words for code, words in _IN_PLAN if code in codes), "")


def _needed_by(plan: Plan, planned: str) -> list[str]:
    users = [
        other
        for other in plan.order
        if any(planned in group for group in plan.value.by_id[other].prerequisites) and not is_milestone(other)
    ]
    return [f"„{plan.name(user)}“" for user in users]


def _when(plan: Plan, planned: str) -> str:
    if plan.schedule[planned] == 1:
        return "Beginnt sofort."
    for code in plan.reasons.get((planned, "timing"), ()):
        key, _, detail = code.partition(":")
        if key == "prerequisite" and detail in plan.schedule:
            return f"Beginnt, sobald „{plan.name(detail)}“ fertig ist."
        if key == "capacity":
            return "Früher reicht die Arbeitszeit nicht."
        if key == "budget":
            return "Früher reicht das Geld nicht."
        if key == "lock":
            return "Der Zeitpunkt ist von Hand gesetzt."
    return f"Beginnt im {quarter_name(plan.schedule[planned], plan.frame)}."


def _listed(names: list[str], most: int = 2) -> str:
    if len(names) > most:
        more = len(names) - most
        return f"{', '.join(names[:most])} und {'eine weitere' if more == 1 else f'{more} weitere'}"
    return " und ".join(names)
