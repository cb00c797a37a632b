"""Django's name for this app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """`fahrwasser.web.registers`."""

    name = "fahrwasser.web.registers"
    label = "registers"
