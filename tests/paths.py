"""Where the tests find the real files that never enter the project (official registers, catalogues, forms)."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class SharedDataMissing(Exception):
    """A test needs real data that is not on this machine."""


def shared_data(name: str) -> Path:
    """Path below FAHRWASSER_DATA or ../shared/data; raises loudly when the file is absent."""
    root = Path(os.environ.get("FAHRWASSER_DATA") or PROJECT.parent / "shared" / "data")
    path = root / name
    if not path.exists():
        raise SharedDataMissing(
            f"{path} is missing: this test reads real data. Put the data folder beside the checkout "
            "(../shared/data) or name it in FAHRWASSER_DATA."
        )
    return path
