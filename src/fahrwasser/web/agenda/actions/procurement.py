"""Steps of buying something for a project: done, or open again."""

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import StepDone

DONE = "done"


def procurement_key(project: str, step: str) -> str:
    """How the step is kept among the done ones; the same for all variants of a project."""
    return f"buy:{base_of(project)}:{step}"


def tick_procurement(by: Member, project: str, step: str, *, is_done: bool) -> None:
    """The step is done, with the day; or it is open again."""
    by.require(Right.PLAN)
    key = procurement_key(project, step)
    if is_done:
        StepDone.objects.update_or_create(
            municipality=by.municipality, step=key, defaults={"state": DONE, "until": None, "by": by.user_id}
        )
    else:
        StepDone.objects.of(by.municipality).filter(step=key).delete()
    record_act(by, "procurement.done" if is_done else "procurement.open", key)
