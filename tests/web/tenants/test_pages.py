"""Lists in pages by key: every row once, in order, whatever mark somebody types."""

from datetime import UTC, datetime, timedelta

import pytest

from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from fahrwasser.web.tenants.pages import PAGE, page_by
from towns import make_town

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def town(database) -> Municipality:
    """Two and a half pages of acts, seven at each moment, so that a page ends among equal ones."""
    made = make_town()
    with working_for(made):
        Act.objects.bulk_create(
            Act(municipality=made, at=NOON + timedelta(hours=number // 7), verb="test")
            for number in range(2 * PAGE + PAGE // 2)
        )
    return made


def walk(town: Municipality, *, newest_first: bool) -> list[Act]:
    rows, mark, pages = [], "", 0
    with working_for(town):
        while mark or not pages:
            found, mark = page_by(Act.objects.of(town), "at", mark, newest_first=newest_first)
            rows += found
            pages += 1
    assert pages == 3
    return rows


@pytest.mark.parametrize("newest_first", [True, False])
def test_all_pages_together_have_every_row_once_and_in_order(town: Municipality, newest_first: bool) -> None:
    rows = walk(town, newest_first=newest_first)
    assert len({row.pk for row in rows}) == len(rows) == 2 * PAGE + PAGE // 2
    moments = [row.at for row in rows]
    assert moments == sorted(moments, reverse=newest_first)


@pytest.mark.parametrize("mark", ["", "_", "gestern", "2026-03-02T12:00:00_x", f"2026-03-02T12:00:00_{'0' * 32}"])
def test_a_mark_that_cannot_be_read_is_the_first_page(town: Municipality, mark: str) -> None:
    with working_for(town):
        first, _following = page_by(Act.objects.of(town), "at", "", newest_first=True)
        found, _following = page_by(Act.objects.of(town), "at", mark, newest_first=True)
    assert found == first
