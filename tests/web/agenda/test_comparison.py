"""Own, shared or central: unknown is never zero, the answer is a sentence, the council gets an annex."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.comparison_annex import comparison_annex
from fahrwasser.web.agenda.models import Comparison, CostActual, CostPosition
from fahrwasser.web.agenda.papers import read_agenda_paper
from fahrwasser.web.inventory.models import System
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from filled import fills
from towns import browser, make_member, make_town
from web.agenda.plans import current, page, propose, queries

ADDRESS = "/lindenau/agenda/vergleich/"
TODAY = date(2026, 11, 22)


@pytest.fixture
def comparison(member: Member, town: Municipality) -> Comparison:
    """Own against central for the project e-files, as shipped: the price of the data centre is unknown."""
    with working_for(town):
        return actions.start_comparison(member, actions.Start("eAkte", ("own", "central"), 7, project="P11"))


def entry(name: str, way: str, euros: int | None, *, years: tuple[int, int] = (0, 0), **more: object) -> actions.Entry:
    values = {
        "group": "operation",
        "knowledge": "unknown" if euros is None else "known",
        "is_benefit": False,
        "is_cash": True,
        "driver": "",
        "source": "Angebot",
        "as_of": TODAY,
        **more,
    }
    first, last = years
    return actions.Entry(
        name=name, way=way, low=euros, likely=euros, high=euros, first_year=first, last_year=last, **values
    )


def only(member: Member, *entries: actions.Entry) -> Comparison:
    """A comparison without interest and outages that holds nothing but these positions; five years."""
    with working_for(member.municipality):
        row = actions.start_comparison(member, actions.Start("Zeiterfassung", ("own", "central"), 5))
        CostPosition.objects.filter(comparison=row).delete()
        row.outages, row.interest = {}, Decimal(0)
        row.save()
        for one in entries:
            actions.write_position(member, row, one)
    return row


def text(answer: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer)).replace("\u00a0", " ")


# Own 10,000 once; central 2,500 once and a levy nobody knows: (10,000 − 2,500) / 5 = 1,500 EUR a year.
def test_unknown_levy_gives_no_order_but_the_price_at_which_it_turns(navigator: Client, member: Member) -> None:
    row = only(
        member,
        entry("Kauf", "own", 10_000),
        entry("Einrichtung", "central", 2_500),
        entry("Umlage", "central", None, years=(1, 5)),
    )
    shown = text(page(navigator, f"{ADDRESS}{row.pk}/"))
    assert "Es fehlt noch: „Umlage“ (Zentral)." in shown
    assert "Ab 1.500 € im Jahr für „Umlage“ (Zentral) kostet der zentrale Betrieb mehr als der eigene Betrieb." in shown
    assert "mindestens 2.500 € (1 unbekannt)" in shown
    assert "günstiger: in" not in shown


def test_several_unknowns_are_named_and_the_price_says_its_condition(navigator: Client, member: Member) -> None:
    row = only(
        member,
        entry("Kauf", "own", 10_000),
        entry("Wartung", "own", None, years=(1, 5)),
        entry("Einrichtung", "central", 2_500),
        entry("Umlage", "central", None, years=(1, 5)),
    )
    shown = text(page(navigator, f"{ADDRESS}{row.pk}/"))
    assert (
        "Ab 1.500 € im Jahr für „Umlage“ (Zentral) kostet der zentrale Betrieb mehr als der eigene Betrieb, soweit"
        in shown
    )
    assert "Wartung“ (Eigen) kostet" not in shown  # what makes the dearer way dearer still turns nothing


def test_known_price_gives_the_order_in_words(navigator: Client, member: Member) -> None:
    row = only(member, entry("Kauf", "own", 10_000), entry("Umlage", "central", 1_000, years=(1, 5)))
    shown = text(page(navigator, f"{ADDRESS}{row.pk}/"))
    assert "Der zentrale Betrieb ist wahrscheinlich am günstigsten: in 100 von 100 Rechnungen günstiger als" in shown
    assert "lässt sich noch nicht sagen" not in shown


def test_what_the_answer_depends_on_is_shown_for_the_two_ways_that_lie_closest(
    navigator: Client, member: Member
) -> None:
    row = only(member, entry("Kauf", "own", 10_000), entry("Umlage", "central", 1_000, years=(1, 5)))
    with working_for(member.municipality):
        row.ways = ["own", "shared", "central"]
        row.save()
        spread = replace(entry("Anteil", "shared", 6_000), knowledge="estimate", low=5_500, high=6_500)
        actions.write_position(member, row, spread)
    shown = text(page(navigator, f"{ADDRESS}{row.pk}/"))
    assert "um so viel ist der zentrale Betrieb günstiger als der gemeinsame Betrieb mit den Nachbarn" in shown


def test_shipped_tree_is_filled_in_for_the_size_and_says_what_is_estimated(
    navigator: Client, comparison: Comparison, town: Municipality
) -> None:
    shown = text(page(navigator, f"{ADDRESS}{comparison.pk}/"))
    assert "lässt sich noch nicht sagen" in shown
    assert "KISA" in shown
    for group in ("Einführung", "Betrieb", "Pflichten", "Veränderung", "Risiko", "Ausstieg"):
        assert group in shown
    with working_for(town):
        rows = CostPosition.objects.of(town).filter(comparison=comparison)
        assert {row.way for row in rows} == {"own", "central", "every"}
        assert rows.get(key="levy", way="central").knowledge == "unknown"
        assert rows.get(key="introduction-days", way="own").knowledge == "estimate"


def test_navigator_begins_a_comparison_for_a_project_and_enters_the_offer(
    navigator: Client, town: Municipality
) -> None:
    form = {"title": "eAkte", "ways": ["own", "central"], "years": "7"}
    answer = navigator.post(f"{ADDRESS}neu/?projekt=P11", form, follow=True)
    assert "Der Vergleich ist vorbereitet" in answer.content.decode()
    with working_for(town):
        row = Comparison.objects.of(town).get()
        levy = CostPosition.objects.of(town).get(comparison=row, key="levy", way="central")
    assert row.project == "P11"
    offer = {
        "name": levy.name,
        "way": "central",
        "group": "operation",
        "is_benefit": "no",
        "knowledge": "known",
        "likely": "4.200",
        "first_year": "1",
        "last_year": "7",
        "is_cash": "yes",
        "source": "Angebot vom 20.11.2026",
        "as_of": "2026-11-20",
    }
    fills(navigator, f"{ADDRESS}{row.pk}/position/{levy.pk}/", offer)
    with working_for(town):
        levy.refresh_from_db()
    assert (levy.low, levy.likely, levy.high, levy.knowledge) == (4200, 4200, 4200, "known")
    assert "lässt sich noch nicht sagen" not in page(navigator, f"{ADDRESS}{row.pk}/")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"knowledge": "estimate", "low": "100", "likely": ""}, "Bitte geben Sie einen Betrag an"),
        ({"knowledge": "estimate", "low": "900", "likely": "500", "high": "800"}, "muss zwischen"),
        ({"first_year": "3", "last_year": "2"}, "liegt vor dem ersten"),
        ({"last_year": "9"}, "endet mit Jahr 5"),
        ({"source": ""}, "woher der Betrag kommt"),
        ({"likely": "-5"}, "größer oder gleich 0"),
    ],
)
def test_unusable_position_is_answered_in_words(navigator: Client, member: Member, changed: dict, words: str) -> None:
    row = only(member, entry("Kauf", "own", 1), entry("Umlage", "central", 1))
    form = {
        "name": "Wartung",
        "way": "own",
        "group": "operation",
        "is_benefit": "no",
        "knowledge": "known",
        "likely": "500",
        "first_year": "1",
        "last_year": "5",
        "is_cash": "yes",
        "source": "Angebot",
        "as_of": "2026-11-20",
    }
    answer = navigator.post(f"{ADDRESS}{row.pk}/position/", {**form, **changed})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_amount_called_unknown_is_not_kept(navigator: Client, member: Member, town: Municipality) -> None:
    row = only(member, entry("Kauf", "own", 1), entry("Umlage", "central", 700))
    with working_for(town):
        levy = CostPosition.objects.of(town).get(name="Umlage")
    form = {"name": "Umlage", "way": "central", "group": "operation", "is_benefit": "no", "knowledge": "unknown"}
    rest = {"likely": "700", "first_year": "0", "last_year": "0", "is_cash": "yes", "as_of": "2026-11-20"}
    fills(navigator, f"{ADDRESS}{row.pk}/position/{levy.pk}/", {**form, **rest})
    with working_for(town):
        levy.refresh_from_db()
    assert (levy.low, levy.likely, levy.high) == (None, None, None)


def test_outage_is_entered_with_three_ends_or_as_unknown(
    navigator: Client, comparison: Comparison, town: Municipality
) -> None:
    address = f"{ADDRESS}{comparison.pk}/ausfall/own/"
    assert "1" in page(navigator, address)
    figures = ("direct", "cases_per_day", "minutes", "fines_lost")
    form = {f"{name}_{end}": "5" for name in figures for end in ("low", "likely", "high")}
    chance = {"chance_low": "0,5", "chance_likely": "1", "chance_high": "2"}
    half = fills(navigator, address, {**form, **chance, "days_low": "3", "source": "eigene Schätzung"})
    assert half.status_code == 422
    assert "alle drei Werte" in half.content.decode()
    fills(navigator, address, {**form, **chance, "source": "eigene Schätzung"})
    with working_for(town):
        comparison.refresh_from_db()
    assert comparison.outages["own"]["chance"] == [0.005, 0.01, 0.02]
    assert comparison.outages["own"]["days"] is None
    assert "unbekannt" in page(navigator, f"{ADDRESS}{comparison.pk}/")


def test_longer_comparison_carries_running_costs_to_its_end(
    navigator: Client, comparison: Comparison, town: Municipality
) -> None:
    terms = {
        "title": "eAkte",
        "years": "10",
        "interest": "2,5",
        "interest_source": "Kämmerei",
        "hour_rate": "42,20",
        "urgency": "60",
        "quality": "",
        "chosen": "",
    }
    fills(navigator, f"{ADDRESS}{comparison.pk}/bedingungen/", terms)
    with working_for(town):
        rows = CostPosition.objects.of(town).filter(comparison=comparison)
        yearly, end = rows.get(key="patching", way="own"), rows.get(key="export", way="own")
        comparison.refresh_from_db()
    assert (yearly.first_year, yearly.last_year) == (1, 10)
    assert (end.first_year, end.last_year) == (10, 10)
    assert (comparison.interest, comparison.urgency) == (Decimal("2.50"), 60)
    fills(navigator, f"{ADDRESS}{comparison.pk}/bedingungen/", terms | {"years": "1"})
    with working_for(town):
        once = rows.filter(group="introduction").first()
        assert once
        rows.filter(pk=once.pk).update(first_year=1, last_year=1)
    fills(navigator, f"{ADDRESS}{comparison.pk}/bedingungen/", terms | {"years": "10"})
    with working_for(town):
        for row in (yearly, end, once):
            row.refresh_from_db()
    assert (once.first_year, once.last_year) == (1, 1), "an introduction is paid once"
    assert (yearly.first_year, yearly.last_year) == (1, 10), "what runs is not paid once at the end"
    assert (end.first_year, end.last_year) == (10, 10)
    terms["years"] = "3"
    fills(navigator, f"{ADDRESS}{comparison.pk}/bedingungen/", terms)
    with working_for(town):
        assert not CostPosition.objects.of(town).filter(comparison=comparison, last_year__gt=3).exists()


def test_reality_far_from_the_plan_asks_for_a_reason(navigator: Client, member: Member, town: Municipality) -> None:
    row = only(member, entry("Umlage", "central", 1000, years=(1, 5)), entry("Kauf", "own", 9000))
    assert "Zuerst in den Bedingungen" in page(navigator, f"{ADDRESS}{row.pk}/ist/")
    with working_for(town):
        row.chosen, row.start_year = "central", 2026
        row.save()
        levy = CostPosition.objects.of(town).get(name="Umlage")
    address = f"{ADDRESS}{row.pk}/ist/{levy.pk}/"
    refused = navigator.post(address, {"year": "1", "amount": "1.300"})
    assert refused.status_code == 422
    assert "mehr als 20 Prozent" in refused.content.decode()
    navigator.post(address, {"year": "1", "amount": "1.300", "reason": "Umlage erhöht"})
    navigator.post(address, {"year": "2", "amount": "1.100"})
    shown = text(page(navigator, f"{ADDRESS}{row.pk}/ist/"))
    assert "Umlage erhöht" in shown
    assert "+30 %" in shown
    with working_for(town):
        assert CostActual.objects.of(town).count() == 2


def test_annex_for_the_council_is_kept_with_its_figures(
    navigator: Client, comparison: Comparison, town: Municipality
) -> None:
    navigator.post(f"{ADDRESS}{comparison.pk}/anlage/")
    with working_for(town):
        document = Document.objects.get(kind="annex")
    with pikepdf.open(io.BytesIO(bytes(document.content))) as pdf:
        data = json.loads(pdf.attachments["daten.json"].get_file().read_bytes())
    assert document.title == "Vergleich: eAkte"
    assert data["is_example"] is True
    assert "lässt sich noch nicht sagen" in data["key_points"][0]
    levy = [p for p in data["data"]["positions"] if p["key"] == "levy" and p["way"] == "central"]
    assert levy[0]["amount"] is None


def test_council_paper_shows_a_comparison_only_if_it_was_chosen(
    member: Member, comparison: Comparison, town: Municipality
) -> None:
    propose(member)
    version = current(town)
    with working_for(town):
        before = read_agenda_paper(member, version)
        comparison.in_paper = True
        comparison.save()
        after = read_agenda_paper(member, version)
    tables = [[t.caption for s in paper.sections for t in s.tables] for paper in (before, after)]
    assert not any("eAkte" in caption for caption in tables[0])
    assert "eAkte: eigen, gemeinsam, zentral" in tables[1]


def test_coach_reads_but_does_not_change(comparison: Comparison, town: Municipality) -> None:
    coach, head = browser(make_member(town, Role.LOTSE)[0]), browser(make_member(town, Role.HEAD)[0])
    for reader in (coach, head):
        shown = page(reader, f"{ADDRESS}{comparison.pk}/")
        assert "Anlage für den Rat" not in shown
        assert reader.post(f"{ADDRESS}{comparison.pk}/anlage/").status_code == 403
        assert reader.get(f"{ADDRESS}{comparison.pk}/position/").status_code == 403
    clerk = browser(make_member(town, Role.CLERK)[0])
    assert clerk.get(f"{ADDRESS}{comparison.pk}/").status_code == 403


def test_other_town_does_not_find_it(comparison: Comparison) -> None:
    other = make_town("erlenbrueck")
    stranger = browser(make_member(other, Role.NAVIGATOR)[0])
    assert stranger.get(f"/erlenbrueck/agenda/vergleich/{comparison.pk}/").status_code == 404


def test_actions_ask_for_the_right_themselves(comparison: Comparison, town: Municipality) -> None:
    _, head = make_member(town, Role.HEAD)
    with working_for(town), pytest.raises(PermissionDenied):
        actions.write_position(head, comparison, entry("x", "own", 1))
    with working_for(town), pytest.raises(PermissionDenied):
        actions.start_comparison(head, actions.Start("x", ("own", "central"), 5))


def test_every_act_is_in_the_log_without_names_of_people(comparison: Comparison, town: Municipality) -> None:
    with working_for(town):
        act = Act.objects.of(town).get(verb="compare.start")
    assert act.detail == {"project": "P11"}


def test_comparison_of_a_system_that_is_in_use(navigator: Client, town: Municipality) -> None:
    with working_for(town):
        system = System.objects.create(municipality=town, name="Zeitwerk")
    assert 'value="Zeitwerk"' in page(navigator, f"{ADDRESS}neu/?verfahren={system.pk}")
    navigator.post(f"{ADDRESS}neu/?verfahren={system.pk}", {"title": "Z", "ways": ["own", "shared"], "years": "5"})
    with working_for(town):
        assert Comparison.objects.of(town).get().system_id == system.pk
    assert navigator.get(f"{ADDRESS}neu/?verfahren=unsinn").status_code == 404
    assert navigator.get(f"{ADDRESS}neu/?projekt=P99").status_code == 404


def test_position_and_comparison_are_thrown_away_with_all_that_hangs_on_them(
    navigator: Client, comparison: Comparison, member: Member, town: Municipality
) -> None:
    with working_for(town):
        levy = CostPosition.objects.of(town).get(key="levy", way="central")
        actions.note_actual(member, levy, year=1, amount=500)
    navigator.post(f"{ADDRESS}{comparison.pk}/position/{levy.pk}/weg/")
    with working_for(town):
        assert not CostActual.objects.of(town).exists()
    assert "lässt sich noch nicht sagen" not in page(navigator, f"{ADDRESS}{comparison.pk}/")
    navigator.post(f"{ADDRESS}{comparison.pk}/verwerfen/")
    with working_for(town):
        assert not Comparison.objects.of(town).exists()
        assert not CostPosition.objects.of(town).exists()


def test_empty_comparison_says_that_there_is_nothing_to_compare(navigator: Client, member: Member) -> None:
    row = only(member)
    assert "Es gibt noch nichts zu vergleichen" in page(navigator, f"{ADDRESS}{row.pk}/")


def test_one_way_is_no_comparison(navigator: Client) -> None:
    answer = navigator.post(f"{ADDRESS}neu/", {"title": "Z", "ways": ["own"], "years": "5"})
    assert answer.status_code == 422
    assert "mindestens zwei Wege" in answer.content.decode()


def test_pages_need_few_queries(navigator: Client, comparison: Comparison) -> None:
    for address in (ADDRESS, f"{ADDRESS}{comparison.pk}/", f"{ADDRESS}{comparison.pk}/ist/", f"{ADDRESS}neu/"):
        answer, count = queries(navigator, address)
        assert answer.status_code == 200
        assert count <= 12, address


def test_english_page_and_german_paper(navigator: Client, comparison: Comparison, town: Municipality) -> None:
    navigator.cookies["django_language"] = "en"
    shown = text(page(navigator, f"{ADDRESS}{comparison.pk}/"))
    assert "cannot be said yet" in shown
    assert "Licence, levy or fee" in shown
    with working_for(town):  # the council reads German, whoever makes the paper
        assert comparison_annex(town, comparison).key_points[0].startswith("Welcher Weg")
