"""People are global (one login for all towns); what they are in a town is a tenant row."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet

from .roles import RIGHTS, Right, Role


class UserManager(BaseUserManager["User"]):
    """Creates people; e-mail addresses are compared in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with this address; without password nobody can log in until the invitation is used."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Address as typed, any case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who works with Fahrwasser. Citizens are never users."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    is_observer = models.BooleanField(default=False)  # association or state: sees what towns released, added up
    is_programme_coach = models.BooleanField(default=False)  # calls meetings of all towns; marked by the operator
    is_sample = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="de")
    sessions_ended = models.PositiveSmallIntegerField(default=0)
    date_joined = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A new password or a higher `sessions_ended` ends every session of this person at its next request."""
        proof = f"{self.password}|{self.sessions_ended}"
        return salted_hmac("fahrwasser.session", proof, secret=secret, algorithm="sha256").hexdigest()


class UnitQuerySet(TenantQuerySet["Unit"]):
    """Reads of the offices."""

    def open(self) -> Self:
        """Not closed, by name."""
        return self.filter(closed_at=None).order_by("name", "id")


class Unit(TenantModel):
    """An office of the town hall (Amt, Sachgebiet)."""

    objects = UnitQuerySet.as_manager()

    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="unit_name")]


class MembershipQuerySet(TenantQuerySet["Membership"]):
    """Reads of who may do what here."""

    def current(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)

    def with_right(self, right: Right) -> Self:
        """Not revoked, of people who can log in, in a role that carries the right."""
        roles = [role for role, rights in RIGHTS.items() if right in rights]
        return self.current().filter(role__in=roles, user__is_active=True)

    def with_people(self) -> Self:
        """With the person, by name; one query."""
        return self.select_related("user").order_by("user__name", "user_id", "role")


class Membership(TenantModel):
    """What a person is in this municipality. A Lotse's membership is the town's mandate: revocable, logged."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(db_default=Now())
    granted_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    may_edit = models.JSONField(default=list)  # of a Lotse: rights (`COEDIT`) that the town adds to the mandate

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "role"],
                condition=models.Q(revoked_at=None),
                name="membership_once",
            )
        ]


class UnitMember(TenantModel):
    """A clerk or Multiplikator works in this unit."""

    unit = TenantForeignKey(Unit, on_delete=models.CASCADE)
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "membership", "unit"], name="unit_member_once")]


class RateWindow(models.Model):
    """Counts of POSTs per visitor and minute; not a tenant table: the visitor is a salted hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)


class CacheEntry(models.Model):
    """Rows of Django's database cache (its layout): counts of failed log-ins, one-time codes already used.

    Not a tenant table: keys are hashes or user ids, and a log-in belongs to no town.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


__all__ = ["RIGHTS", "CacheEntry", "Membership", "RateWindow", "Right", "Role", "Unit", "UnitMember", "User"]
