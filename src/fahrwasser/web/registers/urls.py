"""Addresses below `register/` and `api/`."""

from django.urls import path

from .api import applications, cases
from .api import events as reported
from .views import entries, events, keys, wishes

urlpatterns = [
    path("", entries.registers, name="registers"),
    path("eintraege/<str:register>/", entries.entries, name="register_entries"),
    path("eintrag/<uuid:key>/", entries.entry, name="register_entry"),
    path("eintrag/<uuid:key>/einwilligung/", entries.consent, name="register_consent"),
    path("eintrag/<uuid:key>/widerspruch/", entries.refuse, name="register_refuse"),
    path("ereignisse/", events.events, name="register_events"),
    path("ereignisse/melden/", events.kinds, name="register_kinds"),
    path("ereignisse/melden/<str:kind>/", events.report, name="register_report"),
    path("ereignisse/datei/", events.upload, name="register_file"),
    path("widersprueche/", wishes.refusals, name="register_refusals"),
    path("widersprueche/neu/", wishes.refusal_add, name="register_refusal_add"),
    path("widersprueche/<uuid:key>/zuruecknehmen/", wishes.refusal_back, name="register_refusal_back"),
    path("einwilligungen/", wishes.consents, name="register_consents"),
    path("schluessel/", keys.keys, name="register_keys"),
    path("schluessel/neu/", keys.key_add, name="register_key_add"),
    path("schluessel/<uuid:key>/widerrufen/", keys.key_revoke, name="register_key_revoke"),
]

api_urls = [
    path("ereignisse/", reported.report, name="api_events"),
    path("antraege/<slug:slug>/", applications.apply, name="api_apply"),
    path("vorgaenge/<str:number>/", cases.state, name="api_case"),
    path("openapi.json", cases.description, name="api_description"),
]
