"""Addresses of the desk: `heute/`, `vorgaenge/`, `tresen/`."""

from django.urls import path

from .views import acting, case, clearing, deciding, erasing, lookups, receiving, today

urlpatterns = [
    path("heute/", today.today, name="today"),
    path("tresen/", today.counter, name="counter"),
    path("vorgaenge/", today.cases, name="cases"),
    path("vorgaenge/abrufe/", lookups.lookups, name="file_lookups"),
    path("vorgaenge/loeschung/", erasing.requests, name="file_erasures"),
    path("vorgaenge/loeschung/<uuid:key>/antwort/", erasing.answer, name="file_erasure_answer"),
    path("vorgaenge/<uuid:key>/loeschung/", erasing.erasure, name="file_erasure_case"),
    path("vorgaenge/<uuid:key>/", case.case, name="case"),
    path("vorgaenge/<uuid:key>/antrag/", case.application, name="case_application"),
    path("vorgaenge/<uuid:key>/zugang/", acting.access, name="case_access"),
    path("vorgaenge/<uuid:key>/zugang/blatt/", case.access, name="case_access_paper"),
    path("vorgaenge/<uuid:key>/widerspruch/", acting.objection, name="case_objection"),
    path("vorgaenge/<uuid:key>/antwort/", acting.answer, name="case_answer"),
    path("vorgaenge/<uuid:key>/erneut/", acting.again, name="case_again"),
    path("vorgaenge/<uuid:key>/abschliessen/", acting.close, name="case_close"),
    path("vorgaenge/<uuid:key>/uebergabe/<uuid:delivery>/", acting.resend, name="case_resend"),
    path("vorgaenge/<uuid:key>/zahlung/<uuid:payment>/", clearing.payment, name="case_payment"),
    path("vorgaenge/<uuid:key>/berichtigen/", acting.correct, name="case_correct"),
    path("vorgaenge/<uuid:key>/brief/<uuid:letter>/per-post/", acting.posted, name="case_posted"),
    path("vorgaenge/<uuid:key>/brief/<uuid:letter>/zugang/", receiving.receipt, name="case_receipt"),
    path("vorgaenge/<uuid:key>/unterlage/<uuid:document>/", case.paper, name="case_paper"),
    path("vorgaenge/aufgabe/<uuid:key>/", deciding.task, name="task"),
    path("vorgaenge/aufgabe/<uuid:key>/nehmen/", deciding.claim, name="task_claim"),
    path("vorgaenge/aufgabe/<uuid:key>/brief/<int:number>/", deciding.letter, name="task_letter"),
]
