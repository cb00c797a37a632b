"""The light says red only for what is really late or dear, and always says why."""

import pytest

from fahrwasser.core.agenda.monitor import Actual, Planned, light

PLAN = Planned(start=3, end=5, days=10.0, euros=2000.0)


@pytest.mark.parametrize(
    ("actual", "now", "colour", "kinds"),
    [
        (Actual("planned"), 3, "none", []),
        (Actual("planned"), 4, "yellow", ["start"]),
        (Actual("next"), 5, "red", ["start"]),
        (Actual("running", begun=3), 5, "green", []),
        (Actual("running", begun=3), 6, "yellow", ["finish"]),
        (Actual("running", begun=3), 7, "red", ["finish"]),
        (Actual("running", begun=2, days=10), 3, "green", []),
        (Actual("running", begun=3, days=11), 4, "yellow", ["days"]),
        (Actual("done", begun=3, finished=5, days=12), 9, "red", ["days"]),
        (Actual("done", begun=4, finished=5, days=9), 9, "yellow", ["start"]),
        (Actual("done", begun=3, finished=7), 9, "red", ["finish"]),
        (Actual("done", begun=3, finished=5, euros=2300), 9, "yellow", ["cost"]),
        (Actual("done", begun=3, finished=5, euros=2301), 9, "red", ["cost"]),
        (Actual("done", begun=3, finished=5, euros=0), 9, "green", []),
        (Actual("stopped", begun=3, days=99), 9, "none", []),
    ],
)
def test_light(actual: Actual, now: int, colour: str, kinds: list[str]) -> None:
    found = light(PLAN, actual, now)
    assert found.colour == colour
    assert [finding.kind for finding in found.findings] == kinds


def test_money_that_was_not_planned_is_a_warning() -> None:
    found = light(Planned(1, 1, 1.0, 0.0), Actual("running", begun=1, euros=120), 1)
    assert (found.colour, found.findings[0].kind, found.findings[0].amount) == ("yellow", "unplanned", 120)
