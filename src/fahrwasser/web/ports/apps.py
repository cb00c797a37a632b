"""Django's name for this app."""

from django.apps import AppConfig


class PortsConfig(AppConfig):
    """`fahrwasser.web.ports`."""

    name = "fahrwasser.web.ports"
    label = "ports"

    def ready(self) -> None:
        """The catalogue offers what lies here."""
        from django.utils.translation import gettext_lazy as _

        from fahrwasser.web.catalogue.reads import ADAPTERS

        ADAPTERS["ziel"] = {"file": _("Files in a folder (CSV, XML)"), "rest": _("REST interface")}
        ADAPTERS["quelle"] = {"rest": _("REST interface")}
