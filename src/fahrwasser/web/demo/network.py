"""What the invented towns have given each other: questions, answers, solutions, requests, a search, two meetings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.programme.actions import meetings, network
from fahrwasser.web.programme.models import Answer, Backing, Meeting, Partner, PooledRequest, Question, Solution
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality, SharedModel

from .neighbours import AHORNMOLE, ESCHENSTEG, HASELWEHR, PAPPELBOJE, WEIDENTONNE
from .towns import ERLENBRUECK, LINDENAU, Town

Rows = type[SharedModel]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with answers; `solved` = which of them solved it."""

    by: Town
    title: str
    text: str
    about: dict[str, str]
    answers: tuple[tuple[Town, str], ...] = ()
    solved: int | None = None


QUESTIONS = (
    _Asked(
        PAPPELBOJE, "Wer hat für die eRechnung eine Dienstanweisung? (Beispiel)",
        "Wir sind elf Leute und wollen das Rad nicht neu erfinden.", {"project": "P14"},
        (
            (HASELWEHR, "Ja, zwei Seiten. Wir schicken sie gern; bitte kurz beim Hauptamt melden."),
            (WEIDENTONNE, "Wir haben die von Haselwehr übernommen und nur die Namen der Ämter geändert."),
        ),
        solved=0,
    ),
    _Asked(
        ESCHENSTEG, "Wie habt ihr den Rat für die Digitale Agenda gewonnen? (Beispiel)",
        "Bei uns wird vor allem nach den Kosten der nächsten zwei Jahre gefragt.", {"obstacle": "council"},
        ((AHORNMOLE, "Mit den Stunden, die frei werden, und mit dem Vergleich »nichts tun«."),),
    ),
    _Asked(
        ERLENBRUECK, "Welche Friedhofsverwaltung gibt Daten über eine Schnittstelle heraus? (Beispiel)",
        "Unsere ist von 2004 und kann nur drucken.", {"project": "P31", "obstacle": "interface"},
    ),
)  # fmt: skip

SOLUTIONS: tuple[tuple[Town, dict[str, Any]], ...] = (
    (HASELWEHR, {"project": "P14", "tool": "Rechnungseingang im Finanzverfahren, zentral betrieben (Beispiel)",
                 "days": Decimal(12), "hours_saved": 140, "is_measured": True,
                 "lesson": "Zuerst die fünf größten Lieferanten umstellen, dann den Rest.",
                 "contact": "rathaus@haselwehr.invalid"}),
    (HASELWEHR, {"project": "P39", "tool": "Übergabehefte in Zehn-Minuten-Stücken (Beispiel)", "days": Decimal(5),
                 "hours_saved": 20, "lesson": "Jede Woche ein Stück, nicht alles am letzten Tag.",
                 "contact": "rathaus@haselwehr.invalid"}),
    (AHORNMOLE, {"project": "P16", "tool": "Gemeinsamer Webauftritt mit zwei Nachbarn (Beispiel)", "days": Decimal(18),
                 "hours_saved": 60, "lesson": "Texte aus dem Landesportal übernehmen statt selbst schreiben.",
                 "contact": "rathaus@ahornmole.invalid"}),
)  # fmt: skip

REQUESTS: tuple[tuple[Town, dict[str, Any], tuple[tuple[Town, int], ...]], ...] = (
    (ERLENBRUECK,
     {"title": "Offene Schnittstelle der Friedhofsverwaltung (Beispiel)", "text": "Lesen und Schreiben, mit Handbuch.",
      "to": "vendor", "addressee": "Hersteller der Friedhofsverwaltung", "obstacle": "interface", "hours": 120},
     ((LINDENAU, 35), (ESCHENSTEG, 50))),
    (HASELWEHR,
     {"title": "Schriftform in der Hundesteuersatzung streichen (Beispiel)", "text": "Das Muster verlangt sie.",
      "to": "state", "addressee": "Staatsministerium (Beispiel)", "obstacle": "form", "hours": 45},
     ((WEIDENTONNE, 30), (AHORNMOLE, 25), (ERLENBRUECK, 60))),
)  # fmt: skip


class Network:
    """Everything that crosses the walls of a town; begun again after an interruption, nothing is there twice."""

    def __init__(self, lotse: User, now: datetime) -> None:
        self.lotse, self.now = lotse, now

    def fill(self) -> None:
        """The meetings come last: once they are there nothing is done any more."""
        if Meeting.objects.filter(is_sample=True).exists():
            return
        for asked in QUESTIONS:
            self._ask(asked)
        for town, values in SOLUTIONS:
            self._once(town, Solution, {"project": values["project"]}, network.give_solution, values)
        for town, values, others in REQUESTS:
            row = self._once(town, PooledRequest, {"title": values["title"]}, network.start_request, values)
            for other, hours in others:
                self._once(other, Backing, {"request": row}, network.back, {"request": row, "hours": hours})
        topic = "Ein halber Tag in der Woche Informationssicherheit (Beispiel)"
        seek = {"kind": "post", "topic": topic, "text": "Wir suchen zwei Gemeinden, die sich eine Kraft teilen.",
                "contact": "rathaus@erlenbrueck.invalid", "days_per_quarter": Decimal(6)}  # fmt: skip
        self._once(ERLENBRUECK, Partner, {"topic": topic}, network.seek, seek)
        self._meet()

    def _ask(self, asked: _Asked) -> None:
        values = {"title": asked.title, "text": asked.text, **asked.about}
        row = self._once(asked.by, Question, {"title": asked.title}, network.ask, values)
        given = [
            self._once(town, Answer, {"question": row, "text": text}, network.answer, {"question": row, "text": text})
            for town, text in asked.answers
        ]
        if asked.solved is not None:
            by = _navigator(asked.by)
            with working_for(by.municipality):
                network.solve(by, row, given[asked.solved].pk)

    def _once(
        self, town: Town, model: Rows, known: dict[str, Any], act: Callable[..., Any], values: dict[str, Any]
    ) -> Any:
        by = _navigator(town)
        rows = model.objects.of(by.municipality).filter(**known)
        with working_for(by.municipality):
            if not rows.exists():
                act(by, **values)
            return rows.get()

    def _meet(self) -> None:
        day = timezone.localtime(self.now).replace(hour=9, minute=0, second=0, microsecond=0)
        for kind, title, days, minutes in (
            ("network", "Netzwerktreffen der Navigatoren (Beispiel)", -20, 120),
            ("breakfast", "Digitales Frühstück: eRechnung in kleinen Gemeinden (Beispiel)", 11, 60),
        ):
            meetings.make_meeting(
                self.lotse, kind=kind, title=title, at=day + timedelta(days), minutes=minutes,
                place="Videoraum (Adresse kommt per E-Mail)", text="15 Minuten Impuls, dann Austausch.",
            )  # fmt: skip


def _navigator(town: Town) -> Member:
    municipality = Municipality.objects.get(slug=town.slug)
    person = next(person for person in town.people if person.role is Role.NAVIGATOR)
    return Member(municipality, person.key, person.name, frozenset(person.roles))
