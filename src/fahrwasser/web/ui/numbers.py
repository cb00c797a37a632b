"""The number fields of our forms: typed by the one rule of `core.typed_numbers`, shown so that it is read back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.refused import Refused
from fahrwasser.core.typed_numbers import TwoWays, read_typed, typed_text

from .languages import in_words, page_language


class NumberBox(forms.TextInput):
    """A short box; a number in it has no groups of thousands, what was typed stays as it was."""

    def format_value(self, value: Any) -> str | None:
        """In the writing of the page."""
        if isinstance(value, int | float | Decimal):
            return typed_text(Decimal(str(value)), page_language())
        text: str | None = super().format_value(value)
        return text


def _read(field: forms.Field, value: Any, *, is_whole: bool) -> Decimal | None:
    """None for nothing. Raises ValidationError."""
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    try:
        return read_typed(text, page_language(), is_whole=is_whole).normalize() + 0
    except TwoWays as refused:
        raise forms.ValidationError(in_words(refused), code="two_ways") from None
    except Refused:
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid") from None


def _box(mode: str, least: Any) -> NumberBox:
    """The keyboard of a phone needs a minus where numbers may be below zero."""
    is_signed = least is not None and least < 0
    return NumberBox(attrs={"class": "fw-short", "inputmode": "text" if is_signed else mode, "autocomplete": "off"})


class Number(forms.DecimalField):
    """A number with decimals, or money in euros; value Decimal or None."""

    default_error_messages = {"invalid": _("Please write a number, for example 12.")}

    def __init__(self, *, min_value: Any = None, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, widget=_box("decimal", min_value), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as in Django
        """In either writing."""
        return _read(self, value, is_whole=False)


class WholeNumber(forms.IntegerField):
    """A whole number; value int or None."""

    default_error_messages = {"invalid": _("Please write a whole number, for example 12.")}

    def __init__(self, *, min_value: Any = None, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, widget=_box("numeric", min_value), **kwargs)

    def to_python(self, value: Any) -> int | None:
        """With or without groups; 12,0 is 12."""
        number = _read(self, value, is_whole=True)
        if number is not None and number != number.to_integral_value():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return None if number is None else int(number)
