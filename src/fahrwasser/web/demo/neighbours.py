"""Small invented towns of one size, so that a coach has a portfolio and a town has its like to be compared with."""

from dataclasses import dataclass

from fahrwasser.core.tenants.names import slug
from fahrwasser.web.accounts.roles import Role

from .towns import ERLENBRUECK, LINDENAU, Person, Town

HALF_YEAR_AGO = 183
ANSWERS = {"navigator": ("mandated",), "hours_per_week": ("4",), "own_tasks": ("residents", "childcare")}


@dataclass(frozen=True, slots=True)
class Way:
    """How a town came to where it stands: days ago of each step, None = not yet; projects by key."""

    joined: int
    mandate: int | None = None
    check: int | None = None
    council: int | None = None
    decided: int | None = None
    done: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    measured: bool = False
    stuck: tuple[str, str] = ("", "")  # reason (Phase.Stuck) and note
    obstacles: tuple[tuple[str, int | None], ...] = ()  # code and hours a year
    runs: tuple[str, ...] = ()  # packages
    gives: tuple[str, ...] = ()  # projects whose solution it passes on


def small(name: str, population: int, navigator: str, head: str = "") -> Town:
    """In the smallest ones the head plans, too."""
    leads = (Person(head, Role.HEAD),) if head else ()
    planner = Person(navigator, Role.NAVIGATOR, also=() if head else (Role.HEAD,))
    return Town(slug(name), name, population, (planner, *leads), duties=frozenset({"D01"}), budget_per_year=9000)


HASELWEHR = small("Haselwehr", 4700, "Antje Bollwerk", "Jörg Pier")
ESCHENSTEG = small("Eschensteg", 3300, "Rita Spant")
WEIDENTONNE = small("Weidentonne", 4300, "Holger Schot")
PAPPELBOJE = small("Pappelboje", 2900, "Ines Ruder")
AHORNMOLE = small("Ahornmole", 2400, "Veit Klüver")

NEIGHBOURS = (HASELWEHR, ESCHENSTEG, WEIDENTONNE, PAPPELBOJE, AHORNMOLE)
COACHED = frozenset(town.slug for town in (LINDENAU, ERLENBRUECK, HASELWEHR, ESCHENSTEG, PAPPELBOJE))

WAYS: dict[str, Way] = {
    LINDENAU.slug: Way(joined=41, obstacles=(("time", None), ("interface", 35))),
    ERLENBRUECK.slug: Way(joined=150, mandate=96, obstacles=(("interface", 120), ("form", 60))),
    HASELWEHR.slug: Way(
        620, 580, 500, 400, 380, ("P14", "P36", "P39"), ("P19",), measured=True, obstacles=(("form", 45),)
    ),
    ESCHENSTEG.slug: Way(
        210, 190, 120, 30, stuck=("council", "Der Rat tagt erst im Januar wieder. (Beispiel)"),
        obstacles=(("council", None), ("interface", 50)),
    ),
    WEIDENTONNE.slug: Way(
        430, 400, 330, 250, HALF_YEAR_AGO, (), ("P14", "P17"), obstacles=(("form", 30), ("interface", 40))
    ),
    PAPPELBOJE.slug: Way(200, 170, obstacles=(("time", None), ("price", 20))),
    AHORNMOLE.slug: Way(520, 490, 420, 300, 290, ("P16",), ("P26",), obstacles=(("form", 25), ("interface", 25))),
}  # fmt: skip
