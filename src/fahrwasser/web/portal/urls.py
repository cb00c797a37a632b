"""Addresses of the public pages: `dienste/`, `vorgang/`, `rueckgaengig/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
