"""Addresses of this app: begleitung/ (coach), netz/ (network), land/ (state), kalender/ (iCalendar)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
