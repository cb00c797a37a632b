"""What a page shows for the answers so far: the same for drawing it and for reading what was posted from it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.journey import Journey, journey
from fahrwasser.core.forms.model import AnyNode, Form, Group, Json, Page


def page_nodes(form: Form, page: Page) -> Iterator[AnyNode]:
    """The nodes a page lists."""
    return (form.by_path[path] for path in page.nodes)


def rendered(
    form: Form, page: Page, answers: Json, *, now: datetime, known: Mapping[str, Value]
) -> tuple[dict[str, Json], Journey]:
    """A copy of the answers with one empty row where a needed repeated group has none, and the way for them."""
    shown: dict[str, Json] = deepcopy(answers) if isinstance(answers, dict) else {}
    way = journey(form, shown, now=now, known=known)
    if sum(_add_blank_rows(node, shown, way) for node in page_nodes(form, page)):
        way = journey(form, shown, now=now, known=known)
    return shown, way


def _add_blank_rows(node: AnyNode, answers: dict[str, Json], way: Journey) -> int:
    """How many groups got a row."""
    if not isinstance(node, Group) or node.path in way.hidden:
        return 0
    if node.many is None:
        return sum(_add_blank_rows(child, answers, way) for child in node.nodes)
    place = container(answers, node.path.split("/")[:-1])
    if node.path not in way.required or place.get(node.name):
        return 0
    place[node.name] = [{} for _ in range(max(node.many.least, 1))]
    return 1


def container(answers: Json, parts: list[str]) -> Json:
    """The object or list at these parts, made on the way where it is missing or of another kind."""
    here = answers
    for number, part in enumerate(parts):
        below_is_row = number + 1 < len(parts) and parts[number + 1].isdecimal()
        if isinstance(here, list):
            while len(here) <= int(part):
                here.append({})
            if not isinstance(here[int(part)], dict):
                here[int(part)] = {}
            here = here[int(part)]
            continue
        kind = list if below_is_row else dict
        if not isinstance(here.get(part), kind):
            here[part] = kind()
        here = here[part]
    return here
