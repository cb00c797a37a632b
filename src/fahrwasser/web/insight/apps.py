"""Django's name for this app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """`fahrwasser.web.insight`."""

    name = "fahrwasser.web.insight"
    label = "insight"

    def ready(self) -> None:
        """Adds this app's sentences to the log."""
        from . import words  # noqa: F401
