"""Addresses of this app: begleitung/ (coach), netz/ (network), land/ (state), kalender/ (iCalendar)."""

from django.urls import path

from .views import coaching, learning, meetings, network, portfolio, remarks, state, workshop

urlpatterns = [
    path("begleitung/", portfolio.portfolio, name="coaching"),
    path("begleitung/freigabe/<str:audience>/", coaching.share, name="coaching_share"),
    path("begleitung/ziel/", coaching.target, name="coaching_target"),
    path("begleitung/haengt/", coaching.stuck, name="coaching_stuck"),
    path("begleitung/hindernis/", coaching.obstacle, name="coaching_obstacle"),
    path("begleitung/hindernis/<uuid:key>/weg/", coaching.obstacle_gone, name="coaching_obstacle_gone"),
    path("begleitung/termin/", coaching.appointment, name="coaching_appointment"),
    path("begleitung/termin/<uuid:key>/absagen/", coaching.appointment_off, name="coaching_appointment_off"),
    path("begleitung/frage/", coaching.question, name="coaching_question"),
    path("begleitung/frage/<uuid:key>/", coaching.answer, name="coaching_answer"),
    path("begleitung/besuch/", coaching.visit, name="coaching_visit"),
    path("begleitung/werkstatt/", workshop.workshop, name="coaching_workshop"),
    path("begleitung/werkstatt/blatt/", workshop.sheet, name="coaching_workshop_sheet"),
    path("begleitung/treffen/", meetings.coach_meetings, name="coach_meetings"),
    path("begleitung/treffen/<uuid:key>/absagen/", meetings.cancel, name="coach_meeting_off"),
    path("begleitung/rundbrief/", meetings.draft, name="coach_newsletter"),
    path("kalender/<uuid:key>/<str:token>.ics", meetings.calendar, name="calendar"),
    path("netz/treffen/", meetings.meetings, name="network_meetings"),
    path("netz/treffen/<uuid:key>/", meetings.meeting_act, name="network_meeting_act"),
    path("netz/treffen/<uuid:key>/bescheinigung/", meetings.certificate, name="network_certificate"),
    path("netz/lernen/", learning.modules, name="network_modules"),
    path("netz/lernen/<slug:module>/fertig/", learning.finish, name="network_module_done"),
    path("netz/", network.questions, name="network"),
    path("netz/frage/<uuid:key>/", network.question, name="network_question"),
    path("netz/frage/<uuid:key>/stand/", network.question_act, name="network_question_act"),
    path("netz/loesungen/", network.solutions, name="network_solutions"),
    path("netz/loesungen/<uuid:key>/zurueck/", network.solution_back, name="network_solution_back"),
    path("netz/stimmen/", remarks.remarks, name="network_remarks"),
    path("netz/stimmen/weitergeben/<uuid:key>/", remarks.pass_on, name="network_remark_new"),
    path("netz/stimmen/<uuid:key>/zurueck/", remarks.remark_back, name="network_remark_back"),
    path("netz/anliegen/", network.requests, name="network_requests"),
    path("netz/anliegen/<uuid:key>/", network.request_act, name="network_request_act"),
    path("netz/nachbarn/", network.partners, name="network_partners"),
    path("netz/nachbarn/<uuid:key>/gefunden/", network.partner_found, name="network_partner_found"),
    path("netz/vergleich/", network.comparison, name="network_comparison"),
    path("land/", state.state, name="state"),
]
