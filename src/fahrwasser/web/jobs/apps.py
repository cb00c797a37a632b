"""Django's name for this app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """`fahrwasser.web.jobs`."""

    name = "fahrwasser.web.jobs"
    label = "jobs"
