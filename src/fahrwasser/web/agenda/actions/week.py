"""Steps of the week: done, or put off."""

from datetime import date

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import StepDone
from fahrwasser.web.agenda.steps import PUT_OFF


def finish_step(by: Member, step: str) -> None:
    """The step is done and does not come back."""
    _note(by, step, "done", None)


def put_off_step(by: Member, step: str, today: date) -> None:
    """The step comes back in a week."""
    _note(by, step, "later", today + PUT_OFF)


def _note(by: Member, step: str, state: str, until: date | None) -> None:
    by.require(Right.PLAN)
    StepDone.objects.update_or_create(
        municipality=by.municipality, step=step, defaults={"state": state, "until": until, "by": by.user_id}
    )
    record_act(by, f"week.{state}", step)
