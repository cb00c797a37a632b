"""German words for a conflict: who wants what, and why it does not fit."""

from collections.abc import Sequence

from fahrwasser.core.agenda.model.answer import Repair
from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.core.agenda.model.rules import Rule, required_part, rules_of, without
from fahrwasser.core.agenda.reasons.words import days, euro, listed, named, quarter
from fahrwasser.core.agenda.solver.board import board_of


def conflict_text(instance: Instance, conflict: Sequence[Rule], repairs: Sequence[Repair]) -> str:
    """Two or three sentences: no plan, the reason, what is possible."""
    ways = " ".join(f"– {repair.text}" for repair in repairs)
    possible = f" Möglich ist zum Beispiel: {ways}" if repairs else ""
    return f"Unter diesen Vorgaben gibt es keinen Plan. {_reason(instance, conflict)}{possible}"


def _reason(instance: Instance, conflict: Sequence[Rule]) -> str:
    types = {rule.type for rule in conflict}
    alone = sum(bool(rule.project) for rule in conflict) == 1
    subject = _subject(instance, conflict)
    others = [rule for rule in rules_of(instance) if rule not in conflict]
    required = board_of(required_part(without(instance, others)))
    names = sorted(required.forced)
    until = _until(instance, conflict)
    if "capacity" in types:
        need = sum(required.projects[p].person_days for p in names)
        given = sum(instance.capacity[:until])
        if need > given:
            return (
                f"{subject} {'braucht' if alone else 'brauchen'} mit den nötigen Vorprojekten bis {quarter(until)} "
                f"{days(need)}, verfügbar sind {days(given)}."
            )
        return f"{subject}: Die Personentage je Quartal reichen nicht, um das rechtzeitig zu schaffen."
    if "budget" in types:
        need = sum(required.projects[p].cost_once for p in names)
        given = sum(instance.budget[:until])
        if need > given:
            cost = "kostet" if alone else "kosten"
            return (
                f"{subject} {cost} mit den nötigen Vorprojekten einmalig {euro(need)}, "
                f"verfügbar sind bis {quarter(until)} {euro(given)}."
            )
        return f"{subject}: Das Geld ist dafür nicht rechtzeitig vorhanden."
    if "running_cap" in types:
        return f"{subject}: Die laufenden Kosten übersteigen zusammen die Grenze im Jahr."
    if "max_parallel" in types:
        return f"{subject}: Dafür müssten mehr Projekte gleichzeitig laufen, als Sie zulassen."
    if "alternatives" in types:
        return f"{subject}: Das sind Varianten desselben Vorhabens, nur eine davon ist möglich."
    return f"{subject}: Die Termine und Festlegungen passen nicht zusammen oder die Zeit reicht nicht."


def _subject(instance: Instance, conflict: Sequence[Rule]) -> str:
    dates = {duty.project: duty.finish_by for duty in instance.duties}
    duties = [f"{named(instance, r.project)} bis {quarter(dates[r.project])}" for r in conflict if r.type == "duty"]
    locks = [f"{named(instance, r.project)} (festgelegt)" for r in conflict if r.type == "lock"]
    return listed([*duties, *locks]) or "Die Vorgaben"


def _until(instance: Instance, conflict: Sequence[Rule]) -> int:
    wanted = {rule.project for rule in conflict if rule.type == "duty"}
    dates = [duty.finish_by for duty in instance.duties if duty.project in wanted]
    if any(rule.type == "lock" for rule in conflict):
        return instance.quarters
    return min(instance.quarters, max(dates, default=instance.quarters))
