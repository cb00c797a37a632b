"""What would name somebody is found before it leaves the town."""

import pytest

from fahrwasser.core.programme.unnamed import naming

PEOPLE = ("Klara Unverwechselbar", "Dr. Jo von Meyer-Schulz")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Marke kommt zu spät.", ()),
        ("Das sagt Frau Unverwechselbar seit Mai.", ("Unverwechselbar",)),
        ("Meyers Liste fehlt.", ("Meyers",)),
        ("Bei uns in Lindenau an der Mulde geht das nicht.", ("Lindenau",)),
        ("Fragen an k.u@example.org, gern.", ("k.u@example.org",)),
        ("Erreichbar unter 03437 / 123 45", ("03437 / 123 45",)),
        ("Im Jahr 2026 waren es 1.200 Fälle und 48 000 Euro.", ()),
        ("Es ist klarer so, sagt man.", ()),
    ],
)
def test_names_the_town_and_ways_to_reach_somebody_are_found(text: str, found: tuple[str, ...]) -> None:
    assert naming(text, PEOPLE, "Lindenau an der Mulde") == found


def test_a_town_or_a_list_without_names_finds_nothing() -> None:
    assert naming("Die Marke kommt zu spät.", (), "") == ()
