"""One case: everything about it on one page, its papers, and what can be printed."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases import links
from fahrwasser.web.cases.fetching import is_overdue
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.tenants.actions import letterhead_of

from ..finding import about_case
from ..log import history_of, log_of, rules_of
from ..papers import DELIVERED, NOTICE, PAID, answers_of, correction_for, document_of, items_of, letters_of, uploads_of
from ..reads import node_name, title_of
from ..standing import standing_words
from ..words import CHANNELS, REPRESENTED
from .lookups import lookups_about


@about_case
def case(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """Everything about it on one page that can be printed."""
    log, items, letters = log_of(found), items_of(found), letters_of(found)
    page = {
        **heading(found),
        "standing": standing_words(found),
        "channel": CHANNELS.get(found.channel, found.channel),
        "tasks": [(task, node_name(found, task.node)) for task in open_tasks(found)],
        "waits_for_answer": found.waits_for_answer,  # type: ignore[attr-defined]
        "sections": answers_of(found, get_language() or "de"),
        "uploads": uploads_of(found),
        "rules": rules_of(by, found, log),
        "letters": [(letter, is_overdue(letter, timezone.now())) for letter in letters],
        "notices": items[NOTICE],
        "deliveries": items[DELIVERED],
        "payments": items[PAID],
        "unclear": any(item.is_unclear and item.title in found.incident for item in items[PAID]),
        "lookups": lookups_about(by, found),
        "history": history_of(found, log),
        "corrects": correction_for(found) if letters else "",
        "leads": by.may(Right.DECIDE),
    }
    return render(request, "desk/case.html", page)


@about_case
def application(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """The application on paper, with a line for the signature where one is wanted."""
    if found.facts.get("antrag") is None:
        raise Http404
    page = {
        **heading(found),
        "sections": answers_of(found, get_language() or "de"),
        "letterhead": letterhead_of(by.municipality),
    }
    return render(request, "desk/application.html", page)


@about_case
def access(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """Address and code of the status page on paper, for the person; shown after it was handed out (by POST)."""
    address = links.status_address(by.municipality, found.pk)
    page = {**heading(found), "address": address, "code": links.status_code(found.pk)}
    page["letterhead"] = letterhead_of(by.municipality)
    return render(request, "desk/access.html", page)


@about_case
def paper(request: HttpRequest, by: Member, found: Case, document: uuid.UUID) -> HttpResponse:
    """A letter opens in the browser; what people have uploaded is only ever a download."""
    row = document_of(found, document)
    if row is None:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type=row.media_type)
    shown = "inline" if row.kind == "letter" else "attachment"
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(row.media_type, "bin")
    response["Content-Disposition"] = f'{shown}; filename="{found.number}-{str(row.pk)[:8]}.{ending}"'
    return response


def heading(found: Case) -> dict[str, object]:
    """What every page about a case says first."""
    facts = found.facts.get("fall") or {}
    behalf = facts.get("vertreter") if facts.get("vertretung") else None
    return {
        "case": found,
        "service": title_of(found),
        "behalf": behalf,
        "represented": REPRESENTED.get(facts.get("vertretung_art", ""), ""),
    }


def open_tasks(found: Case) -> list[Task]:
    """What people have to do for it; 1 query."""
    return list(Task.objects.of(found.municipality_id).filter(case=found, done_at=None).order_by("due"))
