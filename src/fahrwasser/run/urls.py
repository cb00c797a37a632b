"""The three ways into the database (DESIGN 6: roles)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote, urlsplit

OWNER, WEB, WORKER = "fahrwasser_owner", "fahrwasser_web", "fahrwasser_worker"
SUPERUSER = "postgres"
DATABASE = "fahrwasser"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """One address for each role: owner (migrations, backup), web, worker."""

    owner: str
    web: str
    worker: str

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self | None:
        """Addresses of the operator's own server; None unless all three are named."""
        owner, web, worker = (
            env.get(name, "") for name in ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_WORKER_URL")
        )
        return cls(owner, web, worker) if owner and web and worker else None

    @classmethod
    def on_socket(cls, folder: Path, database: str = DATABASE) -> Self:
        """Addresses of an embedded server that listens in this folder."""
        return cls(*(socket_url(role, folder, database) for role in (OWNER, WEB, WORKER)))

    def as_environment(self) -> dict[str, str]:
        """The three variables as an operator would set them."""
        return {
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_URL": self.web,
            "DATABASE_WORKER_URL": self.worker,
        }


def socket_url(role: str, folder: Path, database: str = DATABASE) -> str:
    """Address through the socket in this folder; libpq, psycopg and Django read `?host=`."""
    return f"postgresql://{role}@/{database}?host={quote(str(folder))}"


def user_of(url: str) -> str:
    """Name of the role an address logs in as, '' if it names none."""
    return unquote(urlsplit(url).username or "")
