"""The language of the page, and what the core says in it."""

from collections.abc import Mapping
from typing import Literal, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Said(Protocol):
    """An English message of the core and the values that stand in it (`core.refused.Refused` is one)."""

    @property
    def msgid(self) -> str:
        """English, with places for the values."""

    @property
    def values(self) -> Mapping[str, object]:
        """By the names of the places."""


def page_language() -> Literal["de", "en"]:
    """German for whatever is not English."""
    return "en" if get_language() == "en" else "de"


def in_words(said: Said) -> str:
    """The message in the language of the page, without its place: the page shows where."""
    return _(said.msgid) % said.values
