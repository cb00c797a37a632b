"""The log's sentences for this app."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "catalogue.adopt": _("%(actor)s began to take over the service %(package)s, version %(version)s."),
        "catalogue.parameter": _("%(actor)s set the value “%(name)s” of the service %(package)s."),
        "catalogue.later": _(
            "%(actor)s entered the value “%(name)s” of the service %(package)s that holds from %(day)s."
        ),
        "catalogue.take_back": _(
            "%(actor)s took back the value “%(name)s” of the service %(package)s that was to hold from %(day)s."
        ),
        "catalogue.resolution": _("%(actor)s entered a resolution for values of the service %(package)s: %(count)s."),
        "catalogue.bind": _("%(actor)s changed the connection “%(port)s” of the service %(package)s."),
        "catalogue.level": _("%(actor)s limited how far the machine may go in %(package)s."),
        "catalogue.activate": _("%(actor)s switched on the service %(package)s."),
        "catalogue.pause": _("%(actor)s paused the service %(package)s."),
        "catalogue.release": _("%(actor)s took a new version of the service %(package)s."),
        "catalogue.roll_back": _("%(actor)s went back to the version of %(package)s before."),
    }
)

LEVEL_WORDS = {
    "inform": _("It only informs."),
    "prefill": _("It fills in and offers."),
    "propose": _("It proposes, a person decides."),
    "decide": _("It decides where the law allows it."),
}
GROUPS = {
    "gemeinderat": _("What the council decides"),
    "buergermeister": _("What the head of the municipality decides"),
    "amt": _("What the office decides"),
    "": _("Other values"),
}
ACTS = {
    "activate": _("Switched on"),
    "pause": _("Paused"),
    "release": _("New version taken"),
    "roll back": _("Gone back to the state before"),
    "value": _("Value changed"),
    "later": _("Value entered for later"),
    "take back": _("Value for later taken back"),
}
DECIDES = {"gemeinderat": _("council"), "buergermeister": _("head of the municipality"), "amt": _("office")}
