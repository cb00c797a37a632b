"""Django's name for this app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """`fahrwasser.web.programme`."""

    name = "fahrwasser.web.programme"
    label = "programme"

    def ready(self) -> None:
        """Adds this app's sentences to the log."""
        from . import words  # noqa: F401
