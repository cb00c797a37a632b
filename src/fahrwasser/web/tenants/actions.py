"""Writes: the register, joining, the letterhead. The register is written by the owner role only (a command)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.tenants import gv100ad
from fahrwasser.core.tenants.names import slug as slug_of
from fahrwasser.core.tenants.names import sort_key

from .middleware import RESERVED
from .models import Letterhead, Municipality

COLUMNS = (
    "ars", "name", "sort_key", "kind", "state", "state_name", "district", "association", "population", "area_ha",
    "postcode", "register_date", "closed_on",
)  # fmt: skip

HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
MOST_CLOSED = 20  # and a twentieth of the file: no reform of a year closed more, a file cut off at a line end does
TOO_OLD = N_("The file is of %(day)s, the register here is already of %(newest)s. Please use the current file.")
CUT_OFF = N_("The file lacks %(gone)s municipalities of the register here; it looks cut off. Please load it again.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of the register did."""

    day: date
    municipalities: int
    population: int
    new: int
    changed: int
    closed: int


def import_register(stream: BinaryIO) -> Imported:
    """The register is as in the file: new ones added, known ones updated by AGS, vanished ones closed, none deleted.

    One transaction: a file that is refused half-way leaves nothing. Raises core Refused (line, column), also when the
    file is older than the register already here. Slugs, joining and everything a town entered stay.
    """
    register = gv100ad.read_register(stream)
    with transaction.atomic():
        known = {town.ags: town for town in Municipality.objects.filter(is_sample=False).select_for_update()}
        newest = max((town.register_date for town in known.values() if town.register_date), default=date.min)
        if register.day < newest:
            raise Refused(TOO_OLD, day=register.day.isoformat(), newest=newest.isoformat())
        taken = set(Municipality.objects.values_list("slug", flat=True)) | RESERVED
        new, changed, count, population = [], [], 0, 0
        for entry in register:
            count += 1
            population += entry.population
            town = known.pop(entry.ags, None)
            if town is None:
                new.append(Municipality(ags=entry.ags, slug=_free_slug(entry, taken), **_values(entry, register.day)))
            elif _update(town, _values(entry, register.day)):
                changed.append(town)
        gone = [town for town in known.values() if town.closed_on is None]
        if len(gone) > MOST_CLOSED + count // 20:
            raise Refused(CUT_OFF, gone=len(gone))
        for town in gone:
            town.closed_on = register.day
        Municipality.objects.bulk_create(new, batch_size=2000)
        Municipality.objects.bulk_update([*changed, *gone], COLUMNS, batch_size=500)
    return Imported(register.day, count, population, len(new), len(changed), len(gone))


def _values(entry: gv100ad.Municipality, day: date) -> dict[str, object]:
    return {
        "ars": entry.ars,
        "name": entry.name,
        "sort_key": sort_key(entry.name)[0][:120],
        "kind": entry.kind,
        "state": entry.ags[:2],
        "state_name": entry.state,
        "district": entry.district,
        "association": entry.association,
        "population": entry.population,
        "area_ha": entry.area_ha,
        "postcode": entry.postcode,
        "register_date": day,
        "closed_on": None,
    }


def _update(town: Municipality, values: dict[str, object]) -> bool:
    different = {key: value for key, value in values.items() if getattr(town, key) != value}
    for key, value in different.items():
        setattr(town, key, value)
    return bool(different)


def _free_slug(entry: gv100ad.Municipality, taken: set[str]) -> str:
    """The name; several towns of that name: with the key, so that the address never depends on the order."""
    slug = slug_of(entry.name)[:70] or entry.ags
    if slug in taken:
        slug = f"{slug}-{entry.ags}"[-80:]
    taken.add(slug)
    return slug


def join(municipality: Municipality, *, now: datetime | None = None) -> None:
    """The municipality works with Fahrwasser from now on; joining twice changes nothing."""
    if municipality.joined_at is None:
        municipality.joined_at = now or timezone.now()
        municipality.save(update_fields=["joined_at"])


def set_host(slug: str, host: str) -> Municipality:
    """The town answers at its own host name, "" for none. Owner role only. Raises Refused for what is no host name."""
    town = Municipality.objects.open_towns().filter(slug=slug).first()
    if town is None:
        raise Refused(N_("No open town has the address “%(slug)s”."), slug=slug)
    name = host.strip().lower()
    if name and not HOST_NAME.fullmatch(name):
        raise Refused(N_("“%(host)s” is no host name. Expected is something like digital.lindenau.example."), host=host)
    if name and Municipality.objects.filter(host=name).exclude(pk=town.pk).exists():
        raise Refused(N_("Another town already answers at %(host)s."), host=name)
    town.host = name or None
    town.save(update_fields=["host"])
    return town


def create_sample(slug: str, name: str, population: int, **values: object) -> Municipality:
    """An invented municipality for the demo; its key begins with 99, which no state has. Owner role only."""
    number = 1 + Municipality.objects.filter(is_sample=True).count()
    return Municipality.objects.create(
        ags=f"99000{number:03d}",
        ars=f"990000000{number:03d}",
        name=name,
        sort_key=sort_key(name)[0][:120],
        slug=slug,
        population=population,
        is_sample=True,
        joined_at=timezone.now(),
        **{"kind": "Stadt", "state": "14", "state_name": "Sachsen", "district": "Beispielkreis", **values},
    )


def write_letterhead(municipality: Municipality, values: dict[str, object]) -> None:
    """The letterhead says exactly this; fields not named keep their value."""
    Letterhead.objects.update_or_create(municipality=municipality, defaults=values)


def letterhead_of(municipality: Municipality) -> Letterhead:
    """The letterhead, empty when nothing was entered yet; 1 query."""
    return Letterhead.objects.of(municipality).first() or Letterhead(municipality=municipality)
