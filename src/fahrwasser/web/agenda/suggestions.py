"""A wish in plain words → the projects it may mean: by common word stems, the likeliest first."""

import re
import unicodedata

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.web.agenda.reading import Plan

MOST = 5
STEM = 5
STOP = frozenset(
    [
        "nicht",
        "mehr",
        "sollen",
        "sollte",
        "soll",
        "wollen",
        "moechte",
        "haben",
        "werden",
        "einen",
        "einem",
        "einer",
        "eine",
        "unser",
        "unsere",
        "dass",
        "damit",
        "endlich",
        "alles",
        "alle",
        "viel",
        "viele",
        "kein",
        "keine",
        "geht",
        "machen",
        "with",
        "that",
        "have",
        "want",
        "shall",
        "should",
        "more",
        "from",
    ]
)
# Everyday words that stand in no project's name.
SYNONYMS = {
    "rechn": ("P14",),
    "papie": ("P14", "P11", "P15"),
    "hunde": ("P23",),
    "termi": ("P26",),
    "warte": ("P26",),
    "schla": ("P26",),
    "inter": ("P16",),
    "homep": ("P16",),
    "websi": ("P16",),
    "akten": ("P11", "P12"),
    "ablag": ("P11", "P10"),
    "ruhes": ("P39",),
    "rente": ("P39",),
    "wisse": ("P39",),
    "hacke": ("P04", "P05"),
    "angri": ("P04", "P05"),
    "siche": ("P04", "P05"),
    "backu": ("P05",),
    "ausfa": ("P05",),
    "bauan": ("P30",),
    "umzug": ("P22",),
    "ummel": ("P22",),
    "anmel": ("P22", "P27"),
    "parke": ("P25",),
    "kinde": ("P27",),
    "loche": ("P28",),
    "mange": ("P28",),
    "bauho": ("P29",),
    "zeite": ("P32",),
    "urlau": ("P32",),
    "stemp": ("P32",),
    "rat": ("P15",),
    "sitzu": ("P15",),
    "homeo": ("P07",),
    "mobil": ("P07",),
    "compu": ("P07",),
    "zahle": ("P19",),
    "bezah": ("P19",),
    "post": ("P13", "P35"),
    "scann": ("P13", "P30"),
    "besch": ("P35",),
    "schul": ("P40",),
    "nachb": ("P41",),
    "formu": ("P36", "P20"),
    "onlin": ("P20", "P21"),
    "chat": ("P38",),
    "fried": ("P31",),
}


def suggest(plan: Plan, text: str) -> list[tuple[str, str]]:
    """(project id, name) of at most five projects of this plan that share words with the text."""
    wanted = stems(text)
    known = catalogue().projects
    here = {facts.of for facts in plan.projects.values()}
    scores: dict[str, float] = {}
    for word in wanted:
        for project in SYNONYMS.get(word, ()):
            scores[project] = scores.get(project, 0.0) + 2.0
    for project, entry in known.items():
        name = stems(f"{entry.name.de} {entry.name.en}")
        about = stems(f"{entry.goal.de} {entry.goal.en}")
        scores[project] = scores.get(project, 0.0) + 2.0 * len(wanted & name) + len(wanted & about)
    enough = max(scores.values(), default=0.0) / 2
    best = sorted((p for p, score in scores.items() if score > 0 and p in here), key=lambda p: (-scores[p], p))
    best = [project for project in best if scores[project] >= enough]
    return [(project, _title(plan, project)) for project in best[:MOST]]


def stems(text: str) -> frozenset[str]:
    """First letters of the longer words, without umlauts and case: »Rechnungen« and »eRechnung« meet."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    words = re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    useful = [word for word in words if len(word) >= 3 and word not in STOP]
    return frozenset(part for word in useful for part in _parts(word))


def _parts(word: str) -> set[str]:
    """The stem, and the one behind a leading »e« (eAkte, eRechnung)."""
    found = {word[:STEM]}
    if word.startswith("e") and len(word) > STEM:
        found.add(word[1 : STEM + 1])
    return found


def _title(plan: Plan, project: str) -> str:
    entry = catalogue().projects[project]
    chosen = next((p for p in plan.schedule if plan.projects[p].of == project), None)
    return plan.title(chosen) if chosen else entry.name.de
