"""Everything a comparison shows, on the page and in the annex for the council: sentences, bars, tables. No query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.costing.comparison.capital import capital_of, decide
from fahrwasser.core.costing.comparison.defaults import anchors, group_names, workplace_on
from fahrwasser.core.costing.comparison.influence import Swing, tornado
from fahrwasser.core.costing.comparison.outage import Outage
from fahrwasser.core.costing.comparison.ranking import Ranking, rank
from fahrwasser.core.costing.comparison.sums import Sum, benefits_of, costs_of, sum_of
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.words import rough
from fahrwasser.web.agenda.comparing import Read
from fahrwasser.web.agenda.comparison_chart import Chart, WayBar, draw, spread_words
from fahrwasser.web.agenda.comparison_words import in_words, swing_name, verdict, way_name
from fahrwasser.web.ui.templatetags.ui import cents, euro, number, span

MOST_SWINGS = 6


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What the template writes down."""

    lead: str
    sentences: tuple[str, ...]
    chart: Chart | None
    costs: Table
    capital: Table
    outage: Table
    swings: Table | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def comparison_page(found: Read) -> ComparisonPage:
    """The page of one comparison; half a second when it was changed, at once after that."""
    ranking = rank(found.question)
    sentences = verdict(found, ranking)
    return ComparisonPage(
        lead=sentences[0],
        sentences=tuple(sentences[1:]),
        chart=_chart(found, ranking),
        costs=_costs(found, ranking),
        capital=_capital(found),
        outage=_outages(found),
        swings=_swings(found, ranking),
        notes=tuple(_notes(found)),
        sources=tuple(_sources(found)),
    )


def _bars(found: Read, ranking: Ranking) -> Sequence[WayBar]:
    return [
        WayBar(way_name(way), ranking.spreads[way], capital.unknown_costs, capital.unknown_benefits)
        for way in found.question.ways
        for capital in (capital_of(found.question, way),)
    ]


def _chart(found: Read, ranking: Ranking | None) -> Chart | None:
    return draw(_bars(found, ranking)) if ranking else None


def _columns(found: Read, first: str) -> tuple[Column, ...]:
    return (Column(first), *(Column(way_name(way), "right") for way in found.question.ways))


def words_of(total: Sum) -> str:
    """»8.000 to 14.000 €«, »at least 8.000 € (1 unknown)«, »–« for nothing."""
    if total.unknown:
        return _("at least %(euros)s (%(count)s unknown)") % {"euros": euro(total.known.low), "count": total.unknown}
    return f"{span(total.known.low, total.known.high)}\N{NO-BREAK SPACE}€" if total.known.high else "–"


def _of_group(found: Read, way: str, group: str) -> Sum:
    """Costs of one group; the risk is reckoned from estimates and does not pretend to be exact."""
    question = found.question
    total = sum_of((p for p in costs_of(question, way) if p.group == group), question.years)
    if group != "risk":
        return total
    return Sum(Range(rough(total.known.low), rough(total.known.likely), rough(total.known.high)), total.unknown)


def _costs(found: Read, ranking: Ranking | None) -> Table:
    question = found.question
    rows = [
        (title, *(words_of(_of_group(found, way, group)) for way in question.ways))
        for group, title in group_names(get_language() or "de").items()
    ]  # fmt: skip
    benefits = tuple(words_of(sum_of(benefits_of(question, way), question.years)) for way in question.ways)
    if any(words != "–" for words in benefits):
        rows.append((_("Benefit, to be taken off"), *benefits))
    total: tuple[str, ...] = ()
    if ranking is not None:
        total = (_("Costs less benefit, in euros of today"), *(spread_words(bar) for bar in _bars(found, ranking)))
    caption = _("Costs over %(years)s years") % {"years": question.years}
    note = _(
        "Each line adds up the euros of all years. The last line turns them into euros of today (discounted); eight of "
        "ten calculations end in this range. A minus means: the benefit is larger than the costs."
    )
    return Table(caption, _columns(found, _("Group")), tuple(rows), total, note)


def _capital(found: Read) -> Table:
    question, comparison = found.question, found.comparison
    values = [capital_of(question, way) for way in question.ways]
    words = {"go": _("yes"), "no": _("no"), "open": _("open")}
    decisions = [decide(capital, comparison.urgency, comparison.quality) for capital in values]
    rows = (
        (_("Capital value: money only"), *(_signed(capital.cash) for capital in values)),
        (_("Capital value: working time and risk"), *(_signed(capital.non_cash) for capital in values)),
        (_("Unknown positions, not counted"), *(str(c.unknown_costs + c.unknown_benefits) for c in values)),
        (_("Better than doing nothing?"), *(words[decision] for decision in decisions)),
    )
    scores = {"urgency": _score(comparison.urgency), "quality": _score(comparison.quality)}
    note = (
        _(
            "Capital value: what a way brings in over the years more than it costs, in euros of today; with a minus it "
            "costs more. After WiBe the answer is yes if it is above zero, or if urgency (%(urgency)s) or quality "
            "(%(quality)s) has at least 50 of 100 points."
        )
        % scores
    )
    return Table(_("Does it pay at all?"), _columns(found, _("Measure")), rows, (), note)


