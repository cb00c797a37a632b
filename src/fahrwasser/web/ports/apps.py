"""Django's name for this app."""

from django.apps import AppConfig


class PortsConfig(AppConfig):
    """`fahrwasser.web.ports`."""

    name = "fahrwasser.web.ports"
    label = "ports"
