"""What this app's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

from .acts import WORDS

WORDS.update(
    {
        "unit.open": _("%(actor)s added the office %(unit)s."),
        "unit.rename": _("%(actor)s renamed the office %(unit)s."),
        "unit.close": _("%(actor)s closed the office %(unit)s."),
        "staff.invite": _("%(actor)s invited %(person)s (%(role)s)."),
        "staff.appoint": _("The operator appointed %(person)s (%(role)s)."),
        "staff.give": _("%(actor)s gave %(person)s a role: %(role)s."),
        "staff.take": _("%(actor)s took a role from %(person)s: %(role)s."),
        "staff.units": _("%(actor)s changed the offices of %(person)s."),
        "staff.remind": _("%(actor)s sent %(person)s the invitation again."),
        "staff.reset": _("%(actor)s reset the second factor of %(person)s."),
        "staff.leave": _("%(person)s left the town's team."),
        "mandate.give": _("%(actor)s gave %(person)s the mandate as Digital-Lotse."),
        "mandate.end": _("%(actor)s ended the mandate of %(person)s as Digital-Lotse."),
    }
)
