"""Papers: the town's words survive, figures are fresh, the PDF is kept and carries its data."""

import html
import io
import json
import re

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Study, Version
from fahrwasser.web.agenda.papers import Entries, read_agenda_paper
from fahrwasser.web.agenda.reports import prepared_text
from fahrwasser.web.inventory.models import PostGroup
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.actions import write_letterhead
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from filled import fills
from towns import browser, make_member
from web.agenda.plans import current, page, propose, queries

PAPERS = "/lindenau/agenda/papiere/"
OWN = "Wir wollen abends pünktlich nach Hause gehen."


def test_what_was_tested_stands_in_the_paper_of_this_plan_and_its_council_version_only(
    navigator: Client, member: Member, town: Municipality
) -> None:
    version = propose(member)
    untested = "ist für diese Fassung nicht geprüft worden"
    assert untested in page(navigator, f"{PAPERS}agenda/")
    verdict = {"project": "P01", "kind": "core", "share": 1.0, "first": 1, "last": 3, "cause": None}
    result = {"draws": 30, "infeasible": 0, "failed": 0, "proven": 25, "gap": 0.02, "verdicts": [verdict]}
    with working_for(town):
        study = actions.ask_study(member, version, Study.Kind.ROBUST)
        Study.objects.filter(pk=study.pk).update(result=result)
    assert untested in page(navigator, f"{PAPERS}agenda/"), "a study that is still at work says nothing"
    with working_for(town):
        Study.objects.filter(pk=study.pk).update(state=Version.Search.DONE)
        actions.freeze(member, version)
    answer, count = queries(navigator, f"{PAPERS}agenda/")
    text = answer.content.decode()
    assert count <= 12
    assert untested not in text
    assert "Maßnahmen sind robuster Kern" in text
    assert "Wie sicher die Auswahl ist" in text


def data_of(document: Document) -> dict[str, object]:
    with pikepdf.open(io.BytesIO(bytes(document.content))) as pdf:
        found: dict[str, object] = json.loads(pdf.attachments["daten.json"].get_file().read_bytes())
    return found


def test_own_words_survive_a_new_plan(navigator: Client, member: Member, town: Municipality) -> None:
    propose(member)
    navigator.post(f"{PAPERS}agenda/agenda.ziele/", {"text": OWN})
    propose(member, hours_per_week=8)
    assert OWN in page(navigator, f"{PAPERS}agenda/")
    version = current(town)
    with working_for(town):
        paper = read_agenda_paper(member, version)
    section = next(section for section in paper.sections if section.key == "ziele")
    assert (section.text, section.is_edited) == (OWN, True)
    assert "8 Stunden in der Woche" in next(s.text for s in paper.sections if s.key == "fahrplan")


def test_two_people_who_write_the_same_text_do_not_undo_each_other(
    navigator: Client, member: Member, town: Municipality
) -> None:
    propose(member)
    here = f"{PAPERS}agenda/agenda.ziele/"
    head = browser(make_member(town, Role.HEAD)[0])
    assert head.post(here, {"text": OWN, "before": ""}).status_code == 302
    late = navigator.post(here, {"text": "Bürger warten weniger.", "before": ""})
    assert late.status_code == 422
    text = late.content.decode()
    assert OWN in text
    assert "Bürger warten weniger." in text
    assert "Jemand anders hat diesen Text inzwischen geändert" in text
    assert OWN in page(navigator, f"{PAPERS}agenda/")
    seen = re.search(r'name="before" value="([^"]*)"', text)
    assert seen
    both = {"text": f"{OWN} Bürger warten weniger.", "before": html.unescape(seen[1])}
    assert navigator.post(here, both).status_code == 302
    assert "Bürger warten weniger." in page(navigator, f"{PAPERS}agenda/")


def test_prepared_words_come_back_on_demand(navigator: Client, member: Member) -> None:
    propose(member)
    before = page(navigator, f"{PAPERS}agenda/")
    navigator.post(f"{PAPERS}agenda/agenda.ziele/", {"text": OWN})
    navigator.post(f"{PAPERS}agenda/agenda.ziele/vorlage/", {"before": OWN})
    after = page(navigator, f"{PAPERS}agenda/")
    assert OWN not in after
    assert before.split("<main")[1].count("<p>") == after.split("<main")[1].count("<p>")


