"""Towns ask, answer and pass on; each speaks for itself only, and people are not shown."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.programme import board
from fahrwasser.web.programme.actions import network
from fahrwasser.web.programme.actions.coaching import look_at_phase, share
from fahrwasser.web.programme.models import (
    Answer,
    Backing,
    Partner,
    PooledRequest,
    Question,
    SharedSheet,
    Sheet,
    Solution,
)
from fahrwasser.web.programme.release import release
from fahrwasser.web.programme.sharing import NETWORK
from fahrwasser.web.tenants.context import working_for
from services import published
from towns import browser, make_member, make_town, make_user


@pytest.fixture
def two(database):
    """Two towns, each with its Navigator."""
    ahorn, birke = make_town("ahorn"), make_town("birke")
    return ahorn, make_member(ahorn, Role.NAVIGATOR)[1], birke, make_member(birke, Role.NAVIGATOR)[1]


def test_a_question_is_answered_by_another_town_and_solved_by_the_asking_one(two) -> None:
    ahorn, asker, birke, helper = two
    with working_for(ahorn):
        row = network.ask(asker, title="Wer hat eine Schnittstelle?", text="", obstacle="interface")
    with working_for(birke):
        found = board.question_of(birke, row.pk)
        assert found is not None
        assert (found.town, found.answers) == ("Ahorn", 0)
        answer = network.answer(helper, found.row, "Wir, seit Mai.")
        assert not network.solve(helper, found.row, answer.pk), "it is not the helper's question"
    with working_for(ahorn):
        assert network.solve(asker, row, answer.pk)
        (asked,), _mark = board.questions(ahorn, only="geloest")
        (said,) = board.answers_to(asked.row, ahorn)
    assert (said.town, said.is_own, said.solved_it) == ("Birke", False, True)


def test_a_question_whose_answer_was_taken_back_is_open_again(two) -> None:
    ahorn, asker, birke, helper = two
    with working_for(ahorn):
        row = network.ask(asker, title="Wie?", text="")
    with working_for(birke):
        answer = network.answer(helper, row, "So.")
    with working_for(ahorn):
        network.solve(asker, row, answer.pk)
        share(asker, "coach", ["questions"], timezone.now())
        assert Sheet.objects.get().open_questions == 0
    with working_for(birke):
        network.take_back(helper, answer.pk, timezone.now())
    with working_for(ahorn):
        (asked,), _mark = board.questions(ahorn, only="offen")
        assert not asked.is_solved
        assert board.questions(ahorn, only="geloest")[0] == []
        release(ahorn, timezone.now())
        assert Sheet.objects.get().open_questions == 1


def test_a_colleague_without_the_plan_changes_nothing_that_the_town_gave(two) -> None:
    ahorn, asker, _birke, _helper = two
    _user, colleague = make_member(ahorn, Role.MULTIPLIKATOR)
    now = timezone.now()
    with working_for(ahorn):
        solution = network.give_solution(asker, project="P11", tool="Dienst")
        request = network.start_request(
            asker, title="Formular", text="", to="state", addressee="", obstacle="", hours=40
        )
        partner = network.seek(asker, kind="post", topic="IT", text="", contact="")
        for attempt in (
            lambda: network.withdraw_solution(colleague, solution.pk, now),
            lambda: network.unback(colleague, request),
            lambda: network.set_standing(colleague, request, "refused"),
            lambda: network.found(colleague, partner.pk, now),
        ):
            with pytest.raises(PermissionDenied):
                attempt()


def test_invented_and_real_towns_are_not_mixed(two) -> None:
    ahorn, asker, _birke, _helper = two
    real = make_town("wirklich", is_sample=False)
    _user, navigator = make_member(real, Role.NAVIGATOR)
    now = timezone.now()
    with working_for(ahorn):
        look_at_phase(ahorn, now)
        share(asker, NETWORK, ["projects", "phase"], now)
        asked = network.ask(asker, title="Erfunden?", text="", project="P11")
        network.give_solution(asker, project="P11", tool="Erfunden")
        request = network.start_request(
            asker, title="Erfunden", text="", to="state", addressee="", obstacle="", hours=40
        )
        network.seek(asker, kind="post", topic="Erfunden", text="", contact="")
    desk = browser(make_member(real, Role.NAVIGATOR)[0])
    assert desk.get(f"/{real.slug}/netz/frage/{asked.pk}/").status_code == 404
    assert desk.post(f"/{real.slug}/netz/anliegen/{request.pk}/", {"hours": "9000"}).status_code == 404
    with working_for(real):
        assert board.questions(real)[0] == board.questions_about(real, "P11") == []
        assert [board.solutions(real), board.requests(real), board.partners(real)] == [([], "")] * 3
        assert board.compared(real)[1] == 0
        share(navigator, NETWORK, ["projects"], now)
    page = browser(make_user(is_observer=True)).get("/land/").content.decode()
    assert "1 Gemeinde hat Zahlen freigegeben" in page
    assert "Erfunden" not in page


def test_nobody_takes_back_what_another_town_said(two) -> None:
    ahorn, asker, birke, helper = two
    with working_for(ahorn):
        row = network.ask(asker, title="Wie?", text="")
    with working_for(birke):
        answer = network.answer(helper, row, "So.")
    with working_for(ahorn):
        network.take_back(asker, answer.pk, timezone.now())
    assert Answer.objects.get().withdrawn_at is None
    with working_for(birke):
        network.take_back(helper, answer.pk, timezone.now())
    assert Answer.objects.get().withdrawn_at is not None


def test_town_and_coach_each_take_back_their_own_answer(two) -> None:
    ahorn, asker, _birke, _helper = two
    lotse, coach = make_member(ahorn, Role.LOTSE)
    navigator, _member = make_member(ahorn, Role.NAVIGATOR)
    with working_for(ahorn):
        row = network.ask(asker, title="Wie?", text="")
        said = {person: network.answer(person, row, "So.") for person in (asker, coach)}
        network.take_back(asker, said[coach].pk, timezone.now())
        network.take_back(coach, said[asker].pk, timezone.now())
    assert not Answer.objects.exclude(withdrawn_at=None).exists()
    for user, own in ((navigator, said[asker]), (lotse, said[coach])):
        page, here = browser(user), f"/ahorn/netz/frage/{row.pk}/"
        assert re.findall(r'name="back" value="([^"]+)"', page.get(here).content.decode()) == [str(own.pk)]
        assert page.post(f"{here}stand/", {"back": str(own.pk)}).status_code == 302
    assert Answer.objects.exclude(withdrawn_at=None).count() == 2


def test_a_closed_question_takes_no_answer(two) -> None:
    ahorn, asker, birke, helper = two
    with working_for(ahorn):
        row = network.ask(asker, title="Wie?", text="")
        network.close(asker, row, timezone.now())
    with working_for(birke), pytest.raises(Refused):
        network.answer(helper, Question.objects.get(), "Zu spät.")


def test_a_coach_answers_as_coach_and_gives_nothing_in_a_towns_name(two) -> None:
    ahorn, asker, _birke, _helper = two
    _user, coach = make_member(ahorn, Role.LOTSE)
    with working_for(ahorn):
        row = network.ask(asker, title="Wie?", text="")
        assert network.answer(coach, row, "Rufen Sie mich an.").is_coach
        with pytest.raises(PermissionDenied):
            network.give_solution(coach, project="P11", tool="x")
        with pytest.raises(PermissionDenied):
            network.ask(coach, title="x", text="")


def test_mistyped_hours_stay_in_their_field(two) -> None:
    ahorn, asker, birke, _helper = two
    with working_for(ahorn):
        row = network.start_request(asker, title="Formular", text="", to="state", addressee="", obstacle="", hours=40)
    desk = browser(make_member(birke, Role.NAVIGATOR)[0])
    answer = desk.post(f"/{birke.slug}/netz/anliegen/{row.pk}/", {"hours": "etwa 12O"})
    assert answer.status_code == 422
    assert 'value="etwa 12O" aria-invalid="true"' in answer.content.decode()
    assert "als ganze Zahl" in answer.content.decode()
    with working_for(birke):
        assert not Backing.objects.of(birke).exists()


def test_hours_of_a_request_add_up_over_towns(two) -> None:
    ahorn, asker, birke, helper = two
    with working_for(ahorn):
        row = network.start_request(
            asker, title="Schnittstelle", text="", to="vendor", addressee="Muster GmbH", obstacle="interface", hours=40
        )
    with working_for(birke):
        network.back(helper, row, 10)
        network.back(helper, row, 25)
        (seen,), _mark = board.requests(birke)
        assert (seen.hours, seen.towns, seen.own) == (65, 2, 25)
        assert not network.set_standing(helper, row, "sent")
    with working_for(birke):
        network.unback(helper, row)
        (seen,), _mark = board.requests(birke)
        assert (seen.hours, seen.towns, seen.own) == (40, 1, None)
    with working_for(ahorn):
        assert network.set_standing(asker, row, "sent")


def test_a_solution_taken_back_is_no_longer_seen(two) -> None:
    ahorn, asker, birke, _helper = two
    with working_for(ahorn):
        row = network.give_solution(asker, project="P11", tool="Zentraler Dienst")
    with working_for(birke):
        assert [found.municipality.name for found in board.solutions(birke, "P11")[0]] == ["Ahorn"]
    with working_for(ahorn):
        network.withdraw_solution(asker, row.pk, timezone.now())
        assert not board.solutions(ahorn, "P11")[0]
    assert Solution.objects.count() == 1


def test_comparison_needs_five_other_towns_of_the_size(database) -> None:
    now, own = timezone.now(), make_town("eigen", 3000)
    for number in range(5):
        town = make_town(f"nachbar{number}", 3000 + number)
        _user, navigator = make_member(town, Role.NAVIGATOR)
        with working_for(town):
            look_at_phase(town, now)
            share(navigator, NETWORK, ["projects"], now)
        if number == 3:
            with working_for(own):
                assert all(line.spread is None for line in board.compared(own)[0])
    make_town("gross", 30_000)
    with working_for(own):
        lines, towns = board.compared(own)
    assert towns == 5
    spreads = {line.key: line.spread for line in lines}
    assert spreads["projects_done"] is not None
    assert spreads["hours_planned"] is None, "nobody has released it"


def test_the_pages_of_the_network_work_and_name_no_person(two) -> None:
    ahorn, _asker, _birke, _helper = two
    user, _member = make_member(ahorn, Role.NAVIGATOR, user=make_user(name="Klara Unverwechselbar"))
    page = browser(user)
    sent = page.post("/ahorn/netz/", {"title": "Wer kennt das?", "text": "Mehr <b>dazu</b>"})
    assert sent.status_code == 302
    key = re.search(r"frage/([0-9a-f-]{36})/", sent["Location"])
    assert key
    assert page.post(f"/ahorn/netz/frage/{key[1]}/", {"text": "Eine Antwort"}).status_code == 302
    reader = browser(make_member(_birke, Role.NAVIGATOR)[0])
    for address in (
        "netz/", "netz/?suche=kennt", "netz/?nur=offen", "netz/?ab=unsinn", f"netz/frage/{key[1]}/",
        "netz/loesungen/", "netz/anliegen/",
        "netz/nachbarn/", "netz/vergleich/",
    ):  # fmt: skip
        found = reader.get(f"/birke/{address}")
        assert found.status_code == 200, address
        assert "Unverwechselbar" not in found.content.decode()
        assert "<b>dazu" not in found.content.decode()
    assert page.post("/ahorn/netz/", {"title": ""}).status_code == 422
    assert page.post("/ahorn/netz/loesungen/", {"project": "P11", "tool": "Dienst", "days": "3,5"}).status_code == 302
    request = {"title": "Formular", "to": "state", "hours": "1.200"}
    assert page.post("/ahorn/netz/anliegen/", request).status_code == 302
    assert page.post("/ahorn/netz/nachbarn/", {"kind": "post", "topic": "IT-Sicherheit"}).status_code == 302
    assert "1.200" in reader.get("/birke/netz/anliegen/").content.decode()


def test_questions_and_solutions_lead_from_a_package_to_the_towns_that_run_it(two) -> None:
    published("hundesteuer")
    ahorn, _asker, birke, _helper = two
    page, reader = (browser(make_member(town, Role.NAVIGATOR)[0]) for town in (ahorn, birke))
    about = {"project": "P11", "package": "de.fahrwasser.hundesteuer"}
    assert page.post("/ahorn/netz/loesungen/", {**about, "tool": "Das Paket"}).status_code == 302
    assert page.post("/ahorn/netz/", {**about, "title": "Wer nutzt das?"}).status_code == 302
    found = reader.get("/birke/netz/loesungen/?paket=de.fahrwasser.hundesteuer").content.decode()
    assert "Das Paket" in found
    assert "Wer nutzt das?" in found
    assert "Paket: Hundesteuer" in found
    assert "Das Paket" not in reader.get("/birke/netz/loesungen/?paket=de.fahrwasser.bewohnerparken").content.decode()
    assert "<span>Hundesteuer</span>" in reader.get("/birke/netz/").content.decode()
    assert page.post("/ahorn/netz/", {"title": "Neu", "package": "unbekannt"}).status_code == 422


def test_requests_and_searches_name_their_project(two) -> None:
    ahorn, _asker, birke, _helper = two
    page, reader = (browser(make_member(town, Role.NAVIGATOR)[0]) for town in (ahorn, birke))
    request = {"title": "Formular", "to": "state", "hours": "12", "project": "P11"}
    assert page.post("/ahorn/netz/anliegen/", request).status_code == 302
    seek = {"kind": "post", "topic": "IT-Sicherheit", "project": "P11"}
    assert page.post("/ahorn/netz/nachbarn/", seek).status_code == 302
    with override("de"):
        title = board.project_title("P11")
    for address in ("anliegen", "nachbarn"):
        assert f"<span>{title}</span>" in reader.get(f"/birke/netz/{address}/").content.decode()


def test_the_state_sees_sums_only_and_nobody_else_sees_them(two) -> None:
    ahorn, asker, _birke, _helper = two
    with working_for(ahorn):
        look_at_phase(ahorn, timezone.now())
        share(asker, NETWORK, ["phase", "projects"], timezone.now())
    assert SharedSheet.objects.count() == 1
    observer = make_user(is_observer=True, is_sample=True)
    page = browser(observer)
    found = page.get("/land/")
    assert found.status_code == 200
    assert "Ahorn" not in found.content.decode()
    file = page.get("/land/?format=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert "Phasen;Auftrag;nicht gezeigt;;" in file.content.decode("utf-8-sig")
    assert page.get("/ahorn/agenda/").status_code == 403
    assert page.get("/ahorn/netz/").status_code == 403
    assert page.get("/begleitung/").status_code == 403
    assert browser(make_user()).get("/land/").status_code == 403
    assert browser().get("/land/").status_code == 302
    assert page.get("/ahorn/land/").status_code == 404


NAMES = re.compile(r"Zeile-\d+")
LISTS = {
    "loesungen": lambda town, n: Solution.objects.create(municipality=town, project="P11", tool=f"Zeile-{n}"),
    "nachbarn": lambda town, n: Partner.objects.create(municipality=town, kind="post", topic=f"Zeile-{n}"),
    "anliegen": lambda town, n: Backing.objects.create(
        municipality=town,
        request=PooledRequest.objects.create(municipality=town, title=f"Zeile-{n}", to="state"),
        hours=1000 - n // 3,  # several with the same sum
    ),
}


@pytest.mark.parametrize("place", LISTS)
def test_a_long_list_is_read_to_its_end_though_somebody_adds_to_it(two, place: str) -> None:
    ahorn, _asker, birke, _helper = two
    with working_for(birke):
        for n in range(120):
            LISTS[place](birke, n)
    client = browser(make_member(ahorn, Role.NAVIGATOR)[0])
    address, seen, pages = f"/ahorn/netz/{place}/", [], 0
    while address:
        text = client.get(address).content.decode()
        seen += dict.fromkeys(NAMES.findall(text))
        pages += 1
        with working_for(birke):
            LISTS[place](birke, -pages)  # newest, or with the most hours: it stands before all that was shown
        following = re.search(r'href="[^"?]*(\?[^"]*ab=[^"]+)"', text)
        address = f"/ahorn/netz/{place}/{html.unescape(following[1])}" if following else ""
    assert pages == 3
    assert len(seen) == len(set(seen)) == 120, "no row twice, none left out"
    assert client.get(f"/ahorn/netz/{place}/?ab=Unsinn_99").status_code == 200
    assert client.get(f"/ahorn/netz/{place}/?ab={'9' * 40}_{ahorn.pk}").status_code == 200
