"""Files from outside: read as they are, or refused by name and line."""

import random
import re

import pytest
from benches.soundness_models import structured
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn_samples import (
    HEAD,
    after,
    boundary,
    catch,
    end,
    flows,
    inside,
    mail,
    mishap,
    own,
    process,
    read,
    script,
    service,
    start,
    user,
    xor,
)
from fahrwasser.core.bpmn.drawing import draw
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.refused import Refused
from paths import shared_data

CHECK = user("a", 'due="duration(&quot;P3D&quot;)" outcomes="ja nein" title-en="Check"')
PLAIN = start() + CHECK + end() + flows("s>a>e")
EVENTS = '<eventBasedGateway id="g"/>'
HANDLER = 'triggeredByEvent="true"'


def refusal(content: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_processes(content, place="prozess.bpmn")
    return caught.value


def test_names_roles_and_times_are_read() -> None:
    graph = read(PLAIN)
    work = graph.work_of("a")
    assert (work.role, work.outcomes, work.result) == ("amt", ("ja", "nein"), "r_a")
    assert work.due is not None
    assert work.due.text == 'duration("P3D")'
    assert graph.names[graph.index["a"]] == ("a", "Check")
    assert graph.results == {"r_a"}


def test_one_file_may_hold_several_processes_and_their_results_are_known_everywhere() -> None:
    second = '<process id="q" isExecutable="true">' + (start("qs") + script("x", "r_a") + end("qe") + flows("qs>x>qe"))
    content = process(PLAIN).replace(b"</definitions>", second.encode() + b"</process></definitions>")
    assert list(read_processes(content, place="x")) == ["p", "q"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<userTask", '<task id="z"/><userTask', "<task> inside <process>"),
        ("<userTask", '<laneSet id="z"/><userTask', "<laneSet>"),
        ("<userTask", '<inclusiveGateway id="z"/><userTask', "<inclusiveGateway>"),
        ('<userTask id="a"', '<userTask id="a" default="x"', "“default” of <userTask>"),
        ('<userTask id="a"', '<userTask id="a" isForCompensation="true"', "isForCompensation=“true”"),
        ("</userTask>", "<multiInstanceLoopCharacteristics/></userTask>", "<multiInstanceLoopCharacteristics>"),
        ('isExecutable="true"', 'isExecutable="false"', "possible: true"),
        ("<fw:task", "<fw:tusk", "<fw:tusk> does not belong"),
        ("outcomes=", "outcome=", "“outcome” of <fw:task>"),
        ('role="amt"', 'role=" "', "needs the attribute “role”"),
        ('result="r_a"', 'result="antrag"', "“antrag” is a fixed name"),
        ('result="r_a"', 'result="r a"', "cannot be the name of a result"),
        ("<fw:task", "<fw:set result='x'/><fw:task", "<fw:set> does not belong to <userTask>"),
        ("duration(", "dauer(", ""),
        ('sourceRef="a"', 'sourceRef="x"', "leads to or from “x”"),
        ('targetRef="e"', 'targetRef="s"', "No flow may lead into “s”"),
        ('<endEvent id="e"', '<endEvent id="a"', "stands twice"),
        ('<endEvent id="e"', "<endEvent", "<endEvent> has no id"),
        ('<startEvent id="s" ></startEvent>', "", "leads to or from “s”"),
        ("<userTask", '<bad xmlns="urn:x"/><userTask', "<bad> is not part of BPMN"),
        ("</userTask>", "<extensionElements/></userTask>", "<extensionElements> stands twice"),
        ("<fw:task", '<fw:task role="x"/><fw:task', "<fw:task> stands twice"),
        ("<message id", '<signal id="z"/><message id', "<signal> inside <definitions>"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(old: str, new: str, words: str) -> None:
    text = process(PLAIN).decode()
    assert old in text
    found = refusal(text.replace(old, new, 1).encode())
    assert words in str(found)
    assert found.line or found.column


def test_the_line_is_the_line_of_the_file() -> None:
    found = refusal(process(PLAIN.replace("<endEvent", '\n\n<callActivity id="c"/><endEvent')))
    assert found.line == len(HEAD.splitlines()) + 6


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (start() + catch("t", "") + end() + flows("s>t>e"), "“t” needs a timer or a message"),
        (start() + catch("t", after() + mail()) + end() + flows("s>t>e"), "several triggers"),
        (start() + catch("t", after().replace("Duration", "Cycle")) + end() + flows("s>t>e"), "<timeCycle>"),
        (start() + catch("t", mail("m9")) + end() + flows("s>t>e"), "“m9” is not declared"),
        (start() + user("a") + end("e", mishap("err9")) + flows("s>a>e"), "“err9” is not declared"),
        (start() + user("a") + end("e", mishap()) + flows("s>a>e"), "has to name an error"),
        (start() + boundary("b", "e", after()) + end() + flows("s>e", "b>e"), "not a task or subprocess"),
        (start() + user("a") + boundary("b", "a", mishap(), 'cancelActivity="false"') + end() + flows("s>a>e", "b>e"),
         "has to be interrupting"),
        (start(more='isInterrupting="false"') + end() + flows("s>e"), "can be non-interrupting"),
        (start("s", after()) + end() + flows("s>e"), "may start without trigger"),
        (start() + inside("u", start("us", mail()) + end("ue") + flows("us>ue")) + end() + flows("s>u>e"),
         "has a trigger"),
        (start() + inside("u", start("us") + end("ue") + flows("us>ue"), HANDLER) + end() + flows("s>e"),
         "needs a timer, message or error"),
        (start() + inside("u", start("us") + end("ue") + flows("us>e")) + end() + flows("s>u>e"), "leads to or from"),
        (start() + xor("g") + end() + end("e2") + flows("s>g>e", "g>e2: true"),
         "give it a condition or make it the default"),
        (start() + user("a") + end() + flows("s>a", "a>e: true"), "does not leave a splitting exclusive gateway"),
        (start() + xor("g", "g_e") + end() + end("e2") + flows("s>g", "g>e: true", "g>e2: true"),
         "to have no condition"),
        (start() + EVENTS + user("a") + catch("t", after()) + end() + flows("s>g", "g>a>e", "g>t>e"),
         "each to an event or a receive task"),
        (start() + catch("t", after() + own('<fw:set result="x"/>')) + end() + flows("s>t>e"), "Only a message gives"),
        (start() + service("q").replace("<fw:with", '<fw:with name="port" feel="1"/><fw:with') + end() + flows("s>q>e"),
         "“port” stands twice"),
        (start() + script("a", "1 +") + end() + flows("s>a>e"), ""),
        (start() + script("a", "unbekannt") + end() + flows("s>a>e"), "unbekannt"),
        (start() + user("a", own("")) + end() + flows("s>a>e"), ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(body: str, words: str) -> None:
    assert words in str(refusal(process(body)))


def test_models_of_other_tools_are_read_or_refused_with_a_line() -> None:
    folders = [shared_data("bpmn/miwg"), shared_data("bpmn/betsy"), shared_data("bpmn/simulation")]
    files = sorted(file for folder in folders for file in folder.rglob("*.bpmn"))
    assert len(files) >= 21 + 68
    for file in files:
        try:
            read_processes(file.read_bytes(), place=file.name)
        except Refused as refused:
            assert refused.line or refused.column, file


def test_a_drawing_is_kept_only_when_it_is_whole() -> None:
    shape = '<bpmndi:BPMNShape bpmnElement="{}"><dc:Bounds x="1" y="2" width="30" height="40"/></bpmndi:BPMNShape>'
    edge = '<bpmndi:BPMNEdge bpmnElement="{}"><di:waypoint x="1" y="2"/><di:waypoint x="5" y="6.5"/></bpmndi:BPMNEdge>'
    spaces = (
        'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    )
    shapes = "".join(map(shape.format, ("s", "a", "e"))) + "".join(map(edge.format, ("s_a", "a_e")))
    drawing = f"<bpmndi:BPMNDiagram {spaces}><bpmndi:BPMNPlane>{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    text = process(PLAIN).decode()
    whole = read_processes(text.replace("</definitions>", drawing + "</definitions>").encode(), place="x")["p"]
    assert whole.boxes is not None
    assert whole.boxes[1].height == 40
    assert whole.waypoints == (((1, 2), (5, 6.5)),) * 2
    assert 'height="40" rx="8"' in draw(whole).svg
    assert "M1 2 L5 6.5" in draw(whole).svg
    partly = drawing.replace(shape.format("a"), "")
    assert (
        read_processes(text.replace("</definitions>", partly + "</definitions>").encode(), place="x")["p"].boxes is None
    )
    broken = drawing.replace('x="5"', 'x="NaN"')
    assert "no usable number" in str(refusal(text.replace("</definitions>", broken + "</definitions>").encode()))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_but_refused_leaves_a_mutilated_file(seed: int) -> None:
    rng = random.Random(seed)
    content = structured(rng, 12).xml() if rng.random() < 0.5 else process(PLAIN + boundary("b", "a", mail()))
    for _ in range(rng.randint(1, 4)):
        content = mutilated(content, rng)
    try:
        read_processes(content, place="x")
    except Refused as refused:
        assert str(refused)


def mutilated(content: bytes, rng: random.Random) -> bytes:
    """Bytes lost, doubled or changed; or, still well-formed, an attribute, value or element lost or exchanged."""
    kind = rng.randrange(6)
    if kind < 2:
        first, last = sorted(rng.randrange(len(content) + 1) for _ in range(2))
        last = min(last, first + 60)
        return content[:first] + (content[first:last] * 2 if kind else b"") + content[last:]
    pattern = (rb' [\w:]+="[^"]*"', rb'"[^"]*"', rb"<[^/>]*/>", rb"(?<=[</])\w+(?=[ />])")[kind - 2]
    found = list(re.finditer(pattern, content))
    if not found:
        return content
    one, other = rng.choice(found), rng.choice(found)
    text = other.group() if rng.random() < 0.5 else (b'""' if kind == 3 else b"")
    return content[: one.start()] + text + content[one.end() :]
