"""The official XSDs, applied when an operator has downloaded them; they are not shipped."""

from pathlib import Path
from typing import Any

from lxml import etree

from fahrwasser.core.forms.xdatenfelder import Fault, Source
from fahrwasser.core.refused import N_, Refused

FOLDERS = {"xdf-2.0": "2.0", "xdf-3.0.0": "3.0.0"}
_MOST = 20


def xsd_faults(source: Source, schemas: Path) -> tuple[Fault, ...]:
    """What the XSD of the standard finds in `schemas`/<version>/xdatenfelder.xsd. Raises Refused if it is unusable."""
    path = schemas / FOLDERS[source.standard] / "xdatenfelder.xsd"
    if not path.is_file():
        raise Refused(
            N_("There is no schema for this standard; put the XSD files there or leave out --schemas."), place=str(path)
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        schema: Any = etree.XMLSchema(etree.parse(path, parser))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise Refused(N_("This XSD cannot be used (%(reason)s)."), place=str(path), reason=error) from None
    schema.validate(source.root)
    return tuple(Fault(entry.line, entry.message) for entry in list(schema.error_log)[:_MOST])
