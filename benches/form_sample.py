"""A form of 100 fields with 100 FEEL rules, for `bench form`: invented, always the same, with answers to it.

Ten groups of ten fields; each field has one rule: 40 visibility, 20 requiredness, 40 checks, of the kinds that real
forms have (a choice made before, a yes, a comparison, a sum, a date).
"""

from datetime import UTC, datetime
from typing import Any

from fahrwasser.core.forms import Form, read_form

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GROUPS, FIELDS = 10, 10
_CODES = {"01": "gar nicht", "02": "teilweise", "03": "ganz"}


def sample_form() -> Form:
    """The form, read from its schema; one page for each group."""
    return read_form(sample_schema(), place="form_sample")


def sample_schema() -> dict[str, Any]:
    """formular.schema.json of the sample."""
    groups = {f"g{number}": _group(number) for number in range(GROUPS)}
    about = {"id": "probe", "version": "1", "name": "Hundert Felder"}
    return {"type": "object", "x-fw-form": about, "properties": groups, "required": list(groups)}


def _group(number: int) -> dict[str, Any]:
    return {
        "type": "object", "title": f"Abschnitt {number + 1}", "required": ["f0", "f3"],
        "properties": {f"f{place}": _field(number, place) for place in range(FIELDS)},
    }  # fmt: skip


def _field(group: int, place: int) -> dict[str, Any]:
    """One field with one rule; the rule of the first field of a group looks at the group before."""
    here, before = f"g{group}", f"g{max(group - 1, 0)}"
    kinds: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (_choice(), _check(f'{here}.f0 != "03" or {before}.f1 != false')),
        ({"type": "boolean", "x-fw-widget": "yesno"}, {"x-fw-required-if": f'{here}.f0 = "02"'}),
        (_text(), {"x-fw-visible-if": f"{here}.f1 = true"}),
        ({"type": "integer", "x-fw-widget": "number", "minimum": 0}, _check(f"{here}.f3 <= 100")),
        ({"type": "string", "x-fw-widget": "money"}, {"x-fw-visible-if": f"{here}.f3 > 10 and {here}.f1"}),
        ({"type": "string", "x-fw-widget": "date"}, _check(f"{here}.f5 <= heute")),
        (_text(), {"x-fw-required-if": f"{here}.f3 > 2 and {before}.f3 > 2"}),
        (_text(), {"x-fw-visible-if": f'{here}.f0 in ("01", "02")'}),
        ({"type": "number", "x-fw-widget": "number"}, _check(f"{here}.f8 + {here}.f3 >= 0")),
        (_text(), {"x-fw-visible-if": f"not({here}.f1) or {here}.f3 > 1"}),
    ]
    value, rule = kinds[place]
    return {**value, **rule, "title": f"Angabe {group + 1}.{place + 1}"}


def _text() -> dict[str, Any]:
    return {"type": "string", "x-fw-widget": "text", "maxLength": 80}


def _choice() -> dict[str, Any]:
    return {"type": "string", "x-fw-widget": "choice", "enum": list(_CODES), "x-fw-codelist": {"labels": _CODES}}


def _check(feel: str) -> dict[str, Any]:
    return {"x-fw-checks": [{"feel": feel, "de": "Bitte prüfen Sie diese Angabe.", "en": "Please check this."}]}


def sample_answers() -> dict[str, Any]:
    """Every field answered, so that every rule has something to say."""
    values = ("02", True, "Elbe", 12, "1234.50", "2026-10-03", "Pirna", "Dohna", 2.5, "Heidenau")
    return {f"g{number}": {f"f{place}": value for place, value in enumerate(values)} for number in range(GROUPS)}


def sample_post(group: int) -> dict[str, list[str]]:
    """What a browser posts from the page of one group."""
    typed = ("02", "ja", "Elbe", "12", "1.234,50", "3.10.2026", "Pirna", "Dohna", "2,5", "Heidenau")
    return {f"g{group}.f{place}": [text] for place, text in enumerate(typed)}


def sample_rules(form: Form) -> list[Any]:
    """The 100 compiled rules."""
    found: list[Any] = []
    for node in form.fields:
        found += [rule for rule in (node.visible_if, node.required_if) if rule]
        found += [check.feel for check in node.checks]
    return found
