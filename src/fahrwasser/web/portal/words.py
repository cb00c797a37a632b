"""Words for what packages call by a name of their own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSENTS: dict[str, str | Promise] = {"umzug": _("Adapt it by yourselves when I move")}


def consent_words(name: str) -> str:
    """What the person has agreed to."""
    return str(CONSENTS.get(name, name.replace("_", " ").capitalize()))
