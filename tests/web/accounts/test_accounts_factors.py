"""Setting up second factors, and what happens without one or after losing it."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk import STEP_2, app_of, is_logged_in, list_of, mails, shown_by, type_code, type_password
from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act
from security_key import SecurityKey
from towns import browser, make_member, make_town, make_user

pytestmark = pytest.mark.usefixtures("database")
INDEX, APP, PASSKEY, LIST = (f"/konto/zweiter-faktor/{page}" for page in ("", "app/", "passkey/", "liste/neu/"))

KEY = '{"id":"AA","rawId":"AA","type":"public-key","response":'
RUBBISH = (
    "", "x", "{}", "[]", "null", "7", '"a"', '{"id": 1}', '{"id":"AA","rawId":"AA","response":{}}',
    KEY + '{"clientDataJSON":"AA","attestationObject":"AA"}}',
    KEY + '{"clientDataJSON":"e30","attestationObject":"oA","authenticatorData":"AA","signature":"AA"}}',
)  # fmt: skip


def newcomer(*roles):
    """A person of a town who has just logged in with the password and has no second factor yet."""
    user, _member = make_member(make_town(), *(roles or (Role.NAVIGATOR,)))
    client = Client()
    type_password(client, user)
    assert is_logged_in(client)
    return user, client


def test_person_without_second_factor_is_led_to_setting_one_up_before_any_other_page():
    _user, client = newcomer()
    for page in (
        "/",
        "/lindenau/",
        "/konto/",
        "/lindenau/konto/team/",
        "/konto/gemeinden/",
        "/konto/passwort/aendern/",
    ):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer.url.endswith("/konto/zweiter-faktor/")
    assert "Drucker" in client.get(INDEX).content.decode()


def test_first_app_opens_the_pages_and_comes_with_a_code_list():
    user, client = newcomer()
    secret = client.get(APP).context["form"].secret
    assert client.post(APP, {"code": "000000"}).status_code == 422
    assert client.post(APP, {"code": shown_by(secret)}).url == "/konto/zweiter-faktor/liste/"
    assert len(client.get("/konto/zweiter-faktor/liste/").context["unused_codes"]) == 40
    assert client.get("/lindenau/konto/team/").status_code == 200
    assert {factor.type for factor in Authenticator.objects.filter(user=user)} == {"totp", "recovery_codes"}


def test_first_code_list_alone_opens_the_pages():
    user, client = newcomer()
    assert client.post(LIST).url == "/konto/zweiter-faktor/liste/"
    codes = client.get("/konto/zweiter-faktor/liste/").context["unused_codes"]
    assert client.get("/lindenau/konto/team/").status_code == 200
    again = Client()
    assert type_password(again, user).url == STEP_2
    assert type_code(again, codes[5]).status_code == 302
    assert is_logged_in(again)


def test_passkey_is_set_up_and_logs_in():
    user, client = newcomer()
    key = SecurityKey()
    options = client.get(PASSKEY).context["passkey_options"]
    assert client.post(PASSKEY, {"name": "Dienst-PC", "credential": key.create(options)}).status_code == 302
    assert client.get("/lindenau/konto/team/").status_code == 200

    again = Client()
    type_password(again, user)
    options = again.get(STEP_2).context["passkey_options"]
    stranger = SecurityKey()
    stranger.id = key.id
    assert again.post(STEP_2, {"credential": stranger.get(options)}).status_code == 422
    options = again.get(STEP_2).context["passkey_options"]
    assert again.post(STEP_2, {"credential": key.get(options)}).status_code == 302
    assert is_logged_in(again)


def test_passkey_of_another_page_is_refused():
    user, client = newcomer()
    phishing = SecurityKey(origin="https://testserver.evil.example")
    options = client.get(PASSKEY).context["passkey_options"]
    assert client.post(PASSKEY, {"name": "", "credential": phishing.create(options)}).status_code == 422
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_instead_of_a_passkey_is_refused_in_words(rubbish):
    user, client = newcomer()
    client.get(PASSKEY)
    assert client.post(PASSKEY, {"name": "", "credential": rubbish}).status_code == 422
    list_of(user)
    again = Client()
    type_password(again, user)
    again.get(STEP_2)
    assert again.post(STEP_2, {"credential": rubbish}).status_code == 422


def test_session_from_before_the_factor_was_set_up_elsewhere_has_to_log_in_again():
    user, client = newcomer()
    stolen = Client()
    type_password(stolen, user)
    client.post(LIST)
    assert stolen.get("/lindenau/konto/team/").status_code == 302
    assert not is_logged_in(stolen)


def test_session_from_before_cannot_add_a_factor_of_its_own():
    user, client = newcomer()
    stolen = Client()
    type_password(stolen, user)
    client.post(LIST)
    stolen.post(LIST)
    stolen.post(APP, {"code": "000000"})
    assert not is_logged_in(stolen)
    assert Authenticator.objects.filter(user=user).count() == 1


def test_pages_cost_no_query_for_the_second_factor_once_it_is_passed():
    user, _member = make_member(make_town(), Role.NAVIGATOR)
    client = browser(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/lindenau/konto/team/")
    assert not [query for query in queries if "mfa_authenticator" in query["sql"]]
    assert len(queries) <= 12


def test_new_list_makes_the_old_one_void():
    user, client = newcomer()
    client.post(LIST)
    old = client.get("/konto/zweiter-faktor/liste/").context["unused_codes"]
    client.post(LIST)
    again = Client()
    type_password(again, user)
    assert type_code(again, old[0]).status_code == 422


def test_last_second_factor_cannot_be_removed_but_one_of_two_can():
    user, client = newcomer()
    client.post(LIST)
    only = Authenticator.objects.get(user=user)
    client.post(f"/konto/zweiter-faktor/{only.pk}/entfernen/")
    assert Authenticator.objects.filter(user=user).exists()
    app_of(user)
    app = Authenticator.objects.get(user=user, type="totp")
    client.post(f"/konto/zweiter-faktor/{app.pk}/entfernen/")
    assert [factor.type for factor in Authenticator.objects.filter(user=user)] == ["recovery_codes"]


def test_nobody_removes_the_factor_of_somebody_else():
    _user, client = newcomer()
    client.post(LIST)
    other = make_user()
    app_of(other)
    client.post(f"/konto/zweiter-faktor/{Authenticator.objects.get(user=other).pk}/entfernen/")
    assert Authenticator.objects.filter(user=other).exists()


def test_changing_a_factor_later_asks_for_the_password_again():
    user, _member = make_member(make_town(), Role.NAVIGATOR)
    list_of(user)
    client = browser(user)  # logged in, but not within the last five minutes
    assert client.get("/konto/zweiter-faktor/liste/").url.startswith("/konto/bestaetigen/?next=")
    assert client.get(APP).url.startswith("/konto/bestaetigen/")
    assert client.post("/konto/bestaetigen/", {"password": "wrong password here"}).status_code == 422
    answer = client.post("/konto/bestaetigen/?next=" + APP, {"password": "correct horse battery"})
    assert answer.url == APP
    assert client.get(APP).status_code == 200


def test_secrets_of_second_factors_are_not_readable_in_the_database():
    user = make_user()
    secret = app_of(user)
    list_of(user)
    stored = " ".join(str(factor.data) for factor in Authenticator.objects.filter(user=user))
    assert secret not in stored
    assert list_of(user)[0] not in stored


def test_navigator_resets_a_lost_second_factor_and_the_person_is_told():
    town = make_town()
    navigator, _member = make_member(town, Role.NAVIGATOR)
    clerk, _clerk = make_member(town, Role.CLERK)
    app_of(clerk)
    running = browser(clerk)
    answer = browser(navigator).post(f"/lindenau/konto/team/person/{clerk.pk}/zweiter-faktor/")
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=clerk).exists()
    running.get("/konto/")
    assert not is_logged_in(running)  # whoever holds the lost device is out
    [(subject, text)] = mails(clerk)
    assert "zurückgesetzt" in subject
    assert navigator.name in text
    with working_for(town):
        act = Act.objects.get(verb="staff.reset")
    assert (act.actor, act.subject) == (navigator.pk, f"person:{clerk.pk}")
    again = Client()
    type_password(again, clerk)
    assert again.get("/lindenau/").url.endswith("/konto/zweiter-faktor/")


def test_second_factor_is_not_reset_by_clerks_strangers_or_oneself():
    town = make_town()
    navigator, manager = make_member(town, Role.NAVIGATOR)
    clerk, by_clerk = make_member(town, Role.CLERK)
    stranger, _member = make_member(make_town("auental"), Role.CLERK)
    operator, _operator = make_member(town, Role.CLERK, user=make_user(is_operator=True))
    for by, person in ((by_clerk, navigator), (manager, stranger), (manager, navigator), (manager, operator)):
        app_of(person) if not Authenticator.objects.filter(user=person).exists() else None
        with pytest.raises(PermissionDenied), working_for(town):
            actions.reset_second_factor(by, person)
        assert Authenticator.objects.filter(user=person).exists()
    assert browser(clerk).post(f"/lindenau/konto/team/person/{navigator.pk}/zweiter-faktor/").status_code == 403


def test_inviting_somebody_of_another_town_gives_no_power_over_the_second_factor_there():
    elsewhere, town = make_town("auental"), make_town()
    victim, _victim = make_member(elsewhere, Role.HEAD)
    app_of(victim)
    _navigator, by = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        actions.invite(by, name="X", email=victim.email, role=Role.CLERK)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.reset_second_factor(by, victim)
    assert Authenticator.objects.filter(user=victim).exists()


def test_navigator_cannot_reset_the_heads_second_factor_and_is_told_who_can():
    town = make_town()
    navigator, by = make_member(town, Role.NAVIGATOR)
    head, _head = make_member(town, Role.HEAD)
    clerk, _clerk = make_member(town, Role.CLERK)
    app_of(head)
    with pytest.raises(PermissionDenied), working_for(town):
        actions.reset_second_factor(by, head)
    assert Authenticator.objects.filter(user=head).exists()
    page = browser(navigator).get(f"/lindenau/konto/team/person/{head.pk}/").content.decode()
    assert "nur der Betreiber" in page
    assert "zweiter-faktor/" not in page.partition("<main")[2]
    assert browser(navigator).get(f"/lindenau/konto/team/person/{head.pk}/zweiter-faktor/").status_code == 403
    page = browser(navigator).get(f"/lindenau/konto/team/person/{clerk.pk}/").content.decode()
    assert "nur der Betreiber" not in page
    assert f"/konto/team/person/{clerk.pk}/zweiter-faktor/" in page


def test_operator_resets_by_an_act_of_their_own():
    operator, person = make_user(is_operator=True), make_user()
    app_of(person)
    with pytest.raises(PermissionDenied):
        actions.reset_second_factor_as_operator(person, person)
    actions.reset_second_factor_as_operator(operator, person)
    assert not Authenticator.objects.filter(user=person).exists()
    assert len(mails(person)) == 1


def test_new_password_ends_other_sessions():
    user = make_user()
    here, elsewhere = browser(user), browser(user)
    User.objects.filter(pk=user.pk).update(password=make_password("another long password"))
    elsewhere.get("/konto/")
    assert not is_logged_in(elsewhere)
    assert here
