"""The staff outlook: for the head alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.staff_page import staff_page
from fahrwasser.web.agenda.staff_screens import OutlookScreen
from fahrwasser.web.agenda.views.common import by


@never_cache
@needs(Right.SEE_STAFF)
@require_GET
def outlook(request: HttpRequest) -> HttpResponse:
    """Who leaves, what goes with them, what the plan wins back; other assumptions by the address, nothing is kept."""
    town = by(request).municipality
    asked = {name: request.GET[name] for name in OutlookScreen.base_fields if name in request.GET}
    form = OutlookScreen({**OutlookScreen.standard(), **asked} if asked else None, initial=OutlookScreen.standard())
    given = form.assumptions()
    version = Version.objects.of(town).current()
    found = staff_page(town, plan_of(version) if version else None, given, timezone.localdate())
    wrong = form.is_bound and bool(form.errors)
    page = {"page": found, "form": form, "page_error": wrong, "is_changed": form.is_bound and not wrong}
    return render(request, "agenda/staff.html", page, status=422 if wrong else 200)
