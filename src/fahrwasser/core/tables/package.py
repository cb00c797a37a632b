"""An Excel file as a package of parts: opened with limits, so that a small file cannot become a large one."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.xml_files import parse_xml

MOST_PARTS = 500
MOST_BYTES = 40 * 1024 * 1024  # of all parts together, unpacked
LARGEST_PART = 20 * 1024 * 1024
MOST_TAGS = 1_500_000  # of one part: each costs a hundred bytes and more; 250,000 cells have a million
MOST_RATIO = 200  # unpacked to packed, for packages of more than a megabyte; ordinary ones stay below 30
_SMALL = 1024 * 1024
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def damaged() -> Refused:
    """The one sentence for files that do not hold together."""
    return Refused(N_("The file is damaged. Please open it in your spreadsheet program and save it again as .xlsx."))


def too_large() -> Refused:
    """The one sentence for files that grow too much when unpacked."""
    return Refused(
        N_("Unpacked the file is far too large. Please copy the table into a new workbook and save that as .xlsx.")
    )


@dataclass(frozen=True, slots=True)
class Package:
    """The opened archive."""

    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.parts

    def read(self, name: str) -> bytes:
        """One part, unpacked; never more than `LARGEST_PART`, whatever its header says. Raises Refused."""
        if name not in self.parts:
            raise damaged()
        try:
            with self.archive.open(self.parts[name]) as stream:
                content = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise damaged() from None
        if len(content) > LARGEST_PART:
            raise too_large()
        return content

    def xml(self, name: str) -> etree._Element:
        """One part as XML without document type or entities. Raises Refused."""
        content = self.read(name)
        if content.count(b"<") > MOST_TAGS:
            raise too_large()
        try:
            return parse_xml(content, what=name)
        except Refused:
            raise damaged() from None

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, path of the part) of everything that the part `name` ("" for the package) points to."""
        folder, _slash, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for link in self.xml(rels).iterfind("{*}Relationship"):
            if link.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
                found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], path)
        return found


def open_package(content: bytes) -> Package:
    """The package; Refused when damaged, encrypted, with macros, or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise damaged() from None
    parts = {info.filename: info for info in archive.infolist()}
    total, packed = (sum(getattr(info, size) for info in parts.values()) for size in ("file_size", "compress_size"))
    if len(archive.infolist()) > MOST_PARTS or total > MOST_BYTES or (total > _SMALL and total > MOST_RATIO * packed):
        raise too_large()
    if any(info.flag_bits & 1 for info in parts.values()):
        raise Refused(N_("The file is protected by a password. Please save it without a password."))
    if any(info.compress_type not in _COMPRESSIONS for info in parts.values()):
        raise damaged()
    package = Package(archive, parts)
    if not package.has("[Content_Types].xml"):
        raise Refused(N_("This is no table. Please choose a file that ends in .xlsx or .csv."))
    if any("vbaproject" in name.lower() for name in parts) or b"macroEnabled" in package.read("[Content_Types].xml"):
        raise Refused(N_("The file holds macros. Please save as “Excel workbook (.xlsx)”, without macros."))
    return package
