"""A German clerk who reads the English page types 12,5 and means it; nobody loses a factor of ten without a word."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import Screen
from filled import fills
from towns import browser, make_member, make_town

COUNTED = {"low": "", "high": "", "origin": "counted", "source": "Zählung", "as_of": "2026-01-31"}


class Amounts(Screen):
    """Money and a count."""

    money = Number(min_value=0, decimal_places=2)
    count = WholeNumber(min_value=0)


@pytest.fixture
def town(database: object) -> Municipality:
    return make_town("lindenau")


@pytest.fixture
def clerk(town: Municipality) -> Client:
    user, member = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        actions.start_record(member)
    client = browser(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def minutes(town: Municipality) -> tuple[str, str]:
    """The subject and the page of one figure."""
    with working_for(town):
        service = Service.objects.get(key="id-card")
    return f"service:{service.pk}", f"/lindenau/erfassen/leistungen/{service.pk}/minutes/"


@pytest.mark.parametrize(("typed", "kept"), [("12,5", "12.5"), ("12.5", "12.5"), ("1.234,50", "1234.5")])
def test_german_writing_on_an_english_page_is_read_as_it_is_meant(
    town: Municipality, clerk: Client, typed: str, kept: str
) -> None:
    subject, page = minutes(town)
    answer = fills(clerk, page, {"value": typed, **COUNTED})
    assert answer.status_code == 302
    with working_for(town):
        assert Figure.objects.history(town, subject, "minutes")[0].value == Decimal(kept)
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert f'value="{kept}"' in clerk.get(page).content.decode()


def test_what_can_mean_two_numbers_is_asked_and_stays_as_it_was_typed(town: Municipality, clerk: Client) -> None:
    subject, page = minutes(town)
    answer = fills(clerk, page, {"value": "1.234", **COUNTED})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“1.234” can mean 1234 or 1.2340. Please write one of them so." in text
    assert 'value="1.234"' in text
    with working_for(town):
        assert Figure.objects.history(town, subject, "minutes")[0].source != "Zählung"


@pytest.mark.parametrize(
    ("language", "money", "count", "found"),
    [
        ("de", "1.234", "1.234", (1234, 1234)), ("de", "1,234", "1,234", ("max_decimal_places", 1234)),
        ("en", "1,234", "1,234", ("two_ways", 1234)), ("en", "1.234", "1.000", ("two_ways", 1000)),
        ("en", "12,50 €", "12,0", (Decimal("12.5"), 12)), ("de", "-1", "1,5", ("min_value", "invalid")),
    ],
)  # fmt: skip
def test_money_and_counts_follow_one_rule(language: str, money: str, count: str, found: tuple[object, ...]) -> None:
    with translation.override(language):
        screen = Amounts({"money": money, "count": count})
        screen.is_valid()
        for name, wanted in zip(("money", "count"), found, strict=True):
            if isinstance(wanted, str):
                assert screen.errors.as_data()[name][0].code == wanted
            else:
                assert screen.cleaned_data[name] == wanted


@pytest.mark.parametrize(("language", "text"), [("de", "1234567,5"), ("en", "1234567.5")])
def test_a_number_stands_in_its_box_without_groups_and_a_year_is_a_year(language: str, text: str) -> None:
    with translation.override(language):
        page = str(Amounts(initial={"money": Decimal("1234567.500"), "count": timezone.localdate().year}))
    assert f'value="{text}"' in page
    assert f'value="{timezone.localdate().year}"' in page
