"""The hand-over notebook: pieces written by the town or by whoever has the link, the link itself, and its end."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.inventory.knowledge import MINUTES, PARTS
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import RIGHTS, Right
from fahrwasser.web.inventory.models import HandOver, SoloTask
from fahrwasser.web.jobs.actions import absolute, send_mail
from fahrwasser.web.tenants.models import Act, Municipality

from .errands import LinkNotValid, hash_of
from .figures import own_units

NOTEBOOK_VALID_FOR = timedelta(days=90)
PATH = "/aufgabe/uebergabe/%s/"  # the address of `inventory_notebook` below a town; a test follows the link


class WrittenMeanwhile(ValueError):
    """Somebody else has changed the same piece since the form was opened."""


def kept_units(by: Member) -> frozenset[uuid.UUID] | None:
    """The offices whose notebooks the person keeps; None = all, by a role of the town itself that records.

    What a town has added to a coach's mandate does not count. At most 1 query.
    """
    if any(Right.RECORD in RIGHTS[role] for role in by.roles):
        return None
    if any(Right.RECORD_OWN in RIGHTS[role] for role in by.roles):
        return own_units(by.municipality, by.user_id)
    return frozenset()


def require_task(by: Member, task: SoloTask) -> None:
    """Raises PermissionDenied unless the person may keep this task's notebook."""
    units = kept_units(by)
    if units is not None and task.unit_id not in units:
        raise PermissionDenied(Right.RECORD.value)


def write_part(by: Member, task: SoloTask, part: str, text: str, *, nothing: bool, before: str) -> HandOver:
    """One piece of the notebook, which begins with the first. Raises WrittenMeanwhile."""
    require_task(by, task)
    notebook, _new = HandOver.objects.get_or_create(municipality=by.municipality, task=task)
    _write(notebook, part, text, nothing=nothing, before=before)
    record_act(by, "handover.write", f"solo:{task.pk}", part=part)
    return notebook


def write_by_link(notebook: HandOver, part: str, text: str, *, nothing: bool, before: str) -> None:
    """The same by whoever has the link: the link is the authority, no login. Raises WrittenMeanwhile."""
    _write(notebook, part, text, nothing=nothing, before=before)
    Act.objects.create(
        municipality=notebook.municipality,
        role="errand",
        verb="handover.write",
        subject=f"solo:{notebook.task_id}",
        detail={"part": part},
    )


def _write(notebook: HandOver, part: str, text: str, *, nothing: bool, before: str) -> None:
    """The row is locked: two people who write the same piece at once do not undo each other's words."""
    if part not in PARTS:
        raise ValueError(part)
    row = HandOver.objects.of(notebook.municipality_id).select_for_update().get(pk=notebook.pk)
    if _lines(row.text(part)) not in (_lines(before), _lines(text)):
        raise WrittenMeanwhile(part)
    without = [name for name in row.nothing if name != part]
    values = {part: text, "nothing": [*without, part] if nothing and not text.strip() else without}
    HandOver.objects.of(notebook.municipality_id).filter(pk=notebook.pk).update(**values, changed_at=timezone.now())


def _lines(text: str) -> str:
    """Browsers send line ends in their own way."""
    return "\n".join(text.split("\r\n")).strip()


def make_link(by: Member, task: SoloTask, email: str = "") -> str:
    """The token, which is shown once and never stored; a link made before stops working."""
    require_task(by, task)
    token = secrets.token_urlsafe(32)
    until = timezone.now() + NOTEBOOK_VALID_FOR
    values = {"token_hash": hash_of(token), "link_until": until}
    HandOver.objects.update_or_create(municipality=by.municipality, task=task, defaults=values)
    record_act(by, "handover.link", f"solo:{task.pk}")
    if email:
        send_mail(email, _("Ten minutes for those who come after you"), _mail(by, task, token, until))
    return token


def revoke_link(by: Member, task: SoloTask) -> None:
    """The link stops working at once; what was written stays."""
    require_task(by, task)
    HandOver.objects.of(by.municipality).filter(task=task).update(token_hash="", link_until=None)
    record_act(by, "handover.revoke", f"solo:{task.pk}")


def delete_notebook(by: Member, task: SoloTask) -> None:
    """Everything written goes, and the link with it."""
    require_task(by, task)
    HandOver.objects.of(by.municipality).filter(task=task).delete()
    record_act(by, "handover.delete", f"solo:{task.pk}")


def find_notebook(town: Municipality, token: str, now: datetime | None = None) -> HandOver:
    """The notebook behind a link; 1 query. Raises LinkNotValid."""
    rows = HandOver.objects.with_link(town, now or timezone.now())
    still_there = Q(task__closed_at=None) | Q(task__has_substitute=True)
    found = rows.filter(still_there, token_hash=hash_of(token)).first()
    if found is None:
        raise LinkNotValid
    return found


def task_with_notebook(town: Municipality, key: uuid.UUID) -> tuple[SoloTask, HandOver] | None:
    """The task and its notebook (an empty one, not stored, before anybody has written); 2 queries."""
    task = SoloTask.objects.of(town).select_related("unit").filter(pk=key).first()
    if task is None:
        return None
    stored = HandOver.objects.of(town).filter(task=task).first()
    return task, stored or HandOver(municipality=town, task=task)


def _mail(by: Member, task: SoloTask, token: str, until: datetime) -> str:
    asked = _(
        "%(name)s asks you to write down what somebody else needs to know about this task: %(task)s. "
        "It is %(count)s pieces of about %(minutes)s minutes; do one now and the others when you like."
    )
    valid = _("The link needs no password. It works until %(day)s and opens nothing but this notebook.")
    lines = [
        _("Good day,"),
        asked % {"name": by.name, "task": task.name, "count": len(PARTS), "minutes": MINUTES},
        absolute(by.municipality, PATH % token),
        valid % {"day": f"{timezone.localtime(until):%d.%m.%Y}"},
        by.municipality.name,
    ]
    return "\n\n".join(lines) + "\n"
