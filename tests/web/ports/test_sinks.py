"""Contract of every sink: a record arrives whole, once by its key, and its receipt is found; where they may call."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings

from fahrwasser.web.jobs import loop
from fahrwasser.web.ports import web_calls
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.ports.file_drop import file_name, folder, read_csv
from fahrwasser.web.ports.registry import SINKS, Parcel, Receipt
from fahrwasser.web.tenants.models import Municipality
from web.ports.other_side import serving

loop.load_handlers()
TOWN = Municipality(slug="lindenau", name="Lindenau")
RECORD = {"Name": "Jörg »Groß«; Söhne", "Betrag_Cent": 3070, "IBAN": "", "Faellig_am": "2026-04-01", "Text": 'a\nb"c'}


@dataclass
class Way:
    """A sink, how its binding is set, and the other system reading what came."""

    name: str
    settings: dict[str, Any]
    finance: FinanceDouble
    read: Callable[[Parcel], Any]

    def parcel(self, key: str = "fall:1:buchen", **record: Any) -> Parcel:
        return Parcel(TOWN, "finanz", key, record or RECORD, self.settings)


@pytest.fixture(params=["file-csv", "file-xml", "rest", "rest-later"])
def way(request: pytest.FixtureRequest, tmp_path, monkeypatch) -> Iterator[Way]:
    finance = FinanceDouble(frozenset({"Name", "Betrag_Cent"}))
    monkeypatch.setattr(settings, "HOME", tmp_path)
    name, _, kind = request.param.partition("-")
    if name == "file":
        yield Way("file", {"format": kind}, finance, lambda parcel: finance.read(folder(parcel)))
        return
    kept: dict[str, Any] = {}

    def answers(method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        key = body.get("schluessel") or unquote(path.rsplit("/", 1)[-1])
        if method == "POST":
            kept[key] = {name: str(value) for name, value in body["satz"].items()}
            if kind == "later":
                return 202, {}
        if key not in kept:
            return 404, {}
        said = finance.book(key, kept[key])
        return (201 if said["angenommen"] else 422), said

    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(answers) as url:
        yield Way("rest", {"url": f"{url}/saetze"}, finance, lambda _parcel: None)


def test_every_sink_is_tried_here(way: Way) -> None:
    assert set(SINKS) == {"file", "rest"}


def brought(way: Way, parcel: Parcel) -> Receipt | None:
    sink = SINKS[way.name]
    at_once = sink.send(parcel)
    way.read(parcel)
    return at_once or sink.answer(parcel)


def test_a_record_arrives_whole_and_is_acknowledged(way: Way) -> None:
    receipt = brought(way, way.parcel())
    assert receipt is not None
    assert receipt.is_accepted
    assert receipt.answer["buchung"] == "B000001"
    booked = {name: str(value) for name, value in RECORD.items()}
    assert way.finance.bookings["fall:1:buchen"] == booked
    assert way.finance.fields_retyped == 0


def test_sent_ten_times_it_is_booked_once(way: Way) -> None:
    for _ in range(10):
        assert brought(way, way.parcel()).is_accepted
    assert len(way.finance.bookings) == 1


def test_a_refusal_comes_back_with_its_reason(way: Way) -> None:
    receipt = brought(way, way.parcel(Name="", Betrag_Cent=1))
    assert receipt is not None
    assert not receipt.is_accepted
    assert "Name" in receipt.answer["grund"]
    assert way.finance.bookings == {}


def test_sent_again_after_a_refusal_it_is_looked_at_anew(way: Way) -> None:
    parcel = way.parcel(Name="", Betrag_Cent=1)
    assert not brought(way, parcel).is_accepted
    way.finance.needed = frozenset()
    assert brought(way, parcel).is_accepted
    assert len(way.finance.bookings) == 1


def test_without_a_receipt_there_is_none(way: Way) -> None:
    assert SINKS[way.name].answer(way.parcel("nie gesendet")) is None


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", ".versteckt", "x" * 300, "ä ö", "fall:1:buchen", ""])
def test_no_key_leaves_the_folder(key: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    parcel = Parcel(TOWN, "../finanz", key, {"Name": "x"}, {})
    SINKS["file"].send(parcel)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert files[0].resolve().is_relative_to(tmp_path / "ports" / "lindenau")
    assert len(file_name(key)) < 150


def test_a_formula_in_a_record_is_defused_for_table_programs(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    parcel = Parcel(TOWN, "finanz", "k", {"Name": "=cmd|' /C calc'!A0", "Betrag": "-12,50", "B": "'=x"}, {})
    SINKS["file"].send(parcel)
    content = (folder(parcel) / "k.csv").read_bytes()
    assert b";'=cmd" in content
    assert b";-12,50;" in content
    assert read_csv(content)["Name"] == "=cmd|' /C calc'!A0"


def test_a_half_written_receipt_is_none_yet(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    parcel = Parcel(TOWN, "finanz", "k", {"Name": "x"}, {})
    SINKS["file"].send(parcel)
    path = folder(parcel) / "k.quittung.json"
    for broken in ('{"angenommen": tr', "[]", '{"angenommen": "ja"}', ""):
        path.write_text(broken)
        assert SINKS["file"].answer(parcel) is None
    path.write_text(json.dumps({"angenommen": True}))
    assert SINKS["file"].answer(parcel).is_accepted


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "http://localhost/x", "http://10.1.2.3/x", "http://[::1]/x", "ftp://example.org/x",
            "file:///etc/passwd", "http://169.254.169.254/latest", "", "http://[::1", "http://example.org:99999/x",
            "http://a..b/x", f"http://{'x' * 70}.example/x"],
)  # fmt: skip
def test_no_call_into_the_own_network(url: str) -> None:
    with pytest.raises(web_calls.Unreachable):
        web_calls.call(url, body={}, headers={})


def test_production_calls_nobody_without_encryption(monkeypatch) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with pytest.raises(web_calls.Unreachable, match="https"):
        web_calls.require_allowed("http://127.0.0.1/x")
    web_calls.require_allowed("https://127.0.0.1/x")


@pytest.mark.parametrize(("status", "said"), [(500, {}), (503, {}), (429, {}), (200, b"x" * (2**20 + 1))])
def test_what_may_be_better_next_time_is_tried_again(status: int, said: Any, monkeypatch) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(lambda *_: (status, said)) as url, pytest.raises(web_calls.Unreachable):
        web_calls.call(url, body={}, headers={})


def test_a_redirect_is_not_followed(monkeypatch) -> None:
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with serving(lambda *_: (302, {})) as url:
        assert web_calls.call(url, body={}, headers={}).status == 302
