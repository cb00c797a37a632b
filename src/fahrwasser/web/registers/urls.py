"""Addresses below `register/` and `api/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
api_urls: list[URLPattern] = []