def _score(score: int | None) -> str:
    return _("not scored yet") if score is None else number(score)


def _signed(value: Range) -> str:
    return f"{span(rough(value.low), rough(value.high))}\N{NO-BREAK SPACE}€"


def _outages(found: Read) -> Table:
    by_way = {outage.way: outage for outage in found.question.outages}
    reach = {
        "own": _("only us"),
        "shared": _("us and the neighbours at once"),
        "central": _("all customers at once; help is scarce then"),
    }
    ways = found.question.ways

    def row(title: str, write: Callable[[Outage], str]) -> tuple[str, ...]:
        return (title, *(write(by_way[way]) if way in by_way else "–" for way in ways))

    rows = (
        row(_("Days without service, if it fails"), lambda o: _span(o.days)),
        row(_("Probability in one year"), lambda o: _percent(o.chance)),
        row(_("Expected loss a year"), _loss),
        (_("Who cannot work then"), *(reach[way] for way in ways)),
    )
    note = _(
        "Expected loss = probability × (damage + extra work + lost fees and fines); extra work = cases a day × minutes "
        "× hourly rate × days. The probability is an estimate. A central service can be cheaper and still fail for all "
        "at once."
    )
    return Table(_("If it fails"), _columns(found, _("Outage")), rows, (), note)


def _span(value: Range | None) -> str:
    return _("unknown") if value is None else span(value.low, value.high)


def _percent(value: Range | None) -> str:
    if value is None:
        return _("unknown")
    return f"{span(value.low * 100, value.high * 100, 1)}\N{NO-BREAK SPACE}%"


def _loss(outage: Outage) -> str:
    return _("unknown") if outage.loss is None else _signed(outage.loss)


def _swings(found: Read, ranking: Ranking | None) -> Table | None:
    """What the answer hangs on: of the two ways that lie closest together."""
    if ranking is None:
        return None
    pair = min(ranking.against(ranking.leader), key=lambda pair: (pair.share, pair.gap))
    rows = tuple(
        (
            swing_name(found, swing.keys),
            euro(rough(swing.at_low)),
            euro(rough(swing.at_high)),
            _turns_at(found, swing),
        )
        for swing in tornado(found.question, pair.cheaper, pair.dearer)[:MOST_SWINGS]
    )
    if not rows:
        return None
    values = {"one": in_words(pair.cheaper), "other": in_words(pair.dearer)}
    heads = (_("if it is low"), _("if it is high"), _("the same price at"))
    caption = _("What the answer depends on: so much cheaper is %(one)s than %(other)s") % values
    note = _(
        "Each line takes one position at the low and at the high end of its range, all others at their likely "
        "value. What matters most stands first. In euros of today."
    )
    return Table(caption, (Column(_("Position")), *(Column(head, "right") for head in heads)), rows, (), note)


def _turns_at(found: Read, swing: Swing) -> str:
    if swing.turns_at is None:
        return "–"
    way, key = swing.keys[0]
    row = next((r for r in found.rows if (r.key, r.way) == (key, way)), None)
    is_once = row is not None and row.first_year == row.last_year
    words = _("%(euros)s once") if is_once else _("%(euros)s a year")
    return words % {"euros": euro(rough(swing.turns_at))}


def _notes(found: Read) -> Sequence[str]:
    comparison = found.comparison
    day = date_format(comparison.interest_from, "DATE_FORMAT") if comparison.interest_from else "–"
    values = {
        "years": comparison.years,
        "interest": number(comparison.interest, 2),
        "day": day,
        "rate": cents(round(comparison.hour_rate * 100)),
        "draws": number(found.question.draws),
    }
    return [
        _("Interest %(interest)s %% (as of %(day)s), working hour %(rate)s, %(years)s years after the decision.")
        % values,
        _("Calculated %(draws)s times, each time with other values. What positions share is the same in all.") % values,
        _("Unknown is not zero: what nobody knows is named and counted, but never added as €0."),
    ]


def _sources(found: Read) -> Sequence[str]:
    named = dict.fromkeys(f"{row.source} ({date_format(row.as_of, 'DATE_FORMAT')})" for row in found.rows if row.source)
    language = get_language() or "de"
    known = [f"{a.en if language == 'en' else a.de} ({a.source})" for a in anchors()]
    workplace = workplace_on(timezone.localdate())
    known.append(
        _("One workplace costs %(euros)s a year (%(source)s)")
        % {"euros": euro(workplace.value), "source": workplace.source}
    )
    return [*named, found.comparison.interest_source, found.comparison.outage_source, *known]
