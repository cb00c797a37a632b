"""Django's name for this app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """`fahrwasser.web.inventory`."""

    name = "fahrwasser.web.inventory"
    label = "inventory"

    def ready(self) -> None:
        """The log knows the words of this app."""
        from . import words  # noqa: F401
