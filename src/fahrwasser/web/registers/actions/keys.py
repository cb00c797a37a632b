"""Keys with which other programs speak to the town: shown once, kept as hash, revoked for good."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.ports.models import Key
from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.models import Municipality

MARK = "fw_"  # so that a key that lies about somewhere is recognised
USE_IS_NOTED_EVERY = timedelta(hours=1)


def create_key(by: Member, name: str, scopes: Collection[str], *, now: datetime) -> tuple[Key, str]:
    """The key and its secret, which nobody can see a second time. Raises Refused for an unknown scope."""
    by.require(Right.ADOPT)
    if not scopes or not set(scopes) <= set(Key.Scope.values):
        raise Refused(N_("Please choose what the key may do."))
    secret = MARK + secrets.new_token()
    row = Key.objects.create(
        municipality=by.municipality,
        name=name,
        key_hash=secrets.hashed(secret),
        scopes=sorted(scopes),
        created_at=now,
        created_by=by.user_id,
    )
    record_act(by, "registers.key", f"key:{row.pk}")
    return row, secret


def revoke_key(by: Member, key: uuid.UUID, *, now: datetime) -> None:
    """The key opens nothing any more; revoking twice changes nothing."""
    by.require(Right.ADOPT)
    if Key.objects.of(by.municipality).filter(pk=key, revoked_at=None).update(revoked_at=now):
        record_act(by, "registers.key_revoked", f"key:{key}")


def key_of(town: Municipality, secret: str, *, now: datetime) -> Key | None:
    """The valid key with this secret; its use is noted once an hour."""
    found = Key.objects.of(town).filter(key_hash=secrets.hashed(secret), revoked_at=None).first()
    if found:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
        Key.objects.of(town).filter(unnoted, pk=found.pk).update(last_used_at=now)
    return found
