"""What the steps of the week depend on, and what a step is: plain values."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now. `ready` is a text to copy; `link` an address with its words."""

    key: str
    title: str
    text: str
    minutes: int
    owner: str
    when: str = ""
    is_red: bool = False
    ready: str = ""
    link: str = ""
    link_text: str = ""
    can_finish: bool = True
    """False where the system itself sees that it is done."""


@dataclass(frozen=True, slots=True)
class SystemNotice:
    """A contract that renews itself unless notice is given."""

    id: str
    name: str
    notice_date: date
    contract_end: date | None


@dataclass(frozen=True, slots=True)
class SmallTask:
    """A small step of a project as the catalogue says, in the page's language."""

    id: str
    title: str
    ready: str
    minutes: int
    owner: str


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project of the plan that runs or begins soon; `task` = its first small step that is not done."""

    id: str
    title: str
    begins_on: date
    is_running: bool
    task: SmallTask | None = None
    is_overdue: bool = False
    """Its first quarter is over and nobody has said that it runs."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the steps depend on."""

    today: date
    town: str
    notices: tuple[SystemNotice, ...] = ()
    has_mandate: bool = False
    check_url: str = ""
    """Where the quick check goes on; empty when it is finished."""
    check_begun: bool = False
    errand: tuple[str, date, str] | None = None
    """Oldest open question to a colleague: office, day it was sent, id."""
    has_plan: bool = False
    has_confirmed_duties: bool = False
    has_council_version: bool = False
    has_resolution: bool = False
    projects: tuple[OpenProject, ...] = ()
    gone: frozenset[str] = field(default_factory=frozenset)
    """Keys of steps that are done or put off."""
    has_letter: bool = False
    """The letter of the mandate is made, which is not yet a mandate."""
