"""Addresses below `kennzahlen/`."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("uebernehmen/", views.take_over, name="figures_take_over"),
]
