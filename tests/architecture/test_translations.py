"""Both languages are complete: every msgid of every app has its German sentence, with the same placeholders."""

import io
import re
import sys

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo, write_mo

from paths import PROJECT

sys.path.insert(0, str(PROJECT / "tools"))
import messages

APPS = messages.apps()
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_text_has_its_german_sentence(app) -> None:
    translated = {(m.context, _first(m)): m for m in messages.catalogue(app) if m.id}
    missing = [m.id for m in messages.messages_of(app) if m.id and not _done(translated.get((m.context, _first(m))))]
    assert missing == []


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_placeholders_are_the_same_in_both_languages(app) -> None:
    for message in messages.catalogue(app):
        if message.id:
            for text in _strings(message):
                wanted = set(PLACEHOLDER.findall(" ".join(_ids(message))))
                assert set(PLACEHOLDER.findall(text)) <= wanted, message.id
                if not message.pluralizable:
                    assert set(PLACEHOLDER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_the_compiled_catalogue_is_up_to_date(app) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, messages.catalogue(app))
    fresh.seek(0)
    with messages.po_file(app).with_suffix(".mo").open("rb") as stream:
        kept = {str(m.id): m.string for m in read_mo(stream)}
    assert kept == {str(m.id): m.string for m in read_mo(fresh)}, "run: python tools/messages.py compile"


def test_one_english_text_has_one_german_one_in_all_apps() -> None:
    """All catalogues are merged when the site runs: of two translations one would stand in the wrong place."""
    found: dict[tuple[str | None, str], set[tuple[str, ...]]] = {}
    for app in APPS:
        for message in messages.catalogue(app):
            if message.id:
                found.setdefault((message.context, _first(message)), set()).add(_strings(message))
    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}


def _first(message: Message) -> str:
    return _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string,)


def _done(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(text.strip() for text in _strings(message))
