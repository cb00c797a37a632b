"""Addresses of this app: begleitung/ (coach), netz/ (network), land/ (state), kalender/ (iCalendar)."""

from django.urls import path

from .views import coaching, portfolio

urlpatterns = [
    path("begleitung/", portfolio.portfolio, name="coaching"),
    path("begleitung/freigabe/<str:audience>/", coaching.share, name="coaching_share"),
    path("begleitung/haengt/", coaching.stuck, name="coaching_stuck"),
    path("begleitung/hindernis/", coaching.obstacle, name="coaching_obstacle"),
    path("begleitung/hindernis/<uuid:key>/weg/", coaching.obstacle_gone, name="coaching_obstacle_gone"),
    path("begleitung/termin/", coaching.appointment, name="coaching_appointment"),
    path("begleitung/termin/<uuid:key>/absagen/", coaching.appointment_off, name="coaching_appointment_off"),
    path("begleitung/frage/", coaching.question, name="coaching_question"),
    path("begleitung/frage/<uuid:key>/", coaching.answer, name="coaching_answer"),
]
