"""Own, shared, central: worked examples calculated by hand, as the reference's formulas say."""

from datetime import date

import pytest

from fahrwasser.core.costing.comparison.capital import capital_of, decide
from fahrwasser.core.costing.comparison.defaults import (
    Known,
    anchors,
    group_names,
    interest_on,
    prefilled,
    prefilled_outage,
    workplace_on,
)
from fahrwasser.core.costing.comparison.draws import present_costs, spread_of, triangular
from fahrwasser.core.costing.comparison.influence import likely_gap, tornado
from fahrwasser.core.costing.comparison.outage import Outage, expected_loss
from fahrwasser.core.costing.comparison.positions import EVERY, GROUPS, Position, Question
from fahrwasser.core.costing.comparison.ranking import Ranking, rank
from fahrwasser.core.costing.comparison.review import deviation
from fahrwasser.core.costing.comparison.sums import Sum, benefits_of, costs_of, sum_of
from fahrwasser.core.costing.ranges import Range

TENTH = 0.10


def position(key: str, way: str, euros: float | Range | None, first: int = 0, last: int | None = None, **more):
    """A cost of one way; a plain number is exact, None is unknown."""
    amount = Range.exactly(euros) if isinstance(euros, (int, float)) else euros
    more = {"group": "operation", **more}
    return Position(
        key=key, way=way, first_year=first, last_year=first if last is None else last, amount=amount, **more
    )


def ranked(*positions: Position, rate: float = 0.0, years: int = 5, draws: int = 500) -> Ranking:
    found = rank(Question(positions, rate, years, draws=draws))
    assert found is not None
    return found


# Own: 1,000 EUR at once, 100 EUR a year in years 1 and 2. i = 10 %.
#   K_0 = 1000, K_1 = 100, K_2 = 100; N_1 = N_2 = 660 EUR of working time.
#   cash      KW = -1000 - 100/1.1 - 100/1.21 = -1000 - 90.909 - 82.645 = -1173.554
#   non-cash  KW = 660/1.1 + 660/1.21 = 600 + 545.455 = 1145.455
#   together  -28.099
OWN = (
    position("set-up", "own", 1000),
    position("licence", "own", 100, 1, 2),
    position("hours", "own", 660, 1, 2, is_benefit=True, is_cash=False),
)


def test_capital_value_is_the_sum_of_discounted_benefits_less_costs() -> None:
    capital = capital_of(Question(OWN, TENTH, 2), "own")
    assert capital.cash.likely == pytest.approx(-1173.554, abs=0.001)
    assert capital.non_cash.likely == pytest.approx(1145.455, abs=0.001)
    assert capital.value.likely == pytest.approx(-28.099, abs=0.001)


def test_effects_after_the_last_year_do_not_count() -> None:
    # Only year 1: -1000 - 90.909 + 600
    assert capital_of(Question(OWN, TENTH, 1), "own").value.likely == pytest.approx(-490.909, abs=0.001)


def test_low_end_of_a_capital_value_has_low_benefits_and_high_costs() -> None:
    rows = (position("c", "own", Range(10, 20, 40)), position("b", "own", Range(5, 30, 50), is_benefit=True))
    value = capital_of(Question(rows, 0, 1), "own").value
    assert (value.low, value.likely, value.high) == (5 - 40, 30 - 20, 50 - 10)


def test_project_goes_ahead_by_money_by_urgency_or_by_quality() -> None:
    loss = capital_of(Question(OWN, TENTH, 2), "own")
    gain = capital_of(Question(OWN, 0.0, 2), "own")  # -1000 - 200 + 1320 = 120
    assert gain.value.likely == 120
    assert decide(gain, 0, 0) == "go"
    assert decide(loss, 0, 49) == "no"
    assert decide(loss, 50, 0) == "go"
    assert decide(loss, 0, 50) == "go"


def test_missing_score_is_not_a_score_of_zero() -> None:
    loss = capital_of(Question(OWN, TENTH, 2), "own")
    assert decide(loss, None, 10) == "open"


def test_positive_capital_value_with_an_unknown_cost_decides_nothing() -> None:
    rows = (*OWN, position("exit", "own", None, 2))
    capital = capital_of(Question(rows, 0.0, 2), "own")
    assert (capital.value.likely, capital.unknown_costs) == (120, 1)
    assert decide(capital, 10, 10) == "open"
    assert decide(capital, 10, 60) == "go"


# p = 1 %, direct 100,000, 12 cases a day, 10 minutes, 42.20 EUR/h, 300 days, 8,000 EUR of fines lost:
#   12 · 10/60 · 42.20 · 300 = 25,320;  0.01 · (100,000 + 25,320 + 8,000) = 1,333.20 EUR a year
def test_expected_loss_is_the_formula_of_the_reference() -> None:
    assert expected_loss(0.01, 100_000, 12, 10, 300, 8_000, hour_rate=42.20) == pytest.approx(1333.20)


