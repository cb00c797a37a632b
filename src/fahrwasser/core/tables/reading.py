"""Which kind of file it is; what is refused because of its kind."""

from collections.abc import Collection

from fahrwasser.core.refused import N_, Refused

from .delimited import read_delimited
from .sheet import Sheet
from .workbook import read_workbook

LARGEST_FILE = 5 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER = {".xlsm": "xlsm", ".xltm": "xltm", ".xlsb": "xlsb", ".xls": "xls", ".ods": "ods", ".numbers": "numbers"}


def read_sheet(content: bytes, name: str, wanted: Collection[str]) -> Sheet:
    """The sheet named as one of `wanted` (any case), or the only one, of a CSV or Excel file called `name`.

    Raises Refused for everything that is no such file: too large, macros, encrypted, old or foreign formats.
    """
    if not content:
        raise Refused(N_("The file is empty. Please choose another one."))
    if len(content) > LARGEST_FILE:
        raise Refused(N_("The file is larger than 5 MB. Please split it, or remove pictures and other sheets."))
    ending = next((kind for end, kind in _OTHER.items() if name.lower().endswith(end)), "")
    if ending in ("xlsm", "xltm", "xlsb"):
        raise Refused(
            N_("Files with macros (.%(ending)s) are not read. Please save as “Excel workbook (.xlsx)”."), ending=ending
        )
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise Refused(N_("The file is protected by a password. Please save it without a password."))
        raise Refused(N_("This is the old Excel format (.xls). Please save as “Excel workbook (.xlsx)”."))
    if ending:
        raise Refused(N_("Files of the kind .%(ending)s are not read. Please save as .xlsx or .csv."), ending=ending)
    if content.startswith(_ZIP):
        return read_workbook(content, wanted)
    if content.startswith((b"%PDF", b"PK", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise Refused(N_("This is no table. Please choose a file that ends in .xlsx or .csv."))
    return read_delimited(content)
