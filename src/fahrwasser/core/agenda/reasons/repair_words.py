"""German words for a change that makes a plan possible."""

from fahrwasser.core.agenda.model.changes import Change
from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.core.agenda.reasons.words import NBSP, days, euro, listed, named, quarter


def repair_text(instance: Instance, change: Change) -> str:
    """One sentence that says what to change."""
    parts = []
    if change.capacity_add:
        parts.append(f"{days(change.capacity_add)} mehr in jedem Quartal einplanen")
    if change.budget_add:
        parts.append(f"{euro(change.budget_add)} mehr in jedem Quartal bereitstellen")
    if change.running_cap_per_year is not None:
        parts.append(f"laufende Kosten bis {euro(change.running_cap_per_year)} im Jahr zulassen")
    if change.max_parallel is not None:
        parts.append(f"bis zu {change.max_parallel} Projekte gleichzeitig zulassen")
    if change.finish_by:
        dates = listed(f"{named(instance, p)} bis {quarter(k)}" for p, k in change.finish_by.items())
        parts.append(f"spätere Termine vereinbaren: {dates}")
    if change.drop_duties:
        parts.append(f"den Termin streichen für {listed(named(instance, p) for p in change.drop_duties)}")
    if change.drop_locks:
        parts.append(f"die Festlegung aufheben für {listed(named(instance, p) for p in change.drop_locks)}")
    text = " und ".join(parts)
    return f"{text[:1].upper()}{text[1:]}.".replace(" ", " ").replace(f"{NBSP}.", ".")
