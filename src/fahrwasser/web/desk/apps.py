"""Django's name for this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """`fahrwasser.web.desk`."""

    name = "fahrwasser.web.desk"
    label = "desk"
