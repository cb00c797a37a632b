"""From a case to what its process asks for: the pure half that web shell and scenarios share.

The shell adds rows, time and traffic; it works out nothing itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fahrwasser.core.bpmn.events import Start
from fahrwasser.core.bpmn.graph import Graph, Work
from fahrwasser.core.feel.values import Value, from_json, kind, to_json
from fahrwasser.core.forms.journey import reachable
from fahrwasser.core.forms.model import Json
from fahrwasser.core.packages.evaluator import CaseEvaluator, Facts
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.release import Release, Trigger
from fahrwasser.core.packages.values import Message
from fahrwasser.core.packages.verbs import KINDS, VERBS, Verb
from fahrwasser.core.refused import N_, Refused

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Request:
    """One call, worked out: what a job has to do. `node` is the id of the task."""

    node: str
    verb: str
    parameters: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the town adds to every letter; shapes in docs/reference/letters.md (behoerde, adressat, kontakt).

    `proof`: how posting can be proved later ("Postausgangsbuch", "Protokoll des Versands").
    """

    authority: Mapping[str, Json]
    addressee: Mapping[str, Json]
    contact: Mapping[str, Json]
    file_number: str
    day: date
    proof: str


def case_facts(
    *, number: str, channel: str, received: date, is_represented: bool = False, opted_out: bool = False, **more: Value
) -> dict[str, Value]:
    """`fall` as every process may read it. `more`: person, fuer, rueckgaengig_link …, absent ones are null."""
    return {
        "nummer": number, "kanal": channel, "eingang": received, "vertretung": is_represented,
        "widersprochen": opted_out, "person": None, "fuer": None, "rueckgaengig_link": None, **more,
    }  # fmt: skip


def facts_of(
    release: Release,
    town: Mapping[str, Value],
    case: Mapping[str, Value],
    *,
    now: datetime,
    answers: Json = None,
    event: Mapping[str, object] | None = None,
    register: Mapping[str, Value] | None = None,
) -> Facts:
    """Facts of a case from what is stored. `town`: the town's parameters by `feel_values`; `answers`: JSON of the form
    (unreachable ones are dropped here again); `event`: its data as JSON; `register`: `registers.flat(entry)`.
    """
    application = None if answers is None else reachable(release.form, answers, now=now, known={"parameter": town})
    happened = None if event is None else {name: from_json(value) for name, value in event.items()}
    return Facts(application, town, case, happened, register)


def start_of(graph: Graph, now: datetime, event: str | None = None, values: Mapping[str, Value] | None = None) -> Start:
    """The event that starts the process: by its message when it has a start for `event`, else the plain start."""
    messages = {graph.work[start].message for start in graph.starts[0]}
    return Start(now, event, values) if event in messages else Start(now)


def is_hit(trigger: Trigger, event: Mapping[str, Value], register: Mapping[str, Value] | None, now: datetime) -> bool:
    """Whether the register event starts a case for this entry (None: the subscription is about no register)."""
    scope = {"ereignis": dict(event), "register": None if register is None else dict(register)}
    return trigger.hits(scope, now=now) is True


def request_of(
    graph: Graph, node: str, evaluator: CaseEvaluator, variables: Mapping[str, Value], now: datetime
) -> Request:
    """The call of a service or send task with its parameters worked out.

    Raises Refused (place = node id) when a required parameter is null, of another kind or none of its closed list: the
    shell makes an incident of it.
    """
    work = graph.work_of(node)
    verb = VERBS[work.verb]
    parameters = parameters_of(work, evaluator, variables, now)
    for name in sorted(verb.required | parameters.keys()):
        _require_kind(node, verb, name, parameters.get(name))
    return Request(node, work.verb, parameters)


def _require_kind(node: str, verb: Verb, name: str, value: Value) -> None:
    if value is None:
        if name in verb.required:
            raise Refused(N_("The parameter “%(name)s” of %(verb)s is null."), place=node, name=name, verb=verb.name)
        return
    wanted = KINDS.get(name, "string")
    if kind(value) != wanted:
        raise Refused(
            N_("The parameter “%(name)s” of %(verb)s is a %(found)s, not a %(wanted)s."),
            place=node, name=name, verb=verb.name, found=kind(value), wanted=wanted,
        )  # fmt: skip
    options = (verb.choices or {}).get(name)
    if options is not None and value not in options:
        raise Refused(
            N_("“%(found)s” is no %(name)s; possible: %(options)s."),
            place=node, found=value, name=name, options=", ".join(options),
        )  # fmt: skip


def parameters_of(
    work: Work, evaluator: CaseEvaluator, variables: Mapping[str, Value], now: datetime
) -> dict[str, Value]:
    """Every parameter of the call as FEEL value; null with a message in `evaluator.said` on error."""
    return {name: evaluator.value(feel, variables, now) for name, feel in work.parameters}


def record_of(release: Release, port: str, values: Mapping[str, Value], now: datetime) -> dict[str, Json]:
    """The record for the town's other system, mapped; JSON-ready, money as text or whole number."""
    bound = release.ports[port]
    given: dict[str, Value] = {**dict.fromkeys(bound.interface.fields), **values}
    if not bound.mapping:
        return {name: to_json(value) for name, value in given.items()}
    given["heute"] = now.astimezone(BERLIN).date()
    return {name: to_json(feel(given, now=now)) for name, feel in bound.mapping.items()}


def letter_values(release: Release, given: Mapping[str, Value], around: Surroundings) -> dict[str, Json]:
    """What the template and the checklist get for a `letter` call: the town's part, then the values of the call.

    `given`: the parameters of the call. A context of the call is laid over the one of the town, so a package can name
    another authority or addressee.
    """
    base: dict[str, Json] = {
        "behoerde": dict(around.authority),
        "adressat": dict(around.addressee),
        "kontakt": dict(around.contact),
        "aktenzeichen": around.file_number,
        "datum": around.day.isoformat(),
        "recht": given["recht"],
        "datenschutz": release.privacy.info.de,
        "bekanntgabe": {
            "route": given.get("bekanntgabe") or "letter", "aufgabe": around.day.isoformat(), "nachweis": around.proof,
        },
    }  # fmt: skip
    for name, value in given["werte"].items():
        new = to_json(value)
        old = base.get(name)
        base[name] = {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new
    return base


def message_text(message: Message, values: Mapping[str, Value], language: str) -> tuple[str, str]:
    """Subject and text with every {name.path} filled in. Raises Refused for a placeholder without value."""
    return (
        _filled(message.subject.in_language(language), values, language),
        _filled(message.text.in_language(language), values, language),
    )


def placeholders(text: str) -> list[str]:
    """The paths in braces, in order."""
    return [found.strip() for found in PLACEHOLDER.findall(text)]


def _filled(text: str, values: Mapping[str, Value], language: str) -> str:
    def words(found: re.Match[str]) -> str:
        value: Value = values
        for part in found[1].strip().split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is None:
            raise Refused(N_("The message has no value for {%(name)s}."), place=found[1].strip(), name=found[1].strip())
        return spoken(value, language)

    return PLACEHOLDER.sub(words, text)


def spoken(value: Value, language: str) -> str:
    """A value in a sentence: 22.11.2026, 12,50 (numbers with a fraction get two places); text as it is."""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y" if language != "en" else "%d/%m/%Y")
    if type(value) is Decimal:
        if value == value.to_integral_value():
            return f"{value:f}".split(".")[0]
        return f"{value:.2f}".replace(".", "," if language != "en" else ".")
    return str(to_json(value))
