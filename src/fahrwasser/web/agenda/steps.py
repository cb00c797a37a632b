"""The Navigator's next small steps: each at most 30 minutes, with its owner and a text that is ready to send.

Pure choice over plain values; `week.py` reads the values from the database.
"""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.web.agenda.situation import OpenProject, Situation, SmallTask, Step, SystemNotice

AT_ONCE = 3
NAMED = 3
LONGEST_MINUTES = 30
NOTICE_AHEAD = timedelta(days=90)
SMALL = "small:"
PUT_OFF = timedelta(days=7)


def next_steps(now: Situation) -> tuple[Step, ...]:
    """At most three: deadlines first, then what the phase asks for, then the projects of the plan."""
    found = [*_notices(now), *_phase(now), *_projects(now)]
    return tuple(step for step in found if step.key not in now.gone)[:AT_ONCE]


def _notices(now: Situation) -> list[Step]:
    due = [n for n in now.notices if now.today <= n.notice_date <= now.today + NOTICE_AHEAD]
    return [_notice(now, notice) for notice in sorted(due, key=lambda n: (n.notice_date, n.name))]


def _notice(now: Situation, notice: SystemNotice) -> Step:
    day = date_format(notice.notice_date, "DATE_FORMAT")
    days = (notice.notice_date - now.today).days
    return Step(
        key=f"notice:{notice.id}:{notice.notice_date:%Y%m%d}",
        title=_("Check the notice period: %(system)s") % {"system": notice.name},
        text=_(
            "The contract goes on unless notice is given by %(day)s. Decide with the head: keep, renegotiate or end."
        )
        % {"day": day},
        minutes=30,
        owner=_("you"),
        when=_("deadline in %(days)s days") % {"days": days},
        is_red=True,
        ready=_(
            "Good day,\n\nour contract for %(system)s can be ended with notice by %(day)s. Please send us by the end "
            "of next week: the present price per year, the next possible end, and what a handover of our data "
            "costs.\n\nKind regards"
        )
        % {"system": notice.name, "day": day},
        link=reverse("agenda_contracts"),
        link_text=_("To the contracts and dates"),
    )


def _phase(now: Situation) -> list[Step]:
    steps = []
    if not now.has_mandate:
        steps.append(_signature() if now.has_letter else _mandate())
    if now.check_url:
        steps.append(
            Step(
                "check",
                _("Go on with the quick check") if now.check_begun else _("Begin the quick check"),
                _("A few minutes are enough. You can stop at any time; everything is saved."),
                15,
                _("you"),
                link=now.check_url,
                link_text=_("Go on where you stopped") if now.check_begun else _("Begin now"),
                can_finish=False,
            )
        )
    if now.errand:
        steps.append(_errand(now, *now.errand))
    if not now.has_plan:
        steps.append(
            Step(
                "plan",
                _("Make the first plan"),
                _("Say how many hours and how much money there are. The first plan is there at once."),
                15,
                _("you"),
                link=reverse("agenda"),
                link_text=_("To the assumptions"),
                can_finish=False,
            )
        )
        return steps
    return steps + _council(now)


def _mandate() -> Step:
    return Step(
        "mandate",
        _("Ask the head for the mandate"),
        _("The letter is ready: appointment, hours a week, substitute. Without time no plan begins."),
        20,
        _("you, with the head"),
        ready=_(
            "Good day,\n\nfor the Digitale Agenda I need a clear mandate: a few hours a week, somebody who stands in, "
            "and your word that other work gives way for it. The letter is prepared, it only needs your signature. "
            "May I come by for ten minutes this week?\n\nKind regards"
        ),
        link=reverse("paper_mandate"),
        link_text=_("Open the letter"),
    )


def _signature() -> Step:
    return Step(
        "signature",
        _("Have the head sign the mandate"),
        _("The letter is prepared. It counts as soon as the head has confirmed the signature."),
        10,
        _("you, with the head"),
        link=reverse("papers"),
        link_text=_("To the letter"),
        can_finish=False,
    )


def _errand(now: Situation, office: str, sent: date, key: str) -> Step:
    days = (now.today - sent).days
    return Step(
        f"errand:{key}:{now.today:%G%V}",
        _("Remind %(office)s of the open question") % {"office": office},
        _("Five minutes of a colleague are missing. A short word helps more than a second e-mail."),
        5,
        office,
        when=_("open for %(days)s days") % {"days": days} if days > 0 else _("sent today"),
        ready=_(
            "Good day,\n\nyou have a link to a few questions from me; answering takes about five minutes. "
            "»I don't know« is an answer too. Could you do it by Friday?\n\nThank you"
        ),
    )


