"""Django's name for this app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """`fahrwasser.web.registers`."""

    name = "fahrwasser.web.registers"
    label = "registers"

    def ready(self) -> None:
        """The log knows the words of this app; questions to its registers are answered; files of rights are kept."""
        from django.utils.translation import gettext_lazy as _

        from fahrwasser.web.cases.disposal import HOLDS
        from fahrwasser.web.catalogue.connections import ADAPTERS, Adapter
        from fahrwasser.web.ports.adapters import REST

        from . import sources, words  # noqa: F401
        from .retention import in_force

        HOLDS.append(in_force)

        for port in ("einwohner", "fahrzeug"):
            ADAPTERS[port] = {"demo": Adapter(_("Invented register of the demo")), "rest": REST}
