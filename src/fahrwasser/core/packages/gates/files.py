"""P-FILES: the right files under the right names, and what MANIFEST.sha256 says is true."""

from collections.abc import Iterator

from fahrwasser.core.packages.files import CHECKSUMS, Package, checksums
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import FOLDERS, LETTERS, OPTIONAL, REQUIRED
from fahrwasser.core.refused import N_


def findings(package: Package) -> Iterator[Finding]:
    """Files that do not belong here and checksums that differ. Missing files are found while compiling."""
    for name in package.files:
        if not _is_known(name):
            yield Finding("P-FILES", name, "", N_("This file does not belong into a package; remove or rename it."))
    listed = package.files.get(CHECKSUMS)
    if listed is None:
        return
    given = {line[66:]: line[:64] for line in listed.decode(errors="replace").splitlines()}
    actual = {line[66:]: line[:64] for line in checksums(package.files).splitlines()}
    for name in sorted(given.keys() | actual.keys()):
        if given.get(name) != actual.get(name):
            yield Finding("P-FILES", CHECKSUMS, name, N_("The checksum does not fit the file; write it anew."))


def _is_known(name: str) -> bool:
    if name in REQUIRED or name in OPTIONAL:
        return True
    folder, slash, rest = name.partition("/")
    if not slash or folder not in FOLDERS:
        return False
    # letters may keep pictures and shared blocks below their folder; typst reads nothing else
    endings = (*FOLDERS[folder], ".svg", ".png") if folder == LETTERS else FOLDERS[folder]
    return rest.endswith(endings) and (folder == LETTERS or "/" not in rest)
