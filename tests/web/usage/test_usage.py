"""A town sees how it uses the program: sums only, off by one switch, for nobody else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from fahrwasser.web.usage import middleware
from fahrwasser.web.usage.actions import KEPT_DAYS, monday, switch_counting, write_down
from fahrwasser.web.usage.book import Book
from fahrwasser.web.usage.features import FEATURES, NOT_COUNTED, STEP_OF, feature_of
from fahrwasser.web.usage.jobs import run as forget_tonight
from fahrwasser.web.usage.models import UseCount
from fahrwasser.web.usage.reads import FEWEST, page_of
from filled import fills
from towns import browser, make_member, make_town, make_user


@pytest.fixture(autouse=True)
def book(monkeypatch) -> Book:
    """What other tests have opened does not count here."""
    fresh = Book()
    monkeypatch.setattr(middleware, "BOOK", fresh)
    return fresh


@pytest.fixture
def staffed(database):
    """A town with three at work: Navigator, head, clerk."""
    town = make_town()
    people = {role: make_member(town, role) for role in (Role.NAVIGATOR, Role.HEAD, Role.CLERK)}
    return town, people


def kept(town: Municipality) -> dict[tuple[date, str], tuple[int, int]]:
    """day, part → pages, forms."""
    with working_for(town):
        rows = UseCount.objects.of(town).values_list("day", "feature", "uses", "seconds_n")
        return {(day, feature): (uses, n) for day, feature, uses, n in rows}


def test_pages_of_the_staff_are_added_up_and_nothing_else_is_kept(staffed, book: Book) -> None:
    town, people = staffed
    navigator, head = browser(people[Role.NAVIGATOR][0]), browser(people[Role.HEAD][0])
    for client in (navigator, head, navigator):
        assert client.get("/lindenau/erfassen/leistungen/").status_code == 200
        write_down(book.take())
    navigator.get("/lindenau/kennzahlen/?secret=Muster")
    write_down(book.take())
    today = timezone.localdate()
    assert kept(town) == {(today, "record"): (3, 0), (today, "figures"): (1, 0)}
    columns = {field.name for field in UseCount._meta.fields}
    assert columns == {"id", "municipality", "day", "feature", "uses", "seconds_total", "seconds_n"}


def test_a_page_view_sends_no_statement_for_counting(staffed, book: Book) -> None:
    _town, people = staffed
    client, sent = browser(people[Role.NAVIGATOR][0]), []

    def note(execute, statement, *rest):
        sent.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        client.get("/lindenau/nutzung/")
    assert not [statement for statement in sent if "INSERT" in statement or "UPDATE" in statement]
    assert len(sent) <= 12


def test_a_form_is_measured_from_showing_to_saving(staffed, book: Book) -> None:
    town, people = staffed
    client = browser(people[Role.NAVIGATOR][0])
    address = "/lindenau/konto/team/amt/neu/"
    client.get(address)
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "Bauamt"}).status_code == 302
    client.post(address, {"name": "Hauptamt"})  # never shown: not measured
    write_down(book.take())
    assert kept(town) == {(timezone.localdate(), "people"): (1, 1)}


def test_one_timer_a_minute_writes_the_sums_after_the_answers(staffed, monkeypatch) -> None:
    town, people = staffed
    started = []

    class Later:
        daemon = False

        def __init__(self, seconds: float, run: Callable[[], None]) -> None:
            self.seconds, self.run = seconds, run

        def start(self) -> None:
            started.append(self)

    monkeypatch.setattr(middleware, "Timer", Later)
    monkeypatch.setattr(settings, "USE_COUNTS_WRITTEN_EVERY_S", 60)
    client = browser(people[Role.NAVIGATOR][0])
    for _ in range(3):
        client.get("/lindenau/erfassen/leistungen/")
    assert [(later.seconds, later.daemon) for later in started] == [(60, True)]
    assert kept(town) == {}, "the request itself writes nothing"
    started[0].run()
    assert kept(town) == {(timezone.localdate(), "record"): (3, 0)}
    client.get("/lindenau/erfassen/leistungen/")
    assert len(started) == 2


def test_refused_pages_strangers_and_the_coach_are_not_counted(staffed, book: Book) -> None:
    town, people = staffed
    lotse, _coach = make_member(town, Role.LOTSE)
    assert browser(people[Role.CLERK][0]).get("/lindenau/erfassen/leistungen/").status_code == 403
    assert browser(lotse).get("/lindenau/erfassen/leistungen/").status_code == 200
    assert browser(make_user()).get("/lindenau/agenda/").status_code == 403
    browser().get("/lindenau/agenda/")
    browser().get("/lindenau/gibt/es/nicht/")
    browser().get("/lindenau/erfassen/leistungen/", HTTP_HX_REQUEST="true")
    write_down(book.take())
    assert kept(town) == {}


def test_of_citizens_only_steps_and_weeks_are_kept(staffed, book: Book) -> None:
    town, _people = staffed
    for _ in range(2):
        assert browser().get("/lindenau/dienste/").status_code == 200
    write_down(book.take())
    assert kept(town) == {(monday(timezone.localdate()), "citizen_read"): (2, 0)}


def test_with_two_at_work_only_weeks_are_kept_and_shown(database, book: Book) -> None:
    town = make_town()
    navigator, _member = make_member(town, Role.NAVIGATOR, Role.CLERK)
    make_member(town, Role.HEAD)
    make_member(town, Role.LOTSE)  # not of the town
    client = browser(navigator)
    client.get("/lindenau/erfassen/leistungen/")
    write_down(book.take())
    assert kept(town) == {(monday(timezone.localdate()), "record"): (1, 0)}
    assert "nur Wochen" in client.get("/lindenau/nutzung/?je=tag").content.decode()
    with working_for(town):
        assert not page_of(town, timezone.localdate(), by_day=True).by_day


def test_the_switch_stops_at_once_even_what_a_process_still_holds(staffed, book: Book) -> None:
    town, people = staffed
    client = browser(people[Role.NAVIGATOR][0])
    client.get("/lindenau/erfassen/leistungen/")
    write_down(book.take())
    client.get("/lindenau/erfassen/leistungen/")  # in memory when the head says no
    head = browser(people[Role.HEAD][0])
    answer = fills(head, "/lindenau/nutzung/schalter/", {"zaehlen": "nein", "loeschen": "on"}, follow=True)
    assert "hat es abgeschaltet" in answer.content.decode()
    assert f"Seit dem {timezone.localdate():%d.%m.%Y}" in answer.content.decode()
    client.get("/lindenau/erfassen/leistungen/")
    write_down(book.take())
    assert kept(town) == {}
    with working_for(town):
        verbs = set(Act.objects.of(town).values_list("verb", flat=True))
    assert verbs >= {"usage.off", "usage.delete"}


def test_switched_on_again_only_what_comes_afterwards_counts(staffed, book: Book) -> None:
    town, people = staffed
    _user, head = people[Role.HEAD]
    client = browser(people[Role.NAVIGATOR][0])
    with working_for(town):
        switch_counting(head, timezone.now(), is_on=False, forget=False)
    client.get("/lindenau/erfassen/leistungen/")
    with working_for(town):
        switch_counting(head, timezone.now(), is_on=True, forget=False)
    write_down(book.take())
    assert kept(town) == {}
    client.get("/lindenau/erfassen/leistungen/")
    write_down(book.take())
    assert kept(town) == {(timezone.localdate(), "record"): (1, 0)}


def test_the_page_shows_sums_and_hides_means_of_few(staffed) -> None:
    town, people = staffed
    today = timezone.localdate()
    with working_for(town):
        for feature, n in (("papers", FEWEST - 1), ("plan", FEWEST)):
            row = {"uses": 1234, "seconds_total": 90 * n, "seconds_n": n}
            UseCount.objects.create(municipality=town, day=today, feature=feature, **row)
        few, enough = sorted(page_of(town, today, by_day=True).durations, key=lambda line: line.forms)
    assert (few.minutes, enough.minutes) == (None, 1.5)
    page = browser(people[Role.NAVIGATOR][0]).get("/lindenau/nutzung/").content.decode()
    assert "1.234" in page
    assert "1,5" in page
    assert "weniger als 5" in page


def test_weeks_before_the_first_count_are_not_shown_as_unused(staffed) -> None:
    town, _people = staffed
    today = timezone.localdate()
    with working_for(town):
        for weeks in (2, 30):
            day = today - timedelta(weeks=weeks)
            UseCount.objects.create(municipality=town, day=day, feature="plan", uses=5)
        page = page_of(town, today, by_day=False)
        (line,) = page.lines
    assert [uses for _day, uses in line.cells] == [5, 0, 0]
    assert page.periods[0] == monday(today - timedelta(weeks=2))


def test_coach_observer_operator_and_strangers_see_nothing(staffed) -> None:
    town, people = staffed
    lotse, _coach = make_member(town, Role.LOTSE)
    outsiders = [lotse, make_user(), make_user(is_operator=True), make_user(is_observer=True)]
    for person in outsiders:
        assert browser(person).get("/lindenau/nutzung/").status_code == 403
        assert browser(person).post("/lindenau/nutzung/schalter/", {"zaehlen": "nein"}).status_code == 403
    link = 'href="/lindenau/nutzung/"'
    assert link not in browser(lotse).get("/lindenau/kennzahlen/").content.decode()
    assert link in browser(people[Role.HEAD][0]).get("/lindenau/kennzahlen/").content.decode()
    clerk = browser(people[Role.CLERK][0])
    assert link in clerk.get("/lindenau/konto/").content.decode()
    assert clerk.get("/lindenau/nutzung/").status_code == 200, "who is counted may look"
    assert clerk.post("/lindenau/nutzung/schalter/", {"zaehlen": "nein"}).status_code == 403
    assert browser().get("/lindenau/nutzung/").status_code == 302


def test_a_switch_without_an_answer_is_asked_again(staffed) -> None:
    _town, people = staffed
    answer = browser(people[Role.HEAD][0]).post("/lindenau/nutzung/schalter/", {"zaehlen": "vielleicht"})
    assert answer.status_code == 422
    assert "<title>Fehler:" in answer.content.decode()


def test_after_two_years_the_sums_go_at_night(staffed) -> None:
    town, _people = staffed
    now = timezone.now()
    with working_for(town):
        for age in (KEPT_DAYS + 1, KEPT_DAYS - 1):
            day = timezone.localdate(now) - timedelta(days=age)
            UseCount.objects.create(municipality=town, day=day, feature="plan", uses=1)
        forget_tonight(town, now)
        (left,) = UseCount.objects.of(town)
    assert left.day == timezone.localdate(now) - timedelta(days=KEPT_DAYS - 1)


def test_counts_that_cannot_be_written_are_lost_with_a_line_in_the_log(staffed, book: Book, caplog) -> None:
    town, _people = staffed
    book.opened(town.pk, "plan", timezone.now(), timezone.localdate())
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE usage_usecount RENAME TO usage_gone")
    try:
        write_down(book.take())
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("ALTER TABLE usage_gone RENAME TO usage_usecount")
    assert "lost" in caplog.text
    assert kept(town) == {}


def test_every_page_of_the_staff_belongs_to_a_part() -> None:
    def walk(patterns):
        for entry in patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns)
            elif isinstance(entry, URLPattern) and getattr(entry.callback, "rights", None) is not None:
                yield str(entry.name)

    lost = {name for name in walk(get_resolver().url_patterns) if feature_of(name) is None}
    assert {name for name in lost if not name.startswith(NOT_COUNTED)} == set()


def test_the_longest_beginning_decides() -> None:
    assert feature_of("agenda") == "plan"
    assert feature_of("agenda_whatif") == "whatif"
    assert feature_of("paper_agenda") == "papers"
    assert feature_of("service_paper_of") == "adopt"
    assert feature_of("state") is None
    assert not set(FEATURES) & set(STEP_OF.values())
