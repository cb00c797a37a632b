"""What this app's acts are called in the log, and titles of phases and reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

from .models import Appointment, Phase

WORDS.update(
    {
        "programme.share": _("%(actor)s changed what is released (%(parts)s)."),
        "programme.target": _("%(actor)s set a target day for the phase."),
        "programme.stuck": _("%(actor)s said what the town is stuck on."),
        "programme.unstuck": _("%(actor)s said that it goes on again."),
        "programme.obstacle": _("%(actor)s named an obstacle."),
        "programme.solved": _("%(actor)s noted that an obstacle is gone."),
        "programme.appointment": _("%(actor)s made an appointment with the coach."),
        "programme.cancel": _("%(actor)s cancelled an appointment with the coach."),
        "mandate.coedit": _("%(actor)s changed what %(person)s may edit."),
    }
)

STUCK: dict[str, str | Promise] = {
    Phase.Stuck.MANDATE: _("the mandate is missing"),
    Phase.Stuck.TIME: _("nobody has time"),
    Phase.Stuck.VENDOR: _("a vendor does not deliver"),
    Phase.Stuck.COUNCIL: _("waiting for a date of the council"),
    Phase.Stuck.STAFF: _("staff have changed"),
    Phase.Stuck.OTHER: _("something else"),
}
STUCK_BY_DAYS: dict[str, str | Promise] = {
    "long": _("recording for more than 120 days"),
    "silent": _("no entry for more than 90 days"),
}
MEETING: dict[str, str | Promise] = {
    Appointment.Kind.VISIT: _("Visit"),
    Appointment.Kind.CALL: _("Call"),
    Appointment.Kind.WORKSHOP: _("Workshop"),
}
AGENDA: dict[str, str | Promise] = {
    "none": _("no plan yet"),
    "draft": _("draft"),
    "council": _("before the council"),
    "decided": _("decided"),
}
