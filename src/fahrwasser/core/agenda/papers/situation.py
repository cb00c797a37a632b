"""The chapter Ausgangslage: services, maturity, duties, and the outlook on posts without any count below three."""

from collections.abc import Sequence
from dataclasses import dataclass

from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.inventory.posts import LEAST
from fahrwasser.core.inventory.risk import LEAVING_IN_TEN_YEARS, POST_HOURS, PostsAtRisk
from fahrwasser.core.words import number, span

NO_MATURITY = "Wie digital die einzelnen Leistungen sind (Reifegrad), ist noch nicht erhoben."


@dataclass(frozen=True, slots=True)
class Maturity:
    """So many services stand on this level of this scale; `level` None: a criterion is not answered yet."""

    scale: str
    level: int | None
    name: str
    services: int


def maturity_table(levels: Sequence[Maturity], picture: Picture) -> Table | None:
    """How digital the services are; None while nobody has looked."""
    if not levels:
        return None
    ordered = sorted(levels, key=lambda line: (line.scale, line.level is None, line.level or 0))
    rows = tuple(
        (line.scale, "noch offen" if line.level is None else f"{line.level}: {line.name}", str(line.services))
        for line in ordered
    )
    columns = (Column("Skala"), Column("Stufe"), Column("Leistungen", "right"))
    note = "Das schwächste Kriterium entscheidet über die Stufe. Was nicht erhoben ist, zählt nicht als Stufe 0."
    return Table("Wie digital die Leistungen sind", columns, rows, note=note)


def posts_words(posts: PostsAtRisk) -> str:
    """How many posts there are; a count below three is not said."""
    if posts.posts.low < LEAST:
        return "nur sehr wenige Stellen in den Büros"
    return f"{span(posts.posts.low, posts.posts.high, 1)} Stellen in den Büros" + (
        " (geschätzt)" if posts.is_estimate else ""
    )


def leaving_words(posts: PostsAtRisk) -> str:
    """What ten years and retirements may bring. The paper is public: no count of people or posts below three, not
    even "nobody", and no ages."""
    share = f"{LEAVING_IN_TEN_YEARS * 100:.0f} Prozent"
    leaving = posts.leaving_in_ten_years
    if leaving.low < LEAST:
        text = f"Nach den Zahlen des Programms werden in zehn Jahren etwa {share} der Stellen in den Rathäusern frei."
    else:
        many = span(leaving.low, leaving.high, 1)
        text = f"In zehn Jahren werden davon nach den Zahlen des Programms etwa {many} frei ({share})."
    if posts.retirements is not None and posts.retirements >= LEAST:
        text += f" In den nächsten drei Jahren gehen {posts.retirements} Personen in den Ruhestand."
        text += _without_successor(posts.retirements, posts.without_successor)
    return f"{text} Eine Stelle leistet im Jahr etwa {number(POST_HOURS)} Stunden."


def _without_successor(retirements: int, open_ones: int | None) -> str:
    """Nothing where the difference of both counts would tell of one or two people."""
    if open_ones is None or open_ones < LEAST:
        return ""
    if open_ones == retirements:
        return " Bei allen ist offen, wer die Arbeit übernimmt."
    if retirements - open_ones < LEAST:
        return ""
    return f" Bei {open_ones} davon ist offen, wer die Arbeit übernimmt."
