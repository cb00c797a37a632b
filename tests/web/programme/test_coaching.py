"""A coach sees of a town what it has released, while the mandate stands, and nothing else."""

import html
import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.web.accounts.actions import let_edit, take_role
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda.actions.colleagues import Said, say
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.inventory.actions import start_record
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.programme import release
from fahrwasser.web.programme.actions.coaching import (
    RELEASE,
    answer_as_coach,
    appoint_meeting,
    ask_coach,
    look_at_phase,
    name_obstacle,
    say_stuck,
    share,
)
from fahrwasser.web.programme.actions.workshop import take_over
from fahrwasser.web.programme.jobs import run as copy_now
from fahrwasser.web.programme.models import CoachQuestion, Obstacle, Phase, Share, SharedSheet, Sheet
from fahrwasser.web.programme.portfolio import portfolio_of
from fahrwasser.web.programme.sharing import COACH, NETWORK, PARTS, columns_of, offered_to
from fahrwasser.web.programme.workshop import Entered
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town, make_user
from web.agenda.plans import propose


@pytest.fixture
def coached(database):
    """A town with Navigator and coach."""
    town = make_town()
    _user, navigator = make_member(town, Role.NAVIGATOR)
    lotse, coach = make_member(town, Role.LOTSE)
    return town, navigator, lotse, coach


def test_a_town_that_released_nothing_shows_nothing(coached) -> None:
    town, _navigator, lotse, _coach = coached
    (line,) = portfolio_of(lotse.pk, timezone.now()).lines
    assert line.name == town.name
    assert not line.is_open
    assert (line.phase, line.days, line.questions) == ("", None, None)


def test_only_what_is_ticked_reaches_the_coach(coached) -> None:
    town, navigator, lotse, _coach = coached
    now = timezone.now()
    with working_for(town):
        look_at_phase(town, now)
        share(navigator, COACH, ["phase"], now)
    (line,) = portfolio_of(lotse.pk, now).lines
    assert line.phase == "mandate"
    assert line.questions is None
    with working_for(town):
        (sheet,) = Sheet.objects.of(town)
        empty = {name for name in columns_of(PARTS) if getattr(sheet, name) is None}
        assert empty >= columns_of(PARTS) - columns_of(["phase"])
        assert not SharedSheet.objects.of(town).exists(), "the network was not asked for"


def test_what_is_withdrawn_is_gone_at_once(coached) -> None:
    town, navigator, lotse, _coach = coached
    now = timezone.now()
    with working_for(town):
        share(navigator, COACH, ["phase", "stuck", "obstacles"], now)
        name_obstacle(navigator, code="interface", project="", hours=40, note="only for us")
        share(navigator, COACH, [], now)
    (line,) = portfolio_of(lotse.pk, now).lines
    assert not line.is_open
    with working_for(town):
        assert not Sheet.objects.of(town).exists()


def test_the_worker_copies_what_changed_and_never_a_note(coached) -> None:
    town, navigator, lotse, _coach = coached
    now = timezone.now()
    with working_for(town):
        share(navigator, COACH, ["obstacles", "stuck", "phase", "questions"], now)
        name_obstacle(navigator, code="interface", project="P11", hours=40, note="Frau Muster ist krank")
        say_stuck(navigator, "vendor", "Herr Beispiel meldet sich nicht", now)
        ask_coach(navigator, "Wer kennt das?")
    with working_for(town):
        assert Job.objects.of(town).filter(kind=RELEASE).count() == 1, "one copy is enough for all that changed"
        copy_now(town)
    (line,) = portfolio_of(lotse.pk, now).lines
    assert line.obstacles
    assert line.questions == 1
    assert line.stuck
    with working_for(town):
        (sheet,) = Sheet.objects.of(town)
        assert sheet.obstacles == [{"code": "interface", "hours": 40, "project": "P11"}]
        words = " ".join(str(getattr(sheet, field.name)) for field in Sheet._meta.fields)
    assert "Muster" not in words
    assert "Beispiel" not in words


def test_an_old_page_does_not_release_again_what_was_just_taken_back(coached) -> None:
    town, navigator, _lotse, _coach = coached
    now = timezone.now()
    with working_for(town):
        share(navigator, COACH, ["phase", "obstacles"], now)
    page = browser(make_member(town, Role.HEAD)[0])
    opened = page.get(f"/{town.slug}/begleitung/").content.decode()
    assert 'name="seen" value="obstacles phase"' in opened
    with working_for(town):
        share(navigator, COACH, ["phase"], now)
    late = {"parts": ["obstacles", "phase", "projects"], "seen": "obstacles phase"}
    answer = page.post(f"/{town.slug}/begleitung/freigabe/coach/", late, follow=True)
    assert "Jemand anders hat inzwischen geändert, was Sie freigeben" in answer.content.decode()
    with working_for(town):
        assert {*Share.objects.of(town).filter(withdrawn_at=None).values_list("part", flat=True)} == {"phase"}
    assert page.post(f"/{town.slug}/begleitung/freigabe/coach/", {**late, "seen": "phase"}).status_code == 302
    with working_for(town):
        assert Share.objects.of(town).filter(withdrawn_at=None).count() == 3


