"""Mail about a case says that there is something to read, never what: a mail is a postcard."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from fahrwasser.web.jobs.actions import mail
from fahrwasser.web.jobs.models import Mail
from fahrwasser.web.tenants.models import Municipality

from . import links
from .models import Case


def news(town: Municipality, case: Case, to: str, text: str, language: str) -> Mail:
    """The mail for a message with this text: where it can be read and, if it offers that, taken back."""
    with override(language):
        subject = _("News about your case %(number)s") % {"number": case.number}
        body = _(
            "There is a message for you. So that nobody else can read it, it is not in this mail.\n\n"
            "Read it here: %(address)s\n\n"
            "The page asks for the code of your case. You do not have it? On the page you can have it sent to this "
            "address.\n"
        ) % {"address": links.status_address(town, case.pk)}
        if links.has_undo(text):
            more = _("We changed something for you without an application. Look at it or take it back: %(address)s\n")
            body = more % {"address": links.undo_address(town, case.pk)} + "\n" + body
    return mail(to, subject, f"{body}\n{town.name}\n")
