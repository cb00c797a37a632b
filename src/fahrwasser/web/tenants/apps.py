"""Django's name for this app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """`fahrwasser.web.tenants`."""

    name = "fahrwasser.web.tenants"
    label = "tenants"