def test_what_nobody_has_planned_or_measured_is_not_zero(coached) -> None:
    town, navigator, _lotse, _coach = coached
    with working_for(town):
        share(navigator, NETWORK, ["hours"], timezone.now())
        (sheet,) = SharedSheet.objects.of(town)
    assert (sheet.hours_planned, sheet.hours_measured) == (None, None)


def test_a_service_that_takes_longer_than_on_paper_is_released_as_such(coached, monkeypatch) -> None:
    town, navigator, _lotse, _coach = coached
    rows = (SimpleNamespace(hours_saved=-30.4), SimpleNamespace(hours_saved=None), SimpleNamespace(hours_saved=12.1))
    monkeypatch.setattr(release, "page_of", lambda *_: SimpleNamespace(rows=rows))
    with working_for(town):
        share(navigator, NETWORK, ["hours"], timezone.now())
        (sheet,) = SharedSheet.objects.of(town)
    assert sheet.hours_measured == -18


def test_a_coach_cannot_release_anything_for_a_town(coached) -> None:
    town, _navigator, _lotse, coach = coached
    with pytest.raises(PermissionDenied), working_for(town):
        share(coach, COACH, ["phase"], timezone.now())


def test_parts_that_an_audience_cannot_get_are_not_released(coached) -> None:
    town, navigator, _lotse, _coach = coached
    with working_for(town):
        share(navigator, NETWORK, ["stuck", "questions", "phase"], timezone.now())
        (sheet,) = SharedSheet.objects.of(town)
    assert set(offered_to(NETWORK)).isdisjoint({"stuck", "questions"})
    assert sheet.stuck_reason is None
    assert sheet.open_questions is None
    assert sheet.size_class == "5000"


def test_a_mandate_that_ended_ends_the_view(coached) -> None:
    town, navigator, lotse, _coach = coached
    now = timezone.now()
    with working_for(town):
        share(navigator, COACH, ["phase"], now)
        take_role(navigator, Membership.objects.of(town).get(user=lotse, role=Role.LOTSE))
    assert portfolio_of(lotse.pk, now).lines == ()
    page = browser(lotse)
    assert page.get("/begleitung/").status_code == 403
    assert page.get(f"/{town.slug}/begleitung/").status_code == 403


def test_somebody_without_mandate_sees_no_town(coached) -> None:
    town, navigator, _lotse, _coach = coached
    with working_for(town):
        share(navigator, COACH, ["phase"], timezone.now())
    stranger = make_user()
    assert portfolio_of(stranger.pk, timezone.now()).lines == ()
    assert browser(stranger).get("/begleitung/").status_code == 403


def test_only_a_coach_answers_and_only_once(coached) -> None:
    town, navigator, _lotse, coach = coached
    now = timezone.now()
    with working_for(town):
        row = ask_coach(navigator, "Wie weit sind die anderen?")
        with pytest.raises(PermissionDenied):
            answer_as_coach(navigator, row.pk, "selbst", now)
        assert answer_as_coach(coach, row.pk, "Drei von fünf.", now)
        assert not answer_as_coach(coach, row.pk, "Noch einmal.", now)
        assert CoachQuestion.objects.of(town).get().answer == "Drei von fünf."


def test_an_answer_that_is_not_taken_is_not_lost(coached) -> None:
    town, navigator, lotse, coach = coached
    with working_for(town):
        row = ask_coach(navigator, "Wie weit sind die anderen?")
    page, here = browser(lotse), f"/{town.slug}/begleitung/frage/{row.pk}/"
    long = "Sehr ausführlich. " * 300
    refused = page.post(here, {"text": long})
    assert refused.status_code == 422
    assert refused.content.decode().count(long.strip()) == 1
    with working_for(town):
        answer_as_coach(coach, row.pk, "Drei von fünf.", timezone.now())
    late = page.post(here, {"text": "Vier von fünf, seit gestern."})
    assert late.status_code == 422
    assert "Vier von fünf, seit gestern." in late.content.decode()
    assert "inzwischen" in late.content.decode()


