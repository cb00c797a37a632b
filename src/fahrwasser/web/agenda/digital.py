"""How digital the services of the plan were and are: the share that comes online, and their maturity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.papers.report_digital import DigitalService, ScaleLevel, Share
from fahrwasser.web.agenda.going import pair
from fahrwasser.web.agenda.measured import Figures, Measured
from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.inventory.models import Assessment
from fahrwasser.web.inventory.scales import all_scales
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number

Levels = Mapping[str, tuple[ScaleLevel, ...]]
"""Key of a service → its levels, one for each scale."""


@dataclass(frozen=True, slots=True)
class DigitalRow:
    """One service in words."""

    service: str
    projects: str
    online: str
    levels: str


def levels_of(town: Municipality, measured: Mapping[str, Iterable[Measured]]) -> Levels:
    """Of the services that are named; 1 query, 2 where any was assessed."""
    keys = {line.key for lines in measured.values() for line in lines}
    rows = Assessment.objects.of(town).filter(service__key__in=keys, level__isnull=False)
    history: dict[tuple[str, tuple[str, str]], list[tuple[int, datetime]]] = {}
    columns = ("service__key", "scale", "scale_version", "level", "assessed_at")
    for key, scale, version, level, at in rows.order_by("assessed_at", "id").values_list(*columns):
        history.setdefault((key, (scale, version)), []).append((level or 0, at))
    if not history:
        return {}
    language = get_language() or "de"
    titles = {(scale.id, scale.version): scale.title.in_language(language) for scale in all_scales()}
    found: dict[str, tuple[ScaleLevel, ...]] = {}
    for (key, scale), levels in sorted(history.items()):
        (before, _at), (last, at) = levels[0], levels[-1]
        now = last if len(levels) > 1 else None
        line = ScaleLevel(titles.get(scale, " ".join(scale)), before, now, timezone.localdate(at))
        found[key] = (*found.get(key, ()), line)
    return found


def digital_rows(plan: Plan, measured: Mapping[str, Iterable[Measured]], levels: Levels) -> Sequence[DigitalRow]:
    """Services of which the share or the maturity is known, in the order of the plan. No query."""
    titles = {base_of(project): plan.title(project) for project in plan.in_order()}
    titles |= {
        base: project_title(base) for base in measured if base not in titles
    }  # begun, and no longer in this plan
    return [
        DigitalRow(
            service=line.service,
            projects=titles[base],
            online=pair(_percent(line.online[0]), _percent(line.online[1])) if line.online[0] else "–",
            levels="; ".join(map(_level, levels.get(line.key, ()))),
        )
        for base, line in _known(titles, measured, levels)
    ]


def digital_services(
    plan: Plan, measured: Mapping[str, Iterable[Measured]], levels: Levels
) -> tuple[DigitalService, ...]:
    """The same services for the report to the council. No query."""
    bases = dict.fromkeys(base_of(project) for project in plan.in_order())
    return tuple(
        DigitalService(line.service, _share(line.online[0]), _share(line.online[1]), levels.get(line.key, ()))
        for _base, line in _known(bases, measured, levels)
    )


def _known(
    bases: Iterable[str], measured: Mapping[str, Iterable[Measured]], levels: Levels
) -> Iterable[tuple[str, Measured]]:
    for base in bases:
        for line in measured.get(base, ()):
            if line.online[0] is not None or levels.get(line.key):
                yield base, line


def _share(found: Figures | None) -> Share | None:
    if found is None:
        return None
    return Share(float(found.value), found.origin, found.source, found.as_of)  # type: ignore[arg-type]


def _percent(found: Figures | None) -> str:
    return "–" if found is None else f"{number(found.value)} %"


def _level(found: ScaleLevel) -> str:
    values = {"scale": found.scale, "levels": pair(str(found.before), "–" if found.now is None else str(found.now))}
    return _("%(scale)s: %(levels)s") % values
