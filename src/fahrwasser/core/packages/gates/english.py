"""P-ENGLISH: what is translated is a sentence that the rules or the process really say."""

import html
from collections.abc import Iterator

from fahrwasser.core.packages.files import Package
from fahrwasser.core.packages.findings import Finding
from fahrwasser.core.packages.manifest import ENGLISH_FILE, PROCESS_FILE, RULES_FILE
from fahrwasser.core.packages.release import Release
from fahrwasser.core.refused import N_


def findings(package: Package, release: Release) -> Iterator[Finding]:
    """A sentence that was changed in the rules and not here would be shown in German again, and nobody would notice."""
    said = "\n".join(
        html.unescape(package.files[file].decode("utf-8", "replace")) for file in (RULES_FILE, PROCESS_FILE)
    )
    for german in release.english:
        if german not in said:
            yield Finding("P-ENGLISH", ENGLISH_FILE, german, N_("Neither the rules nor the process say this sentence."))
