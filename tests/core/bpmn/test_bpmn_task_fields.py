"""A task may ask the officer for short texts beside outcome and reasons."""

import pytest

from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.refused import Refused

FILE = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:fw="urn:fahrwasser:bpmn:1" id="d">
<process id="antrag" isExecutable="true">
<startEvent id="s"/>
<userTask id="pruefen" name="Pruefen">
<extensionElements><fw:task role="amt" outcomes="ja nein" fields="{fields}"/></extensionElements></userTask>
<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="pruefen"/><sequenceFlow id="f2" sourceRef="pruefen" targetRef="e"/>
</process></definitions>"""


def fields(named: str) -> tuple[str, ...]:
    return read_processes(FILE.format(fields=named).encode(), place="prozess.bpmn")["antrag"].work_of("pruefen").fields


def test_a_task_names_the_texts_an_officer_may_add() -> None:
    assert fields("zone  parkplatz") == ("zone", "parkplatz")
    assert fields("") == ()


@pytest.mark.parametrize("wrong", ["zone-a", "ausgang", "zone begruendung", "zone zone", "1"])
def test_a_field_that_would_not_be_found_in_the_result_is_refused_with_its_line(wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        fields(wrong)

    assert refused.value.line == 6
