"""JSON of a form read strictly: every refusal names the JSON path and what is expected there."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from fahrwasser.core.forms.model import Json, Legal, Text
from fahrwasser.core.refused import N_, Refused

LONGEST = 50_000
MOST_ENTRIES = 5000
_NAMES = ("title", "description")


class Place:
    """One JSON object and where it stands ("formular.schema.json $.properties.hund")."""

    def __init__(self, raw: Json, path: str, keys: Collection[str]):
        if not isinstance(raw, dict):
            raise Refused(N_("An object {…} is expected here."), place=path)
        for key in raw:
            if key not in keys:
                raise Refused(
                    N_("The key “%(key)s” is not known here; nearest: %(nearest)s."),
                    place=path, key=key, nearest=nearest(str(key), keys),
                )  # fmt: skip
        self.raw: dict[str, Json] = raw
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def at(self, key: str) -> str:
        """JSON path of a key."""
        return f"{self.path}.{key}"

    def refuse(self, key: str, msgid: str, **values: object) -> Refused:
        """The refusal of one key, to be raised."""
        return Refused(msgid, line=None, column=None, place=self.at(key), **values)

    def words(self, key: str, default: str | None = None) -> str:
        """A text; required if there is no default."""
        return words_at(self.raw.get(key, default), self.at(key))

    def flag(self, key: str) -> bool:
        """True or false; false if missing."""
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, N_("true or false is expected here."))
        return value

    def whole(self, key: str, default: int | None, least: int = 0) -> int | None:
        """A whole number of at least `least`."""
        value = self.raw.get(key, default)
        if value is not None and (type(value) is not int or not least <= value <= 10**12):
            raise self.refuse(key, N_("A whole number of at least %(least)s is expected here."), least=least)
        return value

    def entries(self, key: str) -> list[tuple[str, Any]]:
        """The entries of a list with their JSON paths; none if missing."""
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, N_("A list […] is expected here."))
        if len(value) > MOST_ENTRIES:
            raise self.refuse(key, N_("At most %(most)s entries are possible here."), most=MOST_ENTRIES)
        return [(f"{self.at(key)}[{number}]", entry) for number, entry in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(words_at(entry, path) for path, entry in self.entries(key))

    def mapping(self, key: str) -> dict[str, Json]:
        """An object with free keys; empty if missing."""
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(key, N_("An object {…} is expected here."))
        if len(value) > MOST_ENTRIES:
            raise self.refuse(key, N_("At most %(most)s entries are possible here."), most=MOST_ENTRIES)
        return value

    def two_languages(self, key: str) -> Text:
        """{"de": …, "en": …}; German is needed. A missing key is an empty text."""
        if key not in self.raw:
            return Text("")
        return text_at(self.raw[key], self.at(key))

    def title_and_help(self) -> tuple[Text, Text]:
        """`title` and `description` with their English twins of `x-fw-en`."""
        english = Place(self.raw.get("x-fw-en", {}), self.at("x-fw-en"), (*_NAMES, "enum"))
        title, description = (Text(self.words(key, ""), english.words(key, "")) for key in _NAMES)
        return title, description

    def legal(self, key: str = "x-fw-legal") -> tuple[Legal, ...]:
        """[{"text", "link"?, "origin"?}]."""
        found = []
        for path, raw in self.entries(key):
            entry = Place(raw, path, ("text", "link", "origin"))
            link = entry.words("link", "")
            if link and not link.startswith(("https://", "http://")):
                link = ""  # a link that is none stays in the schema, but is never put on a page
            found.append(Legal(entry.words("text"), link, entry.words("origin", "field")))
        return tuple(found)


def nearest(word: str, known: Collection[str]) -> str:
    """The known word most like this one."""
    return next(iter(get_close_matches(word, list(known), 1, 0)), "–")


def words_at(value: Json, path: str) -> str:
    """A text of at most LONGEST characters."""
    if not isinstance(value, str):
        raise Refused(N_("A text is expected here."), place=path)
    if len(value) > LONGEST:
        raise Refused(N_("The text is longer than %(most)s characters."), place=path, most=LONGEST)
    return value


def text_at(raw: Json, path: str) -> Text:
    """{"de": …, "en"?: …}."""
    entry = Place(raw, path, ("de", "en"))
    text = Text(entry.words("de"), entry.words("en", ""))
    if not text.de.strip():
        raise entry.refuse("de", N_("A German text is expected here."))
    return text
