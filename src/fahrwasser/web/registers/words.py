"""The log's sentences for this app."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "registers.event": _("%(actor)s reported an event (%(kind)s)."),
        "registers.file": _("%(actor)s sent a file with events: %(lines)s lines, %(new)s of them new."),
        "registers.consent": _("%(actor)s noted that a person has withdrawn a consent (%(name)s)."),
        "registers.opt_out": _("%(actor)s noted that a person wants nothing done unasked."),
        "registers.opt_in": _("%(actor)s noted that a person has taken back an opt-out."),
        "registers.key": _("%(actor)s created a key for another program."),
        "registers.key_revoked": _("%(actor)s revoked the key of another program."),
    }
)
