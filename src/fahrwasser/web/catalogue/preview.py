"""Form and letters of a package with the town's own data: stories of the package are told with its values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import Surroundings, letter_values
from fahrwasser.core.packages.scenarios import Run, run_scenario
from fahrwasser.core.packages.values import Expected
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.letterheads import authority, coat_of_arms, contact, place_line
from fahrwasser.web.tenants.models import Municipality

from .models import Adoption
from .releases import compiled


def letter_pdf(adoption: Adoption, template: str) -> bytes | None:
    """This letter as an invented person of one of the package's stories would get it; None when no story sends it."""
    release, town = compiled(adoption.release_id), adoption.municipality
    values = adoption.parameters.on(timezone.localdate()).values if adoption.parameters else {}
    for run in _runs(release, values):
        for letter in run.world.letters:
            if letter.template == template:
                return _set(release, town, letter.given, template, run)
    return None


def _runs(release: Release, values: Mapping[str, Any]) -> Iterator[Run]:
    """Stories with the town's values laid over the package's; those that need values of their own keep them."""
    for scenario in release.scenarios.values():
        told = replace(scenario, parameters={**values, **scenario.parameters}, expected=Expected(""))
        yield run_scenario(release, told)


def _set(release: Release, town: Municipality, given: Any, template: str, run: Run) -> bytes:
    head = letterhead_of(town)
    day = run.world.now.astimezone(BERLIN).date()
    addressee = {"name": "Jana Beispiel", "anschrift": ["Lindenstraße 14", place_line(town, head)]}
    around = Surroundings(authority(town, head), addressee, contact(head), "2026-000000", day, "Vorschau")
    values = {**letter_values(release, given, around), "beispiel": True}
    with Press() as press:
        arms = coat_of_arms(town, head)
        return press.set(template, values, made=day, files=release.letters, coat_of_arms=arms).pdf
