"""Django's name for this app."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """`fahrwasser.web.usage`."""

    name = "fahrwasser.web.usage"
    label = "usage"

    def ready(self) -> None:
        """Adds this app's sentences to the log."""
        from . import words  # noqa: F401
