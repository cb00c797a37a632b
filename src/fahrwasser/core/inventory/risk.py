"""Posts at risk: how many there are, who retires, what ten years may bring. Numbers only, never people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.starter import posts as estimated_posts
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.words import span

LEAVING_IN_TEN_YEARS = 0.30  # programme figure (egovernment.de, 2024)
POST_HOURS = 1600  # hours of one post a year (StBA: 200 days of 8 hours)


@dataclass(frozen=True, slots=True)
class PostsAtRisk:
    """Posts (estimated if nobody said), retirements within three years as answered, and what ten years may bring."""

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


def _ten_years(posts: Range, leaving: Range, *, is_estimate: bool) -> Text:
    low, high = leaving.low, leaving.high
    of_posts = span(posts.low, posts.high, 1), span(posts.low, posts.high, 1, "en")
    tail = (" (aus der Einwohnerzahl geschätzt)", " (estimated from the population)") if is_estimate else ("", "")
    return Text(
        f"Von {of_posts[0]} Stellen in den Büros{tail[0]} werden in zehn Jahren etwa {span(low, high, 1)} frei.",
        f"Of {of_posts[1]} office posts{tail[1]} about {span(low, high, 1, 'en')} become vacant within ten years.",
    )


def _three_years(retirements: int, open_ones: Any) -> Text:
    if retirements == 0:
        return Text("In den nächsten drei Jahren geht niemand in den Ruhestand.", "Nobody retires within three years.")
    people = "eine Person" if retirements == 1 else f"{retirements} Personen"
    people_en = "one person" if retirements == 1 else f"{retirements} people"
    verb, verb_en = ("geht", "retires") if retirements == 1 else ("gehen", "retire")
    text = f"In den nächsten drei Jahren {verb} {people} in den Ruhestand"
    text_en = f"Within three years {people_en} {verb_en}"
    if open_ones:
        of_them = "einer" if open_ones == 1 else str(open_ones)
        of_them_en = "one" if open_ones == 1 else str(open_ones)
        return Text(
            f"{text}; bei {of_them} davon ist offen, wer die Arbeit übernimmt.",
            f"{text_en}; for {of_them_en} of them it is open who takes over.",
        )
    return Text(f"{text}.", f"{text_en}.")
