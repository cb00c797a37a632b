"""The half-yearly report and the papers as ODT: from the same data, kept among the papers, the town's words in both."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from lxml import etree

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.papers import read_agenda_paper
from fahrwasser.web.agenda.reports import read_report
from fahrwasser.web.inventory.models import Assessment, Figure, Service
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member
from web.agenda.plans import page, propose, queries
from web.agenda.test_money import in_days, load
from web.agenda.test_papers import OWN, PAPERS, data_of

REPORT = f"{PAPERS}bericht/"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture
def adopted(member: Member, town: Municipality) -> Version:
    version = propose(member)
    with working_for(town):
        frozen = actions.freeze(member, version)
        actions.resolve(member, frozen, decided_on=date(2026, 11, 3), number="12/2026")
    return frozen


def words_of(document: Document) -> str:
    with zipfile.ZipFile(io.BytesIO(bytes(document.content))) as package:
        return " ".join(etree.fromstring(package.read("content.xml")).itertext())


def kept(town: Municipality, kind: str) -> Document:
    with working_for(town):
        return Document.objects.of(town).get(kind=kind)


def enter(member: Member, project: str, **values: object) -> None:
    with working_for(member.municipality):
        actions.progress(member, project, actions.State(**values))  # type: ignore[arg-type]


def test_council_paper_is_kept_as_pdf_and_as_odt_with_the_own_words_in_both(
    navigator: Client, member: Member, town: Municipality
) -> None:
    propose(member)
    navigator.post(f"{PAPERS}agenda/agenda.ziele/", {"text": OWN})
    navigator.post(f"{PAPERS}agenda/")
    odt = kept(town, "agenda-odt")
    assert odt.media_type == ODT
    assert OWN in words_of(odt)
    assert OWN in str(data_of(kept(town, "agenda"))["sections"])
    shown, listed = page(navigator, f"{PAPERS}agenda/"), page(navigator, PAPERS)
    assert listed.index(str(kept(town, "agenda").pk)) < listed.index(str(odt.pk))
    answer = navigator.get(f"/lindenau/unterlagen/{odt.pk}/")
    assert f"/lindenau/unterlagen/{odt.pk}/" in shown
    assert answer["Content-Type"] == ODT
    assert answer["Content-Disposition"].endswith('.odt"')


def test_paper_tells_maturity_and_how_the_projects_go(member: Member, town: Municipality, adopted: Version) -> None:
    first = min(p for p in adopted.answer["schedule"] if not p.startswith("M-"))
    with working_for(town):
        service = Service.objects.create(municipality=town, name="Hundesteuer", key="eigene")
        Assessment.objects.create(municipality=town, service=service, scale="ozg", scale_version="1.1", level=1)
    enter(member, first, state="running", started_on=date(2026, 11, 4))
    with working_for(town):
        actions.make_agenda_paper(member, adopted)
    said = words_of(kept(town, "agenda-odt"))
    assert "Wie digital die Leistungen sind" in said
    assert "läuft" in said


def test_sheets_name_programmes_that_are_open_and_leave_out_expired_ones(member: Member, town: Municipality) -> None:
    load({"id": "open", "name": "Sichere Rathäuser"}, {"id": "late", "name": "Vorbei", "deadline": in_days(-3)})
    version = propose(member)
    with working_for(town):
        paper = read_agenda_paper(member, version)
    sheets = next(section.sheets for section in paper.sections if section.key == "massnahmen")
    funding = {fact.value for sheet in sheets for fact in sheet.facts if fact.label == "Förderung"}
    assert all("Sichere Rathäuser" in words for words in funding)
    assert not any("Vorbei" in words for words in funding)


def test_report_is_made_by_a_button_and_kept_among_the_papers(
    navigator: Client, town: Municipality, adopted: Version
) -> None:
    assert "Fortschrittsbericht" in page(navigator, PAPERS)
    answer = navigator.post(REPORT, follow=True)
    assert "Fortschrittsbericht zur Digitalen Agenda" in answer.content.decode()
    assert data_of(kept(town, "report"))["data"]["resolution"] == "12/2026"  # type: ignore[index]
    assert "3. November 2026, Beschluss 12/2026" in words_of(kept(town, "report-odt"))


def test_report_sets_what_was_entered_beside_the_plan(member: Member, town: Municipality, adopted: Version) -> None:
    first, second = sorted(p for p in adopted.answer["schedule"] if not p.startswith("M-"))[:2]
    days = {"days_spent": Decimal("2.5"), "euros_spent": 300}
    enter(member, first, state="done", started_on=date(2026, 11, 4), finished_on=date(2026, 11, 20), **days)
    enter(member, second, state="stopped", note="Der Dienstleister hat abgesagt.")
    with working_for(town):
        report = read_report(member, adopted)
    by_key = {section.key: section for section in report.sections}
    assert list(by_key) == ["stand", "aufwand", "wirkung", "aenderungen", "ausblick", "risiken"]
    standing = {row[3] for row in by_key["stand"].tables[0].rows}
    assert {"fertig", "gestoppt"} <= standing
    assert by_key["aufwand"].tables[0].total[2] == "2,5"
    assert by_key["aufwand"].tables[0].total[4] == "300\u00a0€"
    assert any("abgesagt" in point for point in by_key["risiken"].points)


def test_page_and_files_tell_how_digital_the_services_are(
    navigator: Client, member: Member, town: Municipality, adopted: Version
) -> None:
    default = next(d for d in starter_services() if d.project in {base_of(p) for p in adopted.answer["schedule"]})
    with working_for(town):
        service = Service.objects.create(municipality=town, key=default.id, name="Beispielleistung", area="residents")
        values = [
            ("share_online", 10, "estimated"),
            ("share_automatic", 5, "estimated"),
            ("share_online", 40, "measured"),
        ]
        for number, (key, value, origin) in enumerate(values, start=1):
            Figure.objects.create(
                municipality=town, subject=f"service:{service.pk}", key=key, value=value, origin=origin,
                source="Zählung", confidence="A", as_of=date(2026, 11, 4), number=number,
            )  # fmt: skip
        Assessment.objects.create(municipality=town, service=service, scale="ozg", scale_version="1.1", level=2)
    navigator.post(REPORT)
    shown, made = page(navigator, REPORT), words_of(kept(town, "report-odt"))
    for said in ("Beispielleistung", "15\u00a0% (geschätzt) → 45\u00a0% (geschätzt)", "Zählung, 4. November 2026"):
        assert said in shown
        assert said in made
        assert said in json.dumps(data_of(kept(town, "report")), ensure_ascii=False), "the PDF has the same data"
    assert "Stufe 2" in made


def test_report_names_what_was_changed_since_the_resolution(
    member: Member, town: Municipality, adopted: Version
) -> None:
    with working_for(town):
        before = read_report(member, adopted)
    propose(member, hours_per_week=Decimal(8))
    with working_for(town):
        after = read_report(member, adopted)
    first, then = (next(s.points for s in made.sections if s.key == "aenderungen") for made in (before, after))
    assert first == ("Seit dem Beschluss ist der Plan nicht geändert.",)
    assert "Zeit für die Digitalisierung: 8 statt 4 Stunden in der Woche." in then


def test_own_words_of_the_report_stay_and_can_be_taken_back(navigator: Client, adopted: Version) -> None:
    navigator.post(f"{PAPERS}report/report.ausblick/", {"text": OWN})
    assert OWN in page(navigator, REPORT)
    navigator.post(f"{PAPERS}report/report.ausblick/vorlage/", {"before": OWN})
    assert OWN not in page(navigator, REPORT)


def test_report_without_a_council_version_says_what_is_missing(navigator: Client, member: Member) -> None:
    propose(member)
    answer = navigator.get(REPORT, follow=True)
    assert "keine Fassung des Plans für den Rat festgehalten" in answer.content.decode()


def test_lotse_reads_the_report_and_makes_none(member: Member, town: Municipality, adopted: Version) -> None:
    user, coach = make_member(town, Role.LOTSE)
    lotse = browser(user)
    assert "PDF und ODT erstellen" not in page(lotse, REPORT)
    assert lotse.post(REPORT).status_code == 403
    with working_for(town), pytest.raises(PermissionDenied):
        actions.make_report(coach, adopted)


def test_report_asks_the_database_little(navigator: Client, adopted: Version) -> None:
    answer, count = queries(navigator, REPORT)
    assert answer.status_code == 200
    assert count <= 12