def outage(way: str = "central", **changed) -> Outage:
    figures = {
        "chance": Range.exactly(0.01),
        "direct": Range.exactly(100_000),
        "cases_per_day": Range.exactly(12),
        "minutes": Range.exactly(10),
        "days": Range.exactly(300),
        "fines_lost": Range.exactly(8_000),
    }
    return Outage(way=way, hour_rate=42.20, **{**figures, **changed})


def test_outage_counts_every_year_after_the_first() -> None:
    # three years without interest: 3 · 1,333.20
    question = Question((), 0.0, 3, outages=(outage(),), draws=10)
    assert present_costs(question)["central"] == pytest.approx([3999.60] * 10)
    assert sum_of(costs_of(question, "central"), 3).known.likely == pytest.approx(3999.60)


def test_outage_with_a_missing_figure_is_unknown_not_free() -> None:
    question = Question((position("a", "own", 900),), 0.0, 3, outages=(outage(days=None),), draws=10)
    found = rank(question)
    assert found is not None
    assert found.best is None
    assert sum_of(costs_of(question, "central"), 3) == Sum(Range.exactly(0.0), unknown=1)


def test_sum_says_what_is_missing() -> None:
    rows = [position("a", "own", Range(4000, 5000, 6000), 1, 2), position("b", "own", None), position("c", "own", None)]
    assert sum_of(rows, 5) == Sum(Range(8000, 10_000, 12_000), unknown=2)
    assert sum_of(rows[:1], 1) == Sum(Range(4000, 5000, 6000), unknown=0)  # year 2 lies after the end


# Own 10,000 once; central 1,500 a year in years 1..5 = 7,500 without interest: central is 2,500 cheaper.
def test_cheaper_way_is_found_and_the_gap_is_exact() -> None:
    found = ranked(position("buy", "own", 10_000), position("levy", "central", 1500, 1, 5))
    pair = found.pairs[0]
    assert (found.best, pair.cheaper, pair.share, pair.gap) == ("central", "central", 1.0, 2500)


# The levy is unknown: own 10,000; central has only 2,500 for set-up. Gap 7,500 / 5 years = 1,500 EUR a year.
def test_unknown_levy_forbids_the_order_and_says_where_it_would_turn() -> None:
    found = ranked(
        position("buy", "own", 10_000), position("set-up", "central", 2500), position("levy", "central", None, 1, 5)
    )
    assert (found.leader, found.best) == ("central", None)
    assert [(turn.key, turn.amount) for turn in found.pairs[0].turns] == [("levy", 1500)]


def test_break_even_is_discounted() -> None:
    # gap 1,000 in year 0; one euro in years 1 and 2 at 10 % is worth 0.90909 + 0.82645 = 1.73554
    rows = (position("buy", "own", 1000), position("levy", "central", None, 1, 2), position("x", "central", 0))
    found = ranked(*rows, rate=TENTH)
    assert found.pairs[0].turns[0].amount == pytest.approx(1000 / 1.735537, rel=1e-5)


def test_unknown_cost_of_the_dearer_way_turns_nothing() -> None:
    found = ranked(
        position("buy", "own", 10_000), position("exit", "own", None), position("levy", "central", 100, 1, 5)
    )
    assert found.best == "central"
    assert found.pairs[0].is_at_least


def test_unknown_benefit_of_the_dearer_way_forbids_the_order() -> None:
    found = ranked(
        position("a", "own", 100), position("b", "shared", 900), position("c", "shared", None, is_benefit=True)
    )
    assert found.best is None


def test_what_is_the_same_on_every_way_decides_nothing() -> None:
    rows = (position("a", "own", 100), position("b", "shared", 90))
    same = (*rows, position("every", EVERY, Range(0, 500, 5000)), position("more", EVERY, None))
    assert ranked(*same).pairs == ranked(*rows).pairs
    assert ranked(*same).best == "shared"


def test_open_third_way_does_not_hide_that_two_are_ordered() -> None:
    found = ranked(position("a", "own", 900), position("b", "shared", 100), position("c", "central", None))
    assert found.best is None
    ordered = [pair for pair in found.pairs if not pair.is_open]
    assert [(pair.cheaper, pair.dearer) for pair in ordered] == [("shared", "own")]


# Triangle 0, 10, 20: half lies below 10; an eighth below 5 (5² / (20 · 10) = 0.125).
def test_triangular_draws_have_the_shape_of_the_range() -> None:
    spread = Range(0, 10, 20)
    assert triangular(0.5, spread) == 10
    assert triangular(0.125, spread) == 5
    assert triangular(0.875, spread) == 15
    assert (triangular(0, spread), triangular(1, spread)) == (0, 20)


