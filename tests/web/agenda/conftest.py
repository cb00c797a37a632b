"""Searches are cut short: the stories are about what is kept and shown, not about how good the plans are."""

import pytest
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import planning
from fahrwasser.web.agenda.actions import plan
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town


@pytest.fixture(autouse=True)
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "QUICK_S", 0.1)
    monkeypatch.setattr(plan, "TRIAL_S", 1.0)


@pytest.fixture
def town(database: object) -> Municipality:
    return make_town()


@pytest.fixture
def member(town: Municipality) -> Member:
    return make_member(town, Role.NAVIGATOR)[1]


@pytest.fixture
def navigator(town: Municipality) -> Client:
    return browser(make_member(town, Role.NAVIGATOR)[0])
