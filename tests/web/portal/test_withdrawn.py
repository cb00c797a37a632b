"""After an objection that succeeded the money follows by itself: nobody types, nobody pays what is not owed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from fahrwasser.core.packages.world import SentLetter
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Event, Letter, Notice, Task
from fahrwasser.web.desk import preview
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.portal.actions import paying
from fahrwasser.web.ports import payments
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.ports.file_drop import as_csv, read_csv
from fahrwasser.web.ports.models import Delivery, Payment
from fahrwasser.web.ports.registry import Parcel
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen, work
from web.portal.paying_by_link import Bound, paid_by_link
from web.registers.moves import JANA, LINDEN, car, enter, permit
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
NEEDED = {
    "art",
    "zahlungspflichtig",
    "strasse",
    "plz",
    "ort",
    "betrag",
    "faellig_am",
    "buchungstext",
    "ordnungsbegriff",
}
FOR_GOOD = {"confirm": "1"}
REASON = "Bei der Kasse nachgesehen."


@pytest.fixture
def bound(database, monkeypatch) -> Iterator[Bound]:
    """Jana has a permit and has not paid for it yet; the town has a payment service."""
    town = make_town()
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with paid_by_link(Citizen(town)) as found:
        yield found


@pytest.fixture
def clerk(bound: Bound) -> Citizen:
    town = bound.jana.town
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def remedies(bound: Bound, clerk: Citizen, fee: str, how: Mapping[str, str] = FOR_GOOD):
    """Jana objects, the office remedies, the worker does the rest; gives the page that the clerk lands on."""
    bound.jana.post(f"{bound.path}widerspruch/", {"text": "Die Gebühr ist zu hoch."})
    work()
    return decides(bound, clerk, fee, how)


def decides(bound: Bound, clerk: Citizen, fee: str, how: Mapping[str, str] = FOR_GOOD):
    (task,) = bound.rows(Task, done_at=None)
    said = {"outcome": "abhelfen", "reasons": "Sie wohnen erst seit Kurzem hier.", "field_gebuehr": fee}
    answer = clerk.post(f"vorgaenge/aufgabe/{task.pk}/", {**said, **how})
    work()
    return clerk.client.get(answer["Location"]) if answer.status_code == 302 else answer


def booked(bound: Bound) -> list[tuple[str, str]]:
    """What the cash office books of the records as the files they would be; it has typed nothing."""
    finance = FinanceDouble(needed=frozenset(NEEDED))
    for row in sorted(bound.rows(Delivery, port="finanz"), key=lambda row: row.made_at):
        record = read_csv(as_csv(Parcel(bound.jana.town, row.port, row.key, row.record, {})))
        finance.book(record.pop("Schluessel"), record)
    assert finance.fields_retyped == 0
    return [(booking["art"], booking["betrag"]) for booking in finance.bookings.values()]


def payments_of(bound: Bound) -> list[tuple[int, str]]:
    return [(row.amount_cents, row.state) for row in sorted(bound.rows(Payment), key=lambda row: row.made_at)]


def fee_of(bound: Bound) -> str:
    (entry,) = bound.rows(Entry, register="permit")
    return str(entry.data["gebuehr"])


def test_a_lower_fee_is_booked_offered_entered_and_told_without_typing(bound: Bound, clerk: Citizen) -> None:
    remedies(bound, clerk, "20,50\N{NO-BREAK SPACE}€")  # as our own pages write it

    assert payments_of(bound) == [(3000, "cancelled"), (2050, "open")]
    assert booked(bound) == [("soll", "30"), ("minderung", "9.50")]
    assert fee_of(bound) == "20.50"
    (case,) = bound.rows(Case)
    assert (case.outcome, case.incident) == ("abgeholfen", "")
    assert "abhilfe" in [row.template for row in bound.rows(Letter)]
    assert "hatte Erfolg" in max(bound.rows(Notice), key=lambda row: row.made_at).subject


def test_the_page_says_in_both_languages_that_the_old_amount_is_not_owed(bound: Bound, clerk: Citizen) -> None:
    remedies(bound, clerk, "20,50")

    german = bound.jana.get(bound.path).content.decode()
    bound.jana.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    english = bound.jana.get(bound.path).content.decode()

    assert "Das Amt hat diesen Betrag zurückgezogen" in german
    assert "The office has withdrawn this amount" in english
    for page in (german, english):
        assert page.count("data:image/svg+xml") == 1, "one GiroCode: that of the new amount"
        assert bound.payment.reference not in page
        assert f"zahlung/{bound.payment.pk}/" not in page


def test_the_old_link_leads_nobody_to_the_payment_service(bound: Bound, clerk: Citizen) -> None:
    bound.begins()
    remedies(bound, clerk, "0")
    asked = len(bound.double.requests)

    for pressed in (bound.begins, bound.says_paid):
        page = bound.jana.client.get(pressed()["Location"]).content.decode()
        assert "Das Amt hat diese Zahlung zurückgezogen. Bitte bezahlen Sie sie nicht." in page
    assert len(bound.double.requests) == asked
    assert payments_of(bound) == [(3000, "cancelled")]


def test_what_is_paid_already_comes_back_and_nothing_new_is_asked_for(bound: Bound, clerk: Citizen) -> None:
    bound.begins()
    bound.pays()
    bound.says_paid()

    remedies(bound, clerk, "20")

    assert payments_of(bound) == [(3000, "paid")]
    assert booked(bound) == [("soll", "30"), ("erstattung", "10")]
    assert fee_of(bound) == "20"


def test_a_fee_that_stays_is_not_booked_again(bound: Bound, clerk: Citizen) -> None:
    remedies(bound, clerk, "")

    assert payments_of(bound) == [(3000, "open")]
    assert booked(bound) == [("soll", "30")]
    assert bound.rows(Case)[0].outcome == "abgeholfen"


@pytest.mark.parametrize("fee", ["30,01", "dreißig", "-5", "1,005", "1.000"])
def test_no_higher_or_unreadable_fee_and_the_office_is_told(bound: Bound, clerk: Citizen, fee: str) -> None:
    page = remedies(bound, clerk, fee)

    assert "So geht es nicht weiter." in page.content.decode()
    assert [task.node for task in bound.rows(Task, done_at=None)] == ["widerspruch_pruefen"]
    assert booked(bound) == [("soll", "30")]
    assert fee_of(bound) == "30"


@pytest.mark.parametrize(("is_paid", "words"), [(False, "Bitte zahlen Sie bis"), (True, "Deshalb erstatten wir Ihnen")])
def test_the_preview_of_the_letter_knows_whether_it_is_paid(
    bound: Bound, clerk: Citizen, monkeypatch, is_paid: bool, words: str
) -> None:
    shown = []

    def kept(_case: Case, letter: SentLetter, _now: datetime) -> preview.Preview:
        shown.append(letter.given["werte"])
        return preview.Preview(letter.template, None)

    monkeypatch.setattr(preview, "_set", kept)
    if is_paid:
        bound.begins()
        bound.pays()
        bound.says_paid()

    remedies(bound, clerk, "20", {})

    assert any(words in sentence for sentence in shown[-1]["tenor"])


def test_whoever_pays_a_withdrawn_amount_all_the_same_is_looked_at_by_a_person(bound: Bound, clerk: Citizen) -> None:
    bound.begins()
    remedies(bound, clerk, "0")
    bound.pays()
    asks_now(bound)
    asks_now(bound)

    (case,) = bound.rows(Case)
    assert (bound.state(), bound.told()) == ("mismatched", 0)
    assert "zurückgezogen" in case.incident
    assert len(bound.rows(Event, activity="zahlung_nach_rueckzug")) == 1
    assert "Für diese Zahlung ist Geld gekommen" in bound.jana.get(bound.path).content.decode()

    place = f"vorgaenge/{case.pk}/zahlung/{bound.payment.pk}/"
    assert "Das Amt hat diese Zahlung zurückgezogen" in clerk.get(place).content.decode()
    assert clerk.post(place, {"meaning": "zahlung_gilt", "reason": REASON}).status_code == 422
    clerk.post(place, {"meaning": "zahlung_erstattet", "reason": REASON})
    asks_now(bound)

    assert bound.state() == "cancelled"
    assert bound.rows(Case)[0].incident == ""


@pytest.mark.parametrize(("has_begun", "state"), [(True, "mismatched"), (False, "cancelled")])
def test_a_payment_that_was_begun_is_asked_about_once_more_when_it_is_withdrawn(
    bound: Bound, clerk: Citizen, has_begun: bool, state: str
) -> None:
    if has_begun:
        bound.begins()
    with working_for(bound.jana.town):
        Job.objects.filter(kind="portal.ask_provider").delete()  # the questions after the beginning are over
    remedies(bound, clerk, "0")
    assert len(bound.rows(Job, kind="portal.ask_provider")) == has_begun
    if has_begun:
        bound.pays()
    asks_now(bound)

    assert bound.state() == state


def asks_now(bound: Bound) -> None:
    """The worker asks the provider, as it would in ten minutes."""
    with working_for(bound.jana.town):
        Job.objects.filter(kind="portal.ask_provider").update(due=timezone.now())
    work()


def test_an_amount_that_came_otherwise_before_stays_with_its_person_and_is_not_owed_again(
    bound: Bound, clerk: Citizen
) -> None:
    bound.begins()
    bound.pays(grosAmount="28.00")
    bound.says_paid()

    remedies(bound, clerk, "20")
    assert payments_of(bound) == [(3000, "mismatched"), (2000, "open")]
    (case,) = bound.rows(Case)
    assert bound.payment.reference in case.incident
    clerk.post(f"vorgaenge/{case.pk}/zahlung/{bound.payment.pk}/", {"meaning": "zahlung_fremd", "reason": REASON})

    assert payments_of(bound) == [(3000, "cancelled"), (2000, "open")]


def test_withdrawn_while_the_payment_service_answers_nobody_is_led_there(bound: Bound, monkeypatch) -> None:
    opens = paying.open_at

    def withdrawn_meanwhile(provider: payments.Provider, payment: Payment) -> paying.Begun | None:
        with working_for(bound.jana.town):
            payments.withdraw(payment.municipality_id, payment.cause, "meanwhile")
        return opens(provider, payment)

    monkeypatch.setattr(paying, "open_at", withdrawn_meanwhile)
    answer = bound.begins()

    assert answer.status_code == 302, "back to the case, not to the payment service"
    assert (bound.state(), bound.rows(Payment)[0].transaction) == ("cancelled", "")


def test_the_fee_of_a_renewal_goes_the_same_way(database) -> None:
    town = make_town()
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    old = permit(town)
    with working_for(town):
        Entry.objects.filter(pk=old.pk).update(valid_until=timezone.localdate())

    class Renewal(Bound):
        def __init__(self) -> None:
            self.jana = Citizen(town)
            self.jana.wants_a_permit(anliegen="verlaengern", ausweis_nummer=old.key)
            self.path = self.jana.status()[0]

    renewal = Renewal()
    clerk = Citizen(town, browser(make_member(town, Role.CLERK)[0]))

    remedies(renewal, clerk, "24")

    assert payments_of(renewal) == [(3000, "cancelled"), (2400, "open")]
    assert booked(renewal) == [("soll", "30"), ("minderung", "6")]
    (entry,) = renewal.rows(Entry, register="permit")
    assert (str(entry.data["gebuehr"]), str(entry.data["gebuehr_davor"])) == ("24", "30")
