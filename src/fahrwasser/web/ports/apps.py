"""Django's name for this app."""

from django.apps import AppConfig


class PortsConfig(AppConfig):
    """`fahrwasser.web.ports`."""

    name = "fahrwasser.web.ports"
    label = "ports"

    def ready(self) -> None:
        """The catalogue offers what lies here."""
        from fahrwasser.web.catalogue.connections import ADAPTERS, PAYMENT

        from .adapters import FILE, PROVIDER, REST
        from .payments import ADAPTER

        ADAPTERS["ziel"] = {"file": FILE, "rest": REST}
        ADAPTERS["quelle"] = {"rest": REST}
        ADAPTERS[PAYMENT] = {ADAPTER: PROVIDER}
