"""A Navigator with the dog tax in hand, and a newer version of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connections
from django.utils import timezone

from fahrwasser.core.packages.files import Package, read_folder, write_zip
from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.catalogue import releases
from fahrwasser.web.catalogue.models import Adoption, Release
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.context import working_for
from web.portal.citizen import Citizen

RESOLUTION = {"number": "12/2026", "decided_on": "2026-09-01", "valid_from": "2026-10-01"}
YEAR = timezone.localdate().year + 1
NEW_YEAR = date(YEAR, 1, 1)
LATER = {**RESOLUTION, "number": "40/2026", "valid_from": NEW_YEAR.isoformat()}


class Navigator(Citizen):
    """With the adoption of the dog tax in hand."""

    def adoption(self) -> Adoption:
        with working_for(self.town):
            return Adoption.objects.of(self.town).with_release().get()

    def page(self) -> str:
        return self.get(f"katalog/{self.adoption().pk}/").content.decode()

    def switches(self, act: str) -> str:
        """Gives the state afterwards."""
        self.post(f"katalog/{self.adoption().pk}/schalten/", {"act": act})
        return self.adoption().state

    def council(self) -> list[str]:
        """Values that need a resolution."""
        found = self.adoption()
        known = compiled(found.release_id).parameters.parameters
        return [
            entry.name
            for entry in known
            if entry.decides == COUNCIL and found.parameters.values.get(entry.name) is not None
        ]

    def decides(self) -> None:
        """One resolution for all values of the council."""
        self.post(f"katalog/{self.adoption().pk}/beschluss/", {"names": self.council(), **RESOLUTION})

    def binds(self) -> None:
        """Every port that must lead somewhere."""
        for name, port in compiled(self.adoption().release_id).ports.items():
            if port.interface.required:
                self.fills(f"katalog/{self.adoption().pk}/anschluss/{name}/", {"adapter": "file"})

    def value(self, name: str) -> str:
        """Address of its page."""
        return f"katalog/{self.adoption().pk}/wert/{name}/"


def decides_for_later(navigator: Navigator, value: str = "75,00", name: str = "satz_erster", **more: str) -> None:
    answer = navigator.fills(navigator.value(name), {"value": value, **LATER, **more})
    assert answer.status_code == 302, answer.content.decode()


@contextmanager
def newer_release(change: Any) -> Iterator[Release]:
    """The dog tax as version 9.0.0; gone afterwards, because releases outlive a test.

    `change`: called with the schema and the defaults of its parameters.
    """
    files = dict(read_folder(releases.SHIPPED / "hundesteuer").files)
    manifest, schema = json.loads(files["paket.json"]), json.loads(files["parameter.schema.json"])
    defaults = json.loads(files["parameter.default.json"])
    manifest["version"] = "9.0.0"
    change(schema, defaults)
    for name, content in (
        ("paket.json", manifest), ("parameter.schema.json", schema), ("parameter.default.json", defaults)
    ):  # fmt: skip
        files[name] = json.dumps(content, ensure_ascii=False).encode()
    package = Package(files)
    row = Release(
        package=manifest["id"],
        version="9.0.0",
        digest=package.digest,
        manifest=releases._shown(package.manifest),
        content=write_zip(package),
    )
    row.save(using="owner", force_insert=True)
    try:
        yield row
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute("TRUNCATE catalogue_adoption CASCADE")
            owner.execute("DELETE FROM catalogue_release WHERE id = %s", [row.pk])
        connections["owner"].close()
