"""Addresses of the public pages: `dienste/`, `antrag/`, `vorgang/`, `rueckgaengig/`. None needs a login."""

from django.urls import path

from .views import apply, behalf, codes, following, info, paying, sending

urlpatterns = [
    path("dienste/", info.services, name="services_offered"),
    path("dienste/<slug:slug>/", info.service, name="service_info"),
    path("dienste/<slug:slug>/antrag/", apply.apply, name="apply"),
    path("dienste/<slug:slug>/fuer-andere/", behalf.apply_for, name="apply_for"),
    path("dienste/<slug:slug>/papier/", info.paper, name="service_paper"),
    path("dienste/probe/<uuid:key>/", apply.apply_test, name="apply_test"),
    path("dienste/formular/<uuid:key>/", info.paper_of, name="service_paper_of"),
    path("antrag/<str:token>/", apply.draft_home, name="draft"),
    path("antrag/<str:token>/seite/<str:page_id>/", apply.draft_page, name="draft_page"),
    path("antrag/<str:token>/fuer/", behalf.draft_behalf, name="draft_behalf"),
    path("antrag/<str:token>/pruefen/", sending.draft_review, name="draft_review"),
    path("antrag/<str:token>/spaeter/", sending.draft_later, name="draft_later"),
    path("antrag/<str:token>/drucken/", sending.draft_print, name="draft_print"),
    path("antrag/<str:token>/code/", codes.draft_code, name="draft_code"),
    path("antrag/<str:token>/code-verloren/", codes.draft_lost, name="draft_lost"),
    path("antrag/<str:token>/quittung/", sending.receipt, name="receipt"),
    path("vorgang/<str:token>/", following.status, name="status"),
    path("vorgang/<str:token>/code/", codes.status_code, name="status_code"),
    path("vorgang/<str:token>/code-verloren/", codes.status_lost, name="status_lost"),
    path("vorgang/<str:token>/widerspruch/", following.objection, name="status_objection"),
    path("vorgang/<str:token>/einwilligung/<slug:name>/", following.consent, name="status_consent"),
    path("vorgang/<str:token>/zahlung/<uuid:key>/", paying.pay, name="status_pay"),
    path("vorgang/<str:token>/zahlung/<uuid:key>/pruefen/", paying.paid, name="status_paid"),
    path("vorgang/<str:token>/antwort/", following.answer, name="status_answer"),
    path("vorgang/<str:token>/unterlage/<uuid:key>/", following.letter, name="status_letter"),
    path("rueckgaengig/<str:token>/", following.undo, name="undo"),
]
