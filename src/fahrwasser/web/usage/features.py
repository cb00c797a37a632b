"""The parts that are counted, and which pages belong to them: by the beginning of the page's url name."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Pages that only one role may see stand together with others, so that a row never speaks of one person's office alone.
FEATURES: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "week": (_("This week"), ("home", "week")),
    "check": (_("Quick check"), ("check",)),
    "record": (
        _("Record: services, systems, posts"),
        ("inventory", "service", "system", "capabil", "staff", "table"),
    ),
    "plan": (_("Digitale Agenda"), ("agenda", "plan", "wish", "version", "project")),
    "whatif": (_("Reasons and what if"), ("agenda_whatif", "agenda_sure", "project_reasons", "plan_trial")),
    "money": (
        _("Comparisons, funding, procurement"),
        (
            "agenda_comparison", "agenda_position", "agenda_outage", "agenda_actual", "agenda_funding",
            "agenda_contract", "agenda_procurement",
        ),
    ),
    "papers": (_("Papers for council and head"), ("paper", "mandate", "document")),
    "adopt": (_("Take over services"), ("catalogue", "adoption", "apply_test", "service_paper_of")),
    "desk": (_("Desk: cases and tasks"), ("today", "case", "task", "draft")),
    "counter": (_("Counter and telephone"), ("counter",)),
    "files": (_("Files"), ("file",)),
    "registers": (_("Registers"), ("register",)),
    "figures": (_("Figures and use"), ("figures", "usage")),
    "coaching": (_("Work with the Digital-Lotse"), ("coaching",)),
    "network": (_("Network of the towns"), ("network",)),
    "people": (_("Team and letterhead"), ("people", "letterhead")),
}  # fmt: skip

# Pages of citizens: only how often a step was opened in a week, over all services.
STEPS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "citizen_read": (_("Read about a service"), ("services_offered", "service_info")),
    "citizen_fill": (_("Fill in"), ("apply", "apply_for", "draft", "draft_page", "draft_behalf")),
    "citizen_check": (_("Check before sending"), ("draft_review",)),
    "citizen_sent": (_("Receipt after sending"), ("receipt",)),
    "citizen_follow": (_("Look how it stands"), ("status", "status_answer", "status_objection")),
    "citizen_paper": (_("Form on paper"), ("service_paper", "draft_print")),
}
STEP_OF = {name: key for key, (_label, names) in STEPS.items() for name in names}


# Of nobody's town or of nobody's work: a person's own account and the pages of a coach or the state.
NOT_COUNTED = ("account", "mfa", "towns", "coach_", "state")


@lru_cache(maxsize=1024)
def feature_of(url_name: str) -> str | None:
    """The part a staff page belongs to: the longest beginning wins; None for pages that nobody counts."""
    if url_name.startswith(NOT_COUNTED):
        return None
    fitting = [
        (len(prefix), key)
        for key, (_label, prefixes) in FEATURES.items()
        for prefix in prefixes
        if url_name.startswith(prefix)
    ]
    return max(fitting)[1] if fitting else None
