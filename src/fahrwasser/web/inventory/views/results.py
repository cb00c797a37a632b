"""The result of a round: the newest shows the record as it stands now, earlier ones what was kept with them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fahrwasser.core.inventory.question_versions import compared
from fahrwasser.core.inventory.questions import Question, Text
from fahrwasser.core.inventory.risk import asks_for_retirements
from fahrwasser.core.words import rough
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.asking import answer_in_words
from fahrwasser.web.inventory.charts import Hours, hours_page
from fahrwasser.web.inventory.gaps import shown_gaps
from fahrwasser.web.inventory.models import Answer, Check, Errand
from fahrwasser.web.inventory.pictures import kept, picture_of
from fahrwasser.web.inventory.questions import value_of
from fahrwasser.web.inventory.reads import facts_of
from fahrwasser.web.ui.templatetags.ui import number

from .common import me, sees_retirements, town_of

DUTY_STATES = {
    "open": gettext_lazy("open"),
    "planned": gettext_lazy("planned"),
    "met": gettext_lazy("met"),
    "unknown": gettext_lazy("not known"),
}
CHANGE_KINDS = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "changed": gettext_lazy("changed"),
    "same": gettext_lazy("the same"),
    "new": gettext_lazy("new question"),
    "gone": gettext_lazy("no longer asked"),
}


@needs(Right.SEE_PLAN)
def check_result(request: HttpRequest, key: uuid.UUID | None = None) -> HttpResponse:
    """The first picture of the newest round, or of an earlier one; with the comparison to the round before it."""
    town = town_of(request)
    rounds = list(Check.objects.finished(town))
    if not rounds:
        return redirect("check")
    check = next((row for row in rounds if key is None or row.pk == key), None)
    if check is None:
        raise Http404
    is_newest = check == rounds[0]
    facts = facts_of(town) if is_newest else None
    picture = picture_of(facts) if facts else None
    content = kept(picture) if picture else check.picture or {}
    before = next(iter(rounds[rounds.index(check) + 1 :]), None)
    waiting = Errand.objects.waiting(town, timezone.now()).filter(check_round=check)
    sees, sees_staff = sees_retirements(me(request)), me(request).may(Right.SEE_STAFF)
    page = {
        **_in_words(content, get_language() or "de", sees=sees),
        "check": check,
        "is_newest": is_newest,
        "gaps": shown_gaps(facts, picture.gaps, me(request)) if facts and picture else [],
        "waiting": sum(len(errand.questions) for errand in waiting),
        "before": before,
        "changes": _changes(check, before, sees=sees, sees_staff=sees_staff) if before else [],
        "rounds": [row for row in rounds if row != check],
        "may_record": me(request).may(Right.RECORD),
    }
    return render(request, "inventory/check_result.html", page)


def _in_words(content: Mapping[str, Any], language: str, *, sees: bool) -> dict[str, Any]:
    """The kept picture in the language of the page; the line about retirements only for those who may see it."""
    posts = content["posts"]["lines"] if sees else content["posts"]["lines"][:1]

    def text(raw: Mapping[str, str]) -> str:
        return Text(raw["de"], raw.get("en", "")).in_language(language)

    duties = [
        {
            "title": text(row["duty"]["title"]),
            "text": row["duty"]["what"],
            "norm": row["duty"]["norm"],
            "state": row["state"],
            "state_name": DUTY_STATES[row["state"]],
        }
        for row in content["duties"]
    ]
    hours = [_hours(text(row["name"]), row["hours"], row["origin"]) for row in content["services"]]
    return {
        "low": rough(content["total"]["low"]),
        "high": rough(content["total"]["high"]),
        **hours_page(hours),
        "unknown_services": [text(name) for name in content["unknown_services"]],
        "open_duties": [duty for duty in duties if duty["state"] in ("open", "planned")],
        "other_duties": [duty for duty in duties if duty["state"] not in ("open", "planned")],
        "posts": [text(line) for line in posts],
        "candidates": [_candidate(row, text(row["name"]), text(row["reason"])) for row in content["candidates"]],
    }


def _hours(name: str, span: Mapping[str, float], origin: str) -> Hours:
    return Hours.roughly(name, span["low"], span["likely"], span["high"], origin)


def _candidate(row: Mapping[str, Any], name: str, reason: str) -> dict[str, Any]:
    meta = [_("estimated")]
    if row["cost_once"]:
        meta.append(_("%(eur)s € once") % {"eur": number(row["cost_once"])})
    if row["cost_per_year"]:
        meta.append(_("%(eur)s € a year") % {"eur": number(row["cost_per_year"])})
    return {"name": name, "reason": reason, "meta": meta}


def _changes(check: Check, before: Check, *, sees: bool, sees_staff: bool) -> list[dict[str, Any]]:
    """What differs from the round before; 1 query."""
    language = get_language() or "de"

    def said(question: Question, answer: Any) -> str:
        return answer_in_words(question, answer, language, sees_staff=sees_staff)

    answers: dict[uuid.UUID, dict[str, Any]] = {check.pk: {}, before.pk: {}}
    rows = Answer.objects.of(check.municipality_id).filter(check_round__in=[check.pk, before.pk])
    for row in rows.order_by("number"):
        answers[row.check_round_id][row.question] = row.value
    old, new = value_of(before.question_set), value_of(check.question_set)
    found = compared(old, answers[before.pk], new, answers[check.pk])
    return [
        {
            "question": change.question.text.in_language(language),
            "before": "–" if change.kind == "new" else said(change.question, change.before),
            "after": "–" if change.kind == "gone" else said(change.question, change.after),
            "kind": CHANGE_KINDS[change.kind],
        }
        for change in found
        if change.kind != "same" and (sees or not asks_for_retirements(change.question))
    ]
