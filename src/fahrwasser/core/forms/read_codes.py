"""Code lists of a choice: written at the field, or once for the whole form and named by `ref`."""

from types import MappingProxyType

from fahrwasser.core.forms.model import Code, Codelist, Text
from fahrwasser.core.forms.reading import Place, words_at
from fahrwasser.core.refused import N_, Refused

KEYS = ("uri", "version", "labels", "help", "en")


def read_codelists(place: Place) -> dict[str, Codelist]:
    """`x-fw-form.codelists`: lists by the name that fields use in `ref`."""
    return {
        key: _codelist(Place(raw, f"{place.at('codelists')}.{key}", KEYS), {}, f"{place.at('codelists')}.{key}")
        for key, raw in place.mapping("codelists").items()
    }


def read_codelist(place: Place, known: dict[str, Codelist]) -> Codelist:
    """The list of a choice: `x-fw-codelist` {labels …} or {ref}; `enum`, if given, has the same codes."""
    raw = place.mapping("x-fw-codelist")
    at = place.at("x-fw-codelist")
    if "ref" in raw:
        entry = Place(raw, at, ("ref", "uri", "version"))
        name = entry.words("ref")
        if name not in known:
            raise entry.refuse("ref", N_("The code list “%(name)s” is not in x-fw-form.codelists."), name=name)
        found = known[name]
    else:
        english = place.mapping("x-fw-en").get("enum", {})
        found = _codelist(Place(raw, at, KEYS[:-1]), english, place.at("x-fw-en.enum"))
    items = place.mapping("items") if "items" in place else {}
    enum = place.raw.get("enum", items.get("enum"))
    if enum is not None and enum != list(found.codes):
        raise place.refuse("enum", N_("The codes of enum and x-fw-codelist.labels differ."))
    return found


def _codelist(entry: Place, english: object, english_at: str) -> Codelist:
    labels = entry.mapping("labels")
    if "en" in entry:
        english = entry.mapping("en")
    if not isinstance(english, dict):
        raise Refused(N_("An object {…} is expected here."), place=english_at)
    helps = entry.mapping("help")
    for code in (*english, *helps):
        if code not in labels:
            raise entry.refuse("labels", N_("The code “%(code)s” has no German label."), code=code)
    codes = {
        code: Code(
            code,
            Text(words_at(label, f"{entry.at('labels')}.{code}"), words_at(english.get(code, ""), english_at)),
            words_at(helps.get(code, ""), f"{entry.at('help')}.{code}"),
        )
        for code, label in labels.items()
    }
    return Codelist(entry.words("uri", ""), entry.words("version", ""), MappingProxyType(codes))
