"""What in a text would name somebody, before it leaves a town: names of people who work there, the town, ways to reach.

It finds names that are known and nothing else. A citizen's name or a story that only one person can have told is for
the one who confirms the text to see.
"""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+")
REACHED = re.compile(r"\S+@\S+|(?:\+\d|\b0)(?:[\s/().-]{0,3}\d){5,}")
SHORTEST = 3
"""Letters: "Dr", "v" and "zu" are no names."""


def naming(text: str, people: Iterable[str], town: str) -> tuple[str, ...]:
    """Words and numbers of the text that name one of `people` or the town, or by which somebody can be reached.

    A name counts when it is written with a capital, alone or with the s of the genitive ("Meyers").
    """
    known = {part for name in people for part in WORD.findall(name) if len(part) >= SHORTEST and part[0].isupper()}
    if town:
        known.add(max(WORD.findall(town), key=len, default=""))
    found = [word for word in WORD.findall(text) if word in known or word.removesuffix("s") in known]
    return tuple(dict.fromkeys([*found, *(match.strip(".,;") for match in REACHED.findall(text))]))
