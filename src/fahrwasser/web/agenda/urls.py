"""Addresses of this app; the week itself is the town's home page (front)."""

from django.urls import path

from .views import change, comparison, comparison_entry, council, head, home, money, papers, plan, whatif
from .views.board import begin, board, move, timeline
from .views.going import answer, check, going
from .views.project import project

urlpatterns = [
    path("", plan.agenda, name="agenda"),
    path("annahmen/", plan.frame, name="agenda_frame"),
    path("neu-rechnen/", plan.recalculate, name="agenda_recalculate"),
    path("wunsch/", change.wish, name="wish"),
    path("wunsch/<uuid:key>/zurueck/", change.withdraw, name="wish_withdraw"),
    path("ausweg/", change.repair, name="plan_repair"),
    path("was-waere-wenn/", whatif.what_if, name="agenda_whatif"),
    path("sicherheit/", whatif.how_sure, name="agenda_sure"),
    path("probe/<uuid:key>/", change.trial, name="plan_trial"),
    path("probe/<uuid:key>/uebernehmen/", change.accept, name="plan_accept"),
    path("probe/<uuid:key>/verwerfen/", change.discard, name="plan_discard"),
    path("rat/", council.versions, name="agenda_versions"),
    path("rat/<uuid:key>/festhalten/", council.freeze, name="version_freeze"),
    path("rat/<uuid:key>/beschluss/", council.resolve, name="version_resolve"),
    path("projekt/<str:project>/", project, name="project"),
    path("projekt/<str:project>/verschieben/", move, name="agenda_move"),
    path("projekt/<str:project>/beginn/", begin, name="agenda_begin"),
    path("tafel/", board, name="agenda_board"),
    path("zeitplan/", timeline, name="agenda_timeline"),
    path("wie-laeuft-es/", going, name="agenda_going"),
    path("wie-laeuft-es/pruefen/", check, name="agenda_check"),
    path("wie-laeuft-es/vorschlag/<uuid:key>/", answer, name="agenda_replan"),
    path("projekt/<str:project>/gruende/", whatif.work_out, name="project_reasons"),
    path("projekt/<str:project>/aendern/", change.change, name="plan_change"),
    path("schritt/", home.step, name="week_step"),
    path("papiere/", papers.papers, name="papers"),
    path("papiere/agenda/", papers.agenda_paper, name="paper_agenda"),
    path("papiere/mandat/", papers.mandate, name="paper_mandate"),
    path("papiere/mandat/unterschrieben/", papers.sign, name="mandate_sign"),
    path("papiere/leitung/", head.paper, name="paper_head"),
    path("papiere/<slug:paper>/<str:part>/", papers.part, name="paper_part"),
    path("papiere/<slug:paper>/<str:part>/vorlage/", papers.reset, name="paper_reset"),
    path("vergleich/", comparison.comparisons, name="agenda_comparisons"),
    path("vergleich/neu/", comparison.comparison_new, name="agenda_comparison_new"),
    path("vergleich/<uuid:key>/", comparison.comparison, name="agenda_comparison"),
    path("vergleich/<uuid:key>/bedingungen/", comparison.terms, name="agenda_comparison_terms"),
    path("vergleich/<uuid:key>/anlage/", comparison.annex, name="agenda_comparison_annex"),
    path("vergleich/<uuid:key>/verwerfen/", comparison.remove, name="agenda_comparison_remove"),
    path("vergleich/<uuid:key>/position/", comparison_entry.position_new, name="agenda_position_new"),
    path("vergleich/<uuid:key>/position/<uuid:position>/", comparison_entry.position, name="agenda_position"),
    path(
        "vergleich/<uuid:key>/position/<uuid:position>/weg/",
        comparison_entry.position_remove,
        name="agenda_position_remove",
    ),
    path("vergleich/<uuid:key>/ausfall/<slug:way>/", comparison_entry.outage, name="agenda_outage"),
    path("vergleich/<uuid:key>/ist/", comparison_entry.actuals, name="agenda_actuals"),
    path("vergleich/<uuid:key>/ist/<uuid:position>/", comparison_entry.actual, name="agenda_actual"),
    path("foerderung/", money.funding, name="agenda_funding"),
    path("vertraege/", money.contracts, name="agenda_contracts"),
    path("vertraege/kalender.ics", money.contracts_calendar, name="agenda_contracts_calendar"),
    path("projekt/<str:project>/beschaffung/", money.procurement, name="agenda_procurement"),
    path("projekt/<str:project>/beschaffung/schritt/", money.procurement_step, name="agenda_procurement_step"),
]
