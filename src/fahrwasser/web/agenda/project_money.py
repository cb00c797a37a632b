"""Money around one project and the town: programmes, comparisons, contracts. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.funding import Programme, programme_from
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.web.agenda.models import Comparison, FundingProgramme
from fahrwasser.web.inventory.models import Figure, Service, System
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import euro, number

NEAR_DAYS = 90


@dataclass(frozen=True, slots=True)
class ShownProgramme:
    """A programme in words."""

    key: str
    name: str
    giver: str
    what: str
    rate: str
    deadline: str
    is_expired: bool
    is_soon: bool
    as_of: str
    link: str
    is_sample: bool
    grant: str = ""


def programmes_for(town: Municipality, today: date) -> list[tuple[Programme, bool]]:
    """Programmes of this Land and size with »is invented«: open ones by deadline, expired ones last; 1 query."""
    rows = FundingProgramme.objects.order_by("collection", "key").values_list("content", "is_sample")
    return fitting(rows, town, today)


def fitting(rows: Iterable[tuple[Any, bool]], town: Municipality, today: date) -> list[tuple[Programme, bool]]:
    """Those of (content, is invented) that are for this Land and size; no query."""
    found = [(programme_from(content, catalogue()), is_sample) for content, is_sample in rows]
    fits = [pair for pair in found if pair[0].fits_town(town.state, town.population)]
    return sorted(fits, key=lambda pair: _order(pair[0], today))


def _order(programme: Programme, today: date) -> tuple[bool, date]:
    return programme.state_on(today) == "expired", programme.deadline or date.max


def shown_programme(programme: Programme, today: date, *, is_sample: bool, cost: float = 0) -> ShownProgramme:
    """The words of one programme; `cost` = EUR once of the project it is shown for."""
    language = get_language() or "de"
    state = programme.state_on(today)
    rate = _("%(percent)s %% of the costs") % {"percent": number(programme.percent, 1)}
    if programme.most_eur is not None:
        rate = _("%(rate)s, at most %(euros)s") % {"rate": rate, "euros": euro(programme.most_eur)}
    grant = ""
    if cost and state != "expired":
        values = {"grant": euro(programme.grant(cost)), "cost": euro(cost)}
        grant = _("up to %(grant)s of %(cost)s") % values
    return ShownProgramme(
        key=programme.id,
        name=programme.name.in_language(language),
        giver=programme.giver,
        what=programme.what.in_language(language),
        rate=rate,
        deadline=_deadline(programme, today),
        is_expired=state == "expired",
        is_soon=state == "soon",
        as_of=date_format(programme.as_of, "SHORT_DATE_FORMAT"),
        link=programme.link,
        is_sample=is_sample,
        grant=grant,
    )


def _deadline(programme: Programme, today: date) -> str:
    if programme.deadline is None:
        return _("no end named")
    day = date_format(programme.deadline, "SHORT_DATE_FORMAT")
    left = (programme.deadline - today).days
    if left < 0:
        return _("expired on %(day)s") % {"day": day}
    return ngettext("%(day)s, in %(left)s day", "%(day)s, in %(left)s days", left) % {"day": day, "left": left}


def project_money(town: Municipality, project: str, cost: float, today: date) -> dict[str, Any]:
    """What the page of a project says about money beside its own figures; 2 queries."""
    programmes = [
        shown_programme(programme, today, is_sample=is_sample, cost=cost)
        for programme, is_sample in programmes_for(town, today)
        if programme.fits_project(catalogue(), project)
    ]
    comparisons = Comparison.objects.of(town).filter(project=base_of(project)).order_by("-made_at", "id")[:5]
    return {"programmes": programmes, "comparisons": list(comparisons)}


@dataclass(frozen=True, slots=True)
class Contract:
    """A system with its dates; `days` until notice has to be given, None when that day is not known or over."""

    pk: str
    name: str
    vendor: str
    notice_date: date | None
    contract_end: date | None
    days: int | None
    words: str
    is_near: bool
    cost: str
    projects: tuple[tuple[str, str], ...]


def contracts_of(town: Municipality, today: date) -> Sequence[Contract]:
    """Every system in use, the nearest notice date first, unknown dates last; 3 queries."""
    costs = {
        row.subject: row.value
        for row in Figure.objects.current(town, Q(key="cost_per_year", subject__startswith="system:"))
    }
    touched = _projects_by_system(town)
    found = [_contract(system, today, costs, touched.get(system.pk, ())) for system in System.objects.in_use(town)]
    return sorted(found, key=lambda c: (c.days is None, c.days or 0, c.name))


def _contract(system: System, today: date, costs: Mapping[str, Any], projects: Sequence[tuple[str, str]]) -> Contract:
    days = (system.notice_date - today).days if system.notice_date else None
    is_over = days is not None and days < 0
    if days is None:
        words = _("not known")
    elif is_over:
        words = _("has passed")
    else:
        words = ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return Contract(
        pk=str(system.pk),
        name=system.name,
        vendor=system.vendor,
        notice_date=system.notice_date,
        contract_end=system.contract_end,
        days=None if is_over else days,
        words=words,
        is_near=days is not None and 0 <= days <= NEAR_DAYS,
        cost=euro(costs.get(f"system:{system.pk}")),
        projects=tuple(projects),
    )


def _projects_by_system(town: Municipality) -> Mapping[object, Sequence[tuple[str, str]]]:
    """System → projects that ease a service which runs on it; 1 query."""
    eased = {service.id: service.project for service in starter_services() if service.project}
    language = get_language() or "de"
    found: dict[object, dict[str, str]] = defaultdict(dict)
    for system, key in Service.objects.of(town).exclude(system=None).values_list("system", "key"):
        if project := eased.get(key):
            found[system][project] = catalogue().projects[project].name.in_language(language)
    return {system: tuple(sorted(projects.items())) for system, projects in found.items()}
