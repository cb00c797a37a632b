"""The duties that a town may confirm, in words: what, where it stands, how sure the reading is."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import LegalDuty, catalogue
from fahrwasser.web.agenda.models import Frame
from fahrwasser.web.tenants.models import Municipality


def duty_choices(town: Municipality, frame: Frame | None) -> list[tuple[str, SafeString]]:
    """(id, words) of each duty that would give a project of the catalogue its place here; no query."""
    known = catalogue()
    fixing = {ref for project in known.projects.values() if project.is_duty for ref in project.duty_refs}
    shown = [duty for duty in known.duties_in(town.state) if duty.id in fixing]
    sureness = certainties()
    return [(duty.id, _words(duty, sureness)) for duty in shown]


def _words(duty: LegalDuty, sureness: Mapping[str, str]) -> SafeString:
    template = '{}<br><span class="fw-note"><span lang="de">{}.</span> {} · {}, {}</span>'
    title = duty.title.in_language(get_language() or "de")
    return format_html(template, title, duty.what, duty.norm, sureness.get(duty.certainty, ""), _("please check"))


def certainties() -> dict[str, str]:
    """How sure the reading of a duty is."""
    return {
        "text_read": _("wording read"),
        "text_skimmed": _("only skimmed"),
        "read_earlier": _("read earlier"),
        "known_not_reread": _("not read again"),
    }
