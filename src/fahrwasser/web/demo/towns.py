"""Who and what is invented: three towns, their people, and how far each has come; the small ones: neighbours.py."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from fahrwasser.core.tenants.names import slug
from fahrwasser.web.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `units` are the offices a clerk or Multiplikator works in, `also` a second role."""

    name: str
    role: Role | None = None
    units: tuple[str, ...] = ()
    also: tuple[Role, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """All of them, the first one first."""
        return (self.role, *self.also) if self.role else ()

    @property
    def email(self) -> str:
        """An address that can never receive mail (RFC 2606)."""
        return f"{slug(self.name).replace('-', '.')}@beispiel.invalid"

    @property
    def key(self) -> UUID:
        """The same in every installation, so that the console can print the one-click addresses."""
        return uuid5(NAMESPACE_URL, f"mailto:{self.email}")


@dataclass(frozen=True, slots=True)
class System:
    """An invented IT system; days from today until the contract ends and until notice must be given."""

    name: str
    operation: str
    ends_in: int
    notice_in: int
    cost_per_year: int
    has_personal_data: bool = True


@dataclass(frozen=True, slots=True)
class Town:
    """An invented town; `answers` is question → raw form values, `posts` is unit → age band → posts."""

    slug: str
    name: str
    population: int
    people: tuple[Person, ...]
    units: tuple[str, ...] = ()
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: tuple[str, str] | None = None  # office and question that lies with it
    systems: tuple[System, ...] = ()
    posts: dict[str, dict[str, str]] = field(default_factory=dict)
    solo_tasks: tuple[tuple[str, str, int | None], ...] = ()
    hours_per_week: int = 4
    budget_per_year: int = 0
    duties: frozenset[str] = frozenset()
    has_agenda: bool = False
    services: tuple[str, ...] = ()  # packages it has taken over


LOTSE = Person("Thomas Steuermann", Role.LOTSE)
OBSERVER = Person("Doris Leuchtfeuer")  # of the association; of no town

LINDENAU = Town(
    slug="lindenau",
    name="Lindenau an der Mulde",
    population=3900,
    people=(
        Person("Karin Fährmann", Role.NAVIGATOR),
        Person("Beate Anker", Role.HEAD),
        Person("Jens Tonne", Role.CLERK, ("Kämmerei",)),
    ),
    units=("Hauptamt", "Kämmerei", "Bauamt"),
    answers={
        "navigator": ("named",),
        "hours_per_week": ("4",),
        "own_tasks": ("residents", "childcare", "cemetery"),
        "posts": ("14",),
        "retirements": ("3",),
        "without_successor": ("2",),
    },
    asked=("Kämmerei", "invoices"),
    systems=(
        System("Meldewesen-Verfahren", "central", 129, 39, 6200),
        System("Finanzsoftware", "shared", 700, 510, 9800),
    ),
    posts={
        "Hauptamt": {"under_40": "1", "40_49": "2", "55_59": "2"},
        "Kämmerei": {"40_49": "1", "55_59": "1", "60_plus": "2"},
        "Bauamt": {"under_40": "1", "50_54": "2", "60_plus": "2"},
    },
    solo_tasks=(
        ("Jahresabschluss", "Kämmerei", 2),
        ("Kasse und Mahnwesen", "Kämmerei", 2),
        ("Bauakten-Auskunft", "Bauamt", 3),
    ),
    services=("de.fahrwasser.hundesteuer",),
)

ERLENBRUECK = Town(
    slug="erlenbrueck",
    name="Erlenbrück an der Elster",
    population=7800,
    people=(
        Person("Silke Lotbaum", Role.NAVIGATOR),
        Person("Uwe Hafenmeister", Role.HEAD),
        Person("Petra Bake", Role.MULTIPLIKATOR, ("Bürgerbüro",)),
        Person("Ralf Poller", Role.CLERK, ("Bürgerbüro",)),
        Person("Almut Schleuse", Role.HEAD, ("Hauptamt",), also=(Role.CLERK,)),  # special cases (web/desk/special.py)
    ),
    units=("Hauptamt", "Kämmerei", "Bürgerbüro", "Bauamt", "Ordnungsamt"),
    answers={
        "navigator": ("mandated",),
        "hours_per_week": ("8",),
        "own_tasks": ("residents", "civil-registry", "resident-parking", "childcare", "cemetery"),
        "posts": ("40",),
        "retirements": ("6",),
        "without_successor": ("4",),
        "invoices": ("pdf",),
        "online_applications": ("typed",),
        "components": ("kdn", "amt24"),
        "safety": ("dpo",),
        "oldest_system": ("Friedhofsverwaltung von 2004",),
        "biggest_pain": ("invoices",),
    },
    systems=(
        System("Meldewesen-Verfahren", "central", 480, 300, 11500),
        System("Friedhofsverwaltung", "own", 365, 92, 1900),
        System("Finanzsoftware", "central", 900, 720, 21000),
    ),
    posts={
        "Hauptamt": {"under_40": "2", "40_49": "3", "50_54": "2", "55_59": "2"},
        "Kämmerei": {"under_40": "1", "40_49": "2", "55_59": "2", "60_plus": "2"},
        "Bürgerbüro": {"under_40": "3", "40_49": "2", "50_54": "2", "60_plus": "1"},
        "Bauamt": {"40_49": "3", "50_54": "2", "55_59": "1", "60_plus": "2"},
        "Ordnungsamt": {"under_40": "2", "40_49": "2", "50_54": "2", "55_59": "2"},
    },
    solo_tasks=(
        ("Friedhofsverwaltung", "Bauamt", 2),
        ("Vollstreckung", "Kämmerei", None),
        ("Standesamt: Beurkundungen", "Bürgerbüro", 3),
        ("Satzungen und Bekanntmachungen", "Hauptamt", None),
    ),
    hours_per_week=8,
    budget_per_year=15000,
    duties=frozenset({"D01", "D05"}),
    has_agenda=True,
    services=("de.fahrwasser.hundesteuer", "de.fahrwasser.bewohnerparkausweis"),
)

BIRKENFURT = Town(
    slug="birkenfurt",
    name="Birkenfurt",
    population=3900,
    people=(Person("Heike Leuchtturm", Role.NAVIGATOR), Person("Martin Deich", Role.HEAD)),
)

TOWNS = (LINDENAU, ERLENBRUECK, BIRKENFURT)


def logins() -> list[tuple[str, str]]:
    """(who, address) of the one-click logins and of the pages that need none, for the console."""
    open_to_all = [(f"citizens, without login ({town.name})", f"/{town.slug}/") for town in TOWNS if town.services]
    named = [(person, f"{' + '.join(person.roles)} ({town.name})") for town in TOWNS for person in town.people]
    named += [(LOTSE, "lotse"), (OBSERVER, "association and state")]
    return open_to_all + [(f"{person.name}, {what}", f"/konto/beispiel/{person.key}/") for person, what in named]
