"""Django's name for this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """`fahrwasser.web.cases`."""

    name = "fahrwasser.web.cases"
    label = "cases"
