"""Django's name for this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """`fahrwasser.web.portal`."""

    name = "fahrwasser.web.portal"
    label = "portal"
