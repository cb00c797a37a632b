"""Django's name for this app."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """`fahrwasser.web.agenda`."""

    name = "fahrwasser.web.agenda"
    label = "agenda"
