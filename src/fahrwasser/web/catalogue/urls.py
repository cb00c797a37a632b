"""Addresses below `katalog/`."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("uebernehmen/<uuid:release>/", views.adopt, name="catalogue_adopt"),
    path("<uuid:key>/", views.adoption, name="adoption"),
    path("<uuid:key>/schalten/", views.switch, name="adoption_switch"),
    path("<uuid:key>/stufe/", views.level, name="adoption_level"),
    path("<uuid:key>/beschluss/", views.resolution, name="adoption_resolution"),
    path("<uuid:key>/wert/<slug:name>/", views.parameter, name="adoption_parameter"),
    path("<uuid:key>/wert/<slug:name>/zuruecknehmen/", views.take_back, name="adoption_take_back"),
    path("<uuid:key>/anschluss/<str:port>/", views.binding, name="adoption_binding"),
    path("<uuid:key>/anschluss/<str:port>/probe/", views.binding_try, name="adoption_binding_try"),
    path("<uuid:key>/brief/<str:template>/", views.letter, name="adoption_letter"),
]
