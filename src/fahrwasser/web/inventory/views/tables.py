"""Tables as files: template, export, reading in with a preview, taking back."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fahrwasser.core.inventory.tables import columns as core
from fahrwasser.core.inventory.tables.files import FORMS, export, marked, template
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import TableImport
from fahrwasser.web.inventory.screens.tables import TableFileScreen
from fahrwasser.web.inventory.showing_tables import LARGEST_READ, marks_of, shown_lines, shown_problems
from fahrwasser.web.inventory.tables import Reading, exported_rows, names_of, reading_of, right_for
from fahrwasser.web.ui.languages import in_words

from .common import me, show_form, town_of

SHOWN_IMPORTS = 20


@needs(Right.SEE_PLAN)
@require_GET
def tables(request: HttpRequest) -> HttpResponse:
    """Every table the person may see, and what was read in lately."""
    member, language = me(request), get_language() or "de"
    may_record = member.may(Right.RECORD)
    shown = [table for table in core.tables() if _sees(request, table)]
    titles = {table.key: table.title.in_language(language) for table in shown}
    done = list(TableImport.objects.applied(town_of(request)).filter(table__in=titles)[:SHOWN_IMPORTS])
    people = User.objects.in_bulk({row.started_by for row in done}) if done else {}
    page = {
        "rows": [{"slug": t.slug, "title": titles[t.key], "about": t.about.in_language(language)} for t in shown],
        "may_record": may_record,
        "imports": [
            {
                "row": row,
                "title": titles[row.table],
                "by": people[row.started_by].name if row.started_by in people else "",
            }
            for row in done
        ],
    }
    return render(request, "inventory/tables.html", page)


@needs(Right.RECORD)
@require_GET
def table_template(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """An empty table with notes and lists, as file."""
    table = _table(request, slug)
    language = get_language() or "de"
    return _file(
        request,
        table,
        form,
        _("template"),
        template(table, names_of(town_of(request), language), language, _form(form)),
    )


@needs(Right.SEE_PLAN)
@require_GET
def table_export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """What the record holds, as file; counts of posts only from three on."""
    table, town = _table(request, slug), town_of(request)
    language = get_language() or "de"
    content = export(table, exported_rows(town, table), names_of(town, language), language, _form(form))
    return _file(request, table, form, "", content)


@needs(Right.RECORD)
def table_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; when all its cells can be used the preview follows, else every wrong one is named."""
    table, language = _table(request, slug), get_language() or "de"
    screen = TableFileScreen(request.POST or None, request.FILES or None)
    if request.method == "POST" and screen.is_valid():
        file = screen.cleaned_data["file"]
        content = file.read(LARGEST_READ)
        try:
            reading = reading_of(town_of(request), table, content, file.name, language)
        except Refused as refused:
            screen.add_error("file", in_words(refused))
        else:
            kept = actions.keep_file(me(request), table, file.name, content)
            if not reading.problems:
                return redirect("table_preview", key=kept.pk)
            return _wrong(request, table, kept, reading)
    return show_form(request, "inventory/table_import.html", screen, **_about(table))


@needs(Right.RECORD)
def table_preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What the file would do; nothing is written before it is confirmed."""
    if request.method == "POST":
        return _take_over(request, key)
    kept, table = _waiting(request, key)
    reading = _reading(request, table, kept)
    return _wrong(request, table, kept, reading) if reading.problems else _preview(request, table, kept, reading)


def _take_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    try:
        kept, table = _waiting(request, key)
        result = actions.apply_import(me(request), kept, request.POST.get("seen", ""), get_language() or "de")
    except (Http404, actions.AlreadyTakenOver):
        messages.warning(request, _("This file is no longer here. It was taken over already, or replaced by another."))
        return redirect("tables")
    if result.is_done:
        count = len(result.reading.plan.of("new")) + len(result.reading.plan.of("changed"))
        text = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", count) % {"n": count}
        messages.success(request, text + " " + _("You can take the import back below."))
        return redirect("tables")
    if result.reading.problems:
        return _wrong(request, table, kept, result.reading)
    return _preview(request, table, kept, result.reading, has_changed=True)


@needs(Right.RECORD)
@require_GET
def table_copy(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The file as it was sent, with every wrong cell marked."""
    kept, table = _waiting(request, key)
    reading = _reading(request, table, kept)
    content = marked(table, reading.sheet, marks_of(reading), get_language() or "de")
    return _file(request, table, reading.sheet.form, _("with remarks"), content)


