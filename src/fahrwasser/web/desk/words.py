"""Words of packages in both languages: what a task can end with. Codes that are not listed are shown as they are."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, str | Promise] = {
    "erteilen": _("Grant"),
    "bewilligen": _("Grant"),
    "festsetzen": _("Assess"),
    "ablehnen": _("Refuse"),
    "abweisen": _("Refuse"),
    "nachfragen": _("Ask back"),
    "beenden": _("End"),
    "umschreiben": _("Transfer"),
    "belassen": _("Leave as it is"),
    "wiederherstellen": _("Restore"),
    "bestaetigen": _("Confirm"),
    "abhelfen": _("Remedy the objection"),
    "nicht_abhelfen": _("Do not remedy, submit to the next authority"),
    "vorlegen": _("Submit to the next authority"),
    "aendern": _("Change"),
    "anmelden": _("Register"),
    "abmelden": _("Deregister"),
    "erledigt": _("Done"),
}
NEED_REASONS = frozenset({"ablehnen", "abweisen", "nachfragen", "nicht_abhelfen", "vorlegen"})
CHANNELS: dict[str, str | Promise] = {
    "online": _("online"),
    "counter": _("taken at the counter"),
    "phone": _("taken on the telephone"),
    "post": _("came by post"),
    "api": _("from another system"),
    "event": _("without an application"),
}


def outcome_words(code: str) -> str:
    """The outcome for people."""
    return str(OUTCOMES.get(code, code.replace("_", " ").capitalize()))
