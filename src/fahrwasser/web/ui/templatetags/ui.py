"""Tags and filters of every page: badges for the origin of a figure, numbers, ranges. They compute no domain rule."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fahrwasser.web.ui.languages import in_words

register = template.Library()
Number = int | float | Decimal
ORIGINS = {
    "measured": gettext_lazy("measured"),
    "counted": gettext_lazy("counted"),
    "estimated": gettext_lazy("estimated"),
    "default": gettext_lazy("default value"),
    "withdrawn": gettext_lazy("taken back"),
}


@register.filter
def number(value: Number | None, digits: int = 0) -> str:
    """1234.5 -> »1.235« (de); None -> »–«. `digits` after the comma, trailing zeros dropped."""
    if value is None:
        return "–"
    rounded = round(Decimal(str(value)), digits)
    whole = rounded == rounded.to_integral_value()
    return _minus(formats.number_format(int(rounded) if whole else rounded.normalize(), force_grouping=True))


def _minus(amount: str) -> str:
    """A hyphen is too short for it, and a line may end behind one."""
    return amount.replace("-", "\N{MINUS SIGN}")


@register.filter
def euro(value: Number | None) -> str:
    """Whole euros with a non-breaking space."""
    return "–" if value is None else f"{number(value)}\N{NO-BREAK SPACE}€"


@register.simple_tag
def span(low: Number | None, high: Number | None, digits: int = 0) -> str:
    """»740 bis 1.120«, or one number when both ends show the same."""
    left, right = number(low, digits), number(high, digits)
    return left if left == right else _("%(low)s to %(high)s") % {"low": left, "high": right}


@register.simple_tag
def origin(kind: str) -> SafeString:
    """Badge: where a figure comes from (measured, counted, estimated, default)."""
    style = "fw-mes" if kind in ("measured", "counted") else "fw-est"
    return format_html('<span class="{}">{}</span>', style, ORIGINS.get(kind, kind))


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """A bar with its words beside it; `<progress>` needs no inline style."""
    return {"done": done, "total": max(total, 1), "label": label}


@register.filter
def problem(found: Any) -> str:
    """What is wrong with an answer (core.forms.Problem) in the language of the page; "" for None."""
    if found is None:
        return ""
    if found.text is not None:
        return str(found.text.in_language(get_language() or "de"))
    return str(in_words(found))


@register.filter
def cents(value: int) -> str:
    """3070 → »30,70 €«."""
    amount = formats.number_format(Decimal(value) / 100, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{_minus(amount)}\N{NO-BREAK SPACE}€"
