"""The official register: the counts, repeatable, nothing lost, damaged copies refused."""

import io

import pytest
from django.db.models import Count, Sum

from fahrwasser.core.refused import Refused
from fahrwasser.web.tenants.actions import Imported, create_sample, import_register, join
from fahrwasser.web.tenants.models import Municipality
from paths import shared_data

REGISTER = "municipalities/GV100AD_301123.txt"


def load(content: bytes | None = None) -> Imported:
    return import_register(io.BytesIO(content or shared_data(REGISTER).read_bytes()))


def test_the_official_register_comes_in_whole_and_twice_without_change(as_owner) -> None:
    first = load()
    assert (first.municipalities, first.population, first.new) == (10_981, 84_358_845, 10_981)
    saxony = Municipality.objects.filter(state="14")
    assert saxony.count() == 418
    assert saxony.aggregate(n=Sum("population"))["n"] == 4_086_152
    assert saxony.filter(population__lt=10_000).count() == 351
    rows = list(Municipality.objects.order_by("pk").values())
    second = load()
    assert (second.new, second.changed, second.closed) == (0, 0, 0)
    assert list(Municipality.objects.order_by("pk").values()) == rows


def test_a_newer_register_keeps_what_the_town_has_and_closes_what_vanished(as_owner) -> None:
    lines = shared_data(REGISTER).read_text().splitlines(keepends=True)
    part = [line for line in lines if line[10:12] == "14"]
    load("".join(part).encode())
    town = Municipality.objects.get(ags="14521010")
    join(town)
    sample = create_sample("erfunden", "Erfunden", 3900)
    newer = [line.replace("20231130", "20241231", 1) for line in part if line[10:18] != "14511000" or line[:2] != "60"]
    newer = [_with_population(line, 77) if line[:2] == "60" and line[10:18] == "14521010" else line for line in newer]
    done = load("".join(newer).encode())
    town.refresh_from_db()
    assert (done.new, done.closed) == (0, 1)
    assert (town.population, town.joined_at is None) == (77, False)
    assert Municipality.objects.get(ags="14511000").closed_on is not None
    sample.refresh_from_db()
    assert sample.closed_on is None, "an invented town is not in the register and stays"
    with pytest.raises(Refused, match="already of 2024-12-31"):
        load("".join(part).encode())


def _with_population(line: str, population: int) -> str:
    return line[:139] + f"{population:011d}" + f"{population // 2:011d}" + line[161:]


def test_a_damaged_register_is_refused_with_line_and_column_and_leaves_nothing(as_owner) -> None:
    content = bytearray(shared_data(REGISTER).read_bytes())
    lines = content.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line[:2] == b"60") + 40
    lines[at] = lines[at][:145] + b"X" + lines[at][146:]
    with pytest.raises(Refused) as refused:
        load(b"".join(lines))
    assert (refused.value.line, refused.value.column) == (at + 1, 146)
    assert Municipality.objects.count() == 0


def test_a_register_cut_off_at_a_line_end_closes_nothing(as_owner) -> None:
    load()
    lines = shared_data(REGISTER).read_bytes().splitlines(keepends=True)
    with pytest.raises(Refused, match="cut off"):
        load(b"".join(lines[: len(lines) // 2]))
    assert not Municipality.objects.exclude(closed_on=None).exists()


def test_towns_of_the_same_name_have_different_addresses(as_owner) -> None:
    load()
    namesakes = Municipality.objects.values("name").annotate(n=Count("pk")).filter(n__gt=1)
    assert namesakes.exists()
    assert Municipality.objects.values("slug").distinct().count() == 10_981
