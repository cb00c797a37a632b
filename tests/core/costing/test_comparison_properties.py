"""What must hold for any comparison: unknown is never zero, dearer is never cheaper, later weighs less."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.costing.comparison.capital import capital_of, decide
from fahrwasser.core.costing.comparison.draws import present_costs
from fahrwasser.core.costing.comparison.positions import WAYS, Position, Question, weight
from fahrwasser.core.costing.comparison.ranking import Pair, rank
from fahrwasser.core.costing.comparison.sums import costs_of, sum_of
from fahrwasser.core.costing.ranges import Range

YEARS, DRAWS = 5, 40
EUROS = st.integers(0, 20_000)
RANGES = st.lists(EUROS, min_size=3, max_size=3).map(lambda three: Range(*map(float, sorted(three))))
SOME = settings(max_examples=80, deadline=None)


@st.composite
def positions(draw: st.DrawFn) -> Position:
    first = draw(st.integers(0, YEARS))
    return Position(
        key=f"p{draw(st.integers(0, 9999))}",
        way=draw(st.sampled_from(WAYS[:2])),
        group="operation",
        first_year=first,
        last_year=draw(st.integers(first, YEARS)),
        amount=draw(RANGES),
        is_benefit=draw(st.booleans()),
        driver=draw(st.sampled_from(("", "", "wages", "cases"))),
    )


ROWS = st.lists(positions(), min_size=2, max_size=6, unique_by=lambda p: (p.way, p.key))


def question(rows: list[Position], rate: float = 0.03) -> Question:
    """Both ways have something of their own."""
    base = [Position(f"base-{way}", way, "operation", 0, 0, Range.exactly(500.0)) for way in WAYS[:2]]
    return Question((*base, *rows), rate, YEARS, draws=DRAWS)


def pair_of(asked: Question) -> Pair:
    found = rank(asked)
    assert found is not None
    return found.pairs[0]


@SOME
@given(ROWS, st.data())
def test_an_order_that_stands_with_an_unknown_stands_whatever_its_value(rows: list[Position], data: st.DataObject):
    hidden = data.draw(st.sampled_from(rows))
    unknown = [replace(row, amount=None) if row is hidden else row for row in rows]
    pair = pair_of(question(unknown))
    if pair.is_open:
        return
    value = data.draw(st.integers(0, 1_000_000))
    known = [replace(row, amount=Range.exactly(float(value))) if row is hidden else row for row in rows]
    same = pair_of(question(known))
    assert (same.cheaper, same.dearer) == (pair.cheaper, pair.dearer) or same.share == 0.5
    assert same.share >= pair.share - 1e-9


@SOME
@given(ROWS, st.data())
def test_a_zero_turned_unknown_never_gives_an_order_that_hung_on_it(rows: list[Position], data: st.DataObject):
    hidden = data.draw(st.sampled_from(rows))
    zero = [replace(row, amount=Range.exactly(0.0)) if row is hidden else row for row in rows]
    unknown = [replace(row, amount=None) if row is hidden else row for row in rows]
    before, after = pair_of(question(zero)), pair_of(question(unknown))
    speaks_against = hidden.way == before.cheaper if not hidden.is_benefit else hidden.way == before.dearer
    if speaks_against and before.share > 0.5:
        assert after.is_open
        assert after.turns[0].amount >= 0


@SOME
@given(ROWS, st.integers(1, 5000))
def test_a_dearer_position_never_makes_its_way_cheaper(rows: list[Position], more: int):
    def raised(row: Position) -> Position:
        assert row.amount is not None
        sign = -1 if row.is_benefit else 1
        ends = (row.amount.low, row.amount.likely, row.amount.high)
        return replace(row, amount=Range(*(max(0.0, end + sign * more) for end in ends)))

    first = question(rows)
    second = question([raised(rows[0]), *rows[1:]])
    way = rows[0].way
    for less, greater in zip(present_costs(first)[way], present_costs(second)[way], strict=True):
        assert greater >= less - 1e-6
    assert share_of(second, way) <= share_of(first, way) + 1e-9


def share_of(asked: Question, way: str) -> float:
    """In how many draws this way is the cheaper one."""
    pair = pair_of(asked)
    return pair.share if pair.cheaper == way else 1 - pair.share


@SOME
@given(positions(), st.floats(0, 0.2), st.floats(0.001, 0.2))
def test_higher_interest_and_later_years_weigh_less(position: Position, rate: float, more: float):
    assert weight(position, rate + more, YEARS) <= weight(position, rate, YEARS) + 1e-12
    later = replace(position, first_year=position.first_year + 1, last_year=position.last_year + 1)
    assert weight(later, rate, YEARS + 1) <= weight(position, rate, YEARS + 1) + 1e-12
    assert weight(position, 0.0, YEARS) == len(position.years_until(YEARS))


@SOME
@given(ROWS)
def test_unknown_is_counted_and_never_added(rows: list[Position]):
    hidden = [replace(row, amount=None) for row in rows]
    asked = question(hidden)
    for way in asked.ways:
        costs = costs_of(asked, way)
        found = sum_of(costs, YEARS)
        assert found.unknown == sum(p.amount is None for p in costs)
        assert found.known.likely == 500
        if capital_of(asked, way).unknown_benefits:
            assert decide(capital_of(asked, way), 0, 0) != "no"
