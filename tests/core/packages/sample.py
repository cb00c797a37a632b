"""The example package of these tests: an invented service of an invented town."""

from pathlib import Path

from fahrwasser.core.packages.files import Package, read_folder

FOLDER = Path(__file__).parent / "beispiel"


def example() -> Package:
    """The unbroken package."""
    return read_folder(FOLDER)


def changed(name: str, old: str, new: str, package: Package | None = None) -> Package:
    """The package with one text replaced in one file; it must stand there exactly once."""
    base = package or example()
    text = base.files[name].decode()
    assert text.count(old) == 1, f"{name}: {text.count(old)} times {old!r}"
    return Package({**base.files, name: text.replace(old, new).encode()})


def with_file(name: str, content: bytes) -> Package:
    """The package with one file more, or another content."""
    return Package({**example().files, name: content})


def without(name: str) -> Package:
    """The package with one file less."""
    return Package({key: content for key, content in example().files.items() if key != name})