def test_council_paper_is_kept_with_its_data(navigator: Client, member: Member, town: Municipality) -> None:
    version = propose(member)
    with working_for(town):
        write_letterhead(town, {"street": "Markt 1", "city": "Lindenau", "postcode": "00000"})
        actions.freeze(member, version)
    navigator.post(f"{PAPERS}agenda/")
    with working_for(town):
        document = Document.objects.get(kind="agenda")
    data = data_of(document)
    assert data["data"]["answer"]["schedule"] == version.answer["schedule"]
    assert data["letterhead"]["address"] == "Markt 1, 00000 Lindenau"
    assert data["is_example"] is True
    assert document.title.startswith("Digitale Agenda 2027 bis 2031, Fassung")
    answer = navigator.get(f"/lindenau/unterlagen/{document.pk}/")
    assert answer.content == bytes(document.content)


def test_ages_that_only_the_head_may_see_never_reach_a_paper(member: Member, town: Municipality) -> None:
    with working_for(town):
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
        PostGroup.objects.create(municipality=town, unit=unit, age_band="60_plus", posts=10)
        PostGroup.objects.create(municipality=town, unit=unit, age_band="under_40", posts=4)
    propose(member)
    user, head = make_member(town, Role.HEAD)
    heads = browser(user)
    assert "fehlen etwa" in page(heads, "/lindenau/")
    heads.post(f"{PAPERS}agenda/")
    with working_for(town):
        kept = data_of(Document.objects.get(kind="agenda"))
        assert prepared_text(head, "agenda", "agenda.alternativen") == prepared_text(
            member, "agenda", "agenda.alternativen"
        )
    for printed in (json.dumps(kept, ensure_ascii=False), page(heads, f"{PAPERS}agenda/agenda.alternativen/")):
        assert "Stellen in den kommenden Jahren" not in printed
        assert "fehlen etwa" not in printed


def test_paper_of_a_town_follows_the_council_version(navigator: Client, member: Member, town: Municipality) -> None:
    version = propose(member)
    with working_for(town):
        actions.freeze(member, version)
    propose(member, hours_per_week=8)
    assert "4 Stunden in der Woche" in page(navigator, f"{PAPERS}agenda/")


def test_mandate_needs_four_entries_and_remembers_them(navigator: Client, town: Municipality) -> None:
    refused = navigator.post(f"{PAPERS}mandat/", {"navigator": "Frau Beispiel"})
    assert refused.status_code == 422
    assert 'value="Frau Beispiel"' in refused.content.decode()
    form = {"navigator": "Frau Beispiel", "salutation": "Liebe Frau Beispiel,", "substitute": "Hauptamt"}
    fills(navigator, f"{PAPERS}mandat/", {**form, "begin": "2026-12-01"})
    assert "Hauptamt" in page(navigator, f"{PAPERS}mandat/")
    with working_for(town):
        data = data_of(Document.objects.get(kind="mandate"))
    assert data["salutation"] == "Liebe Frau Beispiel,"
    assert data["data"]["start"] == "2026-12-01"


def test_second_pdf_stands_beside_the_first(member: Member, town: Municipality) -> None:
    with working_for(town):
        for _ in range(2):
            actions.make_mandate(member, Entries("A", "B,", "C"))
        assert sorted(Document.objects.values_list("version", flat=True)) == [1, 2]


def test_paper_without_a_plan_says_what_to_do(navigator: Client) -> None:
    answer = navigator.get(f"{PAPERS}agenda/", follow=True)
    assert "Berechnen Sie den ersten Plan" in answer.content.decode()


@pytest.mark.parametrize("part", ["agenda/agenda.unbekannt/", "rechnung/x/", "mandate/agenda.ziele/"])
def test_unknown_part_is_not_there(navigator: Client, member: Member, part: str) -> None:
    propose(member)
    assert navigator.get(PAPERS + part).status_code == 404


def test_lotse_reads_papers_and_writes_none(member: Member, town: Municipality) -> None:
    propose(member)
    user, coach = make_member(town, Role.LOTSE)
    lotse = browser(user)
    assert "Text ändern" not in page(lotse, f"{PAPERS}agenda/")
    for address in ("agenda/", "mandat/", "agenda/agenda.ziele/", "agenda/agenda.ziele/vorlage/"):
        assert lotse.post(PAPERS + address, {"text": "x"}).status_code == 403
    with working_for(town), pytest.raises(PermissionDenied):
        actions.write_text(coach, "agenda", "agenda.ziele", "x")


def test_papers_ask_the_database_little(navigator: Client, member: Member) -> None:
    propose(member)
    assert queries(navigator, PAPERS)[1] <= 12
    assert queries(navigator, f"{PAPERS}agenda/")[1] <= 12
    assert queries(browser(make_member(member.municipality, Role.HEAD)[0]), f"{PAPERS}agenda/")[1] <= 12
