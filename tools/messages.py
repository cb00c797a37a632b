"""Translations: which English msgids the code contains, and whether every app's German catalogue has them all.

    python tools/messages.py update    adds missing msgids to each app's django.po (empty, to be translated by hand)
    python tools/messages.py compile   writes the .mo files

One catalogue for each app; the core's messages (`N_`) belong to the catalogue of `ui`.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src/fahrwasser/web"
CORE = ROOT / "src/fahrwasser/core"
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def apps() -> list[Path]:
    """Folders of the apps that have a catalogue."""
    return sorted(folder.parent for folder in WEB.glob("*/locale"))


def po_file(app: Path) -> Path:
    """The German catalogue of an app."""
    return app / "locale/de/LC_MESSAGES/django.po"


def messages_of(app: Path) -> Catalog:
    """Every msgid in the app's Python and templates, with places."""
    found = Catalog(locale="de", fuzzy=False)
    sources = [app, CORE] if app.name == "ui" else [app]
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                for line, message, comments, context in _extract(path):
                    place = [(path.relative_to(ROOT).as_posix(), line)]
                    found.add(message, None, place, auto_comments=comments, context=context)
    return found


def _extract(path: Path) -> Iterator[tuple[int, object, list[str], str | None]]:
    if path.suffix == ".py":
        yield from extract_from_file("python", path, keywords=KEYWORDS)
        return
    from django.utils.translation.template import templatize

    code = templatize(path.read_text())
    yield from extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS)


def catalogue(app: Path) -> Catalog:
    """What is translated so far."""
    if not po_file(app).exists():
        return Catalog(locale="de")
    with po_file(app).open("rb") as stream:
        return read_po(stream, locale="de")


def update(app: Path) -> None:
    """Adds new msgids, drops unused ones, keeps every translation; a file without a change keeps its date too."""
    target = catalogue(app)
    made = target.creation_date
    target.update(messages_of(app), no_fuzzy_matching=True, update_header_comment=False)
    target.obsolete.clear()
    target.creation_date = made
    po_file(app).parent.mkdir(parents=True, exist_ok=True)
    with po_file(app).open("wb") as stream:
        write_po(stream, target, width=110, no_location=True, omit_header=False, sort_output=True)


def compile_one(app: Path) -> None:
    """.po → .mo."""
    with po_file(app).with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue(app))


def main() -> int:
    """`update` or `compile`; prints what is still untranslated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word not in ("update", "compile"):
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    for app in apps():
        if word == "update":
            update(app)
        compile_one(app)
        for message in catalogue(app):
            if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string):
                sys.stdout.write(f"{app.name}: untranslated: {message.id!r}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
