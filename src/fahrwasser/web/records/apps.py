"""Django's name for this app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """`fahrwasser.web.records`."""

    name = "fahrwasser.web.records"
    label = "records"

    def ready(self) -> None:
        """The log knows the words of this app."""
        from . import words  # noqa: F401
