"""Django's name for this app."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """`fahrwasser.web.agenda`."""

    name = "fahrwasser.web.agenda"
    label = "agenda"

    def ready(self) -> None:
        """The log knows the words of this app."""
        from . import words  # noqa: F401
