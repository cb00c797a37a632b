"""Django's name for this app."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """`fahrwasser.web.inventory`."""

    name = "fahrwasser.web.inventory"
    label = "inventory"
