"""Passwords that are forgotten or changed, and the invitation that sets the first one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.test import Client

from desk import PASSWORD, STEP_2, accept, is_logged_in, link_in, list_of, mails, type_code, type_password
from fahrwasser.web.accounts import actions, invitations
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town, make_user

pytestmark = pytest.mark.usefixtures("database")
FORGOTTEN = "/konto/passwort/vergessen/"
NEW = {"password1": "vier ruhige Boote im Hafen", "password2": "vier ruhige Boote im Hafen"}


def test_forgotten_password_is_replaced_by_mail_and_the_link_works_once():
    user, client = make_user(), Client()
    assert client.post(FORGOTTEN, {"email": user.email.upper()}).status_code == 302
    [(_subject, text)] = mails(user)
    link = link_in(text)
    form = client.get(link, follow=True)
    assert client.post(form.redirect_chain[-1][0], NEW).status_code == 302
    assert not is_logged_in(client)
    assert type_password(Client(), user).status_code == 422
    assert type_password(Client(), user, NEW["password1"]).status_code == 302
    assert "token_fail" in Client().get(link).context
    assert len(mails(user)) == 2  # the second says that the password was changed


def test_new_password_by_mail_does_not_replace_the_second_factor():
    user, client = make_user(), Client()
    codes = list_of(user)
    client.post(FORGOTTEN, {"email": user.email})
    form = client.get(link_in(mails(user)[0][1]), follow=True)
    client.post(form.redirect_chain[-1][0], NEW)
    assert type_password(client, user, NEW["password1"]).url == STEP_2
    assert not is_logged_in(client)
    type_code(client, codes[0])
    assert is_logged_in(client)


def test_forgotten_password_page_does_not_tell_who_has_an_account():
    user = make_user()
    known = Client().post(FORGOTTEN, {"email": user.email})
    unknown = Client().post(FORGOTTEN, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mails("nobody@example.org") == []


def test_nobodys_mailbox_is_flooded_with_links():
    user, client = make_user(), Client()
    answers = [client.post(FORGOTTEN, {"email": user.email}) for _attempt in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Fahrwasser" in answers[-1].content.decode()  # our page, not the library's
    assert len(mails(user)) == 5


def test_second_factor_can_be_set_up_after_the_password_was_forgotten():
    user, client = make_user(), Client()
    client.post(FORGOTTEN, {"email": user.email})
    type_password(client, user)
    assert client.get("/konto/zweiter-faktor/app/").status_code == 200


def test_closed_account_gets_no_link():
    user = make_user(is_active=False)
    Client().post(FORGOTTEN, {"email": user.email})
    assert mails() == []


def test_links_in_mails_do_not_follow_a_forged_host():
    user = make_user()
    Client(SERVER_NAME="evil.example").post(FORGOTTEN, {"email": user.email})
    assert "evil.example" not in mails(user)[0][1]


def test_link_asked_for_below_a_town_leads_back_there():
    user, _member = make_member(make_town(), Role.CLERK)
    Client().post("/lindenau" + FORGOTTEN, {"email": user.email})
    assert link_in(mails(user)[0][1]).startswith("/lindenau/konto/passwort/neu/")


@pytest.mark.parametrize("weak", ["short", "password12345", "123456789012345"])
def test_weak_passwords_are_refused(weak):
    user, client = make_user(), Client()
    client.post(FORGOTTEN, {"email": user.email})
    form = client.get(link_in(mails(user)[0][1]), follow=True)
    assert client.post(form.redirect_chain[-1][0], {"password1": weak, "password2": weak}).status_code == 422


def test_changing_the_password_needs_the_old_one_keeps_this_session_and_ends_others():
    user = make_user()
    here, elsewhere = browser(user), browser(user)
    page = "/konto/passwort/aendern/"
    assert here.post(page, {"oldpassword": "wrong password here", **NEW}).status_code == 422
    assert here.post(page, {"oldpassword": PASSWORD, **NEW}).url == "/konto/"
    elsewhere.get("/konto/")
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def invited(role=Role.CLERK):
    town = make_town()
    _navigator, by = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        membership = actions.invite(by, name="Max Muster", email="Max@Example.org", role=role)
    return town, by, membership


def test_invitation_sets_the_first_password_logs_in_and_leads_to_the_second_factor():
    _town, _by, membership = invited()
    [(subject, text)] = mails("max@example.org")
    assert "Lindenau" in subject
    client, link = Client(), link_in(text)
    assert "max@example.org" in client.get(link, follow=True).content.decode()
    assert accept(client, link).url == "/lindenau/"
    assert is_logged_in(client)
    assert client.get("/lindenau/").url.endswith("/konto/zweiter-faktor/")
    client.post("/konto/zweiter-faktor/liste/neu/")
    assert Authenticator.objects.filter(user=membership.user).count() == 1


def test_token_of_an_invitation_does_not_stay_in_the_address(caplog):
    invited()
    link = link_in(mails("max@example.org")[0][1])
    client = Client()
    accept(client, link, "short")
    assert link not in caplog.text
    assert client.get("/lindenau/konto/einladung/").status_code == 200


def test_invitation_works_once():
    invited()
    link = link_in(mails("max@example.org")[0][1])
    accept(Client(), link)
    other = Client()
    assert accept(other, link, "another good password").status_code == 410
    assert not is_logged_in(other)


def test_invitation_is_void_after_seven_days(monkeypatch):
    _town, _by, membership = invited()
    link = link_in(mails("max@example.org")[0][1])
    monkeypatch.setattr(invitations, "VALID", timedelta(days=7, seconds=-1))
    assert Client().get(link, follow=True).status_code == 200
    clock = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: clock() + 7 * 24 * 3600)
    assert Client().get(link, follow=True).status_code == 410
    assert not User.objects.get(pk=membership.user_id).has_usable_password()


def test_invitation_is_void_when_the_role_was_taken_before():
    town, by, membership = invited()
    link = link_in(mails("max@example.org")[0][1])
    with working_for(town):
        actions.take_role(by, membership)
    assert Client().get(link, follow=True).status_code == 410


@pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "x" + token, lambda _token: "a:b:c"])
def test_forged_invitation_is_void(change):
    _town, _by, membership = invited()
    token = change(invitations.token_for(membership.user))
    assert Client().get(f"/konto/einladung/{token}/", follow=True).status_code == 410


def test_invitation_can_be_sent_again_until_it_is_used():
    town, _by, membership = invited()
    navigator, _member = make_member(town, Role.NAVIGATOR)
    address = f"/lindenau/konto/team/person/{membership.user_id}/einladung/"
    browser(navigator).post(address)
    assert len(mails("max@example.org")) == 2
    accept(Client(), link_in(mails("max@example.org")[1][1]))
    browser(navigator).post(address)
    assert len(mails("max@example.org")) == 2


def test_person_with_a_password_is_invited_without_a_link_that_sets_one():
    known = make_user("max@example.org", name="Max Kundig")
    invited()
    [(_subject, text)] = mails(known)
    assert "/konto/einladung/" not in text
    assert User.objects.get(pk=known.pk).name == "Max Kundig"


def test_mail_comes_in_the_language_of_the_person():
    english = make_user(language="en")
    Client().post(FORGOTTEN, {"email": english.email}, headers={"accept-language": "de"})
    german = make_user()
    Client().post(FORGOTTEN, {"email": german.email}, headers={"accept-language": "en"})
    assert "password" in mails(english)[0][0]
    assert "Passwort" in mails(german)[0][0]
