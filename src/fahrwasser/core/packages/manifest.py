"""paket.json and its smaller neighbours: names of the files, and each as value."""

from collections.abc import Mapping

from fahrwasser.core.packages.reading import read, read_list
from fahrwasser.core.packages.values import Interface, Manifest, Message, Privacy, Scenario, Subscription

MANIFEST_FILE = "paket.json"
FORM_FILE = "formular.schema.json"
FORM_PAGES_FILE = "formular.ui.json"
PROCESS_FILE = "prozess.bpmn"
RULES_FILE = "regeln.dmn"
PARAMETER_FILE = "parameter.schema.json"
DEFAULTS_FILE = "parameter.default.json"
EVENTS_FILE = "ereignisse.json"
INTERFACES_FILE = "schnittstellen.json"
PRIVACY_FILE = "datenschutz.json"
ENGLISH_FILE = "englisch.json"
LETTERS = "vorlagen"
SCENARIOS = "szenarien"

REQUIRED = (
    MANIFEST_FILE, FORM_FILE, PROCESS_FILE, RULES_FILE, PARAMETER_FILE, DEFAULTS_FILE, EVENTS_FILE,
    INTERFACES_FILE, PRIVACY_FILE,
)  # fmt: skip
OPTIONAL = (FORM_PAGES_FILE, ENGLISH_FILE, "CHANGELOG.md", "LIESMICH.md", "MANIFEST.sha256", "MANIFEST.sig")
FOLDERS: Mapping[str, tuple[str, ...]] = {
    LETTERS: (".typ", ".json"),
    SCENARIOS: (".json",),
    "migrationen": (".json",),
    "erfahrungen": (".json",),
}
"""Folder → endings of the files in it."""


def read_manifest(raw: bytes) -> Manifest:
    """paket.json as value. Raises Refused with place."""
    return read(Manifest, raw)


def read_events(raw: bytes) -> tuple[Subscription, ...]:
    """ereignisse.json as values."""
    return read_list(Subscription, raw)


def read_interfaces(raw: bytes) -> tuple[Interface, ...]:
    """schnittstellen.json as values."""
    return read_list(Interface, raw)


def read_privacy(raw: bytes) -> Privacy:
    """datenschutz.json as value."""
    return read(Privacy, raw)


def read_message(raw: bytes) -> Message:
    """A message of vorlagen/*.json as value."""
    return read(Message, raw)


def read_scenario(raw: bytes) -> Scenario:
    """A story of szenarien/*.json as value."""
    return read(Scenario, raw)
