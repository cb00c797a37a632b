"""Where the ports of an adopted package can lead: adapters with the settings each declares, and what a town has set.

A secret lies sealed in the binding (`{"sealed": …, "set_on": day}`) and is never shown again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.core.packages.gates.names import calls
from fahrwasser.web.tenants import secrets

from .models import Adoption, Binding
from .releases import compiled

Words = str | Promise
PAYMENT = "payment"
"""Not a port of the package: where people pay by link, when a process asks for money."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing an adapter has to know. `options`: code → label of a "choice", the first one is the default."""

    name: str
    label: Words
    kind: Literal["text", "address", "secret", "choice"] = "text"
    is_required: bool = False
    options: tuple[tuple[str, Words], ...] = ()
    help: Words = ""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A way out. `probe`: asks the other side something harmless with the opened settings and gives the HTTP status;
    raises OSError when it cannot be reached."""

    label: Words
    settings: tuple[Setting, ...] = ()
    probe: Callable[[Mapping[str, Any]], int] | None = None


PORTS: Mapping[str, Words] = {
    "einwohner": gettext_lazy("Register of residents"),
    "fahrzeug": gettext_lazy("Vehicle register"),
    "finanz": gettext_lazy("Finance system"),
    "kreispolizei": gettext_lazy("District police authority"),
    PAYMENT: gettext_lazy("Online payment"),
}
"""Usual names of ports in words; another one is shown as its package calls it."""
ADAPTERS: dict[str, dict[str, Adapter]] = {}
"""Port, or direction ("quelle", "ziel") for all ports of it → code → adapter. Apps put theirs in when loaded."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A port with the adapters it can be bound to; `stored`: settings of the binding with secrets sealed."""

    port: str
    purpose: str
    norm: str
    is_required: bool
    adapter: str
    stored: Mapping[str, Any]
    adapters: Mapping[str, Adapter]

    @property
    def label(self) -> str:
        """What the port leads to, in words."""
        return port_label(self.port)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and label of every adapter, first none."""
        return [("", _("Not connected")), *((code, str(adapter.label)) for code, adapter in self.adapters.items())]

    @property
    def adapter_label(self) -> str:
        """Where it leads, in words."""
        return dict(self.choices).get(self.adapter, self.adapter)

    @property
    def may_be_tried(self) -> bool:
        """The adapter can ask the other side something harmless."""
        bound = self.adapters.get(self.adapter)
        return bound is not None and bound.probe is not None


def port_label(port: str) -> str:
    """The port in words."""
    return str(PORTS.get(port, port.replace("_", " ").capitalize()))


def connections_of(adoption: Adoption) -> list[Connection]:
    """All ports of the package, and the payment service where a process asks for money; 1 query."""
    bound = {row.port: row for row in Binding.objects.of(adoption.municipality_id).filter(adoption=adoption)}
    release = compiled(adoption.release_id)
    wanted: list[tuple[str, str, str, bool, str]] = [
        (name, port.interface.purpose, port.interface.norm, port.interface.required, port.interface.direction)
        for name, port in release.ports.items()
    ]
    if any(True for graph in release.processes.values() for _node in calls(graph, "payment")):
        wanted.append((PAYMENT, _("People can pay online at once, not only by transfer."), "", False, PAYMENT))
    return [
        Connection(
            name, purpose, norm, is_required, bound[name].adapter if name in bound else "",
            bound[name].settings if name in bound else {}, ADAPTERS.get(name, ADAPTERS.get(direction, {})),
        )
        for name, purpose, norm, is_required, direction in wanted
    ]  # fmt: skip


def seal(secret: str, today: date) -> dict[str, str]:
    """A secret as it lies in a binding."""
    return {"sealed": secrets.sealed(secret), "set_on": today.isoformat()}


def set_on(stored: Any) -> date | None:
    """The day on which a secret was set; None when there is none."""
    return date.fromisoformat(stored["set_on"]) if isinstance(stored, Mapping) and "sealed" in stored else None


def opened(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a binding as an adapter takes them: secrets in plain text. Never for a page."""
    return {
        name: secrets.unsealed(value["sealed"]) if isinstance(value, Mapping) and "sealed" in value else value
        for name, value in settings.items()
    }
