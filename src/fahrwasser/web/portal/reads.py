"""Services as citizens see them, in the language of the page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core import words
from fahrwasser.core.forms import Form, Group
from fahrwasser.core.packages.filling import filled, names_in
from fahrwasser.core.packages.values import Purpose
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import page_language


@dataclass(frozen=True, slots=True)
class Offer:
    """One service in a nutshell. `costs_then`: what it costs from a day that is already decided."""

    slug: str
    title: str
    summary: str
    costs: str
    costs_then: tuple[str, ...]
    documents: tuple[str, ...]
    minutes: int


def offers_of(town: Municipality) -> list[Offer]:
    """Active services by title; 1 query."""
    found = [offer_of(adoption) for adoption in Adoption.objects.of(town).open_to_citizens()]
    return sorted(found, key=lambda offer: offer.title.casefold())


def offer_of(adoption: Adoption) -> Offer:
    """From the manifest of the town's release; no query when the release is joined."""
    shown: Mapping[str, Any] = adoption.release.manifest
    language, today = page_language(), timezone.localdate()
    return Offer(
        slug=adoption.slug,
        title=shown["title"][language],
        summary=shown["summary"][language],
        costs=_costs(adoption, shown["costs"][language], language, today),
        costs_then=tuple(_costs_then(adoption, shown["costs"][language], language, today)),
        documents=tuple(text[language] for text in shown["documents"]),
        minutes=shown["minutes"],
    )


def _costs(adoption: Adoption, text: str, language: str, day: date) -> str:
    """With the fees that the town has set for that day; only a text that names any needs the compiled release."""
    if not names_in(text):
        return text
    values: Mapping[str, object] = adoption.parameters.on(day).values if adoption.parameters else {}
    return filled(text, compiled(adoption.release_id).parameters, values, language)


def _costs_then(adoption: Adoption, text: str, language: str, today: date) -> Iterator[str]:
    """The same for each later day on which it will be another text."""
    before = _costs(adoption, text, language, today)
    for day in adoption.parameters.on(today).days() if adoption.parameters else ():
        costs = _costs(adoption, text, language, day)
        if costs != before:
            yield _("From %(day)s: %(costs)s") % {"day": words.day(day, language), "costs": costs}
            before = costs


@dataclass(frozen=True, slots=True)
class Purposes:
    """What one service does with personal data (Art. 13 and 30 DSGVO); the texts are the package's own, German."""

    title: str
    info: str
    purposes: tuple[Purpose, ...]


def purposes_of(town: Municipality) -> list[Purposes]:
    """For every active service; 1 query and the compiled releases."""
    language = get_language() or "de"
    found = []
    for adoption in Adoption.objects.of(town).open_to_citizens():
        release = compiled(adoption.release_id)
        purposes = tuple(
            replace(line, fields=questions(release.form, line.fields, language)) for line in release.privacy.purposes
        )
        found.append(Purposes(offer_of(adoption).title, release.privacy.info.in_language(language), purposes))
    return found


def questions(form: Form, fields: Iterable[str], language: str) -> tuple[str, ...]:
    """Fields of a form as the form calls them, each once: people know the question, not its name."""
    nodes = [(name, form.by_path.get(name.replace(".", "/"))) for name in fields]
    names = [node.title.in_language(language) if node else name for name, node in nodes]
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Blank:
    """One question on paper: a line to write on, or boxes to tick."""

    label: str
    hint: str
    options: tuple[str, ...]
    is_heading: bool


def blank_pages(form: Form) -> list[tuple[str, list[Blank]]]:
    """Title and questions of every page, whether or not an answer would hide them."""
    language = get_language() or "de"
    return [
        (page.title.in_language(language), [blank for path in page.nodes for blank in _blanks(form, path, language)])
        for page in form.pages
    ]


def _blanks(form: Form, path: str, language: str) -> Iterator[Blank]:
    node = form.by_path[path]
    label, hint = node.title.in_language(language), node.help.in_language(language)
    if isinstance(node, Group):
        yield Blank(label, hint, (), True)
        for child in node.nodes:
            yield from _blanks(form, child.path, language)
    elif node.widget == "yesno":
        yield Blank(label, hint, (_("Yes"), _("No")), False)
    elif not node.is_hidden:
        codes = node.codelist.codes.values() if node.codelist else ()
        yield Blank(label, hint, tuple(code.label.in_language(language) for code in codes), node.widget == "label")
