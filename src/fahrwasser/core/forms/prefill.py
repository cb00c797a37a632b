"""Answers that are known before the person types: taken over once, always to be checked by the person."""

from collections.abc import Mapping
from copy import deepcopy

from fahrwasser.core.forms.answers import value_at
from fahrwasser.core.forms.model import Field, Form, Json
from fahrwasser.core.forms.rendering import container
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.forms.widgets import checked


def prefill(form: Form, answers: Json, sources: Mapping[str, Json]) -> dict[str, Json]:
    """A copy of the answers where unanswered fields with a source have what `sources` says at its path.

    A source that is missing or does not fit the field leaves it unanswered. Fields in repeated groups are not filled.
    """
    filled: dict[str, Json] = deepcopy(answers) if isinstance(answers, dict) else {}
    for node in form.fields:
        parts = node.path.split("/")
        repeated = any(form.by_path["/".join(parts[:depth])].many for depth in range(1, len(parts) + 1))
        if node.prefill is None or not node.prefill.source or repeated:
            continue
        value = value_at(sources, node.prefill.source)
        if value is None or not _fits(value, node):
            continue
        container(filled, parts[:-1]).setdefault(node.name, value)
    return filled


def _fits(value: Json, node: Field) -> bool:
    if node.widget == "label":
        return False
    try:
        checked(value, node)
    except Wrong:
        return False
    return True
