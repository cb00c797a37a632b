"""A package as files: a folder while it is written, a ZIP while it travels; hostile until read.

Names are NFC, relative, with `/`; no links, no `..`, nothing twice, at most 20 MB unpacked. The digest is the
SHA-256 of the lines `hex  path` sorted by bytes, over all files but MANIFEST.* (leistungspaket/1).
"""

import hashlib
import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from fahrwasser.core.packages.manifest import MANIFEST_FILE, read_manifest
from fahrwasser.core.packages.values import Manifest
from fahrwasser.core.refused import N_, Refused

LARGEST = 20 * 1024 * 1024
MOST_FILES = 2_000
LONGEST_NAME = 200
CHECKSUMS = "MANIFEST.sha256"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time a ZIP can carry: the same files give the same bytes."""
_FORBIDDEN = frozenset('\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Package:
    """All files by name, sorted by the bytes of the name. Nothing is judged yet but names and sizes."""

    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """64 hex digits: changes with any byte and any name, not with the way the package travelled."""
        return hashlib.sha256(checksums(self.files).encode()).hexdigest()

    @property
    def manifest(self) -> Manifest:
        """What paket.json says. Raises Refused when it is missing or wrong."""
        require_manifest(self)
        return read_manifest(self.files[MANIFEST_FILE])

    def below(self, folder: str, suffix: str) -> dict[str, bytes]:
        """Files directly in `folder` with `suffix`, by name without both."""
        start = f"{folder}/"
        return {
            name[len(start) : -len(suffix)]: content
            for name, content in self.files.items()
            if name.startswith(start) and name.endswith(suffix) and "/" not in name[len(start) :]
        }


def require_manifest(package: Package) -> None:
    """Raises Refused when this is no package at all."""
    if MANIFEST_FILE in package.files:
        return
    if any(name.endswith(f"/{MANIFEST_FILE}") for name in package.files):
        raise Refused(N_("The file paket.json lies one folder too deep; pack the content of the folder."))
    raise Refused(N_("The file paket.json is missing; this is no service package."))


def checksums(files: Mapping[str, bytes]) -> str:
    """The text of MANIFEST.sha256."""
    names = sorted((name for name in files if not name.startswith("MANIFEST.")), key=str.encode)
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names)


def read_folder(folder: Path) -> Package:
    """The package in a folder. Raises Refused (with the name of the file as place) or OSError."""
    return _package(_files_of(folder))


def read_zip(content: bytes) -> Package:
    """The package in a ZIP. Raises Refused: no ZIP, broken, encrypted, links, bad or double names, too large."""
    if len(content) > LARGEST:
        raise _too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _package(_entries_of(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused(
            N_("The ZIP file cannot be read (%(reason)s); export the package again."), reason=error
        ) from error


def write_zip(package: Package) -> bytes:
    """The package as ZIP with its MANIFEST.sha256; equal packages give equal bytes on every machine."""
    files = {**package.files, CHECKSUMS: checksums(package.files).encode()}
    target = io.BytesIO()
    # stored, not deflated: compressed bytes differ between builds of zlib
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=str.encode):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system = 3  # as written on Unix, wherever we run
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return target.getvalue()


def _package(found: Iterable[tuple[str, bytes]]) -> Package:
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    size = 0
    for raw, content in found:
        name = _checked_name(raw)
        if name.casefold() in seen:
            raise Refused(N_("The name stands twice in the package; keep one of the two files."), place=name)
        seen.add(name.casefold())
        size += len(content)
        if size > LARGEST:
            raise _too_large()
        if len(seen) > MOST_FILES:
            raise Refused(N_("The package has more than %(most)s files."), most=MOST_FILES)
        files[name] = content
    return Package(MappingProxyType(dict(sorted(files.items(), key=lambda file: file[0].encode()))))


def _files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir() if folder.is_dir() else _no_folder()):
        yield from _below(path, path.name)


def _below(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    if path.is_symlink():
        raise Refused(N_("This is a link; a package holds plain files only."), place=name)
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from _below(inner, f"{name}/{inner.name}")
    elif path.is_file():
        if path.stat().st_size > LARGEST:
            raise _too_large()
        yield name, path.read_bytes()
    else:
        raise Refused(N_("This is neither a file nor a folder; a package holds plain files only."), place=name)


def _no_folder() -> Iterator[Path]:
    raise Refused(N_("There is no such folder; give the folder that holds paket.json."))


def _entries_of(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left = LARGEST
    for entry in archive.infolist():
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.is_dir() and not entry.file_size:
            continue
        if kind not in (0, stat.S_IFREG):
            raise Refused(N_("This is a link; a package holds plain files only."), place=entry.filename)
        with archive.open(entry) as stream:
            content = stream.read(left + 1)  # not what the entry says about itself: a bomb lies
        left -= len(content)
        if left < 0:
            raise _too_large()
        yield entry.orig_filename, content


def _checked_name(raw: str) -> str:
    name = unicodedata.normalize("NFC", raw)
    parts = name.split("/")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise Refused(N_("The name leads out of the package; use names below the folder only."), place=raw)
    if any(part.startswith(".") for part in parts):
        raise Refused(N_("Hidden files do not belong into a package; remove it."), place=raw)
    if len(name.encode()) > LONGEST_NAME or not name.isprintable() or _FORBIDDEN & set(name):
        raise Refused(N_("This name does not work on every system; use letters, digits, - and _."), place=raw)
    return name


def _too_large() -> Refused:
    return Refused(N_("The package is larger than 20 MB unpacked; leave out what the service does not need."))
