"""The invented town has been opened by invented people: sums of past weeks, once, and the page says that they are."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.demo import opened
from fahrwasser.web.demo.towns import LINDENAU
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.usage.features import FEATURES, STEPS
from fahrwasser.web.usage.models import UseCount
from towns import browser
from web.demo.lived import as_role, lived, loaded

TODAY = date(2026, 2, 12)  # a Thursday


@pytest.fixture
def lindenau(database: object) -> Municipality:
    return loaded(LINDENAU.slug)


def counted(town: Municipality, today: date = TODAY) -> list[tuple[date, str, int]]:
    with as_role("worker"):
        opened.open_pages(town, today)
    with working_for(town):
        rows = UseCount.objects.of(town).order_by("day", "feature")
        return list(rows.values_list("day", "feature", "uses"))


def test_working_days_of_eight_weeks_are_counted_once(lindenau: Municipality) -> None:
    rows = counted(lindenau)
    days = {day for day, feature, _uses in rows if feature in FEATURES}
    assert (min(days), max(days)) == (date(2025, 12, 22), date(2026, 2, 11))
    assert all(day.weekday() < 5 for day in days)
    assert counted(lindenau) == rows, "the job may be repeated"


def test_steps_of_citizens_fit_the_applications_that_came_online(lindenau: Municipality) -> None:
    assert not {feature for _day, feature, _uses in counted(lindenau)} & set(STEPS), "nobody has applied yet"
    with working_for(lindenau):
        UseCount.objects.of(lindenau).delete()
    lived(lindenau, datetime(2026, 2, 8, 17, tzinfo=UTC), 2)
    sums = {feature: uses for day, feature, uses in counted(lindenau) if day == date(2026, 2, 2)}
    assert sums["citizen_read"] > sums["citizen_sent"] > 0


def test_the_page_shows_the_counts_and_calls_them_sample_data(lindenau: Municipality) -> None:
    counted(lindenau, timezone.localdate())
    person = next(person for person in LINDENAU.people if person.role is Role.NAVIGATOR)
    text = browser(User.objects.get(pk=person.key)).get("/lindenau/nutzung/").content.decode()
    assert "Seiten in den letzten acht Wochen" in text
    assert "Was vor heute gezählt wurde, ist erfunden." in text
    assert "Wie lange ein Formular dauert" in text
