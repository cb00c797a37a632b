"""After its retention a case is gone, with everything that knew its person; a record without names stays."""

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import history, links
from fahrwasser.web.cases.disposal import dispose_due
from fahrwasser.web.cases.models import Case
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.portal.models import Draft, Upload
from fahrwasser.web.ports import deliveries
from fahrwasser.web.ports.models import Delivery, Payment, Query
from fahrwasser.web.ports.registry import SOURCES, Answer, Source
from fahrwasser.web.records.actions import keep
from fahrwasser.web.records.models import Disposal, File
from fahrwasser.web.registers.actions import Wanted, write_entry
from fahrwasser.web.registers.models import Consent, Entry, RegisterEvent
from fahrwasser.web.registers.retention import forget
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member
from web.cases.office import ERIKA, Office, as_worker
from web.cases.sample_package import call, end, flows, start
from web.cases.test_verbs import letter

PERSON = {"name": "Erika Muster", "email": "erika@example.org"}
EVERYTHING = (
    start() + call("fragen", "query", port='"einwohner"', anfrage="{name: antrag.name}") + letter()
    + call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}")
    + call("buchen", "hand_over", port='"finanz"', werte="{person: antrag.name, betrag: 12.5}")
    + call("zahlen", "payment", betrag="30.70", zweck='"Ausweis für Erika Muster"') + end()
    + flows("s>fragen>brief>sagen>buchen>zahlen>e")
)  # fmt: skip
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def office(database, monkeypatch, tmp_path: Path) -> Office:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setitem(SOURCES, ("einwohner", "test"), Source(lambda _question: Answer("bestaetigt"), is_remote=False))
    found = Office(EVERYTHING)
    found.bind("einwohner", "test")
    found.bind("finanz", "file")
    return found


def lived(office: Office, **more: bool) -> Case:
    """A closed case with everything a case can have."""
    ref = str(uuid.uuid4())
    proof = {"ref": ref, "filename": "muster.pdf", "sha512": "0" * 128}
    case = office.open(facts={"antrag": {**ERIKA, "nachweis": proof}, "fall": {"person": PERSON}}, key="k", **more)
    with working_for(office.town):
        keep(office.town, kind="upload", subject=f"upload:{ref}", title="muster.pdf", media_type="application/pdf",
             content=b"%PDF Erika Muster")  # fmt: skip
        links.open_status(case, office.now)
        draft = Draft.objects.create(municipality=office.town, adoption=office.adoption, token_hash="t",
                                     expires_at=office.now, case=case)  # fmt: skip
        Upload.objects.create(municipality=office.town, draft=draft, field="f", filename="muster.pdf", media_type="x",
                              size=1, sha512="0", content=b"Erika Muster")  # fmt: skip
    office.due()
    with working_for(office.town):
        for row in Delivery.objects.of(office.town):
            enqueue(deliveries.SEND, office.town, delivery=str(row.pk))
    office.run_worker()
    return office.case(case)


def over(office: Office, kind: str = "V") -> None:
    """The retention has ended yesterday."""
    with working_for(office.town):
        File.objects.of(office.town).update(keep_until=YESTERDAY, disposal_kind=kind)


def night(office: Office) -> None:
    """The worker has every night's work, and does it."""
    with working_for(office.town):
        Job.objects.of(office.town).filter(kind="cases.dispose").delete()
        plan_town(office.town, timezone.now())
    office.run_worker()


def ask_to_remove(office: Office, case: Case) -> None:
    """As somebody who does not look first whether it is time."""
    with working_for(office.town), connection.cursor() as cursor:
        cursor.execute("SELECT dispose_case(%s)", [case.pk])


def rows_about(case: Case) -> dict[str, int]:
    """Whatever in the whole database still names the person, the case or its id, by table."""
    found = {}
    with connections["owner"].cursor() as owner:
        for table in connections["owner"].introspection.table_names(owner):
            owner.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s OR t::text ~ %s',
                [f"Muster|erika@|{case.pk}", b"Muster".hex()],
            )
            (count,) = owner.fetchone()
            if count:
                found[table] = count
    return found


