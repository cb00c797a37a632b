"""The log's sentences for this app, and what channels are called."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update({"insight.measure": _("%(actor)s took %(figures)s measured figures over into the record.")})

CHANNEL_NAMES = {
    "online": _("online"),
    "counter": _("counter"),
    "phone": _("phone"),
    "post": _("post"),
    "api": _("other portals"),
    "event": _("register event"),
}