def test_ten_thousand_draws_come_near_the_true_shares() -> None:
    drawn = present_costs(Question((position("a", "own", Range(0, 10, 20)),), 0.0, 1))["own"]
    found = spread_of(drawn)
    # P10 of the triangle: √(0.1 · 20 · 10) = 4.472, P90 = 20 − 4.472
    assert len(drawn) == 10_000
    assert (found.p10, found.p50, found.p90) == pytest.approx((4.472, 10, 15.528), abs=0.25)


def test_shared_driver_is_drawn_once() -> None:
    """With one driver the wages cannot be high on one way and low on the other: the shifted way is always dearer."""
    wide, shifted = Range(0, 500, 1000), Range(100, 600, 1100)
    together = ranked(position("a", "own", wide, driver="wages"), position("b", "central", shifted, driver="wages"))
    apart = ranked(position("a", "own", wide), position("b", "central", shifted))
    assert together.pairs[0].share == 1.0
    assert 0.5 < apart.pairs[0].share < 0.9


def test_same_seed_gives_the_same_answer_and_order_of_positions_does_not_matter() -> None:
    rows = (position("a", "own", Range(0, 500, 1000)), position("b", "central", Range(0, 400, 1000)))
    assert ranked(*rows) == ranked(*reversed(rows))
    assert present_costs(Question(rows, 0, 1, seed=2)) != present_costs(Question(rows, 0, 1, seed=1))


# Gap own − central at likely values: 1,000 − 400 = 600. "buy" 500..2,000 moves it from 100 to 1,600 (1,500 wide);
# "levy" 300..500 moves it from 700 to 500 (200 wide). Equal at buy = 400 or levy = 1,000.
def test_tornado_puts_the_position_that_matters_most_first() -> None:
    rows = (position("buy", "own", Range(500, 1000, 2000)), position("levy", "central", Range(300, 400, 500)))
    question = Question(rows, 0.0, 5)
    assert likely_gap(question, "central", "own") == 600
    swings = tornado(question, "central", "own")
    assert [s.keys[0][1] for s in swings] == ["buy", "levy"]
    assert (swings[0].at_low, swings[0].at_high, swings[0].turns_at) == (100, 1600, 400)
    assert (swings[1].at_low, swings[1].at_high, swings[1].turns_at) == (700, 500, 1000)


def test_one_way_alone_is_no_comparison() -> None:
    assert rank(Question((position("a", "own", 1),), 0, 1)) is None


@pytest.mark.parametrize(
    ("planned", "actual", "asks"),
    [(1000, 1200, False), (1000, 1201, True), (1000, 799, True), (1000, 800, False), (0, 1, True), (0, 0, False)],
)
def test_more_than_twenty_percent_off_asks_for_a_reason(planned: float, actual: float, asks: bool) -> None:
    assert deviation(planned, actual).asks_for_reason is asks


def test_what_was_unknown_cannot_be_off() -> None:
    assert deviation(None, 5000).asks_for_reason is False


def test_negative_amounts_and_years_that_run_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        position("a", "own", Range(-1, 0, 1))
    with pytest.raises(ValueError, match="backwards"):
        position("a", "own", 1, 3, 2)


def test_shipped_tree_has_all_six_groups_with_source_and_date() -> None:
    rows = prefilled(3900, 7, 42.2)
    outages = tuple(prefilled_outage(way, 3900, 42.2) for way in ("own", "shared", "central"))
    question = Question(tuple(row.position for row in rows), 0.033, 7, outages)
    assert {p.group for way in question.ways for p in costs_of(question, way)} == set(GROUPS) == set(group_names())
    assert all(row.source and row.as_of and row.name_de and row.name_en for row in rows)
    assert all((row.knowledge == "unknown") == (row.position.amount is None) for row in rows)
    assert all(anchor.source for anchor in anchors())


def test_price_that_nobody_publishes_is_unknown() -> None:
    variant = Known(Range(22, 36, 58), 8000, 9000, Range(125, 250, 350))
    rows = prefilled(8000, 7, 42.2, ("own", "central"), {"own": variant, "central": variant})
    levy = {row.position.way: row for row in rows if row.position.key == "levy"}
    assert levy["central"].position.amount is None
    assert "KISA" in levy["central"].source
    assert levy["own"].position.amount == Range(7200, 9000, 13500)  # 0.8, 1, 1.5 times (E)
    assert not {row.position.way for row in rows} - {"own", "central", EVERY}
    assert any(p.is_benefit for p in benefits_of(Question(tuple(r.position for r in rows), 0, 7), "own"))


def test_rates_are_dated() -> None:
    assert interest_on(date(2026, 11, 22)).value == 0.033
    assert interest_on(date(2026, 11, 22)).valid_from == date(2011, 1, 1)
    assert workplace_on(date(2026, 11, 22)).value == 12_365
    with pytest.raises(LookupError):
        interest_on(date(2010, 12, 31))
