"""The long search for better plans, outside of any request."""

import logging
import uuid
from typing import Any

from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.solving import SolverFailed, solve
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

log = logging.getLogger("fahrwasser.agenda")
SEARCH_S = 60.0


@handler("agenda.solve", long=True)
def run(municipality: Municipality, version: str, time_limit_s: float = SEARCH_S) -> None:
    """The version has the best plan found within a minute, its proven gap and its reasons; may be repeated."""
    key = uuid.UUID(version)
    with working_for(municipality):
        found = Version.objects.of(municipality).filter(pk=key, frozen_at=None).first()
        is_newest = found is not None and Version.objects.of(municipality).current() == found
        if found is None or found.search == Version.Search.DONE:
            return
        if not is_newest:  # a newer plan has replaced it: nobody waits for this one any more
            _write(key, found.answer, Version.Search.DONE)
            return
        _write(key, found.answer, Version.Search.RUNNING)

    def keep(newest: dict[str, Any]) -> None:
        with working_for(municipality):
            _write(key, newest, Version.Search.RUNNING)

    try:
        answer = solve(
            found.instance,
            start=found.answer.get("schedule") or {},
            time_limit_s=time_limit_s,
            on_progress=keep,
        )
    except SolverFailed as error:
        log.warning("the search for version %s failed: %s", key, error)
        with working_for(municipality):
            Version.objects.filter(pk=key, frozen_at=None).update(search=Version.Search.FAILED)
        return
    with working_for(municipality):
        _write(key, answer, Version.Search.DONE)


def _write(key: uuid.UUID, answer: dict[str, Any], search: str) -> None:
    """Never touches a frozen version; an answer without plan never replaces a plan."""
    row = Version.objects.filter(pk=key, frozen_at=None)
    held = row.values_list("answer", flat=True).first() or {}
    loses = held.get("schedule") and not answer.get("schedule")
    row.update(search=search, **({} if loses else {"answer": answer}))
