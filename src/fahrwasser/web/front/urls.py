"""Addresses of this app."""

from django.urls import path

from . import operator, views

urlpatterns = [
    path("", views.home, name="home"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("betrieb/", operator.operator, name="operator"),
    path("gesund/", views.health, name="health"),
]
