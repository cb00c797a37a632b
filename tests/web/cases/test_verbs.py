"""What a service task asks of the world happens once, in the transaction that moves the case on."""

from datetime import UTC, date, datetime

import pytest

from fahrwasser.core.calendar.holidays import Place
from fahrwasser.core.calendar.periods import widerspruch_until
from fahrwasser.web.cases import links
from fahrwasser.web.cases.models import Letter, Link, Notice
from fahrwasser.web.jobs.models import Job, Mail
from fahrwasser.web.ports.models import Delivery, Payment, Query
from fahrwasser.web.ports.registry import SOURCES, Answer, Question, Source
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.actions import write_letterhead
from fahrwasser.web.tenants.context import working_for
from web.cases.office import ERIKA, Office
from web.cases.sample_package import boundary, call, end, flows, mishap, start, user

BESCHEID = """{
  titel: "Bescheid", text: "Wir erteilen die Probe.", form: "schriftlich", tenor: ["Die Probe wird erteilt."],
  adressat: {name: "Erika Muster", anschrift: ["Gartenweg 2", "01999 Lindenau"], volljaehrig: true},
  zeichnung: {name: "Petra Muster"}, gruende: {sachverhalt: "Antrag liegt vor.", recht: "§ 1 Probe erlaubt es."},
  normen: [{norm: "§ 1 Probe", stand: "2026-01-01"}], anhoerung: {belastend: false}, frueherer: {vorhanden: false},
  rechtsbehelf: {art: "Widerspruch", frist: "eines Monats", stelle: "Stadt Lindenau", anschrift: "Markt 1",
    formen: ["schriftlich", "elektronisch", "zur Niederschrift"]},
  behoerde: {anschrift: "Markt 1, 01999 Lindenau"}, datenschutz: "Wir verarbeiten Ihre Daten."
}"""


def letter(node: str = "brief", **more: str) -> str:
    given = {"vorlage": '"bescheid"', "werte": BESCHEID, "art": '"bescheid"', "recht": '"VwVfG"', **more}
    return call(node, "letter", **given)


def through(*nodes: str) -> str:
    """start → these tasks → end."""
    return start() + "".join(nodes) + end()


def test_a_bescheid_lies_in_the_records_with_its_day_and_period(database) -> None:
    office = Office(through(letter()) + flows("s>brief>e"))
    case = office.open()
    assert office.rows(Letter) == []
    assert office.due() == 2  # the letter, and the file of the closed case
    row = office.rows(Letter)[0]
    assert (row.kind, row.route, row.sent_on, row.notified_on) == (
        "bescheid", "letter", date(2026, 3, 2), date(2026, 3, 6)
    )  # fmt: skip
    assert row.objection_until == widerspruch_until(row.notified_on, "VwVfG", Place())
    document = office.rows(Document)[0]
    assert bytes(document.content).startswith(b"%PDF")
    assert office.case(case).outcome == "e"
    assert office.case(case).state["variables"]["brief"]["bekanntgabe"] == {"@": "2026-03-06"}


@pytest.mark.parametrize(
    ("is_holiday", "last_day"), [(False, date(2027, 5, 27)), (True, date(2027, 5, 28))], ids=["weekday", "holiday"]
)
def test_corpus_christi_moves_the_period_where_the_town_says_that_it_is_a_holiday(
    database, is_holiday, last_day
) -> None:
    """§ 1 SächsSFG with the FronleichnamsVO: posted on Friday 23 April 2027, notified on the 27th."""
    office = Office(through(letter()) + flows("s>brief>e"))
    with working_for(office.town):
        write_letterhead(office.town, {"is_fronleichnam_holiday": is_holiday})
    office.now = datetime(2027, 4, 23, 11, tzinfo=UTC)
    office.open()
    office.due()
    row = office.rows(Letter)[0]
    assert (row.notified_on, row.objection_until) == (date(2027, 4, 27), last_day)


def test_a_case_waits_until_the_later_end_where_the_end_is_disputed(database) -> None:
    """Posted on Tuesday 27 October 2026: the paper counts from Saturday, the process waits as if from Monday."""
    office = Office(through(letter()) + flows("s>brief>e"))
    office.now = datetime(2026, 10, 27, 11, tzinfo=UTC)
    case = office.open()
    office.due()
    row = office.rows(Letter)[0]
    assert (row.notified_on, row.objection_until) == (date(2026, 10, 31), date(2026, 11, 30))
    assert office.case(case).state["variables"]["brief"]["frist"] == {"@": "2026-12-02"}


