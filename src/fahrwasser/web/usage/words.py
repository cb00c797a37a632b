"""The log's sentences for this app."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "usage.on": _("%(actor)s switched on the counting of use."),
        "usage.off": _("%(actor)s switched off the counting of use."),
        "usage.delete": _("%(actor)s deleted the counts of use."),
    }
)
