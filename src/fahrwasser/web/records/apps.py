"""Django's name for this app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """`fahrwasser.web.records`."""

    name = "fahrwasser.web.records"
    label = "records"
