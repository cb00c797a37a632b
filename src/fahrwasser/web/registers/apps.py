"""Django's name for this app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """`fahrwasser.web.registers`."""

    name = "fahrwasser.web.registers"
    label = "registers"

    def ready(self) -> None:
        """The log knows the words of this app; questions to its own registers are answered."""
        from . import sources, words  # noqa: F401