def _council(now: Situation) -> list[Step]:
    """Duties, council version, decision: one after the other."""
    if not now.has_confirmed_duties:
        return [_duties()]
    if not now.has_council_version:
        return [_council_version()]
    return [] if now.has_resolution else [_resolution()]


def _duties() -> Step:
    return Step(
        "duties",
        _("Check the duties"),
        _("Nobody has confirmed yet which duties bind your town. Only confirmed duties get a fixed place."),
        20,
        _("you, with the head"),
        link=reverse("agenda_frame"),
        link_text=_("To the list of duties"),
        can_finish=False,
    )


def _council_version() -> Step:
    return Step(
        "council",
        _("Talk through the plan with the head, then keep it for the council"),
        _("The paper for the council is made from the kept version."),
        30,
        _("you, with the head"),
        link=reverse("agenda_versions"),
        link_text=_("To the council version"),
        can_finish=False,
    )


def _resolution() -> Step:
    return Step(
        "resolution",
        _("Enter the decision of the council"),
        _("Date and number are enough. Then the plan counts."),
        5,
        _("you"),
        link=reverse("agenda_versions"),
        link_text=_("Enter the decision"),
        can_finish=False,
    )


def _projects(now: Situation) -> list[Step]:
    overdue = [project.title for project in now.projects if project.is_overdue]
    steps = [_overdue(overdue)] if overdue else []
    for project in now.projects:
        link = reverse("project", args=[project.id])
        if project.task:
            steps.append(_small(now, project, project.task, link))
        if project.is_running:
            steps.append(
                Step(
                    f"state:{project.id}:{now.today:%Y%m}",
                    _("Enter how it goes: %(project)s") % {"project": project.title},
                    _("Days spent this month and one sentence. So the plan stays true."),
                    10,
                    _("you"),
                    link=link,
                    link_text=_("Enter the state"),
                )
            )
        elif not project.task and not project.is_overdue:
            steps.append(_begin(now, project, link))
    return steps


def _overdue(titles: list[str]) -> Step:
    title = ngettext(
        "Enter what really runs: a project should have begun",
        "Enter what really runs: %(count)s projects should have begun",
        len(titles),
    )
    named = ", ".join(titles[:NAMED])
    if len(titles) > NAMED:
        named += " " + _("and %(count)s more") % {"count": len(titles) - NAMED}
    return Step(
        "overdue",
        title % {"count": len(titles)},
        _("By the plan it is time for: %(projects)s. What does not run yet moves to a later quarter in the next plan.")
        % {"projects": named},
        10,
        _("you"),
        link=reverse("agenda_board"),
        link_text=_("To the board"),
        can_finish=False,
    )


def _when(now: Situation, project: OpenProject) -> str:
    if project.is_running:
        return ""
    words = _("begins on %(day)s") if project.begins_on > now.today else _("was to begin on %(day)s")
    return words % {"day": date_format(project.begins_on, "DATE_FORMAT")}


def _small(now: Situation, project: OpenProject, task: SmallTask, link: str) -> Step:
    return Step(
        SMALL + task.id,
        task.title,
        _("A small step for »%(project)s«.") % {"project": project.title},
        task.minutes,
        task.owner,
        when=_when(now, project),
        ready=task.ready,
        link=link,
        link_text=_("To the project"),
    )


def _begin(now: Situation, project: OpenProject, link: str) -> Step:
    day = date_format(max(project.begins_on, now.today), "DATE_FORMAT")
    return Step(
        f"begin:{project.id}",
        _("Prepare the begin: %(project)s") % {"project": project.title},
        _("Find out who takes part and agree on a first appointment of half an hour."),
        30,
        _("you"),
        when=_when(now, project),
        ready=_(
            "Good day,\n\nfrom %(day)s we want to begin with »%(project)s«. I would like to talk for half an hour "
            "about who takes part, what must not be forgotten and what you wish for. Which day suits you?\n\n"
            "Kind regards"
        )
        % {"day": day, "project": project.title},
        link=link,
        link_text=_("To the project"),
    )
