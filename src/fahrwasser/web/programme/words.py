"""What this app's acts are called in the log, and titles of phases and reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

from .models import Appointment, Meeting, Partner, Phase, PooledRequest

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
        "network.ask": _("%(actor)s asked a question in the network."),
        "network.answer": _("%(actor)s answered a question in the network."),
        "network.take_back": _("%(actor)s took back an answer in the network."),
        "network.solve": _("%(actor)s marked an answer as the solution."),
        "network.close": _("%(actor)s closed a question in the network."),
        "network.solution": _("%(actor)s passed on a solution."),
        "network.solution_back": _("%(actor)s took back a solution."),
        "network.remark": _("%(actor)s passed a voice on to the authors of a package."),
        "network.remark_back": _("%(actor)s took back a voice about a package."),
        "network.back": _("%(actor)s put the town behind a request (%(hours)s hours a year)."),
        "network.unback": _("%(actor)s took the town out of a request."),
        "network.standing": _("%(actor)s noted where a request stands."),
        "network.seek": _("%(actor)s looked for neighbours in the network."),
        "network.found": _("%(actor)s ended a search for neighbours."),
        "programme.attended": _("%(actor)s was at a meeting of the network."),
        "programme.module": _("%(actor)s finished a module."),
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
ADDRESSEES: dict[str, str | Promise] = {
    PooledRequest.To.VENDOR: _("a vendor"),
    PooledRequest.To.STATE: _("the state"),
    PooledRequest.To.DISTRICT: _("the district"),
    PooledRequest.To.OTHER: _("somebody else"),
}
STANDINGS: dict[str, str | Promise] = {
    PooledRequest.Standing.OPEN: _("collecting"),
    PooledRequest.Standing.SENT: _("sent off"),
    PooledRequest.Standing.PROMISED: _("promised"),
    PooledRequest.Standing.DONE: _("done"),
    PooledRequest.Standing.REFUSED: _("refused"),
}
PARTNERS: dict[str, str | Promise] = {
    Partner.Kind.POST: _("A post"),
    Partner.Kind.OPERATION: _("Running a service or software"),
}
COMPARED: dict[str, str | Promise] = {
    "projects_done": _("Finished projects"),
    "projects_running": _("Running projects"),
    "services_live": _("Services that run"),
    "hours_planned": _("Hours a year that the plan frees"),
    "hours_measured": _("Hours a year saved, measured"),
}
SPREADS: dict[str, str | Promise] = {
    "low": _("a quarter of the towns lies below"),
    "middle": _("half of the towns lie below"),
    "high": _("a quarter of the towns lies above"),
}
MEETINGS: dict[str, str | Promise] = {
    Meeting.Kind.BREAKFAST: _("Digital breakfast"),
    Meeting.Kind.NETWORK: _("Network meeting"),
    Meeting.Kind.COURSE: _("Course"),
    Meeting.Kind.CONSULTATION: _("Consultation hour"),
}
