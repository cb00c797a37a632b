"""Words of packages in both languages: what a task can end with. Codes that are not listed are shown as they are."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, str | Promise] = {
    "abgeben": _("Hand over"),
    "abhelfen": _("Remedy the objection"),
    "annehmen": _("Accept"),
    "ablehnen": _("Refuse"),
    "abmelden": _("Deregister"),
    "abweisen": _("Refuse"),
    "aendern": _("Change"),
    "anmelden": _("Register"),
    "aussetzen": _("Suspend"),
    "beenden": _("End"),
    "belassen": _("Leave as it is"),
    "bestaetigen": _("Confirm"),
    "bewilligen": _("Grant"),
    "erledigt": _("Done"),
    "erteilen": _("Grant"),
    "festsetzen": _("Assess"),
    "freigeben": _("Release"),
    "nachfragen": _("Ask back"),
    "nicht_abhelfen": _("Do not remedy, submit to the next authority"),
    "pruefen": _("A person looks at it"),
    "ruhen": _("Let it rest"),
    "umschreiben": _("Transfer"),
    "verwerfen": _("Drop"),
    "vorlegen": _("Submit to the next authority"),
    "wiederherstellen": _("Restore"),
    "zuruecknehmen": _("Withdraw"),
    "zurueckstellen": _("Put off"),
}
NEED_REASONS = frozenset(
    {"ablehnen", "abweisen", "nachfragen", "nicht_abhelfen", "vorlegen", "verwerfen", "aussetzen", "zurueckstellen"}
)
ASKS = frozenset({"nachfragen"})
CHANNELS: dict[str, str | Promise] = {
    "online": _("online"),
    "counter": _("taken at the counter"),
    "phone": _("taken on the telephone"),
    "post": _("came by post"),
    "api": _("from another system"),
    "event": _("without an application"),
}
LEVELS: dict[str, str | Promise] = {
    "inform": _("information"),
    "prefill": _("filled in by the machine"),
    "propose": _("proposal"),
    "decide": _("decided by the machine"),
    "update": _("register upkeep"),
}
ACTS: dict[str, str | Promise] = {
    "antwort": _("Answer received"),
    "widerspruch": _("Objection received"),
    "zahlung": _("Payment received"),
    "bezahlt": _("Payment received"),
    "rueckgaengig": _("Taken back by the person"),
    "einwilligung_widerrufen": _("Consent withdrawn"),
    "zugang_gesendet": _("Code of the status page mailed"),
    "zugang_ausgegeben": _("Code of the status page handed out"),
    "von_hand": _("Taken over by hand"),
    "eingestellt": _("Closed by the office"),
    "zahlung_abweichend": _("Paid with another amount or reference than was asked for"),
    "zahlung_nach_rueckzug": _("Paid although the office had withdrawn the payment"),
    "zahlung_gilt": _("Payment counts as paid, says the office"),
    "zahlung_erstattet": _("Payment sent back, says the office"),
    "zahlung_fremd": _("Payment belongs to something else, says the office"),
    "per_post": _("Notice sent by post, nobody had opened it in the portal"),
    "zugang_spaeter": _("Notice came later than the law presumes, its period was reckoned anew"),
    "erneut_versandt": _("Notice never came and was sent again, its period begins anew"),
    "try_again": _("Tried again"),
    "erased": _("Personal data erased"),
    "teilweise_geloescht": _("Voluntary data erased on request (Art. 17 GDPR)"),
    "loeschung_abgelehnt": _("Erasure asked for and refused (Art. 17 (3) GDPR)"),
}
DELIVERY: dict[str, str | Promise] = {
    "waiting": _("on its way"),
    "sent": _("sent, no receipt yet"),
    "acknowledged": _("arrived"),
    "rejected": _("rejected"),
}
PAYMENT: dict[str, str | Promise] = {
    "open": _("open"),
    "paid": _("paid"),
    "mismatched": _("another amount or reference has come"),
    "cancelled": _("withdrawn, nobody has to pay it"),
}
FIELDS: dict[str, tuple[Any, Any]] = {
    "gebuehr": (
        _("New fee in euros"),
        _(
            "Only if it gets lower; 0 if nothing is to be paid. Empty: it stays as it is. Has something been refunded "
            "already? Then leave it empty and settle the money by hand."
        ),
    ),
}
"""Label and hint of what a task asks for beside its outcome."""
REASONED = frozenset({"von_hand", "eingestellt", "zahlung_gilt", "zahlung_erstattet", "zahlung_fremd"})
"""Acts of the office whose reason is shown in the history."""
GROUNDS: dict[str, str | Promise] = {
    "a": _("The data are not needed any more (Art. 17 (1) a GDPR)"),
    "b": _("The consent is withdrawn (Art. 17 (1) b GDPR)"),
    "c": _("The person objects (Art. 17 (1) c GDPR)"),
    "d": _("The data are said to be processed unlawfully (Art. 17 (1) d GDPR)"),
}
KEPT_WHY: dict[str, str | Promise] = {
    "running": _("The procedure is not closed yet; until then these data are needed (Art. 17 (3) b GDPR)."),
    "in_force": _(
        "A right or a duty from this case is still in force; the retention begins when it ends (Art. 17 (3) b GDPR)."
    ),
    "kept": _("The file has to be kept by law until its retention is over (Art. 17 (3) b GDPR)."),
    "archive": _(
        "The retention is over, but the archive has to be asked before anything is destroyed (Art. 17 (3) d GDPR,"
        " § 5 SächsArchivG)."
    ),
}
REPRESENTED: dict[str, str | Promise] = {
    "parent": _("as parent"),
    "guardian": _("as legal guardian"),
    "attorney": _("with a power of attorney"),
}


def outcome_words(code: str) -> str:
    """The outcome for people."""
    return str(OUTCOMES.get(code, value_name(code)))


def value_name(code: str) -> str:
    """ "tax_class" → "Tax class": names of packages, readable."""
    return code.replace("_", " ").replace("  ", " ").strip().capitalize()
