"""Django's name for this app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """`fahrwasser.web.registers`."""

    name = "fahrwasser.web.registers"
    label = "registers"

    def ready(self) -> None:
        """The log knows the words of this app; questions to its own registers are answered."""
        from django.utils.translation import gettext_lazy as _

        from fahrwasser.web.catalogue.reads import ADAPTERS

        from . import sources, words  # noqa: F401

        for port in ("einwohner", "fahrzeug"):
            ADAPTERS[port] = {"demo": _("Invented register of the demo"), "rest": _("REST interface")}
