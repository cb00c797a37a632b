"""Addresses and German order of place names."""

import re

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.tenants.names import slug, sort_key


def test_slug_writes_german_letters_out() -> None:
    assert slug("Lindenau an der Mulde") == "lindenau-an-der-mulde"
    assert slug("Weißwasser/O.L.") == "weisswasser-o-l"
    assert slug("Grünhain-Beierfeld") == "gruenhain-beierfeld"
    assert slug("Běła Woda") == "bela-woda"
    assert slug("Gru\u0308nhain") == "gruenhain"


def test_german_order_ignores_umlaut_case_and_hyphen() -> None:
    names = ["Zwickau", "Öderan", "Oderan", "Oßling", "Ossa", "bad Elster", "Bad-Düben", "Bad Brambach"]
    assert sorted(names, key=sort_key) == [
        "Bad Brambach", "Bad-Düben", "bad Elster", "Oderan", "Öderan", "Ossa", "Oßling", "Zwickau",
    ]  # fmt: skip


@given(st.text())
def test_slug_is_always_a_safe_address_part(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


@given(st.text(), st.text())
def test_order_is_total(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)
