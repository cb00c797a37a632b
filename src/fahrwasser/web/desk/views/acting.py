"""What a clerk does about a case beside deciding: enter what has come, hand things out, set it going again."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases import actions as cases
from fahrwasser.web.cases import fetching
from fahrwasser.web.cases.incidents import close_stuck
from fahrwasser.web.cases.models import Case, Letter
from fahrwasser.web.portal.actions.answering import ANSWER
from fahrwasser.web.portal.actions.status_links import hand_out
from fahrwasser.web.ports.deliveries import send_again
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.registers.flags import OBJECTION
from fahrwasser.web.registers.kinds import offered
from fahrwasser.web.registers.screens import EventScreen
from fahrwasser.web.ui.languages import in_words

from ..correcting import known_of
from ..finding import about_case
from ..papers import correction_for
from ..screens import AnswerScreen, CloseScreen, ObjectionScreen
from .case import heading


@about_case
def objection(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """An objection that has come: an event of the case; its process goes on or it stands in the history."""
    screen = ObjectionScreen(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and screen.is_valid():
        values = {"text": screen.cleaned_data["text"], "eingang": screen.cleaned_data["received_on"].isoformat()}
        if cases.send_message(found, OBJECTION, values, actor=str(by.user_id), now=timezone.now()):
            messages.success(request, _("The objection stands in the case; the next step follows."))
        else:
            messages.warning(request, _("The objection stands in the history. Please look whether it came in time."))
        return redirect("case", found.pk)
    page = {**heading(found), "form": screen, "page_error": bool(screen.errors)}
    return render(request, "desk/objection.html", page, status=422 if screen.errors else 200)


@about_case
def answer(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """An answer that came another way than by the status page."""
    screen = AnswerScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        values = {"text": screen.cleaned_data["text"], "dokumente": []}
        cases.send_message(found, ANSWER, values, actor=str(by.user_id), now=timezone.now())
        messages.success(request, _("The answer stands in the case."))
        return redirect("case", found.pk)
    page = {**heading(found), "form": screen, "page_error": bool(screen.errors)}
    return render(request, "desk/answer.html", page, status=422 if screen.errors else 200)


@require_POST
@about_case
def again(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """What failed is tried once more."""
    count = cases.try_again(by, found.pk, timezone.now())
    said = ngettext("One step is tried again.", "%(n)s steps are tried again.", count) % {"n": count}
    if count:
        messages.success(request, said)
    else:
        messages.info(
            request, _("Nothing had to be tried again. If the case does not go on, please tell the operator.")
        )
    return redirect("case", found.pk)


@about_case
def close(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """A case that is stuck: the office goes on by hand, or it ends here; with the reason."""
    if not found.incident or found.closed_at:
        return redirect("case", found.pk)
    screen = CloseScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        said = screen.cleaned_data
        try:
            close_stuck(by, found.pk, said["ending"], said["reason"], timezone.now())
        except Refused as refused:
            messages.error(request, in_words(refused))
        else:
            messages.success(request, _("The case is closed. The machine does nothing more in it."))
        return redirect("case", found.pk)
    page = {**heading(found), "form": screen, "page_error": bool(screen.errors)}
    return render(request, "desk/close.html", page, status=422 if screen.errors else 200)


@require_POST
@about_case
def access(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """Address and code of the status page for the person; a locked page opens again."""
    hand_out(by, found, now=timezone.now())
    return redirect("case_access_paper", found.pk)


@require_POST
@about_case
def resend(request: HttpRequest, by: Member, found: Case, delivery: uuid.UUID) -> HttpResponse:
    """A record that was rejected or got lost is sent once more, under the same key."""
    is_own = Delivery.objects.of(by.municipality).filter(pk=delivery, cause=found.pk).exists()
    if is_own and send_again(by.municipality, delivery, timezone.now()):
        messages.success(request, _("It is sent once more, under the same key."))
    else:
        messages.info(request, _("It has arrived already."))
    return redirect("case", found.pk)


@about_case
def correct(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """The event that corrects a Bescheid, filled in with what the case knows; sent it goes the way of every event."""
    about = offered(by.municipality).get(correction_for(found))
    if about is None:
        raise Http404
    screen = EventScreen(about, timezone.now(), timezone.localdate(), initial=known_of(found))
    page = {"form": screen, "about": about, "action": reverse("register_report", args=[about.kind])}
    return render(request, "registers/report.html", page)


@require_POST
@about_case
def posted(request: HttpRequest, by: Member, found: Case, letter: uuid.UUID) -> HttpResponse:
    """A Bescheid that nobody has opened in the portal goes by post today; its periods begin anew."""
    row = Letter.objects.of(by.municipality).filter(pk=letter, case=found).first()
    if row is None:
        raise Http404
    row.case = found
    if fetching.posted(by, row, timezone.now()):
        messages.success(request, _("Noted. From today the days of a letter count."))
    else:
        messages.info(request, _("This notice already counts as received, or its ten days are not over."))
    return redirect("case", found.pk)
