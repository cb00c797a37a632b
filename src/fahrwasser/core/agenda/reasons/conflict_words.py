"""German words for a conflict: who wants what, and why it does not fit."""

from collections.abc import Sequence

from fahrwasser.core.agenda.model.answer import Json, Repair
from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.core.agenda.model.rules import Rule, required_part, rules_of, without
from fahrwasser.core.agenda.reasons.words import days, euro, listed, named, quarter
from fahrwasser.core.agenda.solver.board import board_of


def conflict_text(instance: Instance, conflict: Sequence[Rule], repairs: Sequence[Repair]) -> str:
    """Two or three sentences: no plan, the reason, what is possible."""
    ways = " ".join(f"– {repair.text}" for repair in repairs)
    possible = f" Möglich ist zum Beispiel: {ways}" if repairs else ""
    return f"Unter diesen Vorgaben gibt es keinen Plan. {_reason(instance, conflict)}{possible}"


def conflict_figures(instance: Instance, conflict: Sequence[Rule]) -> Json:
    """What is needed and what there is until `until`, of days or euros, if that is the conflict; dates of duties."""
    dates = {duty.project: duty.finish_by for duty in instance.duties}
    figures: Json = {"finish_by": {r.project: dates[r.project] for r in conflict if r.type == "duty"}}
    shortage = _shortage(instance, conflict)
    return figures if shortage is None else figures | shortage


def _shortage(instance: Instance, conflict: Sequence[Rule]) -> Json | None:
    types = {rule.type for rule in conflict}
    others = [rule for rule in rules_of(instance) if rule not in conflict]
    required = board_of(required_part(without(instance, others)))
    until = _until(instance, conflict)
    for kind in ("capacity", "budget"):
        if kind in types:
            own = [required.projects[p] for p in sorted(required.forced)]
            need = sum(p.person_days if kind == "capacity" else p.cost_once for p in own)
            given = sum((instance.capacity if kind == "capacity" else instance.budget)[:until])
            return (
                {"of": kind, "need": round(need, 2), "given": round(given, 2), "until": until} if need > given else None
            )
    return None


def _reason(instance: Instance, conflict: Sequence[Rule]) -> str:
    types = {rule.type for rule in conflict}
    alone = sum(bool(rule.project) for rule in conflict) == 1
    subject = _subject(instance, conflict)
    shortage = _shortage(instance, conflict)
    if shortage is not None:
        need, given, until = (float(str(shortage[key])) for key in ("need", "given", "until"))
        if shortage["of"] == "capacity":
            need_words = f"{subject} {'braucht' if alone else 'brauchen'} mit den nötigen Vorprojekten"
            return f"{need_words} bis {quarter(int(until))} {days(need)}, verfügbar sind {days(given)}."
        return (
            f"{subject} {'kostet' if alone else 'kosten'} mit den nötigen Vorprojekten einmalig {euro(need)}, "
            f"verfügbar sind bis {quarter(int(until))} {euro(given)}."
        )
    if "capacity" in types:
        return f"{subject}: Die Personentage je Quartal reichen nicht, um das rechtzeitig zu schaffen."
    if "budget" in types:
        return f"{subject}: Das Geld ist dafür nicht rechtzeitig vorhanden."
    if "running_cap" in types:
        return f"{subject}: Die laufenden Kosten übersteigen zusammen die Grenze im Jahr."
    if "max_parallel" in types:
        return f"{subject}: Dafür müssten mehr Projekte gleichzeitig laufen, als Sie zulassen."
    if "alternatives" in types:
        return f"{subject}: Das sind Varianten desselben Projekts, nur eine davon ist möglich."
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
