"""Meetings of the network, proof of having been there, calendars, modules, the newsletter."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from fahrwasser.core.programme.breakfast import next_breakfast
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.actions import mark_programme_coach
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.programme.actions import network
from fahrwasser.web.programme.actions.coaching import appoint_meeting, name_obstacle
from fahrwasser.web.programme.actions.meetings import cancel_meeting, code_of, confirm_attendance, make_meeting
from fahrwasser.web.programme.calendars import address_of
from fahrwasser.web.programme.models import Attendance, Meeting, Question
from fahrwasser.web.programme.newsletter import newsletter
from fahrwasser.web.tenants.context import working_for
from services import published
from towns import browser, make_member, make_town, make_user


@pytest.fixture
def coached(database):
    """A town with Navigator and a coach whom the operator has marked as one of the programme."""
    town = make_town()
    lotse = make_user(is_programme_coach=True)
    return (town, *make_member(town, Role.NAVIGATOR), make_member(town, Role.LOTSE, user=lotse)[0])


def breakfast(coach, at) -> Meeting:
    return make_meeting(
        coach, kind="breakfast", title="Digitales Frühstück", at=at, minutes=60, place="Videoraum", text=""
    )


def test_a_coach_whom_only_a_town_has_named_reaches_no_other_town(coached) -> None:
    town, user, _navigator, _lotse = coached
    own, _coach = make_member(town, Role.LOTSE)
    page = browser(own)
    shown = page.get("/begleitung/treffen/").content.decode()
    assert "setzen Lotsen des Programms an" in shown
    assert 'name="title"' not in shown
    sent = {"kind": "course", "title": "Werbung", "at_0": "2099-01-15", "at_1": "10:00", "minutes": "60"}
    assert page.post("/begleitung/treffen/", sent).status_code == 403
    assert not Meeting.objects.exists()
    operator = browser(make_user(is_operator=True))
    assert operator.post("/betrieb/", {"what": "coach", "email": own.email}).status_code == 302
    assert own.name in operator.get("/betrieb/").content.decode()
    assert page.post("/begleitung/treffen/", sent).status_code == 302
    assert "Werbung" in browser(user).get(f"/{town.slug}/netz/treffen/").content.decode()
    assert operator.post("/betrieb/", {"what": "uncoach", "email": own.email}).status_code == 302
    assert page.post("/begleitung/treffen/", sent).status_code == 403, "the mark is taken back"
    meeting = Meeting.objects.get()
    assert "Werbung" in operator.get("/begleitung/treffen/").content.decode(), "the operator sees all of them"
    assert operator.post(f"/begleitung/treffen/{meeting.pk}/absagen/").status_code == 302
    assert "Werbung" not in browser(user).get(f"/{town.slug}/netz/treffen/").content.decode()


def test_only_the_operator_marks_coaches_of_the_programme(coached) -> None:
    town, user, _navigator, lotse = coached
    for person in (user, lotse, make_member(town, Role.HEAD)[0], make_user(is_observer=True)):
        assert browser(person).post("/betrieb/", {"what": "coach", "email": user.email}).status_code == 403
        with pytest.raises(PermissionDenied):
            mark_programme_coach(person, user, is_one=True)
    assert not User.objects.get(pk=user.pk).is_programme_coach
    unknown = browser(make_user(is_operator=True)).post("/betrieb/", {"what": "coach", "email": "wer@example.org"})
    assert unknown.status_code == 422
    assert "Niemand hat diese Adresse" in unknown.content.decode()


def test_a_coach_of_the_programme_without_a_town_has_an_empty_portfolio(database) -> None:
    page = browser(make_user(is_programme_coach=True))
    assert page.get("/begleitung/").status_code == 200
    assert page.get("/begleitung/treffen/").status_code == 200
    assert page.get("/land/").status_code == 403


def test_only_a_coach_makes_meetings_and_only_their_maker_calls_them_off(coached) -> None:
    _town, user, _navigator, lotse = coached
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        breakfast(user, now)
    meeting = breakfast(lotse, now)
    _other, _member = make_member(make_town("ahorn"), Role.LOTSE)
    cancel_meeting(_other, meeting.pk, now)
    assert Meeting.objects.get().cancelled_at is None
    cancel_meeting(lotse, meeting.pk, now)
    assert Meeting.objects.get().cancelled_at is not None


def test_whoever_types_the_code_after_the_beginning_was_there(coached) -> None:
    town, _user, navigator, lotse = coached
    now = timezone.now()
    meeting = breakfast(lotse, now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    with working_for(town):
        with pytest.raises(Refused, match="not begun"):
            confirm_attendance(navigator, meeting, code_of(meeting), now)
        with pytest.raises(Refused, match="not the code"):
            confirm_attendance(navigator, meeting, "0000-0000", later)
        assert not Attendance.objects.of(town).exists()
        confirm_attendance(navigator, meeting, code_of(meeting).replace("-", " "), later)
        confirm_attendance(navigator, meeting, code_of(meeting), later + timedelta(days=3))
        (row,) = Attendance.objects.of(town)
    assert row.confirmed_at == later, "said again, the first time counts"


def test_a_certificate_is_for_oneself_and_only_when_proven(coached) -> None:
    town, user, _navigator, lotse = coached
    meeting = breakfast(lotse, timezone.now() - timedelta(hours=1))
    page = browser(user)
    address = f"/{town.slug}/netz/treffen/{meeting.pk}/bescheinigung/"
    assert page.get(address).status_code == 404
    assert page.post(f"/{town.slug}/netz/treffen/{meeting.pk}/", {"code": code_of(meeting)}).status_code == 302
    assert user.name in page.get(address).content.decode()
    other, _member = make_member(town, Role.HEAD)
    assert browser(other).get(address).status_code == 404


def test_certificates_of_long_ago_are_still_reached(coached) -> None:
    town, user, navigator, lotse = coached
    now = timezone.now()
    first = breakfast(lotse, now - timedelta(days=900))
    with working_for(town):
        confirm_attendance(navigator, first, code_of(first), now)
    for week in range(55):
        breakfast(lotse, now - timedelta(weeks=week + 1))
    for client, address in ((browser(user), f"/{town.slug}/netz/treffen/"), (browser(lotse), "/begleitung/treffen/")):
        newest = client.get(address).content.decode()
        following = re.search(r'href="(\?ab=[^"]+)"', newest)
        assert following
        older = client.get(f"{address}{following[1]}").content.decode()
        word = "bescheinigung/" if town.slug in address else code_of(first)
        assert word not in newest
        assert word in older


def test_the_form_proposes_the_next_digital_breakfast(coached) -> None:
    _town, _user, _navigator, lotse = coached
    form = browser(lotse).get("/begleitung/treffen/").content.decode()
    day = next_breakfast(timezone.localdate())
    assert f'value="{day.isoformat()}"' in form
    assert 'value="09:00"' in form
    assert "15 Minuten Vortrag" in form


def test_a_calendar_shows_own_towns_only_and_needs_its_secret(coached) -> None:
    town, user, navigator, lotse = coached
    foreign = make_town("fremd")
    _user, stranger = make_member(foreign, Role.NAVIGATOR)
    at = timezone.now() + timedelta(days=3)
    with working_for(town):
        appoint_meeting(navigator, kind="visit", at=at, minutes=90, title="Plan durchgehen", note="Geheime Notiz")
    with working_for(foreign):
        appoint_meeting(stranger, kind="visit", at=at, minutes=90, title="Fremder Termin", note="")
    breakfast(lotse, at)
    shown = browser(user).get(f"/{town.slug}/netz/treffen/").content.decode()
    assert f'href="{address_of(user)}"' in shown, "the same inside of a town and outside"
    text = browser().get(address_of(lotse)).content.decode()
    assert "Plan durchgehen" in text
    assert "Digitales Frühstück" in text
    assert "Fremder Termin" not in text
    assert "Geheime Notiz" not in text
    wrong = address_of(lotse).replace(str(lotse.pk), str(user.pk))
    assert browser().get(wrong).status_code == 404
    lotse.set_password("another battery")
    lotse.save()
    assert browser().get(address_of(user)).status_code == 200
    old = address_of(user)
    User.objects.filter(pk=user.pk).update(sessions_ended=1)
    assert browser().get(old).status_code == 404, "logged out everywhere: the calendar, too"


def test_the_newsletter_says_what_happened_and_names_no_person(coached) -> None:
    town, _user, navigator, lotse = coached
    now = timezone.now()
    assert "Schnittstelle" not in newsletter(now, is_sample=True)
    with working_for(town):
        network.give_solution(navigator, project="P11", tool="Zentraler Dienst")
        network.ask(navigator, title="Wer hat eine Schnittstelle?", text="")
        network.start_request(
            navigator, title="Ein Formular", text="", to="state", addressee="", obstacle="form", hours=12
        )
    breakfast(lotse, now + timedelta(days=5))
    text = newsletter(now, is_sample=True)
    for words in ("Zentraler Dienst", "Wer hat eine Schnittstelle?", "Ein Formular", "Digitales Frühstück"):
        assert words in text
    assert navigator.name not in text
    assert "zusammen 12 Stunden im Jahr, wird gesammelt" in text


def test_an_old_question_that_was_solved_this_month_is_news(coached) -> None:
    town, _user, navigator, _lotse = coached
    with working_for(town):
        row = network.ask(navigator, title="Wer hat eine Schnittstelle?", text="")
        network.solve(navigator, row, network.answer(navigator, row, "Das Rechenzentrum, seit Mai.").pk)
        Question.objects.update(asked_at=timezone.now() - timedelta(days=90))
    with override("de"):
        text = newsletter(timezone.now(), is_sample=True)
        assert "Fragen, die jetzt eine Antwort haben\n- Wer hat eine Schnittstelle?" in text
        later = newsletter(timezone.now() + timedelta(days=60), is_sample=True)
    assert "Schnittstelle" not in later


def test_a_meeting_with_a_mistyped_year_is_asked_for_again(coached) -> None:
    town, user, _navigator, lotse = coached
    sent = {"kind": "visit", "title": "Plan durchgehen", "at_0": "2020-01-15", "at_1": "10:00", "minutes": "60"}
    answer = browser(user).post(f"/{town.slug}/begleitung/termin/", sent)
    assert answer.status_code == 422
    assert "Dieser Tag ist vorbei." in answer.content.decode()
    assert "Plan durchgehen" in answer.content.decode(), "what was typed is still there"
    assert browser(lotse).post("/begleitung/treffen/", {**sent, "kind": "course"}).status_code == 422


def test_the_newsletter_names_new_packages_by_their_title(coached) -> None:
    published("hundesteuer")
    with override("de"):
        assert "- Hundesteuer 1" in newsletter(timezone.now(), is_sample=True)


def test_the_pages_of_coach_and_town_can_be_opened(coached) -> None:
    town, user, navigator, lotse = coached
    with working_for(town):
        name_obstacle(navigator, code="form", project="", hours=5, note="")
    breakfast(lotse, timezone.now() + timedelta(days=5))
    coach, page = browser(lotse), browser(user)
    for address in (
        "/begleitung/",
        "/begleitung/treffen/",
        "/begleitung/rundbrief/",
        f"/{town.slug}/begleitung/besuch/",
    ):
        assert coach.get(address).status_code == 200, address
    for address in ("begleitung/besuch/", "netz/treffen/", "netz/lernen/"):
        assert page.get(f"/{town.slug}/{address}").status_code == 200, address
    sent = {
        "kind": "course", "title": "Recht", "at_0": "2099-01-15", "at_1": "10:00", "minutes": "60", "module": "law",
    }  # fmt: skip
    assert coach.post("/begleitung/treffen/", sent).status_code == 302
    assert page.post(f"/{town.slug}/netz/lernen/law/fertig/").status_code == 302
    assert page.post(f"/{town.slug}/netz/lernen/unbekannt/fertig/").status_code == 404


@pytest.mark.parametrize("who", ["nobody", "stranger", "observer", "clerk"])
def test_nobody_else_opens_a_page_of_coaching_or_network(coached, who: str) -> None:
    town, _user, _navigator, _lotse = coached
    people = {
        "nobody": lambda: None,
        "stranger": lambda: make_member(make_town("fremd"), Role.NAVIGATOR, Role.LOTSE)[0],
        "observer": lambda: make_user(is_observer=True),
        "clerk": lambda: make_member(town, Role.CLERK)[0],
    }
    page = browser(people[who]())
    refused = (302,) if who == "nobody" else (403,)
    for address in (
        "begleitung/", "begleitung/besuch/", "netz/", "netz/loesungen/", "netz/anliegen/", "netz/nachbarn/",
        "netz/vergleich/", "netz/treffen/", "netz/lernen/",
    ):  # fmt: skip
        assert page.get(f"/{town.slug}/{address}").status_code in refused, address
    for address in ("begleitung/haengt/", "begleitung/termin/", "begleitung/frage/", "begleitung/freigabe/coach/"):
        assert page.post(f"/{town.slug}/{address}", {"reason": "time", "parts": "phase"}).status_code in refused, (
            address
        )
    if who != "stranger":
        for address in ("/begleitung/", "/begleitung/treffen/", "/begleitung/rundbrief/"):
            assert page.get(address).status_code in refused, address


def test_meetings_and_news_of_invented_towns_do_not_reach_real_ones(coached) -> None:
    town, _user, navigator, lotse = coached
    now = timezone.now()
    with working_for(town):
        network.give_solution(navigator, project="P11", tool="Erfundener Dienst")
    meeting = breakfast(lotse, now + timedelta(days=5))
    real = make_town("wirklich", is_sample=False)
    person, _member = make_member(real, Role.NAVIGATOR)
    page = browser(person)
    assert meeting.title not in page.get("/wirklich/netz/treffen/").content.decode()
    assert page.post(f"/wirklich/netz/treffen/{meeting.pk}/", {"join": "1"}).status_code == 404
    assert meeting.title not in browser().get(address_of(person)).content.decode()
    assert "Erfundener Dienst" not in newsletter(now, is_sample=False)
    real_coach, _coach = make_member(real, Role.LOTSE, user=make_user(is_programme_coach=True))
    theirs = breakfast(real_coach, now + timedelta(days=6))
    assert not theirs.is_sample
    assert "Erfundener Dienst" not in browser(real_coach).get("/begleitung/rundbrief/").content.decode()


@pytest.mark.parametrize("role", [Role.HEAD, Role.NAVIGATOR, Role.MULTIPLIKATOR, Role.LOTSE])
def test_every_practice_that_is_offered_can_be_opened(coached, role: Role) -> None:
    town = coached[0]
    page = browser(make_member(town, role)[0])
    text = page.get(f"/{town.slug}/netz/lernen/").content.decode()
    links = set(re.findall(r'class="btn btn--2" href="([^"]+)"', text))
    assert len(links) >= 4
    assert {link: page.get(link).status_code for link in links if page.get(link).status_code >= 400} == {}
    assert (f"/{town.slug}/katalog/" in links) is (role is Role.NAVIGATOR)
