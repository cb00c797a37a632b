"""Addresses of this app."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:document_id>/", views.document, name="document"),
    path("akten/", views.files, name="files"),
    path("akten/aussonderung/", views.disposals, name="files_disposed"),
    path("akten/<uuid:key>/", views.file, name="file"),
    path("akten/<uuid:key>/<uuid:document_id>/", views.enclosure, name="file_document"),
]
