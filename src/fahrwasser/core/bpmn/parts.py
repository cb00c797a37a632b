"""One element of the file → its kind and its work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.allowed import Element, refused, split_name
from fahrwasser.core.bpmn.dialect import BPMN, FW
from fahrwasser.core.bpmn.graph import Work
from fahrwasser.core.feel import Expression, compile_expression
from fahrwasser.core.refused import N_

_KINDS = {
    "startEvent": g.START,
    "endEvent": g.END,
    "intermediateCatchEvent": g.CATCH,
    "boundaryEvent": g.BOUNDARY,
    "userTask": g.USER,
    "serviceTask": g.CALL,
    "sendTask": g.CALL,
    "businessRuleTask": g.RULE,
    "scriptTask": g.SCRIPT,
    "receiveTask": g.RECEIVE,
    "subProcess": g.SUBPROCESS,
    "exclusiveGateway": g.XOR,
    "parallelGateway": g.AND,
    "eventBasedGateway": g.EVENT_GATEWAY,
}
NODES = frozenset(_KINDS)
RESULT_NAMES = frozenset({"ausgang", "begruendung"})  # every result of a user task has them


@dataclass(frozen=True, slots=True)
class Reader:
    """What the elements of one file refer to: declared messages and errors, and the names FEEL knows."""

    place: str
    messages: Mapping[str, str]
    errors: Mapping[str, str]
    names: frozenset[str]

    def feel(self, text: str, element: Element, owner: str) -> Expression:
        """The compiled text; Refused names file, element and line."""
        if not text.strip():
            raise refused(N_("The FEEL text of “%(id)s” is empty."), element, id=owner)
        place = f"{self.place}, {owner}, line {element.sourceline or 1}"
        return compile_expression(text.strip(), self.names, place=place)


def bpmn(name: str) -> str:
    """The lxml tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def own(element: Element, name: str) -> Element:
    """Our own element `name` in the extensions, or None."""
    return element.find(f"{{{BPMN}}}extensionElements/{{{FW}}}{name}")


def names_of(element: Element) -> tuple[str, str]:
    """German and English name; the German one where there is no English one."""
    german = " ".join((element.get("name") or "").split())
    english, task = own(element, "en"), own(element, "task")
    text = english.get("name") if english is not None else task.get("title-en") if task is not None else None
    return german, " ".join((text or german).split())


def kind_of(element: Element) -> int:
    """The kind of a flow node; the kind of an end event depends on what it throws."""
    local = split_name(element.tag)[1]
    if local == "subProcess" and element.get("triggeredByEvent", "false").strip() == "true":
        return g.EVENT_SUBPROCESS
    if local == "endEvent":
        if element.find(bpmn("terminateEventDefinition")) is not None:
            return g.TERMINATE
        if element.find(bpmn("errorEventDefinition")) is not None:
            return g.ERROR_END
    return _KINDS[local]


def work_of(element: Element, reader: Reader) -> Work:
    """What the element does; Refused for a part that is missing or unknown."""
    local, owner = split_name(element.tag)[1], element.get("id") or ""
    if local == "userTask":
        return _user_task(element, reader, owner)
    if local == "businessRuleTask":
        decide = own(element, "decide")
        return Work(decision=decide.get("decision").strip(), result=decide.get("result"))
    if local in ("serviceTask", "sendTask"):
        call = own(element, "call")
        parameters = tuple((w.get("name"), reader.feel(w.get("feel"), w, owner)) for w in call)
        _require_once([w.get("name") for w in call], call)
        return Work(verb=call.get("verb").strip(), result=call.get("result") or "", parameters=parameters)
    result = own(element, "set")
    name = result.get("result") if result is not None else ""
    if local == "scriptTask":
        return _script(element, reader, owner, name)
    if local == "receiveTask":
        return Work(trigger="message", message=_message(element, reader), result=name)
    if local.endswith("Event"):
        return _trigger(element, reader, owner, name)
    return g.NO_WORK


def _require_once(names: Iterable[str], element: Element) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise refused(N_("The parameter “%(name)s” stands twice; keep one."), element, name=name)
        seen.add(name)


def _user_task(element: Element, reader: Reader, owner: str) -> Work:
    task = own(element, "task")
    due = task.get("due")
    return Work(
        role=task.get("role").strip(),
        result=task.get("result") or "",
        outcomes=tuple((task.get("outcomes") or "").split()),
        fields=_fields(task),
        due=None if due is None else reader.feel(due, task, owner),
    )


def _fields(task: Element) -> tuple[str, ...]:
    names = (task.get("fields") or "").split()
    for name in names:
        if not name.isidentifier() or name in RESULT_NAMES:
            raise refused(N_("“%(name)s” cannot be a field of a task; use letters, digits and _."), task, name=name)
    _require_once(names, task)
    return tuple(names)


def _script(element: Element, reader: Reader, owner: str, name: str) -> Work:
    scripts = element.findall(bpmn("script"))
    if element.get("scriptFormat") is None or len(scripts) != 1:
        raise refused(N_("The script task “%(id)s” needs scriptFormat=“feel” and one <script>."), element, id=owner)
    return Work(script=reader.feel(scripts[0].text or "", scripts[0], owner), result=name)


def _trigger(element: Element, reader: Reader, owner: str, name: str) -> Work:
    definitions = [child for child in element if child.tag.endswith("EventDefinition")]
    if len(definitions) > 1:
        raise refused(N_("The event “%(id)s” has several triggers; give it one."), definitions[1], id=owner)
    if name and not (definitions and definitions[0].tag == bpmn("messageEventDefinition")):
        raise refused(N_("Only a message gives the event “%(id)s” a result; remove <fw:set>."), element, id=owner)
    if not definitions or definitions[0].tag == bpmn("terminateEventDefinition"):
        return g.NO_WORK
    definition = definitions[0]
    if definition.tag == bpmn("messageEventDefinition"):
        return Work(trigger="message", message=_message(definition, reader), result=name)
    if definition.tag == bpmn("timerEventDefinition"):
        times = [child for child in definition if child.tag in (bpmn("timeDuration"), bpmn("timeDate"))]
        if len(times) != 1:
            raise refused(N_("The timer “%(id)s” needs one timeDuration or timeDate."), definition, id=owner)
        return Work(trigger="timer", due=reader.feel(times[0].text or "", times[0], owner))
    return Work(trigger="error", code=_code(definition, reader))


def _message(element: Element, reader: Reader) -> str:
    name = reader.messages.get((element.get("messageRef") or "").rpartition(":")[2])
    if not name:
        raise refused(N_("The message “%(id)s” is not declared; add <message> with an id and a name."), element,
                      id=element.get("messageRef") or "")  # fmt: skip
    return name


def _code(element: Element, reader: Reader) -> str:
    reference = element.get("errorRef")
    if reference is None:
        return ""
    code = reader.errors.get(reference.rpartition(":")[2])
    if not code:
        raise refused(N_("The error “%(id)s” is not declared; add <error> with an id and an errorCode."), element,
                      id=reference)  # fmt: skip
    return code
