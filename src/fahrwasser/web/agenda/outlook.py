"""»Wenn wir nichts tun«: what stays open and what is not relieved. Staff figures only for those who may see them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.staffing import staff_lines
from fahrwasser.web.ui.templatetags.ui import number, span


def nothing_lines(member: Member, plan: Plan) -> list[str]:
    """Two or three sentences; queries only for members who may see staff figures."""
    lines = []
    if duties := plan.duties_met():
        words = ngettext(
            "One confirmed duty stays unfulfilled.", "%(count)s confirmed duties stay unfulfilled.", duties
        )
        lines.append(words % {"count": number(duties)})
    low, _likely, high = plan.hours()
    if high > 0:
        words = _("Every year %(hours)s hours of work stay where they are (estimated).")
        lines.append(words % {"hours": span(low, high)})
    lines += staff_lines(member, plan)
    if not lines:
        lines.append(_("Nothing changes: no duty is confirmed and no relief is planned yet."))
    return lines
