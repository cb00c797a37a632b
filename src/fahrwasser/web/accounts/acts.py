"""The append-only log of who did what."""

from typing import Any

from fahrwasser.web.tenants.models import Act

from .access import Member


def record_act(by: Member, verb: str, subject: str = "", **detail: Any) -> None:
    """One more line in the town's log; `detail` carries keys and figures, never names or addresses."""
    Act.objects.create(
        municipality=by.municipality,
        actor=by.user_id,
        role=",".join(sorted(by.roles)),
        verb=verb,
        subject=subject,
        detail=detail,
    )
