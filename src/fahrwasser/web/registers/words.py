"""The log's sentences for this app."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update({"registers.event": _("%(actor)s reported an event (%(kind)s).")})
