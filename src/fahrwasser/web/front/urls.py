"""Addresses of this app."""

from django.urls import path

from . import letterhead, operator, views

urlpatterns = [
    path("", views.home, name="home"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("impressum/", views.imprint, name="imprint"),
    path("betrieb/", operator.operator, name="operator"),
    path("briefkopf/", letterhead.letterhead, name="letterhead"),
    path("gesund/", views.health, name="health"),
]
