"""What a town offers online, and one service in a nutshell."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fahrwasser.web.accounts.access import needs, open_to_all
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.models import Letterhead, Municipality

from ..reads import Offer, blank_pages, offer_of, offers_of


@open_to_all
def services(request: HttpRequest) -> HttpResponse:
    """Everything a citizen of this town can apply for here."""
    town = town_of(request)
    page = {"offers": offers_of(town), "letterhead": letterhead_of(town)}
    return render(request, "portal/services.html", page)


@open_to_all
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One sentence what it is, cost, documents, minutes, telephone and opening hours; one button."""
    offer = offer_or_404(request, slug)
    page = {"offer": offer, "letterhead": letterhead(request)}
    return render(request, "portal/service.html", page)


@open_to_all
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to print and fill in by hand: every page with empty boxes."""
    adoption = adoption_or_404(request, slug)
    form = compiled(adoption.release_id).form
    page = {"offer": offer_of(adoption), "pages": blank_pages(form), "letterhead": letterhead(request)}
    return render(request, "portal/paper.html", page)


@needs(Right.ADOPT)
def paper_of(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The same before the service is switched on, for those who take it over."""
    adoption = own_adoption_or_404(request, key)
    form = compiled(adoption.release_id).form
    page = {"offer": offer_of(adoption), "pages": blank_pages(form), "letterhead": letterhead(request)}
    return render(request, "portal/paper.html", page)


def letterhead(request: HttpRequest) -> Letterhead:
    """Telephone and opening hours of the request's town; 1 query."""
    return letterhead_of(town_of(request))


def own_adoption_or_404(request: HttpRequest, key: uuid.UUID) -> Adoption:
    """An adoption of the town in any state."""
    town = town_of(request)
    found = Adoption.objects.of(town).with_release().filter(pk=key).first()
    if found is None:
        raise Http404
    found.municipality = town
    return found


def town_of(request: HttpRequest) -> Municipality:
    """The request's town; 404 outside of one."""
    found: Municipality | None = getattr(request, "municipality", None)
    if found is None:
        raise Http404
    return found


def adoption_or_404(request: HttpRequest, slug: str) -> Adoption:
    """The active adoption at this address."""
    town = town_of(request)
    found = Adoption.objects.of(town).open_to_citizens().filter(slug=slug).first()
    if found is None:
        raise Http404
    found.municipality = town
    return found


def offer_or_404(request: HttpRequest, slug: str) -> Offer:
    """The service as people see it; 404 unless it is switched on."""
    return offer_of(adoption_or_404(request, slug))
