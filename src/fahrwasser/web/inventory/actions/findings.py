"""What the answers of a round say about the record: capabilities, figures, tasks the town does itself, the picture."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fahrwasser.core.inventory import questions as core
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.core.inventory.starter import groups_from, prefilled_answers
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.inventory.models import Capability, Service
from fahrwasser.web.inventory.pictures import kept, picture_of
from fahrwasser.web.inventory.questions import Round
from fahrwasser.web.inventory.reads import facts_of
from fahrwasser.web.tenants.models import Municipality

from .figures import Value, write_figures

LONGEST_TEXT = 200


def apply_findings(town: Municipality, current: Round, *, author: Member | None) -> dict[str, Any]:
    """Writes what changed and answers the first picture as JSON. Some 10 queries, whatever the number of questions."""
    found = core.findings(current.questions, current.answers)
    day = timezone.localdate()
    source = f"Schnell-Check, Fassung {current.questions.version}"
    _capabilities(town, found, source, day)
    _services(town, groups_from(found))
    by_link, own = _figures(current, found, prefilled_answers(town.population), source, day)
    write_figures(town, by_link, author=None, only_changes=True)
    write_figures(town, own, author=author.user_id if author else None, only_changes=True)
    return kept(picture_of(facts_of(town)))


def _capabilities(town: Municipality, found: Mapping[str, Any], source: str, day: date) -> None:
    """A box that was not ticked says "none", but does not undo what is planned or shown by a document."""
    rows = {row.key: row for row in Capability.objects.of(town)}
    changed = []
    for target, state in found.items():
        kind, _, key = target.partition(":")
        if kind != "capability" or state not in Capability.State.values:
            continue
        row = rows.get(key)
        if row is None:
            Capability.objects.create(municipality=town, key=key, state=state, evidence=source, as_of=day)
        elif row.state != state and not (state == Capability.State.NONE and _stands(row)):
            row.state, row.evidence, row.as_of = state, source, day
            changed.append(row)
    Capability.objects.bulk_update(changed, ["state", "evidence", "as_of"])


def _stands(row: Capability) -> bool:
    by_hand = bool(row.evidence) and not row.evidence.startswith("Schnell-Check")
    return row.state == Capability.State.PLANNED or (row.state == Capability.State.LIVE and by_hand)


def _services(town: Municipality, groups: Mapping[str, bool]) -> None:
    for is_offered in (True, False):
        keys = [s.id for s in starter_services() if s.group and groups.get(s.group) is is_offered]
        rows = Service.objects.of(town).filter(key__in=keys).exclude(is_offered=is_offered)
        rows.update(is_offered=is_offered)


def _figures(
    current: Round, found: Mapping[str, Any], suggested: Mapping[str, Any], source: str, day: date
) -> tuple[list[Value], list[Value]]:
    """Figures answered through a link (they have no author) and the others.

    A suggestion that was left as it stood is an estimate; any other answer somebody in the town has counted.
    """
    by_link: list[Value] = []
    own: list[Value] = []
    asked = {target: question for question in current.questions.questions for target in question.maps_to}
    for target, answer in found.items():
        kind, _, key = target.partition(":")
        question = asked.get(target)
        if kind != "figure" or question is None:
            continue
        office = current.by_link.get(question.id)
        is_estimate = answer == suggested.get(question.prefill)
        is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
        value = Value(
            "town",
            key[:40],
            origin="estimated" if is_estimate else "counted",
            source=f"{source}, Antwort per Link: {office}" if office else source,
            as_of=day,
            value=round(Decimal(str(answer)), 3) if is_number else None,
            text="" if is_number else str(answer)[:LONGEST_TEXT],
            unit=question.unit.de[:40] if question.unit else "",
            confidence="C" if is_estimate else "B",
        )
        (by_link if office else own).append(value)
    return by_link, own
