"""Addresses of this app. `public_urls` (at gemeinde/) and `errand_urls` (at aufgabe/) need no login."""

from django.urls import path

from .views import capabilities, checks, errands, handover, public, record, services, staff, systems, tables
from .views import results as pictures

urlpatterns = [
    path("", record.inventory, name="inventory"),
    path("werte/<slug:key>/", record.inventory_figure, name="inventory_figure"),
    path("leistungen/", services.services, name="services"),
    path("leistungen/neu/", services.service_add, name="service_add"),
    path("leistungen/<uuid:key>/", services.service, name="service"),
    path("leistungen/<uuid:key>/eingangswege/", services.service_shares, name="service_shares"),
    path(
        "leistungen/<uuid:key>/reifegrad/<str:scale>/<str:version>/", services.service_maturity, name="service_maturity"
    ),
    path("leistungen/<uuid:key>/<slug:figure>/", services.service_figure, name="service_figure"),
    path("systeme/", systems.systems, name="systems"),
    path("systeme/neu/", systems.system_add, name="system_add"),
    path("systeme/<uuid:key>/", systems.system, name="system"),
    path("systeme/<uuid:key>/aus/", systems.system_retire, name="system_retire"),
    path("grundlagen/", capabilities.capabilities, name="capabilities"),
    path("grundlagen/<slug:key>/", capabilities.capability, name="capability"),
    path("stellen/", staff.staff, name="staff"),
    path("stellen/<uuid:key>/", staff.staff_unit, name="staff_unit"),
    path("ohne-vertretung/", staff.solo, name="inventory_solo"),
    path("ohne-vertretung/<uuid:key>/", staff.solo_solve, name="inventory_solo_solve"),
    path("ohne-vertretung/<uuid:key>/heft/", handover.notebook, name="inventory_notebook"),
    path("ohne-vertretung/<uuid:key>/heft/druck/", handover.notebook_print, name="inventory_notebook_print"),
    path("ohne-vertretung/<uuid:key>/heft/link/", handover.notebook_link, name="inventory_notebook_link"),
    path("ohne-vertretung/<uuid:key>/heft/link/ende/", handover.notebook_link_end, name="inventory_notebook_link_end"),
    path("ohne-vertretung/<uuid:key>/heft/loeschen/", handover.notebook_delete, name="inventory_notebook_delete"),
    path("ohne-vertretung/<uuid:key>/heft/teil/<slug:part>/", handover.notebook_part, name="inventory_notebook_part"),
    path("tabellen/", tables.tables, name="tables"),
    path("tabellen/import/<uuid:key>/", tables.table_preview, name="table_preview"),
    path("tabellen/import/<uuid:key>/kopie/", tables.table_copy, name="table_copy"),
    path("tabellen/import/<uuid:key>/zurueck/", tables.table_undo, name="table_undo"),
    path("tabellen/<slug:slug>/vorlage/<slug:form>/", tables.table_template, name="table_template"),
    path("tabellen/<slug:slug>/export/<slug:form>/", tables.table_export, name="table_export"),
    path("tabellen/<slug:slug>/einlesen/", tables.table_import, name="table_import"),
    path("schnell-check/", checks.check, name="check"),
    path("schnell-check/frage/<slug:question>/", checks.check_question, name="check_question"),
    path("schnell-check/fertig/", checks.check_finish, name="check_finish"),
    path("schnell-check/weitergeben/", checks.check_errand, name="check_errand"),
    path("schnell-check/weitergeben/<uuid:key>/", checks.check_errand_revoke, name="check_errand_revoke"),
    path("schnell-check/ergebnis/", pictures.check_result, name="check_result"),
    path("schnell-check/ergebnis/<uuid:key>/", pictures.check_result, name="check_round"),
]
public_urls = [path("<str:ags>/", public.open_figures, name="municipality_figures")]
errand_urls = [
    path("danke/", errands.errand_thanks, name="errand_thanks"),
    path("uebergabe/<str:token>/", handover.notebook_open, name="inventory_notebook_open"),
    path("uebergabe/<str:token>/<slug:part>/", handover.notebook_write, name="inventory_notebook_write"),
    path("<str:token>/", errands.errand, name="errand"),
    path("<str:token>/<int:number>/", errands.errand, name="errand_question"),
]
