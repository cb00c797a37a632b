"""A process moves: events in, effects out."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bpmn_samples import (
    NOON,
    Answers,
    Story,
    after,
    both,
    boundary,
    catch,
    end,
    flows,
    inside,
    mail,
    mishap,
    own,
    read,
    rule,
    script,
    service,
    start,
    user,
    xor,
)  # fmt: skip
from fahrwasser.core.bpmn.due import due_of
from fahrwasser.core.bpmn.events import ArmTimer, Call, CloseTask, Done, Ended, Finished, Incident, OpenTask, Start
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.bpmn.stepping import step
from fahrwasser.core.feel.values import Days, Months, Range

STRAIGHT = (
    start() + user("pruefen", 'outcomes="ja nein" due="duration(&quot;P3D&quot;)"') + end() + flows("s>pruefen>e")
)


def test_a_task_opens_with_its_deadline_and_ends_the_process() -> None:
    story = Story(read(STRAIGHT)).start()
    assert story.last[-1] == OpenTask(1, "pruefen", NOON + timedelta(days=3))
    story.later(hours=5).done("pruefen", {"ausgang": "ja"})
    assert story.last == (
        CloseTask(1),
        Finished("pruefen", NOON, None, NOON + timedelta(hours=5), 1, ("pruefen_e",)),
        Finished("e", story.now, None, story.now, 0, ()),
        Ended("e"),
    )
    assert story.state.has_ended
    assert story.state.variables == {"r_pruefen": {"ausgang": "ja"}}


def test_an_outcome_the_task_does_not_have_is_an_incident_and_changes_nothing() -> None:
    story = Story(read(STRAIGHT)).start()
    before = story.state
    story.done("pruefen", {"ausgang": "vielleicht"})
    assert "ja, nein" in story.reason
    assert story.state == before


def test_the_same_event_twice_counts_once() -> None:
    graph = read(STRAIGHT)
    story = Story(graph).start()
    story.send(Start(story.now))
    assert story.last == ()
    event = Done(1, story.now, {"ausgang": "ja"})
    story.send(event)
    ended = story.state
    assert step(graph, ended, event, Answers()) == type(step(graph, ended, event, Answers()))(ended, ())


CHOICE = (
    start() + script("zahl", "2 + 3.5") + xor("g", "g_b") + user("a") + user("b") + xor("j") + end()
    + flows("s>zahl>g", "g>a: r_zahl > 5", "g>b", "a>j", "b>j", "j>e")
)  # fmt: skip


def test_the_first_true_condition_is_taken_else_the_default() -> None:
    assert Story(read(CHOICE)).start().tasks == ["a"]
    assert Story(read(CHOICE.replace("2 + 3.5", "2"))).start().tasks == ["b"]
    assert Story(read(CHOICE.replace("2 + 3.5", '"x"'))).start().tasks == ["b"]


def test_no_true_condition_and_no_default_is_an_incident() -> None:
    choice = (
        CHOICE.replace(' default="g_b"', "").replace(flows("g>b"), flows("g>b: r_zahl = 1")).replace("2 + 3.5", "3")
    )
    story = Story(read(choice)).start()
    assert story.last == (Incident("g", "No condition is true and there is no default flow."),)
    assert not story.state.has_begun


def test_parallel_branches_meet_before_the_process_goes_on() -> None:
    fork = start() + both("f") + user("a") + user("b") + both("j") + user("c") + end() + flows(
        "s>f", "f>a", "f>b", "a>j", "b>j", "j>c>e"
    )  # fmt: skip
    story = Story(read(fork)).start()
    assert story.tasks == ["a", "b"]
    assert story.done("b").tasks == ["a"]
    assert story.state.marked(story.graph) == {"a", "j"}
    assert story.done("a").tasks == ["c"]
    assert story.done("c").outcome == "e"


def test_a_business_rule_and_a_service_give_their_results() -> None:
    body = start() + rule("anspruch") + service("halter") + end() + flows("s>anspruch>halter>e")
    story = Story(read(body), Answers({"anspruch": {"stufe": "decide"}})).start()
    assert story.last[-1] == Call(1, "halter")
    story.done("halter", {"status": "bestaetigt", "jahre": Decimal("2.5")})
    assert story.state.variables == {
        "r_anspruch": {"stufe": "decide"},
        "r_halter": {"status": "bestaetigt", "jahre": Decimal("2.5")},
    }
    assert story.outcome == "e"


def test_an_interrupting_timer_withdraws_the_task() -> None:
    body = start() + user("a") + boundary("t", "a", after()) + user("mahnen") + end() + end("e2") + flows(
        "s>a>e", "t>mahnen>e2"
    )  # fmt: skip
    story = Story(read(body)).start()
    assert ArmTimer(2, "t", NOON + timedelta(days=3)) in story.last
    assert story.later(days=9).timer("t").waits == ["mahnen"]
    assert "a" not in story.finished
    assert story.done("mahnen").outcome == "e2"


def test_a_non_interrupting_timer_fires_once_beside_the_task() -> None:
    body = start() + user("a") + boundary("t", "a", after(), 'cancelActivity="false"') + user("mahnen") + end()
    story = Story(read(body + end("e2") + flows("s>a>e", "t>mahnen>e2"))).start()
    assert story.timer("t").waits == ["a", "mahnen"]
    assert story.done("a").outcome is None
    assert story.done("mahnen").outcome == "e2"


def test_a_non_interrupting_message_may_come_again() -> None:
    body = start() + user("a") + boundary("n", "a", mail(), 'cancelActivity="false"') + user("lesen") + end()
    story = Story(read(body + end("e2") + flows("s>a>e", "n>lesen>e2"))).start()
    story.message("antwort").message("antwort")
    assert story.waits == ["a", "lesen", "lesen", "n"]
    assert story.message("anderes").last == ()


def test_an_error_of_a_service_goes_to_its_boundary_the_exact_code_first() -> None:
    body = (
        start() + service("q") + boundary("alle", "q", mishap()) + boundary("weg", "q", mishap("err1")) + user("x")
        + user("y") + end() + end("e2") + end("e3") + flows("s>q>e", "alle>x>e2", "weg>y>e3")
    )  # fmt: skip
    assert Story(read(body)).start().error("q", "WEG").waits == ["y"]
    assert Story(read(body)).start().error("q", "SONST").waits == ["x"]


def test_an_error_nobody_catches_is_an_incident_that_can_be_tried_again() -> None:
    story = Story(read(start() + service("q") + end() + flows("s>q>e"))).start().error("q", "WEG")
    assert "WEG" in story.reason
    assert story.done("q").outcome == "e"


def test_the_event_that_comes_first_decides() -> None:
    body = (
        start() + '<eventBasedGateway id="g"/>' + catch("t", after()) + catch("m", mail()) + user("a") + user("b")
        + end() + end("e2") + flows("s>g", "g>t>a>e", "g>m>b>e2")
    )  # fmt: skip
    story = Story(read(body)).start()
    assert story.waits == ["m", "t"]
    assert story.message("antwort").waits == ["b"]
    assert next(e for e in story.last if isinstance(e, Finished)).flows == ("g_m",)
    assert Story(read(body)).start().timer("t").waits == ["a"]


def test_a_receive_task_keeps_what_the_message_says() -> None:
    receive = '<receiveTask id="m" messageRef="m1">' + own('<fw:set result="antwort"/>') + "</receiveTask>"
    story = Story(read(start() + receive + end() + flows("s>m>e"))).start().message("antwort", {"text": "ja"})
    assert story.state.variables == {"antwort": {"text": "ja"}}
    assert story.outcome == "e"


def test_a_message_two_places_wait_for_is_an_incident_unless_it_names_the_place() -> None:
    body = start() + both("f") + catch("a", mail()) + catch("b", mail()) + end() + end("e2") + flows(
        "s>f", "f>a>e", "f>b>e2"
    )  # fmt: skip
    story = Story(read(body)).start().message("antwort")
    assert "Several places" in story.reason


def test_a_subprocess_ends_when_nothing_is_left_in_it() -> None:
    body = start() + inside("u", start("us") + user("a") + user("b") + end("ue") + end("ue2") + flows(
        "us>a>ue", "us>b>ue2")) + user("c") + end() + flows("s>u>c>e")  # fmt: skip
    story = Story(read(body)).start()
    assert story.done("a").tasks == ["b"]
    assert story.done("b").tasks == ["c"]
    assert story.done("c").state.has_ended


def test_a_boundary_on_a_subprocess_cancels_all_inside() -> None:
    deep = inside("v", start("vs") + user("a") + boundary("at", "a", after()) + end("ve") + end("ve2") + flows(
        "vs>a>ve", "at>ve2"))  # fmt: skip
    body = start() + inside("u", start("us") + deep + user("b") + end("ue") + end("ue2") + flows("us>v>ue", "us>b>ue2"))
    story = Story(read(body + boundary("m", "u", mail()) + user("c") + end() + end("e2") + flows("s>u>e", "m>c>e2")))
    story.start()
    assert story.waits == ["a", "at", "b", "m"]
    assert story.message("antwort").waits == ["c"]
    assert story.done("c").outcome == "e2"


def test_an_error_end_is_caught_at_the_nearest_place_outside() -> None:
    inner = inside("v", start("vs") + user("a") + end("weg", mishap("err1")) + flows("vs>a>weg"))
    body = (
        start() + inside("u", start("us") + inner + end("ue") + flows("us>v>ue")) + boundary("f", "u", mishap("err1"))
    )
    story = Story(read(body + user("c") + end() + end("e2") + flows("s>u>e", "f>c>e2"))).start()
    assert story.done("a").waits == ["c"]
    assert story.done("c").outcome == "e2"


def test_an_error_end_nobody_catches_ends_the_process_with_its_code() -> None:
    body = (
        start()
        + both("f")
        + user("a")
        + user("b")
        + end("weg", mishap("err1"))
        + end()
        + flows("s>f", "f>a>weg", "f>b>e")
    )
    story = Story(read(body)).start().done("a")
    assert story.last[-1] == Ended("weg", "WEG")
    assert story.waits == []
    assert story.state.has_ended


def test_terminate_ends_everything_in_its_scope_only() -> None:
    body = start() + inside("u", start("us") + user("a") + user("b") + end("aus", "<terminateEventDefinition/>")
        + end("ue") + flows("us>a>aus", "us>b>ue")) + user("c") + end() + flows("s>u>c>e")  # fmt: skip
    assert Story(read(body)).start().done("a").waits == ["c"]


def test_an_interrupting_event_subprocess_takes_over_its_scope() -> None:
    handler = inside("h", start("hs", mail()) + user("b") + end("he") + flows("hs>b>he"), 'triggeredByEvent="true"')
    story = Story(read(start() + user("a") + end() + handler + flows("s>a>e"))).start()
    assert story.message("antwort").waits == ["b"]
    assert story.done("b").outcome == "he"


def test_a_non_interrupting_event_subprocess_runs_beside() -> None:
    handler = inside("h", start("hs", mail(), 'isInterrupting="false"') + user("b") + end("he") + flows("hs>b>he"),
                     'triggeredByEvent="true"')  # fmt: skip
    story = Story(read(start() + user("a") + end() + handler + flows("s>a>e"))).start()
    story.message("antwort").message("antwort")
    assert story.waits == ["a", "b", "b", "hs"]
    assert story.done("a").outcome is None
    assert story.done("b").done("b").outcome == "he"
    assert story.waits == []


def test_an_error_event_subprocess_catches_what_its_scope_throws_but_not_its_own_errors() -> None:
    handler = inside("h", start("hs", mishap("err1")) + user("b") + end("he", mishap("err1")) + flows("hs>b>he"),
                     'triggeredByEvent="true"')  # fmt: skip
    body = start() + inside("u", start("us") + service("q") + end("ue") + handler + flows("us>q>ue"))
    story = Story(read(body + boundary("f", "u", mishap("err1")) + end() + end("e2") + flows("s>u>e", "f>e2"))).start()
    assert story.error("q", "WEG").waits == ["b"]
    assert story.done("b").outcome == "e2"


def test_a_process_can_start_by_a_message_with_values() -> None:
    begin = start("sm", mail("m2") + "<extensionElements><fw:set result='eingang'/></extensionElements>")
    body = start() + begin + user("a") + end() + flows("s>a>e", "sm>a")
    story = Story(read(body)).start("antrag.eingang", {"x": Decimal(1)})
    assert story.state.variables == {"eingang": {"x": Decimal(1)}}
    assert "no start event" in Story(read(body)).start("falsch").reason


def test_a_circle_without_a_wait_is_an_incident_and_no_hang() -> None:
    body = start() + xor("j") + script("a", "1") + xor("g", "g_j") + end() + flows("s>j>a>g", "g>j", "g>e: r_a = 2")
    assert "10000 nodes" in Story(read(body)).start().reason


def test_a_date_is_midnight_in_berlin_and_null_is_no_date() -> None:
    timer = "<timerEventDefinition><timeDate>{}</timeDate></timerEventDefinition>"
    body = start() + catch("t", timer) + end() + flows("s>t>e")
    story = Story(read(body.format('date("2027-07-01")'))).start()
    assert story.last[-1] == ArmTimer(1, "t", datetime(2027, 6, 30, 22, tzinfo=UTC))
    assert "gives no duration" in Story(read(body.format("null"))).start().reason


def test_a_stored_state_that_is_none_is_refused() -> None:
    from fahrwasser.core.refused import Refused

    for broken in ({}, {"tokens": 1}, {**State().to_json(), "joins": [[1]]}, {**State().to_json(), "next": "x"}):
        try:
            State.from_json(broken)
        except Refused:
            continue
        raise AssertionError(broken)


def test_what_begins_and_is_over_within_a_step_is_not_asked_for() -> None:
    inner = inside("u", start("us") + script("x", "1") + end("ue") + flows("us>x>ue"))
    fork = both("f") + user("a") + end() + end("aus", "<terminateEventDefinition/>")
    body = start() + inner + boundary("t", "u", after()) + end("te") + fork + flows("s>u>f", "t>te", "f>a>e", "f>aus")
    story = Story(read(body)).start()
    assert {type(effect) for effect in story.last} == {Finished, Ended}
    assert story.outcome == "aus"


def test_branches_run_in_the_order_of_the_file() -> None:
    body = start() + both("f") + user("a") + user("b") + end() + flows("s>f", "f>b>e", "f>a>e")
    opened = [effect.node for effect in Story(read(body)).start().last if isinstance(effect, OpenTask)]
    assert opened == ["b", "a"]


def test_terminate_stops_branches_that_were_about_to_begin() -> None:
    inner = start("us") + both("f") + user("a") + end("aus", "<terminateEventDefinition/>") + end("ue")
    body = start() + inside("u", inner + flows("us>f", "f>aus", "f>a>ue")) + user("c") + end() + flows("s>u>c>e")
    assert Story(read(body)).start().waits == ["c"]


def test_the_boundary_of_a_subprocess_outlasts_a_handler_inside() -> None:
    handler = inside("h", start("hs", mail()) + user("b") + end("he") + flows("hs>b>he"), 'triggeredByEvent="true"')
    inner = inside("u", start("us") + user("a") + end("ue") + handler + flows("us>a>ue"))
    story = Story(read(start() + inner + boundary("t", "u", after()) + end() + end("te") + flows("s>u>e", "t>te")))
    assert story.start().message("antwort").waits == ["b", "t"]
    assert story.timer("t").outcome == "te"


def test_a_second_token_waits_at_the_join_for_its_own_partner() -> None:
    body = start() + both("f") + user("a") + user("b") + user("c") + xor("x") + both("k") + user("z") + end()
    story = Story(read(body + flows("s>f", "f>a>x", "f>b>x", "f>c>k", "x>k>z>e"))).start().done("a").done("b")
    assert story.waits == ["c"]
    assert story.done("c").waits == ["z"]
    assert [len(flows) for flows in story.state.joins.values()] == [1]


def test_an_error_for_what_is_no_work_changes_nothing() -> None:
    story = Story(read(start() + catch("t", after()) + end() + flows("s>t>e"))).start()
    assert story.error("t", "WEG").last == ()


@pytest.mark.parametrize(
    ("value", "due"),
    [
        (Days(timedelta(hours=36)), datetime(2026, 11, 24, 0, tzinfo=UTC)),
        (Months(3), datetime(2027, 2, 22, 12, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 11, 30, 23, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12), datetime(2026, 7, 1, 10, tzinfo=UTC)),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (Months(12 * 9000), None),
        (Decimal(3), None),
        (None, None),
    ],
)
def test_a_timer_is_due_by_the_clock_of_berlin(value: object, due: datetime | None) -> None:
    assert due_of(value, NOON) == due


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert due_of(Months(1), datetime(2027, 1, 31, 11, tzinfo=UTC)) == datetime(2027, 2, 28, 11, tzinfo=UTC)


def test_results_of_every_kind_survive_the_store() -> None:
    values = {
        "zahl": Decimal("12.50"), "ganz": Decimal(3), "tag": date(2026, 12, 1), "uhr": time(8, 30),
        "wann": datetime(2026, 12, 1, 8, tzinfo=ZoneInfo("Europe/Berlin")), "ort": datetime(2026, 12, 1, 8),
        "dauer": Days(timedelta(days=3)), "monate": Months(14), "bereich": Range(Decimal(1), None, False, True),
        "liste": [True, None, "2026-12-01", {"#": "x", "@": ["y"], "{}": {}}], "tief": {"a": {"..": Decimal("0.1")}},
    }  # fmt: skip
    stored = json.loads(json.dumps(State(next=1, variables=values).to_json()))
    assert State.from_json(stored).variables == values
