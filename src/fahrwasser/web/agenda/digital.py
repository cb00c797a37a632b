"""How digital the services of the plan were and are: the share that comes online, and their maturity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.agenda.going import pair
from fahrwasser.web.agenda.measured import Measured
from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.inventory.models import Assessment
from fahrwasser.web.inventory.scales import all_scales
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number

Levels = Mapping[str, tuple[tuple[str, int, int | None], ...]]
"""Key of a service → (title of the scale, level as assessed first, as assessed last; None while there is no newer)."""


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
    history: dict[tuple[str, tuple[str, str]], list[int]] = {}
    columns = ("service__key", "scale", "scale_version", "level")
    for key, scale, version, level in rows.order_by("assessed_at", "id").values_list(*columns):
        history.setdefault((key, (scale, version)), []).append(level or 0)
    if not history:
        return {}
    language = get_language() or "de"
    titles = {(scale.id, scale.version): scale.title.in_language(language) for scale in all_scales()}
    found: dict[str, tuple[tuple[str, int, int | None], ...]] = {}
    for (key, scale), levels in sorted(history.items()):
        line = (titles.get(scale, " ".join(scale)), levels[0], levels[-1] if len(levels) > 1 else None)
        found[key] = (*found.get(key, ()), line)
    return found


def digital_rows(plan: Plan, measured: Mapping[str, Iterable[Measured]], levels: Levels) -> Sequence[DigitalRow]:
    """Services of which the share or the maturity is known, in the order of the plan. No query."""
    rows: dict[str, DigitalRow] = {}
    titles = {base_of(project): plan.title(project) for project in plan.in_order()}
    titles |= {
        base: project_title(base) for base in measured if base not in titles
    }  # begun, and no longer in this plan
    for base, title in titles.items():
        for line in measured.get(base, ()):
            first, last = line.online
            known = levels.get(line.key, ())
            if first is None and not known:
                continue
            rows[line.key] = DigitalRow(
                service=line.service,
                projects=title,
                online=pair(_percent(first), _percent(last)) if first is not None else "–",
                levels="; ".join(_level(title, before, now) for title, before, now in known),
            )
    return list(rows.values())


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{number(value)} %"


def _level(title: str, before: int, now: int | None) -> str:
    values = {"scale": title, "levels": pair(str(before), "–" if now is None else str(now))}
    return _("%(scale)s: %(levels)s") % values
