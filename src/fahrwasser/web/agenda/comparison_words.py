"""What a comparison says, in sentences: which way is cheaper, how sure, and what would have to be known first."""

from collections.abc import Iterable, Mapping
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.core.costing.comparison.positions import EVERY
from fahrwasser.core.costing.comparison.ranking import Pair, Ranking, Turn
from fahrwasser.core.words import rough
from fahrwasser.web.agenda.comparing import Read, name_of
from fahrwasser.web.agenda.models import CostPosition
from fahrwasser.web.ui.templatetags.ui import euro

WAY_NAMES: Mapping[str, str | Promise] = {
    "own": gettext_lazy("Own operation"),
    "shared": gettext_lazy("Shared operation"),
    "central": gettext_lazy("Central operation"),
    EVERY: gettext_lazy("The same on every way"),
}
WAYS_IN_WORDS: Mapping[str, str | Promise] = {
    "own": gettext_lazy("operation of your own"),
    "shared": gettext_lazy("operation shared with neighbours"),
    "central": gettext_lazy("operation by a central provider"),
}
WAY_HINTS: Mapping[str, str | Promise] = {
    "own": gettext_lazy("Own: in your own house"),
    "shared": gettext_lazy("Shared: together with neighbours"),
    "central": gettext_lazy("Central: at a service provider"),
}
KNOWLEDGE_NAMES: Mapping[str, str | Promise] = {
    CostPosition.Knowledge.KNOWN.value: gettext_lazy("known"),
    CostPosition.Knowledge.ESTIMATE.value: gettext_lazy("estimated"),
    CostPosition.Knowledge.UNKNOWN.value: gettext_lazy("unknown"),
}


def way_name(way: str) -> str:
    """Own, shared, central in the language of the page."""
    return str(WAY_NAMES[way])


def in_words(way: str) -> str:
    """The way as a part of a sentence."""
    return str(WAYS_IN_WORDS[way])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def verdict(found: Read, ranking: Ranking | None) -> list[str]:
    """The answer in words, the most important sentence first."""
    if ranking is None:
        return [_("There is nothing to compare yet: at least two ways need a position of their own.")]
    if ranking.best is None:
        return [*_no_order(found, ranking), *_settled(ranking)]
    pairs = ranking.against(ranking.best)
    weakest = min(pairs, key=lambda pair: pair.share)
    if weakest.strength == "equal":
        return [_equal(weakest), *_others(ranking, weakest)]
    shares = _listed(_share(pair) for pair in pairs)
    values = {"way": in_words(ranking.best), "shares": shares}
    if weakest.strength == "likely":
        return [_sentence(_("%(way)s is probably the cheapest: %(shares)s.") % values)]
    return [_sentence(_("%(way)s is mostly the cheapest, but this is not certain: %(shares)s.") % values)]


def _share(pair: Pair) -> str:
    values = {"count": hundred(pair), "other": in_words(pair.dearer)}
    if pair.is_at_least:
        return _("in at least %(count)s of 100 calculations cheaper than %(other)s") % values
    return _("in %(count)s of 100 calculations cheaper than %(other)s") % values


def hundred(pair: Pair) -> int:
    """Of 100 calculations; 100 only when it really was every one."""
    return 100 if pair.share == 1 else min(99, round(pair.share * 100))


def _equal(pair: Pair) -> str:
    return _("No clear difference: %(one)s is cheaper than %(other)s in only %(count)s of 100 calculations.") % {
        "one": _sentence(in_words(pair.cheaper)),
        "other": in_words(pair.dearer),
        "count": hundred(pair),
    }


def _others(ranking: Ranking, shown: Pair) -> list[str]:
    return [_sentence(_ordered(pair)) for pair in ranking.pairs if pair is not shown and not pair.is_open]


def _ordered(pair: Pair) -> str:
    if pair.strength == "equal":
        return _equal(pair)
    return _("%(one)s is cheaper than %(other)s in %(count)s of 100 calculations.") % {
        "one": in_words(pair.cheaper),
        "other": in_words(pair.dearer),
        "count": hundred(pair),
    }


def _settled(ranking: Ranking) -> list[str]:
    """What stands although there is no order of all."""
    known = [pair for pair in ranking.pairs if not pair.is_open and pair.strength != "equal"]
    return [_("This much is clear already: %(sentence)s") % {"sentence": _sentence(_ordered(pair))} for pair in known]


def _no_order(found: Read, ranking: Ranking) -> list[str]:
    """The unknowns in the way, and the value of each at which the order would turn."""
    opened = [pair for pair in ranking.pairs if pair.is_open]
    if not opened:
        return [_("No way is clearly the cheapest: each of them is cheaper in some of the calculations.")]
    missing = list(dict.fromkeys(_quoted(found, pair, turn) for pair in opened for turn in pair.turns))
    words = _("Which way is the cheapest cannot be said yet. Still missing: %(missing)s.")
    sentences = [words % {"missing": _listed(missing)}]
    turns = [(pair, turn) for pair in opened for turn in pair.turns if isfinite(turn.amount)]
    return [*sentences, *(_turn(found, pair, turn) for pair, turn in turns)]


def _turn(found: Read, pair: Pair, turn: Turn) -> str:
    way = _way_of(found, pair, turn)
    row = _row(found, turn.key, way)
    is_yearly = row is None or row.last_year > row.first_year
    amount = _("%(euros)s a year") if is_yearly else _("%(euros)s once")
    values = {
        "amount": amount % {"euros": euro(rough(turn.amount))},
        "name": _quoted(found, pair, turn),
        "one": in_words(pair.cheaper),
        "other": in_words(pair.dearer),
    }
    if len(pair.turns) > 1 or pair.is_at_least:
        return (
            _("From %(amount)s for %(name)s on, %(one)s costs more than %(other)s, as far as the known figures tell.")
            % values
        )
    return _("From %(amount)s for %(name)s on, %(one)s costs more than %(other)s.") % values


def _quoted(found: Read, pair: Pair, turn: Turn) -> str:
    way = _way_of(found, pair, turn)
    if turn.key.startswith("outage:"):
        return _("»Outage« (%(way)s)") % {"way": way_name(way)}
    return _("»%(name)s« (%(way)s)") % {"name": found.name(turn.key, way), "way": way_name(way)}


def _way_of(found: Read, pair: Pair, turn: Turn) -> str:
    """Costs of the cheaper way could turn it, or benefits of the dearer one."""
    if turn.key.startswith("outage:"):
        return turn.key.partition(":")[2]
    cheaper = _row(found, turn.key, pair.cheaper)
    is_cost = cheaper is not None and cheaper.low is None and not cheaper.is_benefit
    return pair.cheaper if is_cost else pair.dearer


def _row(found: Read, key: str, way: str) -> CostPosition | None:
    return next((row for row in found.rows if (row.key, row.way) == (key, way)), None)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def swing_name(found: Read, keys: tuple[tuple[str, str], ...]) -> str:
    """What moves: the position, or what several of them have in common."""
    way, key = keys[0]
    if key.startswith("outage:"):
        return _("Outage (%(way)s)") % {"way": way_name(way)}
    row = _row(found, key, way)
    if row is not None and row.driver and len(keys) > 1:
        return driver_name(row.driver)
    name = name_of(row) if row else key
    return f"{name} ({way_name(way)})"


def driver_name(driver: str) -> str:
    """The shipped drivers by their words, the town's own as typed."""
    return {"own-work": _("Own working time, all positions together"), "hours-freed": _("Working time freed")}.get(
        driver, driver
    )
