"""The town's letterhead: kept, shown, hostile pictures refused, others' towns untouched."""

from django.core.files.uploadedfile import SimpleUploadedFile

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.nights import NIGHTLY
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Letterhead
from filled import fills
from towns import browser, make_member, make_town

PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>W</title><rect width="9" height="9"/></svg>'
HOSTILE = PLAIN.replace(b"<rect", b"<script>alert(1)</script><rect")


def test_what_is_saved_stands_on_the_start_page_and_a_missing_file_keeps_the_arms(database) -> None:
    town = make_town()
    person, _member = make_member(town, Role.NAVIGATOR)
    client = browser(person)
    arms = SimpleUploadedFile("wappen.svg", PLAIN, "image/svg+xml")
    client.post("/lindenau/briefkopf/", {"street": "Markt 7", "phone": "03437 1", "coat_of_arms": arms})
    fills(client, "/lindenau/briefkopf/", {"street": "Markt 8", "phone": "03437 1"})
    with working_for(town):
        row = Letterhead.objects.get()
        assert (row.street, bytes(row.coat_of_arms)) == ("Markt 8", PLAIN)
    assert "Markt 8" in browser().get("/lindenau/").content.decode()


def test_a_town_of_the_fronleichnamsvo_says_so_and_takes_it_back(database) -> None:
    town = make_town()
    client = browser(make_member(town, Role.NAVIGATOR)[0])
    for sent, kept in (({"is_fronleichnam_holiday": "on"}, True), ({}, False)):
        fills(client, "/lindenau/briefkopf/", {"street": "Markt 7", **sent})
        with working_for(town):
            assert Letterhead.objects.get().is_fronleichnam_holiday is kept


def test_a_hostile_picture_is_refused_and_nothing_typed_is_lost(database) -> None:
    person, _member = make_member(make_town(), Role.NAVIGATOR)
    arms = SimpleUploadedFile("wappen.svg", HOSTILE, "image/svg+xml")
    page = browser(person).post("/lindenau/briefkopf/", {"street": "Markt 7", "coat_of_arms": arms})
    assert page.status_code == 422
    assert "eignet sich nicht als Wappen" in page.content.decode()
    assert "Markt 7" in page.content.decode()


def test_only_who_manages_people_changes_it(database) -> None:
    town = make_town()
    for role in (Role.CLERK, Role.LOTSE, Role.MULTIPLIKATOR):
        person, _member = make_member(town, role)
        assert browser(person).get("/lindenau/briefkopf/").status_code == 403
    assert browser().get("/lindenau/briefkopf/").status_code == 302


def test_the_operator_opens_a_town_and_sees_nothing_inside(database) -> None:
    from towns import make_user

    town = make_town("schlafend", joined_at=None, is_sample=False, ags="14999999")
    client = browser(make_user(is_operator=True))
    answer = client.post("/betrieb/", {"ags": "14999999", "name": "Erika Muster", "email": "erika@example.org"})
    assert answer.status_code == 302
    with working_for(town):
        kinds = set(Job.objects.of(town).values_list("kind", flat=True))
    assert kinds >= set(NIGHTLY), "what every town has each night does not wait for the next start"
    assert client.get("/schlafend/").status_code == 200
    assert client.get("/schlafend/erfassen/").status_code == 403
    assert browser(make_user()).get("/betrieb/").status_code == 403
