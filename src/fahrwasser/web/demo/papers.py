"""Letters of the invented months. The newest are set one by one; all older ones share one page that says so.

Setting some two thousand letters would take longer than a visitor waits, and nobody opens them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fahrwasser.core.feel.values import Value
from fahrwasser.core.letters.picture import Picture
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.cases.letters import Paper, laid, press, typeset
from fahrwasser.web.cases.verbs import Call

SET_ONE_BY_ONE = timedelta(days=21)
TEMPLATE = "beispielseite"
PAGE = b"""#import "/fahrwasser/bescheid.typ": *
#show: brief
#for words in values.absaetze { absatz(words) }
"""
WORDS = (
    "Dieses Blatt steht für einen Brief aus den erfundenen achtzehn Monaten der Beispielgemeinde.",
    "Der Brief selbst ist nicht gesetzt worden. Empfänger, Betrag und Wortlaut stehen hier deshalb nicht.",
    "Vorgang, Entscheidung, Tag der Bekanntgabe und Frist sind so entstanden, wie sie im echten Betrieb entstehen.",
    "Die Briefe der letzten drei Wochen sind vollständig gesetzt.",
)


def letters_until(until: datetime) -> Callable[[Call], Mapping[str, Value]]:
    """How the verb `letter` is done in months that end then."""
    shared: dict[str, bytes] = {}

    def sample(call: Call, template: str, values: Mapping[str, Any], arms: Picture | None) -> Paper:
        if call.now >= until - SET_ONE_BY_ONE:
            return typeset(call, template, values, arms)
        if call.town.slug not in shared:
            shared[call.town.slug] = _page(call, values, arms)
        return Paper(f"Beispiel: {values.get('titel') or template}", shared[call.town.slug])

    return lambda call: laid(call, sample)


def _page(call: Call, values: Mapping[str, Any], arms: Picture | None) -> bytes:
    """From the town's letterhead and our own words: nothing of the case."""
    own = {
        **{name: values[name] for name in ("behoerde", "kontakt", "recht", "datenschutz", "bekanntgabe", "datum")},
        "adressat": {"name": "Beispiel", "anschrift": []},
        "aktenzeichen": "Beispiel",
        "titel": "Beispiel eines Briefes",
        "beispiel": True,
        "absaetze": list(WORDS),
    }
    files = {f"{TEMPLATE}.typ": PAGE}
    return press().set(TEMPLATE, own, made=local_day(call.now), files=files, coat_of_arms=arms).pdf
