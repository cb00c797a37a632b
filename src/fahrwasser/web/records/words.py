"""The log's sentences for this app."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "records.offered": _("%(actor)s noted that the archive was asked about %(files)s files."),
        "records.erasure": _("%(actor)s decided on a request for erasure (%(number)s)."),
    }
)
