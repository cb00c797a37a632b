"""Who may give and take which role; what is left to somebody whose role has ended."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from desk import link_in, mails
from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember, User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.accounts.roles import RIGHTS, Right, Role
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act
from filled import fills
from towns import browser, make_member, make_town, make_user

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def town():
    return make_town()


def row_of(town, user, role):
    with working_for(town):
        return Membership.objects.of(town).current().select_related("user").get(user=user, role=role)


def roles_of(town, user):
    with working_for(town):
        return set(Membership.objects.of(town).current().filter(user=user).values_list("role", flat=True))


def test_navigator_cannot_make_a_head_neither_by_action_nor_by_a_forged_form(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    clerk, _clerk = make_member(town, Role.CLERK)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.give_role(by, clerk, Role.HEAD)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.invite(by, name="X", email="x@example.org", role=Role.HEAD)
    client = browser(navigator)
    form = {"name": "X", "email": "x@example.org", "role": "head"}
    assert client.post("/lindenau/konto/team/einladen/", form).status_code == 422
    assert client.post(f"/lindenau/konto/team/person/{navigator.pk}/", {"role": "head"}).status_code == 422
    assert roles_of(town, navigator) == {"navigator"}
    assert not User.objects.filter(email="x@example.org").exists()


def test_head_may_make_a_head(town):
    head, _by = make_member(town, Role.HEAD)
    clerk, _clerk = make_member(town, Role.CLERK)
    browser(head).post(f"/lindenau/konto/team/person/{clerk.pk}/", {"role": "head"})
    assert roles_of(town, clerk) == {"clerk", "head"}


def test_navigator_cannot_take_the_heads_role(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    head, _head = make_member(town, Role.HEAD)
    row = row_of(town, head, Role.HEAD)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.take_role(by, row)
    assert browser(navigator).post(f"/lindenau/konto/team/rolle/{row.pk}/beenden/").status_code == 403
    assert roles_of(town, head) == {"head"}


@pytest.mark.parametrize("role", [role for role in Role if Right.PEOPLE not in RIGHTS[role]])
def test_roles_without_the_right_manage_nobody(town, role):
    person, by = make_member(town, role)
    client = browser(person)
    for page in ("", "einladen/", "mandat/", "protokoll/", "amt/neu/", f"person/{person.pk}/"):
        assert client.get(f"/lindenau/konto/team/{page}").status_code == 403
    with pytest.raises(PermissionDenied), working_for(town):
        actions.invite(by, name="X", email="x@example.org", role=role)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.open_unit(by, "Kämmerei")


def test_navigator_of_another_town_sees_and_changes_nothing_here(town):
    clerk, _clerk = make_member(town, Role.CLERK)
    stranger, _by = make_member(make_town("auental"), Role.NAVIGATOR)
    row = row_of(town, clerk, Role.CLERK)
    client = browser(stranger)
    assert client.get("/lindenau/konto/team/").status_code == 403
    assert client.get(f"/auental/konto/team/person/{clerk.pk}/").status_code == 404
    assert client.post(f"/auental/konto/team/rolle/{row.pk}/beenden/").status_code == 404
    assert client.post(f"/auental/konto/team/person/{clerk.pk}/zweiter-faktor/").status_code == 404
    assert roles_of(town, clerk) == {"clerk"}


def test_last_person_who_manages_people_stays(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    row = row_of(town, navigator, Role.NAVIGATOR)
    with pytest.raises(ValidationError), working_for(town):
        actions.take_role(by, row)
    client = browser(navigator)
    client.post(f"/lindenau/konto/team/rolle/{row.pk}/beenden/")
    client.post("/lindenau/konto/verlassen/")
    assert roles_of(town, navigator) == {"navigator"}
    make_member(town, Role.HEAD)
    client.post("/lindenau/konto/verlassen/")
    assert roles_of(town, navigator) == set()


def test_closed_account_does_not_count_as_somebody_who_manages_people(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    make_member(town, Role.HEAD, user=make_user(is_active=False))
    row = row_of(town, navigator, Role.NAVIGATOR)
    with pytest.raises(ValidationError), working_for(town):
        actions.take_role(by, row)


def test_mandate_of_the_lotse_ends_at_once(town):
    head, _by = make_member(town, Role.HEAD)
    lotse, _lotse = make_member(town, Role.LOTSE)
    coaching = browser(lotse)
    assert coaching.get("/lindenau/konto/verlassen/").status_code == 200
    row = row_of(town, lotse, Role.LOTSE)
    browser(head).post(f"/lindenau/konto/team/rolle/{row.pk}/beenden/")
    assert coaching.get("/lindenau/konto/verlassen/").status_code == 403
    assert own_towns(lotse) == []
    page = browser(head).get("/lindenau/konto/team/mandat/").content.decode()
    assert lotse.name in page
    with working_for(town):
        assert Act.objects.filter(verb="mandate.end", subject=f"person:{lotse.pk}").count() == 1
    assert len(mails(lotse)) == 1


def test_navigator_gives_the_mandate_by_form_and_the_lotse_is_told(town):
    navigator, _by = make_member(town, Role.NAVIGATOR)
    client = browser(navigator)
    form = {"name": "Lea Lotse", "email": "lea@example.org"}
    assert client.post("/lindenau/konto/team/mandat/", form).status_code == 302
    assert client.post("/lindenau/konto/team/mandat/", form).status_code == 422  # has it already
    lotse = User.objects.get(email="lea@example.org")
    assert roles_of(town, lotse) == {"lotse"}
    assert link_in(mails(lotse)[0][1]).startswith("/lindenau/konto/einladung/")


def test_clerk_is_invited_into_offices_and_moved(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        main, finance = (actions.open_unit(by, name) for name in ("Hauptamt", "Kämmerei"))
    client = browser(navigator)
    form = {"name": "Kim Klar", "email": "kim@example.org", "role": "clerk", "units": [str(main.pk)]}
    client.post("/lindenau/konto/team/einladen/", form)
    row = row_of(town, User.objects.get(email="kim@example.org"), Role.CLERK)
    fills(client, f"/lindenau/konto/team/rolle/{row.pk}/aemter/", {"units": [str(finance.pk)]})
    with working_for(town):
        assert [link.unit_id for link in UnitMember.objects.of(town).filter(membership=row)] == [finance.pk]
    assert "Kämmerei" in client.get(f"/lindenau/konto/team/person/{row.user_id}/").content.decode()


def test_offices_of_another_town_cannot_be_given(town):
    navigator, _by = make_member(town, Role.NAVIGATOR)
    other = make_town("auental")
    _stranger, by_stranger = make_member(other, Role.NAVIGATOR)
    with working_for(other):
        foreign = actions.open_unit(by_stranger, "Bauamt")
    with working_for(town):
        Unit.objects.create(municipality=town, name="Hauptamt")
    form = {"name": "Kim Klar", "email": "kim@example.org", "role": "clerk", "units": [str(foreign.pk)]}
    assert browser(navigator).post("/lindenau/konto/team/einladen/", form).status_code == 422


def test_offices_are_added_renamed_and_closed_with_one_name_each(town):
    navigator, _by = make_member(town, Role.NAVIGATOR)
    client = browser(navigator)
    assert client.post("/lindenau/konto/team/amt/neu/", {"name": "Bauamt"}).status_code == 302
    assert client.post("/lindenau/konto/team/amt/neu/", {"name": "Bauamt"}).status_code == 422
    with working_for(town):
        unit = Unit.objects.of(town).get()
    fills(client, f"/lindenau/konto/team/amt/{unit.pk}/", {"name": "Bau und Ordnung"})
    assert "Bau und Ordnung" in client.get("/lindenau/konto/team/").content.decode()
    client.post(f"/lindenau/konto/team/amt/{unit.pk}/schliessen/")
    assert client.get(f"/lindenau/konto/team/amt/{unit.pk}/").status_code == 404
    client.post("/lindenau/konto/team/amt/neu/", {"name": "Bau und Ordnung"})
    with working_for(town):
        assert Unit.objects.of(town).get().closed_at is None


def test_log_says_in_plain_words_who_did_what(town):
    navigator, _by = make_member(town, Role.NAVIGATOR, user=make_user(name="Nora Nau"))
    client = browser(navigator)
    client.post("/lindenau/konto/team/amt/neu/", {"name": "Bauamt"})
    client.post("/lindenau/konto/team/einladen/", {"name": "Kim Klar", "email": "kim@example.org", "role": "clerk"})
    with working_for(town):
        Act.objects.create(municipality=town, verb="something.unknown", detail={"percent": "100 %"})
    page = client.get("/lindenau/konto/team/protokoll/").content.decode()
    assert "Nora Nau hat das Amt Bauamt angelegt." in page
    assert "Nora Nau hat Kim Klar eingeladen (Sachbearbeitung)." in page
    assert "something.unknown" in page


def test_log_shows_a_line_whose_subject_cannot_be_read(town):
    navigator, by = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        for subject in ("person:x", "unit:", "person"):
            Act.objects.create(municipality=town, actor=by.user_id, verb="staff.give", subject=subject, detail={})
    page = browser(navigator).get("/lindenau/konto/team/protokoll/")
    assert page.status_code == 200
    assert "jemand" in page.content.decode()


def test_log_keeps_no_names_or_addresses(town):
    navigator, _by = make_member(town, Role.NAVIGATOR)
    form = {"name": "Kim Klar", "email": "kim@example.org", "role": "clerk"}
    browser(navigator).post("/lindenau/konto/team/einladen/", form)
    with working_for(town):
        kept = " ".join(f"{act.subject} {act.detail}" for act in Act.objects.of(town))
    assert "Kim" not in kept
    assert "example.org" not in kept


def test_own_towns_shows_only_ones_own_and_only_running_roles(town):
    other = make_town("auental")
    person, _member = make_member(town, Role.CLERK)
    _stranger, _by = make_member(other, Role.HEAD)
    assert [place.slug for place in own_towns(person)] == ["lindenau"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_membership")
        assert cursor.fetchone() == (0,)  # no town is entered: the policy shows no row at all


def test_changing_name_and_language_of_the_own_account(town):
    user, _member = make_member(town, Role.CLERK)
    client = browser(user)
    answer = client.post("/konto/", {"name": "Erika Neu", "language": "en"})
    assert answer.cookies["django_language"].value == "en"
    user.refresh_from_db()
    assert (user.name, user.language) == ("Erika Neu", "en")
    assert "My account" in client.get("/konto/").content.decode()


def test_language_of_the_footer_is_kept_with_the_account(town):
    user, _member = make_member(town, Role.CLERK)
    browser(user).post("/sprache/", {"language": "en", "next": "/konto/"})
    browser(user).post("/sprache/", {"language": "klingon", "next": "/konto/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_account_that_is_closed_is_logged_out_at_once(town):
    user, _member = make_member(town, Role.NAVIGATOR)
    client = browser(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/lindenau/konto/team/").url.startswith("/lindenau/konto/anmelden/")


def test_team_pages_need_few_queries(town):
    from django.test.utils import CaptureQueriesContext

    navigator, _by = make_member(town, Role.NAVIGATOR)
    for _number in range(12):
        make_member(town, Role.CLERK)
    client = browser(navigator)
    for page in ("", "einladen/", "mandat/", "protokoll/", f"person/{navigator.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/lindenau/konto/team/{page}").status_code == 200
        assert len(queries) <= 12
