"""One-click log-ins of the demo: only invented people, only in demo mode, only by a button."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory, override_settings

from desk import is_logged_in, mails
from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.context import working_for
from towns import make_member, make_town, make_user

pytestmark = pytest.mark.usefixtures("database")


def sample():
    user, member = make_member(make_town(), Role.NAVIGATOR, user=make_user(is_sample=True))
    return user, member, f"/konto/beispiel/{user.pk}/"


@override_settings(DEMO=True)
def test_one_click_logs_in_without_a_second_factor():
    _user, _member, button = sample()
    client = Client()
    assert client.post(button).url == "/lindenau/"
    assert is_logged_in(client)
    assert client.get("/lindenau/konto/team/").status_code == 200


@override_settings(DEMO=True)
def test_the_start_page_leads_to_what_citizens_see():
    sample()
    link = '<a href="/lindenau/">'
    assert link in Client().get("/").content.decode()
    with override_settings(DEMO=False):
        assert link not in Client().get("/").content.decode()


@override_settings(DEMO=True)
def test_a_link_alone_logs_nobody_in():
    _user, _member, button = sample()
    client = Client()
    assert client.get(button).status_code == 200
    assert not is_logged_in(client)
    assert Client(enforce_csrf_checks=True).post(button).status_code == 403


@override_settings(DEMO=True)
def test_one_click_does_not_work_for_real_people():
    user = make_user()
    client = Client()
    assert client.post(f"/konto/beispiel/{user.pk}/").status_code == 404
    assert not is_logged_in(client)


@override_settings(DEMO=False)
def test_one_click_does_not_exist_outside_the_demo():
    _user, _member, button = sample()
    client = Client()
    assert client.get(button).status_code == 404
    assert client.post(button).status_code == 404
    assert not is_logged_in(client)


@override_settings(DEMO=True, PRODUCTION=True)
def test_one_click_is_refused_in_production_even_if_the_demo_is_on():
    user, _member, button = sample()
    assert Client().post(button).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.login_as_sample(RequestFactory().post(button), user)


def test_session_of_the_demo_is_worth_nothing_once_the_demo_is_off():
    _user, _member, button = sample()
    client = Client()
    with override_settings(DEMO=True):
        client.post(button)
    with override_settings(DEMO=False):
        assert client.get("/lindenau/konto/team/").status_code == 302


@override_settings(DEMO=True)
def test_one_click_leads_to_no_strange_host():
    _user, _member, button = sample()
    assert Client().post(button, {"next": "https://evil.example/"}).url == "/lindenau/"
    assert Client().post(button, {"next": "/lindenau/konto/"}).url == "/lindenau/konto/"


@override_settings(DEMO=True)
def test_invented_people_keep_name_password_and_factors_and_get_no_mail():
    _user, member, button = sample()
    client = Client()
    client.post(button)
    for page in ("passwort/aendern/", "zweiter-faktor/", "zweiter-faktor/app/", "bestaetigen/"):
        assert client.get(f"/konto/{page}").status_code == 403
    assert client.post("/konto/", {"name": "Rubbish", "language": "de"}).status_code == 403
    with working_for(member.municipality):
        actions.invite(member, name="x", email=make_user(is_sample=True).email, role=Role.CLERK)
    assert mails() == []
