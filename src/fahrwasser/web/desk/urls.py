"""Addresses of the desk: `heute/`, `vorgaenge/`, `tresen/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
