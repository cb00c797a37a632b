"""Django's name for this app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """`fahrwasser.web.catalogue`."""

    name = "fahrwasser.web.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """The log knows the words of this app."""
        from . import words  # noqa: F401
