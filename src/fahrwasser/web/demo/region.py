"""More small invented towns that have released their figures: only many together can be shown without naming one.

They are made empty before the first page and walked by the worker afterwards. Nobody can log in as their people.
"""

from collections.abc import Iterator
from dataclasses import replace

from .applications import HUNDESTEUER, PARKEN
from .neighbours import Way, small
from .towns import Town

MANDATE = Way(joined=55, obstacles=(("time", None),))
RECORD = Way(joined=190, mandate=140, obstacles=(("time", None), ("price", 20)))
AGENDA = Way(joined=300, mandate=270, check=170, council=40, obstacles=(("interface", 45), ("council", None)))
PROJECTS = Way(
    *(430, 400, 330, 240, 200),
    running=("P14", "P17"),
    obstacles=(("interface", 40), ("form", 30)),
    runs=(HUNDESTEUER,),
)
ACCOMPANY = Way(
    *(560, 520, 430, 320, 300),
    done=("P14", "P16"),
    running=("P26",),
    obstacles=(("form", 35), ("interface", 25)),
    runs=(HUNDESTEUER, PARKEN),
    gives=("P14", "P16"),
)
NETWORK = Way(
    *(700, 650, 560, 440, 410),
    done=("P14", "P36", "P39"),
    running=("P19",),
    measured=True,
    obstacles=(("form", 40), ("price", 15)),
    runs=(PARKEN,),
    gives=("P39",),
)

_TOWNS: tuple[tuple[Way, tuple[tuple[str, int, str], ...]], ...] = (
    (MANDATE, (
        ("Buchenlot", 2100, "Gerd Achterdeck"),
        ("Distelfurt", 5200, "Maren Boje"),
        ("Eibenbake", 3600, "Lutz Dollbord"),
        ("Farnmole", 1900, "Jutta Feuerschiff"),
        ("Ginsterbug", 4100, "Kai Gangspill"),
    )),
    (RECORD, (
        ("Hollerschleuse", 3100, "Birgit Heckanker"),
        ("Ilexsund", 2700, "Udo Jolle"),
        ("Kleeponton", 4400, "Silvia Kajüte"),
        ("Lärchenfeuer", 6100, "Rolf Kielwasser"),
        ("Mispelkai", 2500, "Anja Klampe"),
    )),
    (AGENDA, (
        ("Moosanker", 3900, "Dirk Lenzpumpe"),
        ("Mohnpegel", 2200, "Petra Luvseite"),
        ("Quittenbucht", 4800, "Jan Mastkorb"),
        ("Rohrkolk", 3300, "Elke Niedergang"),
        ("Rüsterwehr", 5600, "Frank Oberlicht"),
    )),
    (PROJECTS, (
        ("Sanddornriff", 2900, "Heidi Pinne"),
        ("Schilfheck", 4200, "Bernd Quersteven"),
        ("Schlehenkoje", 3500, "Ute Reling"),
        ("Tannendalbe", 2000, "Sven Schanzkleid"),
        ("Ulmenpoller", 5900, "Gabi Seezeichen"),
    )),
    (ACCOMPANY, (
        ("Wacholderkiel", 3800, "Horst Spill"),
        ("Walnussmast", 4600, "Kerstin Takelage"),
        ("Weißdornspill", 2300, "Olaf Tiefgang"),
        ("Wermutruder", 3000, "Doreen Trosse"),
        ("Wickenlee", 5100, "Mario Unterdeck"),
    )),
    (NETWORK, (
        ("Wildapfelsteven", 4900, "Nadine Vorpiek"),
        ("Winterlindenkai", 3400, "Peter Wanten"),
        ("Ysopboje", 2600, "Carmen Windrose"),
        ("Zedernwant", 4000, "Uli Wriggen"),
        ("Zirbenlot", 3700, "Sabine Zurring"),
    )),
)  # fmt: skip
DAYS_APART = 7
"""Towns of one stage have not all begun on the same day."""


def _walked() -> Iterator[tuple[Town, Way]]:
    for way, towns in _TOWNS:
        for number, (name, population, navigator) in enumerate(towns):
            town = small(name, population, navigator)
            yield town, replace(way, joined=way.joined + DAYS_APART * number)


REGION = tuple(town for town, _way in _walked())
REGION_WAYS = {town.slug: way for town, way in _walked()}
