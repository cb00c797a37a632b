"""Django's name for this app."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """`fahrwasser.web.front`."""

    name = "fahrwasser.web.front"
    label = "front"
