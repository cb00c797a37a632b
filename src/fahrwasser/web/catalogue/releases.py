"""Published releases, compiled once per process and kept by their digest."""

import uuid
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fahrwasser.core.packages.compile import compile_package
from fahrwasser.core.packages.files import Package, read_folder, read_zip, write_zip
from fahrwasser.core.packages.release import Release as Compiled
from fahrwasser.core.packages.values import Manifest

from .models import Release

SHIPPED = Path(__file__).parents[2] / "services"
KEPT = 64  # compiled releases; a town uses a handful


def compiled(release_id: uuid.UUID) -> Compiled:
    """The release ready to run; 1 query the first time in this process."""
    return _compiled(release_id)


@lru_cache(maxsize=KEPT)
def _compiled(release_id: uuid.UUID) -> Compiled:
    content = Release.objects.values_list("content", flat=True).get(pk=release_id)
    return compile_package(read_zip(bytes(content)))


def publish(package: Package) -> tuple[Release, bool]:
    """The release with this content, and whether it is new. As owner; the caller has checked the package.

    Raises VersionTaken: a version is published once and never changes.
    """
    known = Release.objects.defer("content").filter(digest=package.digest).first()
    if known:
        return known, False
    manifest = package.manifest
    if Release.objects.filter(package=manifest.id, version=manifest.version).exists():
        raise VersionTaken(manifest.id, manifest.version)
    row = Release(
        package=manifest.id,
        version=manifest.version,
        digest=package.digest,
        manifest=_shown(manifest),
        content=write_zip(package),
    )
    row.save(force_insert=True)
    return row, True


def publish_shipped(folders: Iterable[Path] | None = None) -> None:
    """The packages that come with Fahrwasser are there; its tests have checked them. As owner."""
    for folder in folders or sorted(path.parent for path in SHIPPED.glob("*/paket.json")):
        publish(read_folder(folder))


class VersionTaken(Exception):
    """Another content was published under this version; give the package a new version number."""


def newest() -> list[Release]:
    """The last published release of every package; 1 query."""
    found: dict[str, Release] = {}
    for release in Release.objects.newest_first():
        found.setdefault(release.package, release)
    return list(found.values())


def _shown(m: Manifest) -> dict[str, object]:
    """What lists and public pages show without compiling anything."""
    return {
        "title": {"de": m.title.de, "en": m.title.en},
        "summary": {"de": m.summary.de, "en": m.summary.en},
        "costs": {"de": m.costs.de, "en": m.costs.en},
        "documents": [{"de": text.de, "en": text.en} for text in m.documents],
        "minutes": m.duration_minutes,
        "leika": list(m.leika),
        "author": m.author,
        "licence": m.licence,
        "as_of": m.as_of.isoformat(),
        "paper_minutes": m.paper_way.minutes,
        "paper_source": m.paper_way.source,
        "norms": [basis.norm for basis in m.legal_bases],
    }


def town_slug(package: str) -> str:
    """`de.fahrwasser.hundesteuer` → `hundesteuer`: the address of the service in a town."""
    return package.rpartition(".")[2]
