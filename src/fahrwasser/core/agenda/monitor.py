"""Planned against actual: how late a project is, what it costs, and the colour of its light (reference 10).

Quarters are those of the plan, 1-based; days are own days, money is EUR once.
"""

from dataclasses import dataclass
from typing import Literal

LATE_QUARTERS = 1  # E: one quarter late is a warning, more is red
OVER = 0.15  # E: more than 15 % over the planned costs or days is red

Colour = Literal["green", "yellow", "red", "none"]
State = Literal["planned", "next", "running", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan says; first and last quarter both included."""

    start: int
    end: int
    days: float
    euros: float


@dataclass(frozen=True, slots=True)
class Actual:
    """What came; quarters are None while nothing is entered, `euros` None when nobody knows."""

    state: State = "planned"
    begun: int | None = None
    finished: int | None = None
    days: float = 0.0
    euros: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a light.

    `kind`: "start" (began, or should have begun, so many quarters late), "finish" (likewise), "days" or "cost" (so much
    over, as a share), "unplanned" (EUR where none were planned).
    """

    kind: Literal["start", "finish", "days", "cost", "unplanned"]
    amount: float
    is_red: bool
    is_open: bool = False
    """It has not happened yet."""


@dataclass(frozen=True, slots=True)
class Light:
    """`none`: not due yet, or stopped."""

    colour: Colour
    findings: tuple[Finding, ...] = ()


def light(planned: Planned, actual: Actual, now: int) -> Light:
    """The light of one project in quarter `now` of the plan."""
    if actual.state == "stopped":
        return Light("none")
    findings = (*_late(planned, actual, now), *_over(planned, actual))
    if any(finding.is_red for finding in findings):
        return Light("red", findings)
    if findings:
        return Light("yellow", findings)
    return Light("green" if actual.state in ("running", "done") else "none")


def _late(planned: Planned, actual: Actual, now: int) -> list[Finding]:
    is_open = actual.state in ("planned", "next")
    begun = now if is_open else actual.begun
    found = [] if begun is None else [_quarters("start", begun - planned.start, is_open)]
    if actual.state == "done":
        if actual.finished is not None:
            found.append(_quarters("finish", actual.finished - planned.end, is_open=False))
    elif actual.state == "running":
        found.append(_quarters("finish", now - planned.end, is_open=True))
    return [finding for finding in found if finding.amount > 0]


def _quarters(kind: Literal["start", "finish"], late: int, is_open: bool) -> Finding:
    return Finding(kind, late, late > LATE_QUARTERS, is_open)


def _over(planned: Planned, actual: Actual) -> list[Finding]:
    found = []
    if planned.days > 0 and actual.days > planned.days:
        share = actual.days / planned.days - 1
        found.append(Finding("days", share, share > OVER))
    if actual.euros:
        if planned.euros <= 0:
            found.append(Finding("unplanned", actual.euros, is_red=False))
        elif actual.euros > planned.euros:
            share = actual.euros / planned.euros - 1
            found.append(Finding("cost", share, share > OVER))
    return found