@needs(Right.RECORD)
@require_POST
def table_undo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One click: every value is as before, except what somebody has changed since."""
    found = get_object_or_404(TableImport.objects.applied(town_of(request)), pk=key)
    if not _sees(request, next(table for table in core.tables() if table.key == found.table)):
        raise Http404
    try:
        stays = actions.undo_import(me(request), key)
    except actions.NothingToTakeBack:
        messages.warning(request, _("This import has been taken back already."))
        return redirect("tables")
    if stays:
        text = _("The import is taken back, except what was changed or used since: %(names)s.")
        more = f" (+ {len(stays) - 10})" if len(stays) > 10 else ""
        messages.warning(request, text % {"names": "; ".join(stays[:10]) + more})
    else:
        messages.success(request, _("The import is taken back. Everything is as before."))
    return redirect("tables")


def _wrong(request: HttpRequest, table: core.TableKind, kept: TableImport, reading: Reading) -> HttpResponse:
    page = {**_about(table), **shown_problems(reading), "kept": kept, "form": TableFileScreen(), "page_error": True}
    return render(request, "inventory/table_errors.html", page, status=422)


def _preview(
    request: HttpRequest, table: core.TableKind, kept: TableImport, reading: Reading, *, has_changed: bool = False
) -> HttpResponse:
    language = get_language() or "de"
    page: dict[str, Any] = {
        **_about(table),
        **shown_lines(reading, language),
        "kept": kept,
        "seen": reading.plan.fingerprint,
        "has_changed": has_changed,
        "notes": [in_words(note) for note in reading.found.notes],
    }
    return render(request, "inventory/table_preview.html", page, status=422 if has_changed else 200)


def _about(table: core.TableKind) -> dict[str, Any]:
    language = get_language() or "de"
    return {
        "title": table.title.in_language(language),
        "about": table.about.in_language(language),
        "slug": table.slug,
    }


def _sees(request: HttpRequest, table: core.TableKind) -> bool:
    return not table.is_staff or me(request).may(Right.SEE_STAFF)


def _table(request: HttpRequest, slug: str) -> core.TableKind:
    table = core.table_of(slug)
    if table is None:
        raise Http404
    if not _sees(request, table):
        raise PermissionDenied(Right.SEE_STAFF.value)
    return table


def _form(form: str) -> str:
    if form not in FORMS:
        raise Http404
    return form


def _waiting(request: HttpRequest, key: uuid.UUID) -> tuple[TableImport, core.TableKind]:
    """The person's own file that waits; 404 once it was taken over."""
    member = me(request)
    kept = get_object_or_404(TableImport.objects.waiting(member.municipality, member.user_id), pk=key)
    table = next(table for table in core.tables() if table.key == kept.table)
    member.require(right_for(table))
    return kept, table


def _reading(request: HttpRequest, table: core.TableKind, kept: TableImport) -> Reading:
    content = bytes(kept.content or b"")
    return reading_of(town_of(request), table, content, kept.file_name, get_language() or "de")


def _file(request: HttpRequest, table: core.TableKind, form: str, extra: str, content: bytes) -> HttpResponse:
    parts = (table.slug, town_of(request).slug, extra)
    name = "-".join(part for part in parts if part).replace(" ", "-").encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=FORMS[form], headers=headers)
