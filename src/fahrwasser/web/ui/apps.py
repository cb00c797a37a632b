"""Django's name for this app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """`fahrwasser.web.ui`."""

    name = "fahrwasser.web.ui"
    label = "ui"
