"""Searches are cut short: the stories are about what is kept and shown, not about how good the plans are."""

import pytest

from fahrwasser.web.agenda import planning
from fahrwasser.web.agenda.actions import plan


@pytest.fixture(autouse=True)
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "QUICK_S", 0.1)
    monkeypatch.setattr(plan, "TRIAL_S", 1.0)
