"""What the privacy page says is what happens."""

import re

import pytest

from paths import PROJECT
from towns import browser, make_town

SCRIPT = PROJECT / "src/fahrwasser/web/ui/static/fahrwasser/unsaved.js"


@pytest.mark.usefixtures("database")
def test_people_who_work_here_read_how_long_unsaved_input_waits_in_the_tab() -> None:
    town = make_town("lindenau")
    page = browser().get(f"/{town.slug}/datenschutz/").content.decode()
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page) if "noch nicht gespeichert" in row)
    assert "nur im Tab des Browsers" in row
    assert "höchstens dreißig Minuten" in row
    assert "KEPT_MS = 30 * 60 * 1000" in SCRIPT.read_text()
