"""What people enter in a comparison, one class a form."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.costing.comparison.defaults import group_names
from fahrwasser.core.costing.comparison.positions import EVERY
from fahrwasser.web.agenda.comparison_words import KNOWLEDGE_NAMES, WAY_HINTS, WAY_NAMES
from fahrwasser.web.agenda.models import Comparison, CostPosition
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import DateField, Screen
from fahrwasser.web.ui.seen import SeenScreen, mark_of

Choices = Iterable[tuple[Any, Any]]
MOST_EUROS = 1_000_000_000
ENDS = ("low", "likely", "high")


def _whole(label: Any, most: int, hint: Any = "", *, required: bool = True) -> WholeNumber:
    return WholeNumber(label=label, help_text=hint, min_value=0, max_value=most, required=required)


class StartScreen(Screen):
    """What a new comparison is about."""

    title = forms.CharField(label=_("What is it about?"), max_length=160)
    ways = forms.MultipleChoiceField(
        label=_("Which ways do you compare?"),
        choices=list(WAY_HINTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least two ways.")},
    )
    years = WholeNumber(
        label=_("Over how many years?"),
        help_text=_("After the decision; a system often stays seven years."),
        min_value=1,
        max_value=20,
    )

    def clean_ways(self) -> tuple[str, ...]:
        """One way alone is no comparison."""
        chosen: list[str] = self.cleaned_data["ways"]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Please choose at least two ways."))
        return tuple(chosen)


class TermsScreen(SeenScreen):
    """What holds for the whole comparison."""

    title = forms.CharField(label=_("What is it about?"), max_length=160)
    years = WholeNumber(label=_("Over how many years?"), min_value=1, max_value=20)
    interest = Number(
        label=_("Interest in percent"),
        help_text=_("What money costs a year. Please check the value that is valid today."),
        min_value=Decimal(0),
        max_value=Decimal(20),
        decimal_places=2,
    )
    interest_source = forms.CharField(label=_("Where the interest comes from"), max_length=300)
    hour_rate = Number(
        label=_("One working hour in euros"),
        help_text=_("For the extra work during an outage. Positions keep the euros that stand in them."),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        decimal_places=2,
    )
    urgency = _whole(
        _("Urgency, 0 to 100"), 100, _("How badly it has to be now. Empty: not scored yet."), required=False
    )
    quality = _whole(
        _("Quality, 0 to 100"), 100, _("How much better the service gets. Empty: not scored yet."), required=False
    )
    chosen = forms.ChoiceField(label=_("Which way was decided?"), required=False)
    start_year = WholeNumber(
        label=_("Year of the decision"),
        min_value=2000,
        max_value=2100,
        required=False,
    )
    in_paper = forms.BooleanField(label=_("Show the result in the paper for the council"), required=False)

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way, WAY_NAMES[way]) for way in comparison.ways]
        self.fields["chosen"].choices = [("", _("Not decided yet")), *ways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A decision has its year: reality is held against the plan by year."""
        values = super().clean() or {}
        if values.get("chosen") and not values.get("start_year") and "start_year" not in self.errors:
            self.add_error("start_year", _("Please give the year in which it was decided."))
        return values


