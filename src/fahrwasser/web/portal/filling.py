"""One page of a form between browser and core: files stored, page read, page drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms import Field, Form, PageRead, Problem, journey, page_inputs, read_page
from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ui.templatetags.ui import problem as words_of

from .actions import attach
from .models import Draft

Json = Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as this town asks it now."""

    form: Form
    known: Mapping[str, Value]
    now: datetime
    language: str


def asked(adoption: Adoption, now: datetime) -> Asked:
    """The form of the town's current release with the parameters of the day; no query once both are compiled."""
    known = {"parameter": parameter_values(adoption.parameters_id, adoption.release_id, now)}
    return Asked(compiled(adoption.release_id).form, known, now, get_language() or "de")


def read(request: HttpRequest, about: Asked, page_id: str, draft: Draft) -> PageRead:
    """The posted page; files are stored with the draft first, one that cannot be used becomes a problem.

    A file that the page does not ask for is not even read.
    """
    files: dict[str, Json] = {}
    refused: dict[str, Problem] = {}
    for name in request.FILES:
        node = _file_field(about.form, page_id, name)
        if node is None:
            continue
        file: Any = request.FILES[name]
        try:
            files[name] = attach(draft, name, file.name or "", file.size, file.read)
        except Refused as error:
            refused[name] = Problem(name.replace(".", "/"), page_id, node.title, error.msgid, error.values)
    found = read_page(about.form, page_id, _posted(request), draft.answers, files=files, **_as_asked(about))
    if not refused:
        return found
    return PageRead(
        found.answers, {**found.problems, **refused}, found.asked, found.action, found.focus, found.raw, found.way
    )


def only_typed(request: HttpRequest, about: Asked, page_id: str) -> PageRead:
    """The posted page of an application that is not begun yet, for showing it again: nothing is stored, nothing wrong.

    What can be read is an answer, so that it is written anew; the rest stands there as it was typed.
    """
    found = read_page(about.form, page_id, _posted(request), {}, **_as_asked(about))
    unread = {name: typed for name, typed in found.raw.items() if name in found.problems}
    return replace(found, raw=unread, problems={}, asked=())


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in request.POST}


def _as_asked(about: Asked) -> dict[str, Any]:
    return {"now": about.now, "known": about.known, "language": about.language}


def _file_field(form: Form, page_id: str, name: str) -> Field | None:
    """The file field of this page behind the name of an input ("hunde.0.nachweis")."""
    path = "/".join(part for part in name.split(".") if not part.isdecimal())
    node = form.by_path.get(path)
    return node if isinstance(node, Field) and node.widget == "file" and form.page_of.get(path) == page_id else None


def page_context(about: Asked, page_id: str, answers: Json, found: PageRead | None) -> dict[str, Any]:
    """Everything the page's template needs; `found` is what was posted when it is shown again."""
    page = about.form.page(page_id)
    if page is None:
        raise KeyError(page_id)
    way = journey(about.form, answers, now=about.now, known=about.known)
    raw, problems = (found.raw, found.problems) if found else ({}, {})
    ids = [visible.id for visible in way.pages]
    return {
        "title": page.title.in_language(about.language),
        "intro": page.intro.in_language(about.language),
        "inputs": page_inputs(
            about.form, page_id, answers, about.language, now=about.now, known=about.known, raw=raw, problems=problems
        ),
        "problems": [_shown(problem) for problem in problems.values()],
        "page_error": bool(problems),
        "number": ids.index(page_id) + 1 if page_id in ids else len(ids),
        "total": len(ids) + 1,
        "before": way.before(page_id),
        "newly_asked": bool(found and found.asked),
    }


def _shown(problem: Problem) -> dict[str, str]:
    language = get_language() or "de"
    return {
        "anchor": "f-" + problem.path.replace("/", "-"),
        "label": problem.label.in_language(language) or _("Your entry"),
        "text": words_of(problem),
    }
