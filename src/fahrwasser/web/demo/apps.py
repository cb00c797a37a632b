"""Django's name for this app: it has no rows, only a job."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """`fahrwasser.web.demo`."""

    name = "fahrwasser.web.demo"
    label = "demo"
