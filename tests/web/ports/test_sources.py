"""Contract of every source: an answer in the five words, also when the other side is broken, slow or lies."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from fahrwasser.core.packages.verbs import STATUSES
from fahrwasser.web.jobs import loop
from fahrwasser.web.ports import sources
from fahrwasser.web.ports.models import Query
from fahrwasser.web.ports.registry import ANY_PORT, SOURCES, Answer, Question, source
from fahrwasser.web.tenants.context import working_for
from towns import make_town
from web.cases.office import NOON, Office
from web.cases.sample_package import call, end, flows, start
from web.ports.other_side import serving

loop.load_handlers()


@pytest.fixture(params=sorted(SOURCES), ids=lambda key: f"{key[0]}-{key[1]}")
def known(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


def ask(key: tuple[str, str], town: Any, **own: Any) -> Answer:
    port = "einwohner" if key[0] == ANY_PORT else key[0]
    to = sources.Bound(key[1], own, SOURCES[key])
    return sources.ask(to, Question(town, port, {"name": "Niemand"}, own, NOON))


def test_a_source_that_knows_nothing_is_silent_or_says_no(known: tuple[str, str], database) -> None:
    town = make_town()
    with working_for(town):
        answer = ask(known, town)
    assert answer.status in STATUSES
    assert answer.status != "ungebunden"


def test_an_answer_outside_the_vocabulary_is_a_mistake_of_the_adapter() -> None:
    with pytest.raises(ValueError, match="vielleicht"):
        Answer("vielleicht")  # type: ignore[arg-type]


def test_a_port_has_one_adapter_of_a_name() -> None:
    source("probe", "a")(test_a_port_has_one_adapter_of_a_name)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two"):
        source("probe", "a")(ask)  # type: ignore[arg-type]
    del SOURCES["probe", "a"]


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (200, {"status": "bestaetigt", "strasse": "Weg", "seit": 2019}, "bestaetigt"),
        (200, {"status": "gesperrt"}, "gesperrt"),
        (200, {"status": "alles gut"}, "schweigt"),
        (200, ["bestaetigt"], "schweigt"),
        (200, b"<html>", "schweigt"),
        (404, {}, "schweigt"),
        (500, {"status": "bestaetigt"}, "schweigt"),
    ],
)
def test_a_remote_source_is_believed_only_in_the_five_words(status: int, said: Any, expected: str, monkeypatch) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(lambda *_: (status, said)) as url:
        assert ask((ANY_PORT, "rest"), None, url=url).status == expected


def test_a_case_asks_a_remote_source_outside_its_transaction(database, monkeypatch) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    office = Office(
        start() + call("halter", "query", port='"einwohner"', anfrage="{name: antrag.name}") + end()
        + flows("s>halter>e")
    )  # fmt: skip
    asked: list[Any] = []

    def answers(_method: str, _path: str, body: dict[str, Any]) -> tuple[int, Any]:
        asked.append(body["anfrage"])
        with connections["owner"].cursor() as owner:  # in a thread of its own, so on a connection of its own
            owner.execute("SELECT status FROM ports_query")
            noted.extend(owner.fetchall())
        connections["owner"].close()
        return 200, {"status": "widerspricht", "ort": "Aue"}

    noted: list[Any] = []
    with serving(answers) as url:
        office.bind("einwohner", "rest", url=url)
        case = office.open()
        office.run_worker()
    assert asked == [{"name": "Erika Muster"}]
    found = office.case(case)
    assert found.outcome == "e"
    assert found.state["variables"]["halter"] == {"status": "widerspricht", "ort": "Aue"}
    assert noted == [("gefragt",)], "a crash while asking must not lose that somebody was asked"
    before, after = sorted(office.rows(Query), key=lambda row: row.status)
    assert (before.status, after.status) == ("gefragt", "widerspricht")
    assert before.asked_at == after.asked_at
