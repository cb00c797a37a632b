"""The assumptions of the staff outlook: what if people leave earlier, and fewer posts are filled again?"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from fahrwasser.core.agenda.staff import StaffAssumptions
from fahrwasser.core.agenda.staff_ranges import EARLIEST_RETIREMENT, LATEST_RETIREMENT
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import Screen

STANDARD = StaffAssumptions()


def _percent(share: float) -> str:
    return f"{share * 100:g}"


class OutlookScreen(Screen):
    """Four numbers; percent as people write them."""

    retirement_age = WholeNumber(
        label=_("Retirement at the age of"),
        min_value=int(EARLIEST_RETIREMENT),
        max_value=int(LATEST_RETIREMENT),
    )
    refill = WholeNumber(
        label=_("Of a hundred vacancies are filled again"),
        min_value=0,
        max_value=100,
    )
    other_leavers = Number(
        label=_("Of a hundred others leave each year"),
        min_value=Decimal(0),
        max_value=Decimal(20),
        decimal_places=1,
    )
    growth = Number(
        label=_("The need grows each year by percent"),
        min_value=Decimal(-5),
        max_value=Decimal(5),
        decimal_places=1,
    )

    @classmethod
    def standard(cls) -> dict[str, Any]:
        """The first values of the form."""
        return {
            "retirement_age": int(STANDARD.retirement_age),
            "refill": int(STANDARD.refill * 100),
            "other_leavers": Decimal(_percent(STANDARD.other_leavers)),
            "growth": Decimal(_percent(STANDARD.growth)),
        }

    def assumptions(self) -> StaffAssumptions:
        """As the core takes them; the standard where the form was not sent or cannot be used."""
        if not self.is_bound or not self.is_valid():
            return STANDARD
        data = self.cleaned_data
        return StaffAssumptions(
            retirement_age=float(data["retirement_age"]),
            other_leavers=float(data["other_leavers"]) / 100,
            refill=data["refill"] / 100,
            growth=float(data["growth"]) / 100,
        )
