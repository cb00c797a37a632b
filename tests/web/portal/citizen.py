"""Somebody with a browser and without an account, in a town with two services."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fahrwasser.web.cases.models import Case
from fahrwasser.web.jobs import loop
from fahrwasser.web.portal.actions import keep_answers
from fahrwasser.web.portal.models import Draft
from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from filled import fills
from web.cases.office import as_worker

THIS_YEAR = f"{timezone.localdate().year}-01-01"
"""A dog of an earlier year is more than a machine may assess."""
DOG = {
    "anliegen": "anmelden",
    "halter": {
        "vorname": "Jana", "familienname": "Muster", "geburtsdatum": "1985-04-12", "email": "jana@beispiel.example",
    },
    "anschrift": {"strasse": "Lindenweg", "hausnummer": "3", "plz": "01999", "ort": "Beispielstadt"},
    "hund": {
        "name": "Bello", "rasse": "Labrador", "liste": "keine", "festgestellt": False, "geboren": "2024-05-01",
        "haltung_seit": THIS_YEAR, "zweck": "privat",
    },
    "hunde_bisher": 0,
    "verguenstigung_gewuenscht": False,
    "richtig": True,
}  # fmt: skip
PERMIT = {
    "anliegen": "neu",
    "person": {"familienname": "Beispiel", "vornamen": "Jana", "geburtsdatum": "1985-04-12"},
    "anschrift": {
        "strasse": "Lindenstraße", "hausnummer": 14, "plz": "01999", "ort": "Musterhafen", "wohnung": "hauptwohnung",
    },
    "fahrzeug": {"zulassung": "deutschland", "kennzeichen": "PIR-JB 214", "halter": "selbst"},
    "einwilligung_umzug": True,
    "zustellung": "online",
    "email": "jana@beispiel.example",
}  # fmt: skip
PDF = b"%PDF-1.4 invented"


class Citizen:
    """`token` of the draft that was begun last."""

    def __init__(self, town: Municipality, client: Client | None = None) -> None:
        self.town = town
        self.client = client or Client()
        self.token = ""

    def path(self, rest: str) -> str:
        return f"/{self.town.slug}/{rest}"

    def get(self, rest: str) -> HttpResponse:
        return self.client.get(self.path(rest))

    def post(self, rest: str, data: Mapping[str, Any] | None = None) -> HttpResponse:
        return self.client.post(self.path(rest), data or {})

    def fills(self, rest: str, entered: Mapping[str, Any]) -> HttpResponse:
        """Into a form about something stored, opened a moment ago."""
        return fills(self.client, self.path(rest), entered)

    def begins(self, slug: str = "hundesteuer", **answers: str) -> str:
        """The first page of the form; gives the token of the draft."""
        answer = self.post(f"dienste/{slug}/antrag/", answers or {"anliegen": "anmelden", "next": "1"})
        assert answer.status_code == 302, answer.content.decode()
        return self.took(answer)

    def took(self, answer: HttpResponse) -> str:
        """The token of the draft that the redirect leads to."""
        found = re.search(r"/antrag/([^/]+)/", answer["Location"])
        assert found, answer["Location"]
        self.token = found[1]
        return self.token

    def draft(self) -> Draft:
        with working_for(self.town):
            return Draft.objects.of(self.town).get(token_hash=secrets.hashed(self.token))

    def fills_in(self, base: Mapping[str, Any] = DOG, **answers: Any) -> None:
        """All pages at once."""
        with working_for(self.town):
            draft = Draft.objects.of(self.town).get(token_hash=secrets.hashed(self.token))
            keep_answers(draft, {**base, **answers}, now=draft.changed_at)

    def sends(self) -> HttpResponse:
        return self.post(f"antrag/{self.token}/pruefen/")

    def registers_a_dog(self, **answers: Any) -> Case:
        """From question one to the case; the worker has done its part."""
        self.begins()
        self.fills_in(**answers)
        self.sends()
        work()
        return self.case()

    def wants_a_permit(self, **answers: Any) -> Case:
        """The same for a resident's parking permit."""
        self.begins("bewohnerparkausweis", anliegen="neu", beginn="", next="1")
        self.fills_in(PERMIT, **answers)
        self.sends()
        work()
        return self.case()

    def case(self) -> Case:
        with working_for(self.town):
            return Case.objects.of(self.town).get(pk=self.draft_case())

    def draft_case(self) -> Any:
        """Inside `working_for`."""
        return Draft.objects.of(self.town).get(token_hash=secrets.hashed(self.token)).case_id

    def draft_id(self) -> Any:
        """Inside `working_for`."""
        return Draft.objects.of(self.town).get(token_hash=secrets.hashed(self.token)).pk

    def receipt(self) -> str:
        return self.get(f"antrag/{self.token}/quittung/").content.decode()

    def status(self) -> tuple[str, str]:
        """Path below the town and code of the status page, as the receipt shows them."""
        page = self.receipt()
        path, code = re.search(r"/(vorgang/[^/]+/)", page), re.search(r"\b\d{4}-\d{4}\b", page)
        assert path, page
        assert code, page
        return path[1], code[0]


def work() -> None:
    """The worker does everything that is due."""
    loop.load_handlers()
    with as_worker():
        loop.until_idle()


def cases_of(town: Municipality) -> int:
    with working_for(town):
        return Case.objects.of(town).count()
