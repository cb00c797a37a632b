"""A better plan was found after something has happened: it is taken over, or left."""

from datetime import date

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.agenda.models import Frame, Progress, Study, Version
from fahrwasser.web.agenda.numbers import one_after_the_other
from fahrwasser.web.agenda.running import progress_mark

from .council import NotPossible, require_planner
from .plan import new_version
from .rolling import roll_forward


def accept_replan(by: Member, study: Study, today: date) -> Version:
    """The proposed plan is the town's plan now. Raises NotPossible when the plan or the projects have changed since."""
    require_planner(by)
    town, found = by.municipality, study.result
    one_after_the_other(town)
    current = Version.objects.of(town).current()
    frame = Frame.objects.of(town).first()
    is_open = study.state == Version.Search.DONE and bool((found.get("answer") or {}).get("schedule"))
    if frame is None or current is None or not is_open or study.version_id != current.pk:
        raise NotPossible("stale")
    frame = roll_forward(frame, today)
    if found["mark"] != progress_mark(Progress.objects.of(town)) or found["begin"] != frame.first_quarter.isoformat():
        raise NotPossible("stale")
    version = new_version(by, Version.Kind.PROPOSAL, found["instance"], found["facts"], found["answer"])
    record_act(by, "agenda.replan", str(version.pk), number=version.number)
    return version


def ignore_replan(by: Member, study: Study) -> None:
    """The plan stays; the notice comes back when something else happens."""
    require_planner(by)
    result = {**study.result, "ignored": True}
    Study.objects.of(by.municipality).filter(pk=study.pk).update(result=result)
    record_act(by, "agenda.replan_ignored", str(study.version_id))
