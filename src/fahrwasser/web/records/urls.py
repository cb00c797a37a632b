"""Addresses of this app."""

from django.urls import path

from . import views

urlpatterns = [path("<uuid:document_id>/", views.document, name="document")]
