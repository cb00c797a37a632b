"""The register and host names are written by the owner."""

import pytest
from django.db import connections


@pytest.fixture
def as_owner(database, monkeypatch: pytest.MonkeyPatch):
    """The register is written by the owner, as `fahrwasser municipality import` does."""
    web = connections["default"]
    connections["default"] = connections["owner"]
    connections["default"].alias = "default"
    yield
    connections["default"].alias = "owner"
    connections["default"] = web
