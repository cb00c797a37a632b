"""Records for other systems: waiting → sent → acknowledged or rejected; sent again at will, arriving once by key."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fahrwasser.web.tenants.models import Municipality

from .models import Delivery

SEND, CHECK = "ports.send", "ports.check"


def waiting(
    town: Municipality, adoption: uuid.UUID, *, port: str, cause: uuid.UUID, key: str, record: Mapping[str, Any],
    now: datetime,
) -> Delivery:  # fmt: skip
    """The row for a record that shall be sent; enqueue `SEND` with its id in the same transaction."""
    return Delivery(
        municipality=town, adoption_id=adoption, port=port, cause=cause, key=key, record=dict(record), made_at=now
    )