def files_on_disk(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_after_the_retention_nothing_is_left_but_a_record_without_names(office: Office, tmp_path: Path) -> None:
    case = lived(office)
    assert case.closed_at
    assert case.incident == ""
    assert {"cases_case", "cases_payload", "records_document", "ports_delivery", "portal_upload"} <= set(
        rows_about(case)
    )
    assert files_on_disk(tmp_path / "ports")
    with working_for(office.town):
        assert [model.objects.of(office.town).count() for model in (Query, Delivery, Payment, Draft)] == [1, 1, 1, 1]
    over(office)
    night(office)
    assert set(rows_about(case)) <= {"accounts_user", "catalogue_release"}  # clerks and a template
    assert files_on_disk(tmp_path / "ports") == []
    (record,) = office.rows(Disposal)
    assert (record.number, record.package, record.retention_years) == (f"100-{case.number}", "de.test.probe", 5)
    assert (record.papers, record.events, record.keep_until) == (2, case.sequence + 1, YESTERDAY)


def test_the_record_keeps_the_hash_that_ends_the_chain(office: Office, monkeypatch) -> None:
    """`erased` is the last event; its hash is worked out from the chain as it was and the moment of the removal."""
    case = lived(office)
    over(office)
    seen = {}

    def erase(found: Case, **more: object) -> Case:
        gone = erased(found, **more)
        seen["hash"], seen["broken"] = gone.last_hash, history.verify(Case.objects.of(office.town).get(pk=gone.pk))
        return gone

    erased = history.erase
    monkeypatch.setattr(history, "erase", erase)
    night(office)
    (record,) = office.rows(Disposal)
    assert seen == {"hash": record.last_hash, "broken": None}
    assert record.last_hash != case.last_hash


def test_a_file_that_is_still_kept_stays(office: Office) -> None:
    case = lived(office)
    night(office)
    assert office.case(case).facts
    with working_for(office.town):
        File.objects.of(office.town).update(keep_until=timezone.localdate(), disposal_kind="V")
    night(office)
    assert office.rows(Disposal) == []


def test_what_the_archive_has_to_be_offered_waits_for_it(office: Office) -> None:
    case = lived(office)
    over(office, kind="B")
    night(office)
    assert office.case(case).facts
    clerk, head = browser(office.user), browser(make_member(office.town, Role.HEAD)[0])
    address = "/lindenau/unterlagen/akten/aussonderung/"
    assert "100" in clerk.get(address).content.decode()
    assert head.post(address, {"position": "100"}).status_code == 403
    assert clerk.post(address, {"position": "100"}).status_code == 302
    night(office)
    (record,) = office.rows(Disposal)
    assert record.offered_on == timezone.localdate()
    for visitor in (clerk, head):
        page = visitor.get(address).content.decode()
        assert record.number in page
        assert record.last_hash in page
    coach = browser(make_member(office.town, Role.LOTSE)[0])
    assert coach.get(address).status_code == 403


def test_a_broken_chain_is_never_removed_but_shown(office: Office) -> None:
    case = lived(office)
    over(office)
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE cases_event DISABLE TRIGGER append_only")
        owner.execute("UPDATE cases_event SET actor = 'x' WHERE sequence = 2")
        owner.execute("ALTER TABLE cases_event ENABLE TRIGGER append_only")
    night(office)
    night(office)
    assert "event 2" in office.case(case).incident
    assert office.case(case).facts
    assert office.rows(Disposal) == []


def test_a_right_in_force_keeps_the_case_that_granted_it(office: Office) -> None:
    case = lived(office)
    over(office)
    with working_for(office.town):
        wanted = Wanted("dog", "oeffnen", "17", date(2020, 1, 1), None, {"familienname": "Muster"})
        entry, _change = write_entry(office.town, wanted, case=case.pk, key="dog")
        Consent.objects.create(municipality=office.town, person="p", scope="dog/x", wording="1", channel="online",
                               case=case, withdrawn_at=timezone.now())  # fmt: skip
    night(office)
    assert office.rows(Disposal) == []
    with pytest.raises(DatabaseError, match="in force"), as_worker():
        ask_to_remove(office, case)
    for years, is_gone in ((4, False), (6, True)):
        with working_for(office.town):
            ended = date(timezone.localdate().year - years, 6, 30)
            Entry.objects.of(office.town).filter(pk=entry.pk).update(valid_from=ended, valid_until=ended)
        night(office)
        assert bool(office.rows(Disposal)) is is_gone
    assert (office.rows(Entry), office.rows(Consent)) == ([], [])


def test_a_test_case_goes_after_a_month_without_a_record(office: Office) -> None:
    lived(office, is_test=True)
    with as_worker(), working_for(office.town):
        dispose_due(office.town, office.now + timedelta(days=20))
    assert len(office.rows(Case)) == 1
    night(office)  # on the real clock months have passed
    assert (office.rows(Case), office.rows(Disposal)) == ([], [])


@pytest.mark.parametrize("alias", ["default", "worker"])
def test_nobody_removes_what_has_to_be_kept(office: Office, alias: str) -> None:
    case = lived(office)
    if alias == "default":  # the web role may not even ask
        over(office)
    web = connections["default"]
    connections["default"] = connections[alias]
    connections["default"].alias = "default"
    try:
        expected = "permission denied for function" if alias == "default" else "has to be kept"
        with pytest.raises(DatabaseError, match=expected):
            ask_to_remove(office, case)
    finally:
        connections["default"].alias = alias
        connections["default"] = web
    assert office.case(case)


def test_the_worker_of_another_town_removes_nothing(office: Office) -> None:
    case = lived(office)
    over(office)
    other = Office(EVERYTHING, slug="anderswo")
    with pytest.raises(DatabaseError, match="has to be kept"), as_worker():
        ask_to_remove(other, case)


def test_append_only_tables_stay_so_for_whoever_claims_to_dispose(office: Office) -> None:
    lived(office)
    with pytest.raises(DatabaseError, match="permission denied"), as_worker(), working_for(office.town):
        connection.cursor().execute("SET LOCAL app.disposing = 'yes'")
        connection.cursor().execute("DELETE FROM cases_event")


def test_what_an_event_carried_goes_after_a_month_and_the_event_after_a_year(office: Office) -> None:
    now = timezone.now()
    with working_for(office.town):
        for number, days in enumerate((10, 40, 400, None)):
            RegisterEvent.objects.create(
                municipality=office.town, kind="resident.moved", source="EWO", person=f"p{number}", number=number,
                effective_on=YESTERDAY, data={"person": PERSON},
                handled_at=now - timedelta(days=days) if days else None,
            )  # fmt: skip
        forget(office.town, now)
        left = dict(RegisterEvent.objects.of(office.town).values_list("number", "data"))
    assert left == {0: {"person": PERSON}, 1: {}, 3: {"person": PERSON}}
