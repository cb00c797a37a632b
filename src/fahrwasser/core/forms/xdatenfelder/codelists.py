"""Genericode files: found by their canonical version URI, else by the C-id in the file name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fahrwasser.core.forms.xdatenfelder.source import Element, child, children, local, text
from fahrwasser.core.refused import Refused
from fahrwasser.core.xml_files import parse_xml

HEAD = 2000  # bytes in which a genericode file says that it is one


@dataclass(frozen=True, slots=True)
class Rows:
    """A list as read: labels and help by code, in order."""

    uri: str
    version: str
    labels: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Lists:
    """The genericode files that came with a schema; `warnings` about those that cannot be used."""

    by_uri: dict[str, Element]
    by_file: dict[str, Element]
    warnings: list[str]

    def rows(self, uri: str, list_id: str, keys: Mapping[str, str]) -> Rows | None:
        """The list of this canonical version URI or C-id; `keys` may name the columns (3.0: code, name, help)."""
        found = self.by_uri.get(uri)
        if found is None and list_id:
            found = next((root for name, root in self.by_file.items() if list_id in name), None)
        return None if found is None else _rows(found, keys)


def looks_like_a_list(head: bytes) -> bool:
    """Whether the first bytes of a file are those of genericode."""
    return b"CodeList" in head


def read_lists(files: Mapping[str, bytes]) -> Lists:
    """Parse the genericode files among `files` (name → content)."""
    lists = Lists({}, {}, [])
    for name, content in sorted(files.items()):
        if not looks_like_a_list(content[:HEAD]):
            continue
        try:
            root = parse_xml(content, what=name)
        except Refused as refused:
            lists.warnings.append(str(refused))
            continue
        if local(root) == "CodeList":
            lists.by_file[name] = root
            lists.by_uri.setdefault(text(root, "Identification", "CanonicalVersionUri"), root)
    return lists


def _rows(root: Element, keys: Mapping[str, str]) -> Rows | None:
    """Columns by the named keys, else by Key `codeKey` and `codenameKey`; None if there is no code column."""
    columns = child(root, "ColumnSet")
    code = _column(columns, keys.get("code", ""), "codeKey")
    name = _column(columns, keys.get("name", ""), "codenameKey")
    helped = _column(columns, keys.get("help", ""), "")
    if not code:
        return None
    labels: dict[str, str] = {}
    helps: dict[str, str] = {}
    for row in children(child(root, "SimpleCodeList"), "Row"):
        cells = {value.get("ColumnRef", ""): text(value, "SimpleValue") for value in children(row, "Value")}
        key = cells.get(code, "")
        if key and key not in labels:
            labels[key] = cells.get(name, "") or key
            if cells.get(helped):
                helps[key] = cells[helped]
    about = child(root, "Identification")
    return Rows(text(about, "CanonicalVersionUri"), text(about, "Version"), labels, helps)


def _column(columns: Element | None, named: str, key: str) -> str:
    """Id of the column that is named itself, or by a Key of that name."""
    ids = [found.get("Id", "") for found in children(columns, "Column")]
    if named in ids:
        return named
    for found in children(columns, "Key"):
        if found.get("Id") in (named, key) and found.get("Id"):
            reference = child(found, "ColumnRef")
            return str(reference.get("Ref", "")) if reference is not None else ""
    return ""
