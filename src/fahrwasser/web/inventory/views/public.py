"""What open figures say about a municipality that does not work here yet: an estimate from its population, no more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.inventory.charts import hours_page
from fahrwasser.web.inventory.open_picture import open_picture
from fahrwasser.web.tenants.models import Municipality


@open_to_all
def open_figures(request: HttpRequest, ags: str) -> HttpResponse:
    """The first picture from the population alone; every figure is marked as estimated, nothing is stored."""
    found = Municipality.objects.with_ags(ags).first()
    if found is None:
        raise Http404
    if found.joined_at is not None:
        return redirect(f"/{found.slug}/")
    picture = open_picture(found)
    page = {"municipality": found, "picture": picture, **hours_page(picture.hours), "shows_sample": found.is_sample}
    return render(request, "inventory/open_figures.html", page)
