"""The record: started from open figures, corrected in place by those who may, with every earlier value kept."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fahrwasser.core.inventory.starter import starter_record
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Capability, Figure, PostGroup, Service, SoloTask, System
from fahrwasser.web.inventory.reads import facts_of
from fahrwasser.web.tenants.context import working_for
from filled import fills
from towns import browser, make_member, make_town

BASE = "/lindenau/erfassen/"


@pytest.fixture
def town(database):
    return make_town("lindenau", population=3900)


@pytest.fixture
def navigator(town):
    return make_member(town, Role.NAVIGATOR)


def started(town, navigator):
    with working_for(town):
        actions.start_record(navigator[1])
    return browser(navigator[0])


def unit(town, name: str) -> Unit:
    with working_for(town):
        return Unit.objects.create(municipality=town, name=name)


def service(town, key: str) -> Service:
    with working_for(town):
        return Service.objects.get(key=key)


def value(subject: str, number: str = "12") -> actions.Value:
    return actions.Value(
        subject, "volume", "counted", "Liste 2025", timezone.localdate(), value=Decimal(number), confidence="A"
    )


def test_a_new_town_has_the_starter_list_with_estimates_for_its_size(town, navigator):
    started(town, navigator)
    default = next(s for s in starter_record(3900) if s.default.id == "id-card")
    found = service(town, "id-card")
    with working_for(town):
        assert Service.objects.count() == len(starter_record(3900)) >= 120
        volume = Figure.objects.current(town, Q()).get(subject=f"service:{found.pk}", key="volume")
        assert float(volume.value) == default.volume.value
        assert (volume.origin, float(volume.low), float(volume.high)) == ("default", 312, 390)
        assert volume.source
        assert Figure.objects.current(town, Q()).get(subject="town", key="population").value == 3900


def test_starting_twice_changes_nothing(town, navigator):
    started(town, navigator)
    with working_for(town):
        before = (Service.objects.count(), Figure.objects.count(), Capability.objects.count())
        assert actions.start_record(navigator[1]) is False
        assert (Service.objects.count(), Figure.objects.count(), Capability.objects.count()) == before


def test_starting_a_record_takes_few_queries(town, navigator):
    with working_for(town), CaptureQueriesContext(connection) as seen:
        actions.start_record(navigator[1])
    assert len(seen) <= 8


def test_a_corrected_value_counts_and_the_earlier_one_stays(town, navigator):
    client = started(town, navigator)
    found = service(town, "id-card")
    sent = {"value": "1.400,5", "low": "", "high": "", "origin": "counted", "source": "Zählung", "as_of": "2026-01-31"}
    response = fills(client, f"{BASE}leistungen/{found.pk}/volume/", sent)
    assert response.status_code == 302
    with working_for(town):
        history = Figure.objects.history(town, f"service:{found.pk}", "volume")
        assert [(str(row.value), row.origin) for row in history] == [("1400.500", "counted"), ("351.000", "default")]
        assert history[0].author == navigator[0].pk
    page = client.get(f"{BASE}leistungen/{found.pk}/volume/").content.decode()
    assert "Zählung" in page
    assert "351" in page
    assert "1.400,5" in client.get(f"{BASE}leistungen/{found.pk}/").content.decode()


def test_history_cannot_be_rewritten_even_by_hand(town, navigator):
    started(town, navigator)
    for change in (lambda rows: rows.update(value=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), working_for(town):
            change(Figure.objects.all())


def test_values_out_of_order_are_refused_in_words(town, navigator):
    client = started(town, navigator)
    address = f"{BASE}leistungen/{service(town, 'id-card').pk}/volume/"
    sent = {"value": "10", "low": "20", "high": "5", "origin": "counted", "source": "Liste", "as_of": "2026-01-31"}
    response = client.post(address, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "mehr als der Wert selbst" in page
    assert "weniger als der Wert selbst" in page
    assert client.post(address, {**sent, "value": "-3"}).status_code == 422
    assert client.post(address, {**sent, "value": "NaN"}).status_code == 422
    assert client.post(address, {**sent, "low": "", "high": "", "as_of": "1899-12-31"}).status_code == 422


def test_channel_shares_sum_to_a_hundred(town, navigator):
    client = started(town, navigator)
    address = f"{BASE}leistungen/{service(town, 'id-card').pk}/eingangswege/"
    told = {"origin": "estimated", "source": "Bürgerbüro", "as_of": "2026-11-01"}
    refused = fills(client, address, {**told, "counter": "80", "online": "10"})
    assert refused.status_code == 422
    assert "90" in refused.content.decode()
    assert fills(client, address, {**told, "counter": "80", "online": "20"}).status_code == 302
    with working_for(town):
        shares = Figure.objects.current(town, Q()).filter(key__startswith="share_")
        assert sum(row.value for row in shares) == 100
        assert len(shares) == 6


class TestMultiplikator:
    """Someone who works in one office records the services of that office and nothing else."""

    def test_corrects_services_of_the_own_office_only(self, town, navigator):
        started(town, navigator)
        own, other = unit(town, "Bürgerbüro"), unit(town, "Kämmerei")
        user, member = make_member(town, Role.MULTIPLIKATOR, units=[own])
        mine, theirs = service(town, "id-card"), service(town, "passport")
        with working_for(town):
            Service.objects.filter(pk=mine.pk).update(unit=own)
            Service.objects.filter(pk=theirs.pk).update(unit=other)
            actions.record_figure(member, value(f"service:{mine.pk}"))
        for subject in (f"service:{theirs.pk}", "town"):
            with pytest.raises(PermissionDenied), working_for(town):
                actions.record_figure(member, value(subject))
        client = browser(user)
        assert client.get(f"{BASE}leistungen/{mine.pk}/volume/").status_code == 200
        assert client.get(f"{BASE}leistungen/{theirs.pk}/volume/").status_code == 403
        assert client.get(f"{BASE}leistungen/{theirs.pk}/").status_code == 200
        assert client.get(f"{BASE}werte/posts/").status_code == 403
        assert client.get(f"{BASE}systeme/neu/").status_code == 403

    @pytest.mark.parametrize("role", [Role.MULTIPLIKATOR, Role.LOTSE])
    def test_what_helps_most_leads_only_where_the_person_may_enter_it(self, town, navigator, role):
        started(town, navigator)
        own = unit(town, "Bürgerbüro")
        user, _member = make_member(town, role, units=[own] if role == Role.MULTIPLIKATOR else [])
        client, named = browser(user), r'<h3>(?:<a href="([^"]+)">)?([^<]+)'
        before = re.findall(named, client.get(BASE).content.decode())
        with working_for(town):
            Service.objects.of(town).update(unit=own)
        after = re.findall(named, client.get(BASE).content.decode())
        assert len(before) == len(after) == 3
        assert not any(link for link, _title in before)
        links = [link for link, _title in after if link]
        assert bool(links) is (role == Role.MULTIPLIKATOR)
        assert all(client.get(link).status_code == 200 for link in links)

    def test_cannot_move_a_service_to_the_own_office(self, town, navigator):
        started(town, navigator)
        own = unit(town, "Bürgerbüro")
        user, _member = make_member(town, Role.MULTIPLIKATOR, units=[own])
        found = service(town, "id-card")
        sent = {"is_offered": "yes", "unit": str(own.pk), "system": ""}
        assert browser(user).post(f"{BASE}leistungen/{found.pk}/", sent).status_code == 403
        assert service(town, "id-card").unit_id is None

    def test_a_revoked_membership_gives_nothing(self, town, navigator):
        started(town, navigator)
        own = unit(town, "Bürgerbüro")
        user, member = make_member(town, Role.MULTIPLIKATOR, units=[own])
        found = service(town, "id-card")
        with working_for(town):
            Service.objects.filter(pk=found.pk).update(unit=own)
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE accounts_membership SET revoked_at = now() WHERE user_id = %s", [user.pk])
        with pytest.raises(PermissionDenied), working_for(town):
            actions.record_figure(member, value(f"service:{found.pk}"))


class TestStaff:
    """Posts by age are for the head alone, and nobody can be recognised in them."""

    def enter(self, town, posts: dict[str, str], name: str = "Kämmerei"):
        head = make_member(town, Role.HEAD)
        office = unit(town, name)
        client = browser(head[0])
        assert client.post(f"{BASE}stellen/{office.pk}/", posts).status_code == 302
        return client, office

    def test_navigator_and_lotse_see_no_staff_page(self, town, navigator):
        client = started(town, navigator)
        _head, office = self.enter(town, {"60_plus": "4"})
        lotse, _member = make_member(town, Role.LOTSE)
        for other in (client, browser(lotse)):
            assert other.get(f"{BASE}stellen/").status_code == 403
            assert other.get(f"{BASE}stellen/{office.pk}/").status_code == 403
            assert other.post(f"{BASE}stellen/{office.pk}/", {"60_plus": "9"}).status_code == 403
        assert "Stellen nach Amt" not in client.get(BASE).content.decode()

    def test_counts_below_three_are_merged_with_their_neighbours(self, town, navigator):
        started(town, navigator)
        head, office = self.enter(town, {"under_40": "4", "50_54": "1", "55_59": "1", "60_plus": "2,5"})
        page = head.get(f"{BASE}stellen/").content.decode()
        assert "3,5" in page  # 55 and older
        assert "2,5" not in page
        assert 'value="2,5"' in head.get(f"{BASE}stellen/{office.pk}/").content.decode()

    def test_a_tiny_office_is_shown_with_another_one(self, town, navigator):
        started(town, navigator)
        head, _office = self.enter(town, {"40_49": "6"})
        self.enter(town, {"60_plus": "1"}, name="Archiv")
        page = head.get(f"{BASE}stellen/").content.decode()
        assert "Archiv, Kämmerei" in page or "Kämmerei, Archiv" in page

    def test_posts_are_kept_as_entered(self, town, navigator):
        started(town, navigator)
        self.enter(town, {"40_49": "1,5"})
        with working_for(town):
            assert PostGroup.objects.get().posts == Decimal("1.5")

    def test_when_somebody_leaves_is_known_to_the_head_only(self, town, navigator):
        client = started(town, navigator)
        head = browser(make_member(town, Role.HEAD)[0])
        head.post(f"{BASE}ohne-vertretung/", {"name": "Kasse", "unit": "", "leaves_within_years": "3"})
        client.post(f"{BASE}ohne-vertretung/", {"name": "Wahlen", "unit": "", "leaves_within_years": "3"})
        with working_for(town):
            assert dict(SoloTask.objects.values_list("name", "leaves_within_years")) == {"Kasse": 3, "Wahlen": None}
        assert "Stelle wird frei" not in client.get(f"{BASE}ohne-vertretung/").content.decode()
        assert "Stelle wird frei" in head.get(f"{BASE}ohne-vertretung/").content.decode()


class TestSystems:
    """IT systems with their contracts."""

    def test_dates_before_1900_and_after_2100_are_refused(self, town, navigator):
        client = started(town, navigator)
        for day in ("1899-12-31", "2101-01-01", "0031-12-20"):
            sent = {"name": "Meldewesen", "operation": "central", "notice_date": day}
            response = client.post(f"{BASE}systeme/neu/", sent)
            assert response.status_code == 422
            assert "zwischen 1900 und 2100" in response.content.decode()
        with working_for(town):
            assert not System.objects.exists()

    def test_a_system_is_added_changed_and_retired_with_the_history_of_its_cost(self, town, navigator):
        client = started(town, navigator)
        sent = {"name": "Meldewesen", "operation": "central", "contract_end": "31.12.2027", "cost_per_year": "12.000"}
        assert client.post(f"{BASE}systeme/neu/", sent).status_code == 302
        with working_for(town):
            system = System.objects.get()
        fills(client, f"{BASE}systeme/{system.pk}/", {**sent, "cost_per_year": "13.500", "has_personal_data": "yes"})
        with working_for(town):
            costs = Figure.objects.history(town, f"system:{system.pk}", "cost_per_year")
            assert [int(row.value) for row in costs] == [13500, 12000]
            assert System.objects.get().has_personal_data is True
        assert client.post(f"{BASE}systeme/neu/", sent).status_code == 422  # the name is taken
        client.post(f"{BASE}systeme/{system.pk}/aus/")
        client.get(BASE)  # the message is read
        assert "Meldewesen" not in client.get(f"{BASE}systeme/").content.decode()

    def test_notice_after_the_end_of_the_contract_is_refused(self, town, navigator):
        client = started(town, navigator)
        sent = {"name": "X", "operation": "own", "contract_end": "2027-01-01", "notice_date": "2027-02-01"}
        assert client.post(f"{BASE}systeme/neu/", sent).status_code == 422


class TestMaturity:
    """Scales are data: whole levels as shipped, criteria once they are imported."""

    def test_the_whole_level_is_chosen_where_there_are_no_criteria(self, town, navigator):
        client = started(town, navigator)
        found = service(town, "id-card")
        address = f"{BASE}leistungen/{found.pk}/reifegrad/ozg/2.0/"
        assert client.post(address, {"level": "7"}).status_code == 302
        assert client.post(address, {"level": "8"}).status_code == 422
        assert "7 von 7" in client.get(f"{BASE}leistungen/{found.pk}/").content.decode()
        assert client.get(f"{BASE}leistungen/{found.pk}/reifegrad/ozg/9.9/").status_code == 404


def test_facts_for_the_agenda_take_three_queries(town, navigator):
    started(town, navigator)
    with working_for(town), CaptureQueriesContext(connection) as seen:
        facts = facts_of(town)
    assert len(seen) == 3
    assert facts.town.population == 3900
    assert facts.capabilities["eakte"] == "unknown"
    assert facts.number("posts") == pytest.approx(19.5)
    assert facts.groups["residents"] is True


def test_every_page_of_the_record_stays_within_twelve_queries(town, navigator):
    client = started(town, navigator)
    head = browser(make_member(town, Role.HEAD)[0])
    found = service(town, "id-card")
    client.post(f"{BASE}schnell-check/")
    client.post(f"{BASE}schnell-check/fertig/")
    client.post(f"{BASE}schnell-check/")
    client.post(f"{BASE}schnell-check/fertig/")
    pages = (
        *("", "leistungen/", f"leistungen/{found.pk}/", f"leistungen/{found.pk}/volume/", "systeme/", "grundlagen/"),
        *("ohne-vertretung/", "schnell-check/", "schnell-check/frage/posts/", "schnell-check/ergebnis/"),
        *("schnell-check/weitergeben/", f"leistungen/{found.pk}/reifegrad/ozg/1.1/", "leistungen/neu/?q=hund"),
    )
    for who, path in [*((client, page) for page in pages), (head, "stellen/")]:
        with CaptureQueriesContext(connection) as seen:
            assert who.get(BASE + path).status_code == 200, path
        queries = [query["sql"] for query in seen.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")]
        assert len(queries) <= 12, "\n".join([path, *(query[:150] for query in queries)])
