"""Posts at risk: how many there are, who retires, what ten years may bring. Numbers only, never people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.questions import Question, Text
from fahrwasser.core.inventory.starter import posts as estimated_posts
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.words import span

LEAVING_IN_TEN_YEARS = 0.30  # programme figure (egovernment.de, 2024)
FEWEST = 3
RETIREMENT_FIGURES = frozenset({"retirements", "without_successor"})
"""Figures of the town that may point at single people: for the head and for those who answer."""
POST_HOURS = 1600  # hours of one post a year (StBA: 200 days of 8 hours)


@dataclass(frozen=True, slots=True)
class PostsAtRisk:
    """Posts (estimated if nobody said), retirements within three years as answered, and what ten years may bring.

    `lines` begin with the ten years; a second one, about retirements, is there when they were answered.
    """

    posts: Range
    is_estimate: bool
    retirements: int | None
    without_successor: int | None
    leaving_in_ten_years: Range
    lines: tuple[Text, ...]


def posts_at_risk(town: Town, findings: Mapping[str, Any]) -> PostsAtRisk:
    """Posts and retirements as answered; posts from the population where nobody said."""
    said = findings.get("figure:posts")
    posts = estimated_posts(town.population).spread if said is None else Range.exactly(float(said))
    leaving = posts.times(LEAVING_IN_TEN_YEARS)
    retirements, open_ones = findings.get("figure:retirements"), findings.get("figure:without_successor")
    lines = [_ten_years(posts, leaving, is_estimate=said is None)]
    if retirements is not None:
        lines.append(_three_years(int(retirements), open_ones))
    return PostsAtRisk(posts, said is None, retirements, open_ones, leaving, tuple(lines))


def asks_for_retirements(question: Question) -> bool:
    """Whether the answer may point at single people."""
    return any(f"figure:{key}" in question.maps_to for key in RETIREMENT_FIGURES)


def _ten_years(posts: Range, leaving: Range, *, is_estimate: bool) -> Text:
    low, high = leaving.low, leaving.high
    of_posts = span(posts.low, posts.high, 1), span(posts.low, posts.high, 1, "en")
    tail = (" (aus der Einwohnerzahl geschätzt)", " (estimated from the population)") if is_estimate else ("", "")
    if low < FEWEST:
        return _share_alone(of_posts if posts.low >= FEWEST else ("sehr wenige", "very few"), tail)
    return Text(
        f"Von {of_posts[0]} Stellen in den Büros{tail[0]} werden in zehn Jahren etwa {span(low, high, 1)} frei.",
        f"Of {of_posts[1]} office posts{tail[1]} about {span(low, high, 1, 'en')} become vacant within ten years.",
    )


def _share_alone(of_posts: tuple[str, str], tail: tuple[str, str]) -> Text:
    """One or two posts that become vacant are not counted: this line is for everybody, not for the head alone."""
    share = f"{LEAVING_IN_TEN_YEARS * 100:.0f}"
    return Text(
        f"In den Büros gibt es {of_posts[0]} Stellen{tail[0]}. In den Rathäusern werden in zehn Jahren etwa {share} "
        "Prozent der Stellen frei.",
        f"There are {of_posts[1]} office posts{tail[1]}. In town halls about {share} percent of the posts become "
        "vacant within ten years.",
    )


def _three_years(retirements: int, open_ones: Any) -> Text:
    if retirements == 0:
        return Text("In den nächsten drei Jahren geht niemand in den Ruhestand.", "Nobody retires within three years.")
    people = _at_least_three(retirements)
    text = f"In den nächsten drei Jahren gehen {people.de} Personen in den Ruhestand"
    text_en = f"Within three years {people.en} people retire"
    if open_ones:
        of_them = _at_least_three(int(open_ones))
        return Text(
            f"{text}; bei {of_them.de} davon ist offen, wer die Arbeit übernimmt.",
            f"{text_en}; for {of_them.en} of them it is open who takes over.",
        )
    return Text(f"{text}.", f"{text_en}.")


def _at_least_three(count: int) -> Text:
    """One or two people are not counted in a sentence: in a small town hall everybody knows who is meant."""
    if count < FEWEST:
        return Text("weniger als drei", "fewer than three")
    return Text(str(count), str(count))
