"""A town with resident permits, an invented person with a car and a permit, and moves that are reported."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connections
from django.test import Client
from django.utils import timezone

from fahrwasser.web.cases.links import undo_token
from fahrwasser.web.cases.models import Case, Letter, Notice, Task
from fahrwasser.web.jobs import loop
from fahrwasser.web.registers.actions import Report, receive
from fahrwasser.web.registers.entries import stored
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.registers.people import name_key, person_key
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

JANA = {"kennung": "p-100", "familienname": "Beispiel", "vornamen": "Jana", "geburtsdatum": "1985-04-12"}
LINDEN = {"strasse": "Lindenstraße", "hausnummer": 14, "plz": "01999", "ort": "Musterhafen"}
HAFEN = {"strasse": "Hafenweg", "hausnummer": 9, "plz": "01999", "ort": "Musterhafen"}
PLATE = "PIR-JB 214"


def enter(town: Municipality, register: str, key: str, data: dict[str, Any], until: date | None = None) -> Entry:
    """An entry that has been there for a month."""
    since = timezone.localdate() - timedelta(days=30)
    with working_for(town):
        return Entry.objects.create(
            municipality=town,
            register=register,
            key=key,
            person=name_key(data) if register in ("resident", "vehicle") else person_key(data),
            data=data,
            valid_from=since,
            valid_until=until,
        )


def permit(town: Municipality, key: str = "BP-2025-00007", **data: Any) -> Entry:
    """Jana's permit for zone A with her consent to adapt it, good for another year."""
    person = data.pop("person", {name: JANA[name] for name in ("familienname", "vornamen", "geburtsdatum")})
    full = {
        "nummer": key, "zone": "Beispiel A", "kennzeichen": PLATE, "anschrift": LINDEN, "person": person,
        "person_schluessel": name_key(person), "person_kennung": JANA["kennung"], "zustellung": "online",
        "email": "jana@beispiel.example", "einwilligung_umzug": True, "einwilligung_fassung": "1 vom 22.11.2026",
        "einwilligung_am": "2025-12-15", "gebuehr": 30, "laufzeit_monate": 12, **data,
    }  # fmt: skip
    return enter(town, "permit", key, full, timezone.localdate() + timedelta(days=365))


def car(town: Municipality, plate: str = PLATE, **keeper: Any) -> Entry:
    """Registered to Jana, unless somebody else is named."""
    return enter(town, "vehicle", plate, {**JANA, "kennzeichen": plate, **keeper})


def moved(number: int = 1, home: dict[str, Any] = HAFEN, **more: Any) -> Report:
    """Jana has moved two days ago."""
    day = more.pop("day", timezone.localdate() - timedelta(days=2))
    person = more.pop("person", JANA)
    data = {"person": person, "anschrift": home, "ab": day.isoformat(), "sperre": False, **more}
    return Report("resident.moved", "EWO", str(person.get("kennung", "")), number, day, data)


def reported(town: Municipality, *reports: Report, work: bool = True) -> None:
    """Each comes in a transaction of its own; then the worker does everything."""
    for report in reports:
        with working_for(town):
            receive(town, report, now=timezone.now())
    if work:
        until_idle()


def until_idle() -> None:
    """As the worker role, which is the only one that may see jobs of every town."""
    web = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = {**connections.databases["worker"]}
    del connections["default"]
    try:
        loop.until_idle()
    finally:
        connections["default"].close()
        connections.databases["default"] = web
        del connections["default"]


def cases(town: Municipality) -> list[Case]:
    with working_for(town):
        return list(Case.objects.of(town).order_by("opened_at", "number"))


def permits(town: Municipality) -> dict[str, dict[str, Any]]:
    """Everything that can change, by number."""
    with working_for(town):
        return {row.key: stored(row) for row in Entry.objects.of(town).filter(register="permit").order_by("key")}


def valid(town: Municipality) -> list[str]:
    """Numbers of the permits that are valid today."""
    with working_for(town):
        return [row.key for row in Entry.objects.of(town).valid_on("permit", timezone.localdate())]


def notices(town: Municipality, case: uuid.UUID) -> list[Notice]:
    with working_for(town):
        return list(Notice.objects.of(town).filter(case_id=case).order_by("made_at"))


def letters(town: Municipality, case: uuid.UUID) -> list[str]:
    with working_for(town):
        return sorted(Letter.objects.of(town).filter(case_id=case).values_list("template", flat=True))


def tasks(town: Municipality) -> list[str]:
    """What people have to do."""
    with working_for(town):
        return list(Task.objects.of(town).filter(done_at=None).order_by("opened_at").values_list("node", flat=True))


def undo(town: Municipality) -> None:
    """The person opens the link of the only case and takes it back."""
    (case,) = cases(town)
    Client().post(f"/{town.slug}/rueckgaengig/{undo_token(case.pk)}/")
    until_idle()