class PositionScreen(SeenScreen):
    """One position: known, estimated or unknown."""

    name = forms.CharField(label=_("What is it?"), max_length=160)
    way = forms.ChoiceField(label=_("On which way?"))
    group = forms.ChoiceField(label=_("Group"))
    is_benefit = forms.TypedChoiceField(
        label=_("Cost or benefit?"),
        choices=[("no", _("cost")), ("yes", _("benefit"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    knowledge = forms.ChoiceField(
        label=_("How sure is it?"),
        help_text=_("Unknown is not zero. Say so when nobody knows it yet."),
        choices=[(key, KNOWLEDGE_NAMES[key]) for key in ("known", "estimate", "unknown")],
        widget=forms.RadioSelect,
    )
    low = _whole(_("Euros, at least"), MOST_EUROS, _("In each of its years."), required=False)
    likely = _whole(_("Euros, probably"), MOST_EUROS, required=False)
    high = _whole(_("Euros, at most"), MOST_EUROS, required=False)
    first_year = _whole(_("First year"), 20, _("0 is the year of the decision."))
    last_year = _whole(_("Last year"), 20, _("The same as the first year for something paid once."))
    is_cash = forms.TypedChoiceField(
        label=_("Is money really paid?"),
        choices=[("yes", _("yes, money is paid")), ("no", _("no, it is own working time or risk"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    driver = forms.CharField(
        label=_("What does it hang on?"),
        help_text=_("Positions with the same word rise and fall together. Empty: it stands for itself."),
        max_length=40,
        required=False,
    )
    source = forms.CharField(label=_("Where do you know it from?"), max_length=300, required=False)
    as_of = DateField(label=_("As of"))

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way, WAY_NAMES[way]) for way in (*comparison.ways, EVERY)]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        groups = group_names(get_language() or "de")
        self.fields["group"].choices = list(groups.items())  # type: ignore[attr-defined]
        self.years = comparison.years

    def clean(self) -> dict[str, Any]:
        """Amounts as the knowledge says, years in order, a source for everything that is stated."""
        values = super().clean() or {}
        self._check_amounts(values)
        first, last = values.get("first_year"), values.get("last_year")
        if first is not None and last is not None and last < first:
            self.add_error("last_year", _("The last year lies before the first. Please correct one of them."))
        if last is not None and last > self.years:
            words = _("The comparison ends with year %(years)s. Please choose a year up to then.")
            self.add_error("last_year", words % {"years": self.years})
        return values

    def _check_amounts(self, values: dict[str, Any]) -> None:
        knowledge = values.get("knowledge")
        if knowledge == CostPosition.Knowledge.UNKNOWN:
            values.update(dict.fromkeys(ENDS))
            return
        if any(end in self.errors for end in ENDS) or not knowledge:
            return
        if knowledge == CostPosition.Knowledge.KNOWN and values.get("likely") is not None:
            values["low"] = values["likely"] if values.get("low") is None else values["low"]
            values["high"] = values["likely"] if values.get("high") is None else values["high"]
        for end in ENDS:
            if values.get(end) is None:
                self.add_error(end, _("Please give an amount, or say above that it is unknown."))
        if not self.errors and not values["low"] <= values["likely"] <= values["high"]:
            self.add_error("likely", _("The probable amount must lie between the lowest and the highest."))
        if not values.get("source"):
            self.add_error("source", _("Please say where the amount comes from; »own estimate« is an answer, too."))


FIGURE_NAMES: Mapping[str, tuple[Any, Any]] = {
    "chance": (_("Chance of a long outage in one year, in percent"), 100),
    "direct": (_("Direct damage in euros"), MOST_EUROS),
    "cases_per_day": (_("Cases a day that wait"), 1_000_000),
    "minutes": (_("Extra minutes for each of them"), 10_000),
    "days": (_("Days without service"), 3650),
    "fines_lost": (_("Fees and fines lost, in euros"), MOST_EUROS),
}
END_NAMES = {"low": _("at least"), "likely": _("probably"), "high": _("at most")}


class OutageScreen(SeenScreen):
    """What a long outage means on one way: six figures, each with three ends or left empty as unknown."""

    source = forms.CharField(label=_("Where do you know it from?"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (title, most) in FIGURE_NAMES.items():
            for end in ENDS:
                self.fields[f"{name}_{end}"] = _decimal(title, END_NAMES[end], most)
        self.order_fields([f"{name}_{end}" for name in FIGURE_NAMES for end in ENDS])

    def clean(self) -> dict[str, Any]:
        """Three ends in order, or none of them."""
        values = super().clean() or {}
        for name in FIGURE_NAMES:
            ends = [value for end in ENDS if (value := values.get(f"{name}_{end}")) is not None]
            if any(f"{name}_{end}" in self.errors for end in ENDS) or not ends:
                continue
            if len(ends) < len(ENDS):
                self.add_error(f"{name}_likely", _("Please give all three values, or none if it is unknown."))
            elif not ends[0] <= ends[1] <= ends[2]:
                self.add_error(f"{name}_likely", _("The probable value must lie between the lowest and the highest."))
        return values

    def figures(self) -> dict[str, Sequence[float] | None]:
        """As `Comparison.outages` keeps them; the chance as a share."""
        found: dict[str, Sequence[float] | None] = {}
        for name in FIGURE_NAMES:
            ends = [self.cleaned_data[f"{name}_{end}"] for end in ENDS]
            factor = 100 if name == "chance" else 1
            found[name] = None if ends[0] is None else [float(end) / factor for end in ends]
        return found


def outage_initial(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `OutageScreen.figures`."""
    initial: dict[str, Any] = {}
    for name in FIGURE_NAMES:
        factor = 100 if name == "chance" else 1
        for end, value in zip(ENDS, figures.get(name) or (), strict=False):
            initial[f"{name}_{end}"] = Decimal(str(round(value * factor, 4))).normalize()
    return initial


def _decimal(title: Any, end: Any, most: int) -> Number:
    return Number(
        label=f"{title}: {end}",
        min_value=Decimal(0),
        max_value=Decimal(most),
        decimal_places=4,
        required=False,
    )


class ActualScreen(SeenScreen):
    """What one position really cost in one year."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    amount = _whole(_("What it really cost, in euros"), MOST_EUROS)
    reason = forms.CharField(
        label=_("Why is it different?"),
        help_text=_("Asked for when it is more than 20 percent off the plan."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, years: Choices, noted: Mapping[int, tuple[int, str]], **kwargs: Any) -> None:
        self.noted = noted
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = list(years)  # type: ignore[attr-defined]
        self.initial = {**self.initial, **self._noted_in(self.data.get("year"))}

    def mark(self) -> str:
        """Of all years: which one will be chosen, the page does not know yet."""
        return mark_of(f"{year}: {self.noted[year]}" for year in sorted(self.noted))

    def comparable(self) -> list[str]:
        """A year in which nothing stood takes nothing away from anybody."""
        return ["amount", "reason"] if self._noted_in(self.data.get("year")) else []

    def _noted_in(self, year: Any) -> dict[str, Any]:
        known = {str(one): {"amount": amount, "reason": why} for one, (amount, why) in self.noted.items()}
        return known.get(str(year), {})
