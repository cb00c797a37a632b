"""Addresses below `nutzung/`."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.usage, name="usage"),
    path("schalter/", views.usage_switch, name="usage_switch"),
]
