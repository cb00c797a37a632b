"""Addresses of this app."""

from django.urls import path

from . import letterhead, operator, search_engines, views

urlpatterns = [
    path("", views.home, name="home"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("impressum/", views.imprint, name="imprint"),
    path("betrieb/", operator.operator, name="operator"),
    path("briefkopf/", letterhead.letterhead, name="letterhead"),
    path("gesund/", views.health, name="health"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap, name="sitemap"),
]
