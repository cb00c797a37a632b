"""Tables as files: exported, changed, looked at, taken over, taken back; by those who may, and never live formulas."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import (
    Assessment,
    Capability,
    Figure,
    PostGroup,
    Service,
    SoloTask,
    System,
    TableImport,
)
from fahrwasser.web.inventory.reads import facts_of
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act
from towns import browser, make_member, make_town

BASE = "/lindenau/erfassen/tabellen/"


@pytest.fixture
def town(database):
    town = make_town("lindenau", population=3900)
    with working_for(town):
        Unit.objects.create(municipality=town, name="Bürgerbüro")
        Unit.objects.create(municipality=town, name="Bauamt")
    return town


@pytest.fixture
def navigator(town):
    person, member = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        actions.start_record(member)
    return person, member


def table(headings: str, *rows: str) -> bytes:
    """A CSV file; columns by semicolon."""
    return "\r\n".join((headings, *rows)).encode("utf-8-sig")


def looked_at(client, slug: str, content: bytes, name: str = "liste.csv") -> str:
    """The address of the preview."""
    answer = client.post(f"{BASE}{slug}/einlesen/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["location"]


def confirm(client, address: str):
    """What the button of the preview sends."""
    return client.post(address, {"seen": seen(client, address)})


def seen(client, address: str) -> str:
    page = client.get(address)
    return page.content.decode().partition('name="seen" value="')[2].partition('"')[0]


def take_over(client, slug: str, content: bytes, name: str = "liste.csv") -> str:
    address = looked_at(client, slug, content, name)
    assert confirm(client, address).headers["location"] == BASE
    return address.rstrip("/").rpartition("/")[2]


def undo(client, key: str) -> str:
    return client.post(f"{BASE}import/{key}/zurueck/", follow=True).content.decode()


def service(town, key: str) -> Service:
    with working_for(town):
        return Service.objects.get(key=key)


def figures(town, subject: str) -> dict[str, Figure]:
    with working_for(town):
        return {row.key: row for row in Figure.objects.current(town, Q(subject=subject))}


CARD = (
    "Kennung;Leistung;Amt;Fälle im Jahr;Fälle: wie sicher;Fälle: Quelle;"
    "Anteil Schalter;Anteil Post;Anteile: wie sicher;Anteile: Quelle"
)
CARD_ROW = "id-card;Personalausweis (neu);Bürgerbüro;410,5;gezählt;Liste 2025;80;20;geschätzt;Team"


def test_the_preview_says_what_would_change_and_writes_nothing(town, navigator):
    client = browser(navigator[0])
    with working_for(town):
        before = (Figure.objects.count(), Service.objects.count())

    page = client.get(looked_at(client, "leistungen", table(CARD, CARD_ROW))).content.decode()

    assert "0 neu, 1 geändert, 0 unverändert" in page
    assert "Fälle im Jahr: 351 → 410,5" in page
    assert "Amt: – → Bürgerbüro" in page
    with working_for(town):
        assert (Figure.objects.count(), Service.objects.count()) == before


def test_what_was_taken_over_counts_at_once_and_stands_in_the_log(town, navigator):
    client, found = browser(navigator[0]), service(town, "id-card")

    take_over(client, "leistungen", table(CARD, CARD_ROW))

    card = service(town, "id-card")
    now = figures(town, f"service:{found.pk}")
    assert card.name == "Personalausweis (neu)"
    assert (now["volume"].value, now["volume"].low, now["volume"].origin) == (Decimal("410.5"), None, "counted")
    assert (now["volume"].source, now["volume"].as_of) == ("Liste 2025", timezone.localdate())
    assert (now["share_counter"].value, now["share_online"].value) == (80, 0)
    assert now["minutes"].origin == "default", "an empty cell changes nothing"
    with working_for(town):
        act = Act.objects.get(verb="table.import")
        assert (act.actor, act.detail) == (navigator[1].user_id, {"table": "services", "added": 0, "changed": 1})
        assert TableImport.objects.get().content is None, "the file itself is not kept"


def test_taking_back_writes_the_former_values_again_and_withdraws_those_that_had_none(town, navigator):
    client, found = browser(navigator[0]), service(town, "id-card")
    before = figures(town, f"service:{found.pk}")
    key = take_over(client, "leistungen", table(CARD, CARD_ROW))
    with working_for(town):
        lines = Figure.objects.count()

    page = undo(client, key)

    assert "Der Import ist zurückgenommen. Alles ist wie vorher." in page
    after = figures(town, f"service:{found.pk}")
    assert set(after) == set(before) == {"volume", "minutes"}
    told = ("value", "low", "high", "origin", "source", "as_of", "confidence", "unit")
    assert all(getattr(after["volume"], name) == getattr(before["volume"], name) for name in told)
    assert (service(town, "id-card").name, service(town, "id-card").unit_id) == (found.name, None)
    with working_for(town):
        assert Figure.objects.count() == lines + 7, "nothing is deleted: the history shows both ways"
        assert Act.objects.filter(verb="table.undo").count() == 1
    assert "schon zurückgenommen" in undo(client, key)


def test_a_withdrawn_value_counts_nowhere_and_its_page_still_works(town, navigator):
    client = browser(navigator[0])
    with working_for(town):
        unknown = next(row for row in facts_of(town).services if row.volume is None).service
    content = table(
        "Kennung;Leistung;Fälle im Jahr;Fälle: wie sicher;Fälle: Quelle",
        f"{unknown.key};{unknown.name};9;gezählt;Liste",
    )
    key = take_over(client, "leistungen", content)

    undo(client, key)

    with working_for(town):
        line = next(row for row in facts_of(town).services if row.service.pk == unknown.pk)
        assert line.volume is None
    page = client.get(f"/lindenau/erfassen/leistungen/{unknown.pk}/volume/")
    assert page.status_code == 200
    assert "zurückgenommen" in page.content.decode()


def test_what_was_changed_later_stays_and_is_named(town, navigator):
    client, found = browser(navigator[0]), service(town, "id-card")
    key = take_over(client, "leistungen", table(CARD, CARD_ROW))
    with working_for(town):
        value = actions.Value(
            f"service:{found.pk}", "volume", "measured", "Zähler", timezone.localdate(), value=Decimal(7)
        )
        actions.record_figure(navigator[1], value)

    page = undo(client, key)

    assert f"außer dem, was seither geändert oder verwendet wurde: {found.name}." in page
    assert figures(town, f"service:{found.pk}")["volume"].value == 7
    assert service(town, "id-card").name == found.name, "what nobody has touched is taken back"


def test_new_rows_come_and_go_unless_somebody_uses_them(town, navigator):
    client = browser(navigator[0])
    key = take_over(
        client, "systeme", table("System;Betrieb;Euro im Jahr", "MESO;selbst;1.200,50", "OK.FIS;nicht bekannt;")
    )
    with working_for(town):
        meso = System.objects.get(name="MESO")
        Service.objects.of(town).filter(key="id-card").update(system=meso)
    assert figures(town, f"system:{meso.pk}")["cost_per_year"].value == Decimal("1200.5")

    page = undo(client, key)

    assert "verwendet wurde: MESO." in page
    with working_for(town):
        assert list(System.objects.values_list("name", flat=True)) == ["MESO"]


def test_a_new_service_joins_the_list_and_leaves_it_again(town, navigator):
    client = browser(navigator[0])
    content = table(
        "Leistung;Bereich;Minuten je Fall;Minuten: wie sicher;Minuten: Quelle", "Strandkorb;Friedhof;12;geschätzt;Team"
    )
    with working_for(town):
        before = Service.objects.count()

    key = take_over(client, "leistungen", content)
    with working_for(town):
        added = Service.objects.get(name="Strandkorb")
        assert (added.area, added.is_offered, added.sort_key) == ("cemetery", True, "strandkorb")
    undo(client, key)

    with working_for(town):
        assert Service.objects.count() == before
        assert not Figure.objects.current(town, Q(subject=f"service:{added.pk}")).exists()


def test_foundations_tasks_and_maturity_come_from_files_and_go_back(town, navigator):
    client = browser(navigator[0])
    with working_for(town):
        actions.add_solo_task(navigator[1], "Kasse", None, None)
    files = {
        "grundlagen": table(
            "Grundlage;Stand;Nachweis", "Digital-Navigator mit Mandat und Zeit;im Einsatz;Schreiben vom 1.2.2026"
        ),
        "aufgaben": table("Aufgabe;Amt;Vertretung vorhanden", "Kasse;Bauamt;ja", "Wahlen;;nein"),
        "reifegrade": table("Leistung;Skala;Stufe", "id-card;OZG-Reifegrad 1.1;2"),
    }

    keys = [take_over(client, slug, content) for slug, content in files.items()]

    with working_for(town):
        assert (Capability.objects.get(key="navigator").state, Capability.objects.get(key="navigator").as_of) == (
            "live",
            timezone.localdate(),
        )
        assert list(SoloTask.objects.still_open(town).values_list("name", flat=True)) == ["Wahlen"]
        assert Assessment.objects.current(town).get().level == 2
    for key in keys:
        assert "Alles ist wie vorher" in undo(client, key)
    with working_for(town):
        assert Capability.objects.get(key="navigator").state == "unknown"
        assert list(SoloTask.objects.still_open(town).values_list("name", "unit")) == [("Kasse", None)]
        assert Assessment.objects.current(town).get().level is None


def test_an_export_read_in_again_changes_nothing(town, navigator):
    client = browser(navigator[0])
    take_over(client, "leistungen", table(CARD, CARD_ROW))
    for slug in ("leistungen", "grundlagen"):
        for form in ("xlsx", "csv"):
            content = client.get(f"{BASE}{slug}/export/{form}/").content
            page = client.get(looked_at(client, slug, content, f"export.{form}")).content.decode()
            assert "0 neu, 0 geändert" in page, (slug, form)


def test_no_formula_goes_out_live(town, navigator):
    client = browser(navigator[0])
    names = ["=1+1", "+49", "-2", "@SUM(A1)", "\tTab"]
    with working_for(town):
        for name in names:
            System.objects.create(municipality=town, name=name)

    sheet = load_workbook(io.BytesIO(client.get(f"{BASE}systeme/export/xlsx/").content))["IT-Systeme"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    lines = list(
        csv.reader(io.StringIO(client.get(f"{BASE}systeme/export/csv/").content.decode("utf-8-sig")), delimiter=";")
    )

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == set(names)
    assert all(line[0].startswith("'") for line in lines[1:])


def test_the_example_row_of_a_template_is_never_read(town, navigator):
    client = browser(navigator[0])
    for slug in ("leistungen", "systeme", "grundlagen", "aufgaben", "reifegrade"):
        for form in ("xlsx", "csv"):
            content = client.get(f"{BASE}{slug}/vorlage/{form}/").content
            answer = client.post(f"{BASE}{slug}/einlesen/", {"file": SimpleUploadedFile(f"vorlage.{form}", content)})
            page = answer.content.decode()
            assert answer.status_code == 422
            assert page.count("Unter den Überschriften steht keine Zeile") == 1, (slug, form)
            assert "1 Zelle ist nicht lesbar" in page


def test_a_template_offers_the_towns_own_lists(town, navigator):
    book = load_workbook(io.BytesIO(browser(navigator[0]).get(f"{BASE}leistungen/vorlage/xlsx/").content))
    sheet = book["Leistungen"]
    rules = {
        next(iter(rule.sqref.ranges)).coord.partition("3")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    column = rules["F"].rpartition("!")[2].replace("$", "")
    offered = [cell[0].value for cell in book["Listen"][column]]

    assert offered == ["Bauamt", "Bürgerbüro"]
    assert book["Listen"].sheet_state == "hidden"
    assert "Zahl von 0" in sheet["H1"].comment.text
    assert book["Hinweise"]["A1"].value == "Spalte"


def test_posts_are_for_the_head_only_and_their_export_hides_counts_below_three(town, navigator):
    head, member = make_member(town, Role.HEAD)
    chief, client = browser(head), browser(navigator[0])
    with working_for(town):
        unit = Unit.objects.get(name="Bauamt")
        actions.keep_posts(member, unit, {"under_40": Decimal(4), "60_plus": Decimal(2), "55_59": Decimal("2.5")})
    for address in ("stellen/export/csv/", "stellen/vorlage/csv/", "stellen/einlesen/"):
        assert client.get(f"{BASE}{address}").status_code == 403, address
    assert "Stellen" not in client.get(BASE).content.decode().partition("<h1")[2].partition("</table>")[0]

    export = chief.get(f"{BASE}stellen/export/csv/").content.decode("utf-8-sig")

    assert export.splitlines()[1:] == ["Bauamt;4;;;;;", "Bürgerbüro;;;;;;"]
    key = take_over(chief, "stellen", export.replace("Bauamt;4;", "Bauamt;5;").encode())
    with working_for(town):
        kept = dict(PostGroup.objects.filter(unit=unit).values_list("age_band", "posts"))
        assert kept == {"under_40": 5, "60_plus": 2, "55_59": Decimal("2.5")}, "cells left out change nothing"
    assert client.post(f"{BASE}import/{key}/zurueck/").status_code == 404
    assert "liste.csv" not in client.get(BASE).content.decode()
    assert "Alles ist wie vorher" in undo(chief, key)
    with working_for(town):
        assert PostGroup.objects.get(unit=unit, age_band="under_40").posts == 4


def test_who_only_looks_exports_but_does_not_read_in(town, navigator):
    lotse = browser(make_member(town, Role.LOTSE)[0])
    clerk = browser(make_member(town, Role.CLERK)[0])

    assert lotse.get(f"{BASE}leistungen/export/csv/").status_code == 200
    for address in ("leistungen/vorlage/csv/", "leistungen/einlesen/", "stellen/export/csv/"):
        assert lotse.get(f"{BASE}{address}").status_code == 403, address
    assert "Einlesen" not in lotse.get(BASE).content.decode()
    assert clerk.get(BASE).status_code == 403


def test_two_people_at_the_same_time_lose_nothing(town, navigator):
    first, second = browser(navigator[0]), browser(make_member(town, Role.HEAD)[0])
    one = looked_at(first, "systeme", table("System;Hersteller", "MESO;HSH"))
    other = looked_at(second, "systeme", table("System;Hersteller", "MESO;HSH GmbH"))
    fingerprint = seen(second, other)
    confirm(first, one)

    answer = second.post(other, {"seen": fingerprint})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Seit Sie nachgesehen haben, hat jemand die Erfassung geändert." in page
    assert "Hersteller: HSH → HSH GmbH" in page
    with working_for(town):
        assert System.objects.get().vendor == "HSH"
    assert confirm(second, other).status_code == 302
    with working_for(town):
        assert System.objects.get().vendor == "HSH GmbH"


def test_a_second_click_on_take_over_does_nothing_twice(town, navigator):
    client = browser(navigator[0])
    address = looked_at(client, "aufgaben", table("Aufgabe", "Kasse"))
    fingerprint = seen(client, address)
    client.post(address, {"seen": fingerprint})

    page = client.post(address, {"seen": fingerprint}, follow=True).content.decode()

    assert "Diese Datei ist nicht mehr da." in page
    with working_for(town):
        assert SoloTask.objects.count() == 1


def test_a_file_waits_for_its_own_sender_only(town, navigator):
    address = looked_at(browser(navigator[0]), "systeme", table("System", "MESO"))
    head = browser(make_member(town, Role.HEAD)[0])
    stranger, _member = make_member(make_town("borna"), Role.NAVIGATOR)

    assert head.get(address).status_code == 404
    assert head.get(f"{address}kopie/").status_code == 404
    assert browser(stranger).get(address).status_code == 403


def test_an_old_file_of_windows_is_read_with_a_note(town, navigator):
    client = browser(navigator[0])
    content = "System\tHersteller\r\nEinwohner\tMüller\r\n".encode("cp1252")

    page = client.get(looked_at(client, "systeme", content)).content.decode()

    assert "als Windows-1252 gelesen" in page
    assert "Müller" in page


def test_hidden_rows_and_other_sheets_are_named(town, navigator):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "IT-Systeme"
    for row in (("System", "Hersteller"), ("MESO", "HSH"), ("Alt", "X")):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.protection.enable()
    book.create_sheet("Notizen").append(["privat"])
    stream = io.BytesIO()
    book.save(stream)
    client = browser(navigator[0])

    page = client.get(looked_at(client, "systeme", stream.getvalue(), "s.xlsx")).content.decode()

    assert "Ausgeblendete Zeilen werden mitgelesen: 3." in page
    assert "nicht: Notizen" in page
    assert "2 neu" in page
