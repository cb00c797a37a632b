"""A colleague's voice goes on to the authors of a package: in released words, and nobody leaks with them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from django.utils import timezone

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda.actions import colleagues
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.programme.actions import remarks
from fahrwasser.web.programme.models import Remark
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from services import published
from towns import browser, make_member, make_town, make_user

PACKAGE = "de.fahrwasser.hundesteuer"
SAID = "Die Marke kommt zu spät, sagt Frau Unverwechselbar"
RELEASED = "Die Marke kommt erst nach dem Bescheid."
FORM = {"kind": "hinders", "text": RELEASED, "obstacle": "interface", "confirmed": "on"}


@pytest.fixture
def ahorn(database: object) -> Municipality:
    return make_town("ahorn")


@pytest.fixture
def navigator(ahorn: Municipality) -> Member:
    return make_member(ahorn, Role.NAVIGATOR, user=make_user(name="Nora Steuerfrau"))[1]


@pytest.fixture
def page(ahorn: Municipality) -> Client:
    return browser(make_member(ahorn, Role.NAVIGATOR)[0])


@pytest.fixture
def voice(ahorn: Municipality, navigator: Member) -> Voice:
    """A colleague of the only treasurer has said something about the dog tax."""
    release = published("hundesteuer")
    with working_for(ahorn):
        catalogue.adopt(navigator, release)
        unit = Unit.objects.create(municipality=ahorn, name="Kämmerei Sonderbar")
    user = make_user(name="Klara Unverwechselbar")
    colleague = make_member(ahorn, Role.MULTIPLIKATOR, user=user, units=[unit])[1]
    with working_for(ahorn):
        return colleagues.say(colleague, colleagues.Said("hinders", SAID, package=PACKAGE))


def address(voice: Voice) -> str:
    return f"/ahorn/netz/stimmen/weitergeben/{voice.pk}/"


def test_released_words_reach_other_towns_and_nothing_else_does(
    ahorn: Municipality, page: Client, voice: Voice
) -> None:
    assert "An die Autoren des Pakets weitergeben" in page.get(f"/ahorn/agenda/stimmen/{voice.pk}/").content.decode()
    assert SAID in page.get(address(voice)).content.decode(), "the Navigator begins with the colleague's words"
    assert page.post(address(voice), FORM).status_code == 302
    birke = make_town("birke")
    reader = browser(make_member(birke, Role.NAVIGATOR)[0])
    answer = reader.get(f"/birke/netz/stimmen/?paket={PACKAGE}")
    found = answer.content.decode()
    assert RELEASED in found
    assert "Das klappt bei uns nicht, weil …" in found
    assert "Hundesteuer" in found
    for trace in ("Unverwechselbar", "Sonderbar", "Steuerfrau", "Ahorn", "zu spät", str(voice.pk), str(ahorn.pk)):
        assert trace not in found, trace
    assert RELEASED not in reader.get("/birke/netz/stimmen/?paket=de.fahrwasser.bewohnerparken").content.decode()


def test_the_shared_row_holds_no_trace_of_whom_it_is_from(ahorn: Municipality, page: Client, voice: Voice) -> None:
    page.post(address(voice), FORM)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r) FROM programme_remark r")
        (row,) = cursor.fetchone()
    for trace in (voice.pk, voice.made_by, voice.unit_id, "Unverwechselbar", "zu spät"):
        assert str(trace) not in str(row)
    with working_for(ahorn):
        act = Act.objects.get(verb="network.remark")
        assert (act.subject, act.detail) == (f"remark:{Remark.objects.get().pk}", {})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"text": "Das fehlt, sagt Klara."}, "Klara"),
        ({"text": "Nora weiß mehr."}, "Nora"),
        ({"text": "In Ahorn geht das nicht."}, "Ahorn"),
        ({"text": "Mehr unter rathaus@example.org"}, "rathaus@example.org"),
        ({"confirmed": ""}, "bestätigen Sie, dass sie das Rathaus verlassen dürfen"),
        ({"obstacle": ""}, "Bitte wählen Sie das Hindernis"),
        ({"text": " "}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_words_that_name_somebody_or_are_not_confirmed_stay_here(
    ahorn: Municipality, page: Client, voice: Voice, words: dict[str, str], said: str
) -> None:
    answer = page.post(address(voice), {**FORM, **words})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert words.get("text", RELEASED) in text, "nothing typed is lost"
    assert not Remark.objects.exists()


def test_a_voice_is_passed_on_once_and_the_colleague_sees_it(
    ahorn: Municipality, page: Client, navigator: Member, voice: Voice
) -> None:
    page.post(address(voice), FORM)
    again = page.post(address(voice), FORM)
    assert again.status_code == 422
    assert "schon weitergegeben" in again.content.decode()
    with working_for(ahorn):
        with pytest.raises(Refused):
            remarks.pass_on(navigator, voice, kind="helps", text="Gut.", obstacle="", now=timezone.now())
        assert Voice.objects.get().state == Voice.State.READ
    assert "ohne Amt und Namen" in page.get("/ahorn/agenda/stimmen/").content.decode()


def test_what_is_taken_back_is_gone_and_other_towns_take_back_nothing(
    ahorn: Municipality, page: Client, voice: Voice
) -> None:
    page.post(address(voice), FORM)
    key = Remark.objects.get().pk
    birke = make_town("birke")
    stranger = browser(make_member(birke, Role.NAVIGATOR)[0])
    assert stranger.post(f"/birke/netz/stimmen/{key}/zurueck/").status_code == 302
    assert RELEASED in stranger.get("/birke/netz/stimmen/").content.decode()
    assert "Zurücknehmen" not in stranger.get("/birke/netz/stimmen/").content.decode()
    assert "Zurücknehmen" in page.get("/ahorn/netz/stimmen/").content.decode()
    assert page.post(f"/ahorn/netz/stimmen/{key}/zurueck/").status_code == 302
    assert RELEASED not in stranger.get("/birke/netz/stimmen/").content.decode()


def test_neither_coach_nor_colleague_passes_on(ahorn: Municipality, navigator: Member, voice: Voice) -> None:
    for role in (Role.LOTSE, Role.MULTIPLIKATOR, Role.HEAD):
        user, other = make_member(ahorn, role)
        assert browser(user).get(address(voice)).status_code == 403, role
        assert browser(user).post(address(voice), FORM).status_code == 403, role
        with working_for(ahorn), pytest.raises(PermissionDenied):
            remarks.pass_on(other, voice, kind="helps", text="Gut.", obstacle="", now=timezone.now())
    assert not Remark.objects.exists()


def test_the_state_counts_each_town_once_and_only_from_five_on(database: object) -> None:
    observer = browser(make_user(is_observer=True, is_sample=True))
    for number in range(5):
        assert "Schnittstelle zum Fachverfahren fehlt: 5" not in observer.get("/land/").content.decode()
        town = make_town(f"ort-{number}")
        member = make_member(town, Role.NAVIGATOR)[1]
        with working_for(town):
            for _twice in range(2):
                said = colleagues.say(member, colleagues.Said("hinders", "So.", package=PACKAGE))
                words = {"kind": "hinders", "text": "So nicht.", "obstacle": "interface"}
                remarks.pass_on(member, said, now=timezone.now(), **words)
        table = observer.get("/land/?format=csv").content.decode("utf-8-sig")
        shown = "5" if number == 4 else "nicht gezeigt"
        assert f"Hindernisse;Schnittstelle zum Fachverfahren fehlt;{shown};" in table
