"""Where everybody arrives."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fahrwasser.web.accounts.access import member_of, open_to_all
from fahrwasser.web.accounts.reads import own_towns, sample_guides, sample_people
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda.views import week
from fahrwasser.web.agenda.week import task_of
from fahrwasser.web.portal.reads import offers_of, purposes_of
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.models import Municipality

from .screens import FindTown


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """`/`: the start page; below a town: its week for members, its own start page for everybody else."""
    if getattr(request, "municipality", None) is None:
        return start(request)
    member = member_of(request)
    if member and member.may(Right.CASES) and not member.may(Right.SEE_PLAN) and task_of(member) is None:
        return redirect("today")
    if member:
        return week(request)
    return town(request)


def start(request: HttpRequest) -> HttpResponse:
    """One question: which town? Beside it the one-click logins of the demo."""
    screen = FindTown(request.GET) if "q" in request.GET else FindTown()
    towns = screen.cleaned_data["towns"] if screen.is_bound and screen.is_valid() else []
    if len(towns) == 1:
        return redirect(address_of(towns[0]))
    people = sample_people() if settings.DEMO else []
    own = own_towns(request.user) if request.user.is_authenticated else []
    page = {
        "form": screen,
        "found": [(found, address_of(found)) for found in towns],
        "people": [place for place in people if place.role is not Role.LOTSE],
        "guides": sample_guides(people) if people else [],
        "own": own,
        "is_coach": any(place.role is Role.LOTSE for place in own),
        "page_error": bool(screen.errors),
    }
    return render(request, "front/start.html", page, status=422 if screen.errors else 200)


def address_of(municipality: Municipality) -> str:
    """A town that works with Fahrwasser: its own pages; any other: what the open figures say."""
    return f"/{municipality.slug}/" if municipality.joined_at else f"/gemeinde/{municipality.ags}/"


def town(request: HttpRequest) -> HttpResponse:
    """A town's start page for people who are not logged in (or not its members)."""
    municipality: Municipality = request.municipality  # type: ignore[attr-defined]
    people = [person for person in sample_people() if person.slug == municipality.slug] if settings.DEMO else []
    page = {"people": people, "letterhead": letterhead_of(municipality), "offers": offers_of(municipality)}
    return render(request, "front/town.html", page)


@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement with the way to give feedback (§ 12b BGG and the states' laws)."""
    return render(request, "front/accessibility.html", _contact(request))


@open_to_all
def imprint(request: HttpRequest) -> HttpResponse:
    """Who answers for a town's pages (§ 5 DDG); without a town there is nobody to name."""
    if getattr(request, "municipality", None) is None:
        raise Http404
    return render(request, "front/imprint.html", _contact(request))


@open_to_all
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are processed, why, how long: of the people who work here, and of each service."""
    municipality = getattr(request, "municipality", None)
    purposes = purposes_of(municipality) if municipality else []
    return render(request, "front/privacy.html", {**_contact(request), "services": purposes})


@open_to_all
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 when the database answers."""
    Municipality.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain")


def _contact(request: HttpRequest) -> dict[str, object]:
    municipality = getattr(request, "municipality", None)
    return {"letterhead": letterhead_of(municipality) if municipality else None}
