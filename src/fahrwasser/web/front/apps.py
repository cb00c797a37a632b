"""Django's name for this app."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """`fahrwasser.web.front`."""

    name = "fahrwasser.web.front"
    label = "front"

    def ready(self) -> None:
        """Adds this app's sentences to the log."""
        from . import words  # noqa: F401
