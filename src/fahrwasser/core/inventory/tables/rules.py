"""What must fit together within one row, besides every cell for itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.tables.sheet import Value
from fahrwasser.core.tables.typed import shown

from .columns import TableKind

SHARES = ("share_counter", "share_post", "share_email", "share_pdf", "share_online", "share_automatic")

RANGES = ("volume", "minutes")


def broken_rules(table: TableKind, values: Mapping[str, Value]) -> Iterator[tuple[str, Refused]]:
    """(column, what is wrong) for each rule that the row breaks."""
    for key in RANGES:
        yield from _range(key, values)
    if table.key == "services":
        yield from _shares(values)
    if table.key == "systems":
        yield from _notice(values)


def _range(key: str, values: Mapping[str, Value]) -> Iterator[tuple[str, Refused]]:
    value, low, high = (_number(values.get(name)) for name in (key, f"{key}_low", f"{key}_high"))
    if value is None:
        given = next((f"{key}_{end}" for end in ("low", "high") if values.get(f"{key}_{end}") is not None), None)
        if given:
            yield (
                given,
                Refused(N_("There is a limit, but not the value itself. Please add it, or leave this cell empty.")),
            )
        return
    if low is not None and low > value:
        yield (
            f"{key}_low",
            Refused(
                N_("%(low)s is more than the value itself (%(value)s). Please check both."),
                low=shown(low),
                value=shown(value),
            ),
        )
    if high is not None and high < value:
        yield (
            f"{key}_high",
            Refused(
                N_("%(high)s is less than the value itself (%(value)s). Please check both."),
                high=shown(high),
                value=shown(value),
            ),
        )


def _shares(values: Mapping[str, Value]) -> Iterator[tuple[str, Refused]]:
    """Together 100; a share that is not given is zero, as on the page."""
    given = {key: number for key in SHARES if (number := _number(values.get(key))) is not None}
    total = sum(given.values(), Decimal(0))
    if not given or total == 100:
        return
    first = next(iter(given))
    if total == 1:
        yield first, Refused(N_("The shares sum to 1. Please write them as percent: 25 for a quarter, not 0,25."))
    else:
        yield first, Refused(N_("The six shares sum to %(sum)s percent. Together they must be 100."), sum=shown(total))


def _notice(values: Mapping[str, Value]) -> Iterator[tuple[str, Refused]]:
    end, notice = values.get("contract_end"), values.get("notice_date")
    if isinstance(end, date) and isinstance(notice, date) and notice > end:
        yield (
            "notice_date",
            Refused(
                N_("%(notice)s is after the end of the contract (%(end)s). Please check both."),
                notice=shown(notice),
                end=shown(end),
            ),
        )


def _number(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
