"""Addresses of the desk: `heute/`, `vorgaenge/`, `tresen/`."""

from django.urls import path

from .views import case, today

urlpatterns = [
    path("heute/", today.today, name="today"),
    path("tresen/", today.counter, name="counter"),
    path("vorgaenge/", today.cases, name="cases"),
    path("vorgaenge/<uuid:key>/", case.case, name="case"),
    path("vorgaenge/<uuid:key>/widerspruch/", case.objection, name="case_objection"),
    path("vorgaenge/<uuid:key>/unterlage/<uuid:document>/", case.paper, name="case_paper"),
    path("vorgaenge/aufgabe/<uuid:key>/", case.task, name="task"),
    path("vorgaenge/aufgabe/<uuid:key>/nehmen/", case.claim, name="task_claim"),
    path("vorgaenge/aufgabe/<uuid:key>/brief/<int:number>/", case.task_letter, name="task_letter"),
]
