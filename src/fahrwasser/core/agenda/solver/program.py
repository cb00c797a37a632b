"""A mixed-integer program as plain lists (maximise): what a formulation fills and a solver reads."""

from dataclasses import dataclass, field

Terms = dict[int, float]
INFINITY = float("inf")


@dataclass(slots=True)
class Program:
    """Columns with bounds, worth and kind; rows `lower ≤ Σ terms ≤ upper`; `offset` is added to the worth."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Terms] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    offset: float = 0.0

    def column(self, *, upper: float = 1.0, worth: float = 0.0, whole: bool = True) -> int:
        """Add a column from 0 to `upper`; returns its number."""
        self.lower.append(0.0)
        self.upper.append(upper)
        self.worth.append(worth)
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(self, terms: Terms, *, lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """Add a row; terms with coefficient 0 are left out."""
        self.rows.append({column: number for column, number in terms.items() if number})
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def limit(self, terms: Terms, upper: float) -> None:
        """Add Σ terms ≤ upper, unless no choice of whole columns (0 or 1) can break it."""
        if sum(number for number in terms.values() if number > 0) > upper:
            self.row(terms, upper=upper)


def add(into: Terms, terms: Terms, factor: float = 1.0) -> None:
    """into += factor · terms."""
    for column, number in terms.items():
        into[column] = into.get(column, 0.0) + factor * number
