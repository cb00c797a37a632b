"""The world of a scenario: clock, registers, ports and post in memory. It does the verbs as the shell does them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from fahrwasser.core.calendar.holidays import Place
from fahrwasser.core.calendar.periods import Law, Route, bekanntgabe, late_after
from fahrwasser.core.feel.values import Value, from_json, to_json
from fahrwasser.core.forms.model import Json
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.registers import OWN_REGISTER, changed, find
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import Request, message_text, record_of
from fahrwasser.core.packages.values import Entry, Scenario
from fahrwasser.core.packages.verbs import NONE_ASKED, UNBOUND, WITHDRAWN
from fahrwasser.core.refused import N_, Refused

LANGUAGES = ("de", "en")


class Failed(Exception):  # becomes an Error event of the process
    """The scenario says that this call ends with a business error."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter as it was asked for; `given`: parameters of the call; `deadline`, `notified` only for a Bescheid."""

    template: str
    given: Mapping[str, Value]
    day: date
    notified: date | None
    deadline: date | None


@dataclass(slots=True)
class World:
    """Everything outside the process. `touched`: entries as they were before a case first changed them."""

    release: Release
    scenario: Scenario
    now: datetime
    entries: dict[tuple[str, str], Entry]
    touched: dict[tuple[int, str, str], Entry | None] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    letters: list[SentLetter] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    hand_overs: list[dict[str, Json]] = field(default_factory=list)
    payments: list[Mapping[str, Value]] = field(default_factory=list)

    @classmethod
    def of(cls, release: Release, scenario: Scenario) -> "World":
        """As the scenario begins."""
        entries = {(entry.register, entry.key): entry for entry in scenario.register}
        return cls(release, scenario, scenario.clock, entries)

    @property
    def today(self) -> date:
        """The day on the clock of the town hall."""
        return self.now.astimezone(BERLIN).date()

    def do(self, request: Request, case: int) -> dict[str, Value]:
        """The result of a call of the case with this number.

        Raises Failed where the scenario wants an error, Refused for what cannot be done.
        """
        if request.verb == "register":
            return self.register(request.parameters, case)
        return _DO[request.verb](self, request.parameters)

    def answer(self, port: str) -> dict[str, Value] | None:
        """The next answer the scenario gives for a port; None when it gives none. The last one is repeated."""
        given = self.scenario.ports.get(port)
        if given is None:
            return None
        if isinstance(given, list):
            turn = self.asked.get(port, 0)
            self.asked[port] = turn + 1
            given = given[min(turn, len(given) - 1)] if given else None
        found = from_json(given)
        if isinstance(found, dict) and "fehler" in found:
            raise Failed(str(found["fehler"]))
        return found if isinstance(found, dict) else None

    def query(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """A source answers as the scenario says; without, it is unbound. The own register answers by itself."""
        port = given["port"]
        answer = self.answer(port)
        if answer is not None:
            return answer
        if port == OWN_REGISTER:
            return find(self.entries.values(), given["anfrage"], self.today)
        return {"status": UNBOUND}

    def letter(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """A letter goes out today."""
        route = cast("Route", given.get("bekanntgabe") or "letter")
        law = cast("Law", given["recht"])
        is_act = given["art"] == "bescheid"
        notified = bekanntgabe(self.today, route, law, Place()) if is_act else None
        deadline = late_after(self.today, route, law, Place()) if is_act else None
        if given["vorlage"] not in self.release.letter_names:
            raise Refused(N_("There is no letter template “%(name)s”."), name=given["vorlage"])
        self.letters.append(SentLetter(given["vorlage"], given, self.today, notified, deadline))
        return {"dokument": f"dokument-{len(self.letters)}", "bekanntgabe": notified, "frist": deadline}

    def register(self, given: Mapping[str, Value], case: int) -> dict[str, Value]:
        """An entry of a register of the town changes."""
        place = (str(given["register"]), str(given["schluessel"]))
        before = self.entries.get(place)
        old = self.touched.setdefault((case, *place), before)
        if given["vorgang"] == "wiederherstellen":
            self.entries.pop(place, None)
            if old is not None:
                self.entries[place] = old
            return {"schluessel": place[1]}
        self.entries[place] = changed(
            before,
            given["vorgang"],
            register=place[0],
            key=place[1],
            since=given["ab"],
            until=given.get("bis"),
            data=to_json(given["daten"]),
        )
        return {"schluessel": place[1]}

    def message(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """A message goes out; both languages must find all their values."""
        template = self.release.messages.get(given["vorlage"])
        if template is None:
            raise Refused(N_("There is no message “%(name)s”."), name=given["vorlage"])
        texts = [message_text(template, given["werte"], language) for language in LANGUAGES]
        self.messages.append((given["vorlage"], texts[0][1]))
        return {}

    def hand_over(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """A record leaves for another system."""
        port = given["port"]
        if port not in self.release.ports:
            raise Refused(N_("There is no port “%(name)s”."), name=port)
        answer = self.answer(port)
        record = record_of(self.release, port, given["werte"], self.now)
        values = to_json(given["werte"])
        self.hand_overs.append({**values, **record, "port": port, "werte": values, "satz": record})
        return answer or {"beleg": f"beleg-{len(self.hand_overs)}"}

    def number(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The next number of a series of the town."""
        series = given["kreis"]
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return {"nummer": f"{self.numbers[series]}"}

    def payment(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Somebody is asked to pay; the scenario says under ports.payment whether they do."""
        self.payments.append(given)
        return self.answer("payment") or {"status": "offen"}

    def withdraw_payment(self, _given: Mapping[str, Value]) -> dict[str, Value]:
        """Nobody has paid yet, unless the scenario says so under ports.withdraw_payment."""
        return self.answer("withdraw_payment") or {"status": WITHDRAWN if self.payments else NONE_ASKED}


_DO: Mapping[str, Callable[[World, Mapping[str, Value]], dict[str, Value]]] = {
    "query": World.query,
    "letter": World.letter,
    "message": World.message,
    "hand_over": World.hand_over,
    "number": World.number,
    "payment": World.payment,
    "withdraw_payment": World.withdraw_payment,
}
