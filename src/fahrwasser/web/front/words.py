"""Sentences of this app for the log of acts."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update({"town.letterhead": _("%(actor)s has changed the letterhead.")})
