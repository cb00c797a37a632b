"""Django's name for this app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """`fahrwasser.web.insight`."""

    name = "fahrwasser.web.insight"
    label = "insight"
