"""Logging in: password, second factor, lock-out, and where one arrives."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from desk import (
    LOGIN,
    PASSWORD,
    STEP_2,
    app_of,
    is_logged_in,
    list_of,
    shown_by,
    type_code,
    type_password,
)  # fmt: skip
from fahrwasser.web.accounts.roles import Role
from towns import browser, make_member, make_town, make_user

pytestmark = pytest.mark.usefixtures("database")


def test_password_alone_is_not_enough_when_a_second_factor_is_set_up():
    user, client = make_user(), Client()
    app_of(user)
    answer = type_password(client, user)
    assert answer.status_code == 302
    assert answer.url == STEP_2
    assert not is_logged_in(client)


def test_code_of_the_app_logs_in_and_works_once():
    user, client = make_user(), Client()
    secret = app_of(user)
    type_password(client, user)
    code = shown_by(secret)
    assert type_code(client, code).status_code == 302
    assert is_logged_in(client)

    other = Client()
    type_password(other, user)
    assert type_code(other, code).status_code == 422
    assert not is_logged_in(other)


def test_printed_list_alone_is_a_second_factor_and_each_code_works_once():
    user, client = make_user(), Client()
    codes = list_of(user)
    assert len(codes) == 40
    assert type_password(client, user).url == STEP_2
    assert not is_logged_in(client)
    assert type_code(client, f"{codes[0][:4]} {codes[0][4:]}").status_code == 302
    assert is_logged_in(client)

    other = Client()
    type_password(other, user)
    assert type_code(other, codes[0]).status_code == 422
    assert type_code(other, codes[1]).status_code == 302


def test_person_is_warned_when_the_printed_list_runs_out():
    user = make_user()
    codes = list_of(user)
    printed = Authenticator.objects.get(user=user).wrap()
    assert all(printed.validate_code(code) for code in codes[:32])
    client = Client()
    type_password(client, user)
    type_code(client, codes[32])
    assert "7" in str(next(iter(client.get("/konto/").context["messages"])))


def test_wrong_password_and_unknown_address_read_the_same():
    known = make_user("known@example.org")
    wrong = type_password(Client(), known, "wrong password here")
    unknown = Client().post(LOGIN, {"login": "nobody@example.org", "password": "wrong password here"})
    assert wrong.status_code == unknown.status_code == 422

    def text(answer):
        return re.sub(r'value="[^"]*"', "", answer.content.decode())

    assert text(wrong) == text(unknown)


def test_address_may_be_typed_in_any_case():
    make_user("erika@example.org")
    client = Client()
    client.post(LOGIN, {"login": " Erika@Example.ORG", "password": PASSWORD})
    assert is_logged_in(client)


def test_five_wrong_passwords_lock_the_account_and_the_page_says_until_when():
    user, client = make_user(), Client()
    for _attempt in range(4):
        assert type_password(client, user, "wrong password here").status_code == 422
    locked = type_password(client, user, "wrong password here")
    assert locked.status_code == 429
    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    times = {f"{moment:%H:%M}" for moment in (until, until - timedelta(minutes=1))}
    assert any(time in locked.content.decode() for time in times)
    assert type_password(client, user).status_code == 429  # even with the right password


def test_lock_ends_after_a_quarter_of_an_hour_and_success_forgets_failures():
    from axes.models import AccessAttempt

    user, client = make_user(), Client()
    for _attempt in range(5):
        type_password(client, user, "wrong password here")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert type_password(client, user).status_code == 302
    assert is_logged_in(client)


def test_lock_of_one_account_does_not_lock_another():
    user, other, client = make_user(), make_user(), Client()
    for _attempt in range(5):
        type_password(client, user, "wrong password here")
    assert type_password(client, other).status_code == 302


def test_wrong_second_factors_lock_too():
    user, client = make_user(), Client()
    codes = list_of(user)
    type_password(client, user)
    answers = [type_code(client, "00000000").status_code for _attempt in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    assert type_code(client, codes[0]).status_code == 429
    assert not is_logged_in(client)


def test_guesses_of_a_second_factor_from_many_addresses_are_stopped_too():
    user = make_user()
    codes = list_of(user)
    for number in range(10):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        type_password(client, user)
        type_code(client, "00000000")
    client = Client(REMOTE_ADDR="192.0.2.99")
    type_password(client, user)
    assert type_code(client, codes[0]).status_code == 422
    assert not is_logged_in(client)


def test_nothing_readable_is_kept_of_failed_logins():
    from axes.models import AccessAttempt

    user = make_user("erika@example.org")
    type_password(Client(), user, "wrong password here")
    kept = AccessAttempt.objects.get()
    text = f"{kept.username} {kept.post_data} {kept.get_data} {kept.path_info}"
    assert "erika" not in text
    assert "wrong password" not in text


def test_session_key_changes_at_login():
    user, client = make_user(), Client()
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    before = session.session_key
    type_password(client, user)
    assert client.session.session_key != before


def test_closed_account_cannot_log_in():
    user, client = make_user(is_active=False), Client()
    type_password(client, user)
    assert not is_logged_in(client)


def test_forms_need_their_token():
    client = Client(enforce_csrf_checks=True)
    assert type_password(client, make_user()).status_code == 403
    assert client.post("/konto/abmelden/").status_code == 403


def test_logging_out_needs_a_post():
    user = make_user()
    client = browser(user)
    client.get("/konto/abmelden/")
    assert is_logged_in(client)
    client.post("/konto/abmelden/")
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///evil.example"],
)
def test_login_never_leads_to_a_strange_host(target):
    user, client = make_user(), Client()
    answer = type_password(client, user, next=target)
    assert "evil" not in answer.url
    assert "javascript" not in answer.url


def test_login_leads_back_to_the_page_one_came_from_below_the_town():
    town = make_town("lindenau")
    user, _member = make_member(town, Role.NAVIGATOR)
    client = Client()
    sent = client.get("/lindenau/konto/team/")
    assert sent.url == "/lindenau/konto/anmelden/?next=/lindenau/konto/team/"
    answer = client.post(
        "/lindenau/konto/anmelden/", {"login": user.email, "password": PASSWORD, "next": "/lindenau/konto/team/"}
    )
    assert answer.url == "/lindenau/konto/team/"


def test_person_of_one_town_arrives_there():
    town = make_town("lindenau")
    user, _member = make_member(town, Role.HEAD)
    assert type_password(Client(), user).url == "/lindenau/"


def test_who_only_coaches_arrives_at_the_coached_towns():
    user = make_user()
    make_member(make_town("lindenau"), Role.LOTSE, user=user)
    assert type_password(Client(), user).url == "/begleitung/"


def test_association_and_state_arrive_at_the_sums():
    assert type_password(Client(), make_user(is_observer=True)).url == "/land/"


def test_who_works_in_a_town_and_coaches_another_chooses():
    user = make_user()
    make_member(make_town("lindenau"), Role.LOTSE, user=user)
    make_member(make_town("auental"), Role.NAVIGATOR, user=user)
    make_town("fremdstadt")
    assert type_password(Client(), user).url == "/konto/gemeinden/"
    page = browser(user).get("/konto/gemeinden/").content.decode()
    assert "/lindenau/" in page
    assert "/auental/" in page
    assert "/begleitung/" in page
    assert "fremdstadt" not in page.lower()


def test_operator_arrives_at_the_operators_page():
    assert type_password(Client(), make_user(is_operator=True)).url == "/betrieb/"


@pytest.mark.parametrize("path", ["signup", "email", "login", "password/reset", "2fa", "social/connections"])
def test_pages_of_allauth_that_nobody_needs_do_not_exist(path):
    assert Client().get(f"/{path}/").status_code == 404
    assert Client().get(f"/konto/{path}/").status_code == 404


def test_worker_forgets_sessions_counters_and_failures_that_are_over():
    from axes.models import AccessAttempt
    from django.contrib.sessions.models import Session

    from fahrwasser.web.accounts.jobs import forget_logins
    from fahrwasser.web.accounts.models import CacheEntry

    user = make_user()
    browser(user)
    type_password(Client(), user, "wrong password here")
    forget_logins()
    assert AccessAttempt.objects.count() == 1
    assert Session.objects.count() == 1
    past = timezone.now() - timedelta(hours=13)
    AccessAttempt.objects.update(attempt_time=past)
    Session.objects.update(expire_date=past)
    CacheEntry.objects.update(expires=past)
    forget_logins()
    assert [model.objects.count() for model in (AccessAttempt, Session, CacheEntry)] == [0, 0, 0]