def test_a_note_of_the_town_for_itself_is_not_shown_to_the_coach(coached) -> None:
    town, navigator, lotse, _coach = coached
    own, _member = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        name_obstacle(navigator, code="time", project="", hours=40, note="Frau Geheim ist lange krank")
    here = f"/{town.slug}/begleitung/"
    assert "Geheim" in browser(own).get(here).content.decode()
    for address in (here, f"{here}besuch/"):
        assert "Geheim" not in browser(lotse).get(address).content.decode()


def test_the_coach_reads_which_service_a_workshop_found_stuck(coached) -> None:
    town, navigator, lotse, _coach = coached
    with working_for(town):
        start_record(navigator)
        service = Service.objects.of(town).filter(is_offered=True)[0]
        take_over(navigator, [Entered(service, None, None, "interface")], timezone.localdate())
        row = Obstacle.objects.get()
        assert (row.service_id, row.note) == (service.pk, "")
        share(navigator, COACH, ["obstacles"], timezone.now())
        (released,) = Sheet.objects.get().obstacles
        assert set(released) == {"code", "hours", "project"}, "the service stays on the town's own page"
    client = browser(lotse)
    here = f"/{town.slug}/begleitung/"
    for address in (here, f"{here}besuch/"):
        assert html.escape(service.name) in client.get(address).content.decode()
    assert client.get(f"/{town.slug}/erfassen/leistungen/{service.pk}/").status_code == 200
    with working_for(town):
        Membership.objects.filter(user=lotse).update(revoked_at=timezone.now())
    assert client.get(here).status_code == 403


def test_what_older_workshops_noted_becomes_the_service_and_own_notes_stay(coached) -> None:
    town, navigator, _lotse, _coach = coached
    with working_for(town):
        start_record(navigator)
        service = Service.objects.of(town).filter(is_offered=True)[0]
        for note in (service.name, "Frau Geheim ist lange krank"):
            name_obstacle(navigator, code="form", project="", hours=None, note=note)
    with connections["owner"].cursor() as cursor:
        cursor.execute(import_module("fahrwasser.web.programme.migrations.0006_obstacle_service").FROM_NOTES)
    with working_for(town):
        rows = set(Obstacle.objects.values_list("service", "note"))
    assert rows == {(service.pk, ""), (None, "Frau Geheim ist lange krank")}


def test_the_town_sets_its_target_day(coached) -> None:
    town, _navigator, _lotse, _coach = coached
    page = browser(make_member(town, Role.NAVIGATOR)[0])
    assert page.post(f"/{town.slug}/begleitung/ziel/", {"day": "kein Tag"}).status_code == 422
    day = timezone.localdate() + timedelta(days=30)
    assert page.post(f"/{town.slug}/begleitung/ziel/", {"day": day.isoformat()}).status_code == 302
    assert f"Ziel: {day:%d.%m.%Y}." in page.get(f"/{town.slug}/begleitung/").content.decode()
    with working_for(town):
        Phase.objects.update(target_on=timezone.localdate() - timedelta(days=1))
    assert "Das Ziel war der " in page.get(f"/{town.slug}/begleitung/").content.decode()


def test_stuck_towns_come_first_then_the_next_appointment(database) -> None:
    now, lotse = timezone.now(), make_user()
    for slug, stuck, days in (("ahorn", "", 9), ("birke", "time", None), ("celle", "", 2)):
        town = make_town(slug)
        _user, navigator = make_member(town, Role.NAVIGATOR)
        make_member(town, Role.LOTSE, user=lotse)
        with working_for(town):
            look_at_phase(town, now)
            if stuck:
                say_stuck(navigator, stuck, "", now)
            if days:
                at = now + timedelta(days=days)
                appoint_meeting(navigator, kind="visit", at=at, minutes=60, title="Besuch", note="")
            name_obstacle(navigator, code="form", project="", hours=None if stuck else 10, note="")
            share(navigator, COACH, ["phase", "stuck", "appointments", "obstacles"], now)
    found = portfolio_of(lotse.pk, now)
    assert [line.name for line in found.lines] == ["Birke", "Celle", "Ahorn"]
    assert found.stuck == 1
    assert found.following == 0
    (problem,) = found.problems
    assert problem.towns == ("Ahorn", "Birke", "Celle")
    assert (problem.hours, problem.named) == (20, 2), "unknown is not zero"
    text = " ".join(browser(lotse).get("/begleitung/").content.decode().split())
    assert "zusammen 20 Stunden im Jahr, von 2 davon genannt" in text


