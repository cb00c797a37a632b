"""The first hour of a town: key → quick check → first picture → first agenda → council paper (issue A, done 1)."""

from visitor import Visitor

MOST_SCREENS = 45
MOST_INPUTS = 60


def test_a_town_of_3900_gets_from_its_key_to_the_council_paper(visitor: Visitor) -> None:
    visitor.goes_to("/")
    visitor.writes("Amtlicher Gemeindeschlüssel", "99000003").presses("Meine Gemeinde zeigen")
    visitor.presses("Heike Leuchtturm")
    assert visitor.screens <= MOST_SCREENS
    assert visitor.inputs <= MOST_INPUTS
