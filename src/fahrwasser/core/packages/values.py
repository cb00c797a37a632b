"""What the JSON files of a package say, as values. German keys: `keys.py`; reading: `reading.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Level = Literal["inform", "prefill", "propose", "decide", "update"]
LEVELS: tuple[Level, ...] = ("inform", "prefill", "propose", "decide")
"""In rising order. `update` = register upkeep without effect on rights; it stands beside, not above them."""

_ID = {"pattern": r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+", "example": "de.beispielstadt.hallenschluessel"}
_SAID = {"pattern": r"(?s)\s*\S.{2,}", "example": "Karin Beispiel, Hauptamt"}
_NAME = {"pattern": r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*", "example": "finanz"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the interface."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        """English for "en", German for everything else."""
        return self.en if language == "en" else self.de


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A norm with the state of its text that the package was written for."""

    norm: str
    as_of: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Automation:
    """How far the machine may go for one outcome of one decision. `ports` must all have confirmed for `decide`."""

    decision: str
    outcome: str
    level: Level
    norm: str | None = None
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """The program version and the ports that must be bound before activation."""

    fahrwasser: str
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperWay:
    """Minutes of work per case on paper, and who says so."""

    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Position in the file plan, years of retention after closing, and what the archive has to be asked.

    `disposal` is the Aussonderungsart of xdomea: A goes to the archive, B is offered to it, V is destroyed.
    """

    file_plan: str
    retention_years: int
    disposal: Literal["A", "B", "V"] = "B"


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person has checked by hand that a process always comes to its end, because it is too large to be proved."""

    process: str
    who: str = field(metadata=_SAID)
    why: str = field(metadata=_SAID)
    on: date


@dataclass(frozen=True, slots=True)
class Manifest:
    """paket.json. `process` is the id of the process that an application starts."""

    format: Literal["leistungspaket/1"]
    id: str = field(metadata=_ID)
    version: str = field(metadata={"pattern": r"\d+\.\d+\.\d+", "example": "1.0.0"})
    title: Text
    summary: Text
    as_of: date
    leika: tuple[str, ...] = field(metadata={"pattern": r"99\d{12}", "example": "99110009104000"})
    legal_bases: tuple[LegalBasis, ...]
    automation: tuple[Automation, ...]
    author: str
    licence: str
    needs: Needs
    process: str
    duration_minutes: int
    costs: Text
    documents: tuple[Text, ...]
    paper_way: PaperWay
    filing: Filing
    fim: tuple[str, ...] = ()
    replaces: str | None = None
    sign_offs: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A register event that starts `process`: one case per entry of the register `per` for which `hits` is true."""

    event: str = field(metadata=_NAME)
    process: str
    purpose: str
    norm: str
    fields: tuple[str, ...]
    retention: str
    per: str | None = None
    hits: str = "true"


@dataclass(frozen=True, slots=True)
class Interface:
    """A port the service reads from or writes to. `mapping` (targets): field of their record → FEEL."""

    name: str = field(metadata=_NAME)
    direction: Literal["quelle", "ziel"]
    required: bool
    purpose: str
    norm: str
    fields: Mapping[str, str]
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purpose:
    """One line of the record of processing (Art. 30 DSGVO).

    `voluntary`: of `fields` those that rest on consent alone; no retention duty keeps them (Art. 17 (1) b DSGVO).
    """

    purpose: str
    norm: str
    fields: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str
    voluntary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Privacy:
    """datenschutz.json: the purposes, and what Art. 13 DSGVO demands to tell, in plain words."""

    purposes: tuple[Purpose, ...]
    info: Text


@dataclass(frozen=True, slots=True)
class Message:
    """A short message (e-mail, mailbox). Placeholders {name.path} take the values of the call."""

    subject: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A register entry: `register` e.g. "permit", `since` and `until` bound its validity."""

    register: str
    key: str
    data: Mapping[str, object]
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A register event that happened."""

    name: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a scenario: what happens next from outside.

    `task`: somebody finishes the open task with `result`; `message`: a message arrives with `data`;
    `clock`: time passes until then, timers fire on the way; `wait_for` "timer": time passes until the next one.
    """

    wait_for: Literal["task", "timer", "message"] | None = None
    task: str | None = None
    result: Mapping[str, object] = field(default_factory=dict)
    clock: datetime | None = None
    message: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out. Lists name what must be among the results; `end` is the id of the end event.

    None: no case began; "a, b": the ends of several cases of one event.

    `level` and `norm` are those of the last decision under "automatisierung".
    """

    end: str | None
    decision: Mapping[str, str] = field(default_factory=dict)
    level: Level | None = None
    norm: str | None = None
    letters: tuple[str, ...] | None = None
    messages: tuple[str, ...] | None = None
    decision_says: tuple[str, ...] = ()
    register: tuple[Mapping[str, object], ...] | None = None
    hand_overs: tuple[Mapping[str, object], ...] | None = None
    deadlines: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story with its outcome. `ports`: answers of a source in order, or one for every question."""

    name: str
    clock: datetime
    expected: Expected
    negative: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)
    application: Mapping[str, object] | None = None
    event: Occurrence | None = None
    register: tuple[Entry, ...] = ()
    ports: Mapping[str, object] = field(default_factory=dict)
    steps: tuple[Act, ...] = ()
    case: Mapping[str, object] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    limit: Level | None = None