def test_a_bescheid_without_reasons_does_not_go_out(database) -> None:
    incomplete = BESCHEID.replace("Antrag liegt vor.", "")
    office = Office(through(letter(werte=incomplete)) + flows("s>brief>e"))
    case = office.open()
    office.run_worker()
    assert office.rows(Letter) == []
    assert office.rows(Document) == []
    assert "B06" in office.case(case).incident


def test_a_message_is_a_notice_and_a_mail_that_says_only_that(database) -> None:
    message = call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}")
    office = Office(through(message) + flows("s>sagen>e"))
    case = office.open(facts={"antrag": ERIKA, "fall": {"person": {"email": "erika@example.org"}}})
    office.due()
    assert office.rows(Notice)[0].text == "Guten Tag Erika Muster, Ihr Antrag ist da."
    mail = Mail.objects.using("owner").get()
    assert mail.to == "erika@example.org"
    assert case.number in mail.subject
    assert links.status_address(office.town, case.pk) in mail.body
    assert "Erika" not in mail.subject + mail.body
    assert "Ihr Antrag" not in mail.subject + mail.body
    (link,) = office.rows(Link)
    assert link.purpose == "status"


def test_a_record_is_handed_over_as_the_package_maps_it(database) -> None:
    hand = call("buchen", "hand_over", port='"finanz"', werte="{person: antrag.name, betrag: 12.5}")
    office = Office(through(hand) + flows("s>buchen>e"))
    case = office.open()
    office.due()
    row = office.rows(Delivery)[0]
    assert row.record == {"Name": "Erika Muster", "Betrag": "12.5"}
    assert (row.cause, row.state) == (case.pk, "waiting")
    assert office.case(case).state["variables"]["buchen"] == {"beleg": row.key}


def test_numbers_have_no_gaps(database) -> None:
    office = Office(through(call("marke", "number", kreis='"marke"')) + flows("s>marke>e"))
    cases = [office.open() for _ in range(3)]
    office.due()
    taken = {office.case(case).state["variables"]["marke"]["nummer"] for case in cases}
    assert taken == {"1", "2", "3"}


def test_an_amount_to_pay_has_a_reference_with_check_digits(database) -> None:
    office = Office(through(call("zahlen", "payment", betrag="30.70", zweck='"Ausweis"')) + flows("s>zahlen>e"))
    case = office.open()
    office.due()
    row = office.rows(Payment)[0]
    assert (row.amount_cents, row.purpose) == (3070, f"Ausweis {case.number}")
    turned = row.reference[4:] + row.reference[:4]
    assert int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def test_a_business_error_takes_the_way_the_process_has_for_it(database) -> None:
    office = Office(
        through(call("zahlen", "payment", betrag="30.705", zweck='"Ausweis"'))
        + boundary("fehler", "zahlen", mishap("betrag")) + user("klaeren") + end("e2")
        + flows("s>zahlen>e", "fehler>klaeren>e2")
    )  # fmt: skip
    case = office.open()
    office.due()
    assert office.tasks(case) == ["klaeren"]
    assert office.rows(Payment) == []


ASK = call("halter", "query", port='"einwohner"', anfrage="{name: antrag.name}")


def test_an_unbound_source_answers_so(database) -> None:
    office = Office(through(ASK) + flows("s>halter>e"))
    case = office.open()
    office.due()
    assert office.case(case).state["variables"]["halter"] == {"status": "ungebunden"}
    assert office.rows(Query) == []


def test_every_retrieval_is_logged_without_the_answer(database, monkeypatch) -> None:
    def knows(question: Question) -> Answer:
        return Answer("bestaetigt", {"strasse": f"Weg von {question.values['name']}"})

    monkeypatch.setitem(SOURCES, ("einwohner", "test"), Source(knows, is_remote=False))
    office = Office(through(ASK) + flows("s>halter>e"))
    office.bind("einwohner", "test")
    case = office.open()
    office.due()
    found = office.case(case).state["variables"]["halter"]
    assert found == {"status": "bestaetigt", "strasse": "Weg von Erika Muster"}
    row = office.rows(Query)[0]
    assert (row.port, row.adapter, row.status, row.file_number) == ("einwohner", "test", "bestaetigt", case.number)
    assert "§ 37 BMG" in row.purpose
    assert "Erika" not in repr(row.__dict__)


def test_a_case_that_cannot_go_on_says_so_and_can_be_tried_again(database) -> None:
    office = Office(through(call("sagen", "message", vorlage='"hallo"', werte="{anders: 1}")) + flows("s>sagen>e"))
    case = office.open()
    office.run_worker()
    assert "name" in office.case(case).incident
    assert office.rows(Job)[0].failed_at
    assert office.try_again(case) == 1
    assert office.case(case).incident == ""
    assert office.rows(Job)[0].failed_at is None
