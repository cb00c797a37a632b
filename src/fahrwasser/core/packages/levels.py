"""How far the machine may go: lowest of package, norm, the town's setting, flags of the case, answers of ports.

Sources: § 35a VwVfG (a legal provision is needed), § 46 (5) StVO, § 155 (4) AO, § 31a SGB X.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fahrwasser.core.packages import values
from fahrwasser.core.packages.values import LEVELS, Automation, Manifest
from fahrwasser.core.packages.verbs import CONFIRMED
from fahrwasser.core.refused import N_

FLAGS: Mapping[str, str] = {
    "auskunftssperre": N_("The person is protected by a block in the register."),
    "betreuung": N_("The person has a legal guardian."),
    "minderjaehrig": N_("The person is a minor."),
    "freitext": N_("The application holds a remark that only a person can weigh."),
    "widersprueche": N_("The sources contradict each other."),
    "verknuepfung_unsicher": N_("It is not certain enough that the records belong to the same person."),
    "zweite_erlaubnis": N_("The person already holds such a permit."),
    "rechtsbehelf": N_("An objection is open."),
    "widersprochen": N_("The person wants the town to do nothing unasked."),
    "stichprobe": N_("The case was drawn for review (§ 88 (5) AO)."),
}
"""Flags of a case that make an officer decide, with the reason as shown."""

CEILING: values.Level = "propose"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is not higher; translate `msgid`, then fill in `values`."""

    msgid: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        return self.msgid % self.values


@dataclass(frozen=True, slots=True)
class Level:
    """The level in force with the norm that carries it ("" when lowered) and the reasons that lowered it."""

    level: values.Level
    norm: str
    reasons: tuple[Reason, ...] = ()


def effective(
    manifest: Manifest,
    decision: str,
    outcome: str | None,
    *,
    town_limit: values.Level | None = None,
    flags: Iterable[str] = (),
    ports: Mapping[str, str] | None = None,
) -> Level:
    """The level for this outcome in this case. `ports`: status of every source asked so far.

    What the package does not list is `propose`: an officer decides. `decide` without a norm never leaves here.
    """
    entry = find(manifest, decision, outcome)
    if entry is None:
        return Level(CEILING, "", (Reason(N_("The package lists no level for this outcome."), {}),))
    if entry.level not in ("decide", "update"):
        return _capped(entry, town_limit, ())
    reasons = tuple(_obstacles(entry, flags, ports or {}))
    return _capped(entry, town_limit, reasons)


def find(manifest: Manifest, decision: str, outcome: str | None) -> Automation | None:
    """The line of "automatisierung" for this outcome, None when there is none."""
    for entry in manifest.automation:
        if entry.decision == decision and entry.outcome == outcome:
            return entry
    return None


def _obstacles(entry: Automation, flags: Iterable[str], ports: Mapping[str, str]) -> Iterable[Reason]:
    if entry.level == "decide" and not entry.norm:
        yield Reason(N_("No norm allows the machine to decide."), {})
    for flag in flags:
        yield Reason(FLAGS.get(flag, N_("The case is marked “%(flag)s”.")), {"flag": flag})
    for port in entry.ports:
        if port not in ports:
            yield Reason(N_("The source “%(port)s” was not asked."), {"port": port})
    for port, status in ports.items():
        if status != CONFIRMED:
            yield Reason(N_("The source “%(port)s” did not confirm."), {"port": port})


def _capped(entry: Automation, limit: values.Level | None, reasons: tuple[Reason, ...]) -> Level:
    level = CEILING if reasons else entry.level
    ceiling = "decide" if limit in (None, "update") else limit
    height = LEVELS.index("decide" if level == "update" else level)
    if ceiling is not None and LEVELS.index(ceiling) < height:
        return Level(ceiling, "", (*reasons, Reason(N_("The town has set a lower level."), {})))
    return Level(level, (entry.norm or "") if level == entry.level else "", reasons)