def test_a_visit_names_what_runs_although_the_plan_no_longer_knows_it(coached) -> None:
    town, navigator, lotse, _coach = coached
    plan = plan_of(propose(navigator))
    gone = next(v for p in catalogue().projects.values() for v in p.variants if v.id not in plan.projects)
    with working_for(town):
        Progress.objects.create(municipality=town, project=gone.id, state=Progress.State.RUNNING, revision=1)
        say(navigator, Said("hinders", "das klappt so nicht", project=gone.id))
    answer = browser(lotse).get(f"/{town.slug}/begleitung/besuch/")
    assert answer.status_code == 200
    assert gone.name.de in answer.content.decode()
    voices = browser(make_member(town, Role.NAVIGATOR)[0]).get(f"/{town.slug}/agenda/stimmen/").content.decode()
    assert gone.name.de in voices, "a name, not the id"


def test_the_pages_can_be_read_and_used(coached) -> None:
    town, _navigator, lotse, _coach = coached
    user, _member = make_member(town, Role.NAVIGATOR)
    page = browser(user)
    assert page.get(f"/{town.slug}/begleitung/").status_code == 200
    sent = page.post(f"/{town.slug}/begleitung/freigabe/coach/", {"parts": ["phase", "projects"]})
    assert sent.status_code == 302
    assert page.post(f"/{town.slug}/begleitung/frage/", {"text": ""}).status_code == 422
    assert page.post(f"/{town.slug}/begleitung/frage/", {"text": "Wie?"}).status_code == 302
    coach = browser(lotse)
    assert town.name in coach.get("/begleitung/").content.decode()
    assert "Wie?" in coach.get(f"/{town.slug}/begleitung/").content.decode()


def test_a_mandate_to_edit_adds_these_rights_and_no_others(coached) -> None:
    town, _navigator, lotse, coach = coached
    assert not coach.may(Right.PLAN)
    with working_for(town):
        rows = Membership.objects.of(town).filter(user=lotse)
        rows.update(may_edit=[Right.PLAN, Right.SEE_STAFF, Right.PEOPLE, Right.CASES])
    page = browser(lotse)
    assert page.post(f"/{town.slug}/begleitung/hindernis/", {"code": "form"}).status_code == 302
    assert page.get(f"/{town.slug}/konto/team/").status_code in (403, 404)


def test_a_mandate_withdrawn_while_editing_is_said_and_the_text_is_shown_back(coached) -> None:
    town, navigator, lotse, _coach = coached
    page = browser(lotse)
    with working_for(town):
        row = Membership.objects.of(town).get(user=lotse, role=Role.LOTSE)
        let_edit(navigator, row, [Right.PLAN])
    assert page.get(f"/{town.slug}/begleitung/").status_code == 200
    with working_for(town):
        let_edit(navigator, row, [])
    text = {"code": "form", "note": "Das Landesgesetz verlangt die Unterschrift."}
    refused = page.post(f"/{town.slug}/begleitung/hindernis/", text)
    assert refused.status_code == 403
    assert "Das Landesgesetz verlangt die Unterschrift." in refused.content.decode()
    assert "Ihr Mandat inzwischen zurückgenommen" in refused.content.decode()
    assert "Ihr Mandat inzwischen" not in page.get(f"/{town.slug}/erfassen/stellen/").content.decode()
    with working_for(town):
        assert not Obstacle.objects.of(town).exists()


def test_a_town_cannot_hand_out_more_than_editing(coached) -> None:
    town, navigator, lotse, _coach = coached
    with working_for(town):
        row = Membership.objects.of(town).get(user=lotse, role=Role.LOTSE)
        for right in (Right.SEE_STAFF, Right.CASES, Right.PEOPLE, Right.ADOPT):
            with pytest.raises(PermissionDenied):
                let_edit(navigator, row, [right])


def test_a_large_area_has_as_many_workshop_sheets_as_it_needs(coached) -> None:
    town, navigator, _lotse, _coach = coached
    with working_for(town):
        start_record(navigator)
        first = Service.objects.of(town).filter(is_offered=True).order_by("sort_key", "id")[0]
        Service.objects.bulk_create(
            Service(municipality=town, key=f"own{n}", name=f"Zusatz {n:02}", sort_key=f"zusatz{n:02}", area=first.area)
            for n in range(50)
        )
        last = Service.objects.get(key="own49")
    page = browser(make_member(town, Role.NAVIGATOR)[0])
    here = f"/{town.slug}/begleitung/werkstatt/"
    shown = page.get(here, {"bereich": first.area}).content.decode()
    further = re.findall(rf"\?bereich=({first.area}\.\d)", shown)
    assert further, "the rest is one click away"
    (found,) = [key for key in further if last.name in page.get(f"{here}blatt/", {"bereich": key}).content.decode()]
    assert page.post(f"{here}?bereich={found}", {f"volume-{last.pk}": "12"}).status_code == 302
    with working_for(town):
        assert Figure.objects.current(town).get(subject=f"service:{last.pk}").value == 12
