"""Foundations that projects need and provide: eAkte, ePayment, Servicekonto …"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.inventory.services import capability_defaults
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Capability
from fahrwasser.web.inventory.screens import STATE_NAMES, CapabilityScreen
from fahrwasser.web.tenants.turns import turn

from .common import me, show_form, town_of


@needs(Right.SEE_PLAN)
def capabilities(request: HttpRequest) -> HttpResponse:
    """All known capabilities with state and evidence."""
    stored = {row.key: row for row in Capability.objects.of(town_of(request))}
    language = get_language() or "de"
    rows = []
    for key, default in capability_defaults().items():
        row = stored.get(key)
        state = Capability.State(row.state) if row else Capability.State.UNKNOWN
        rows.append(
            {
                "key": key,
                "name": default.name.in_language(language),
                "state": STATE_NAMES[state],
                "is_live": state == Capability.State.LIVE,
                "is_unknown": state == Capability.State.UNKNOWN,
                "evidence": row.evidence if row else "",
                "as_of": row.as_of if row else None,
            }
        )
    page = {
        "rows": rows,
        "live": sum(bool(row["is_live"]) for row in rows),
        "unknown": sum(bool(row["is_unknown"]) for row in rows),
        "may_change": me(request).may(Right.RECORD),
    }
    return render(request, "inventory/capabilities.html", page)


@needs(Right.RECORD)
def capability(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far one capability is, with what shows it."""
    turn(request, f"capability:{key}")
    default = capability_defaults().get(key)
    if default is None:
        raise Http404
    row = Capability.objects.of(town_of(request)).filter(key=key).first()
    initial: dict[str, object] = {"state": Capability.State.UNKNOWN, "as_of": timezone.localdate()}
    if row:
        initial = {"state": row.state, "evidence": row.evidence, "as_of": row.as_of or timezone.localdate()}
    screen = CapabilityScreen(request.POST or None, initial=initial)
    language = get_language() or "de"
    name = default.name.in_language(language)
    if request.method == "POST" and screen.is_valid():
        data = screen.cleaned_data
        actions.keep_capability(me(request), key, data["state"], data["evidence"], data["as_of"])
        messages.success(request, _("%(name)s is saved.") % {"name": name})
        return redirect("capabilities")
    proof = default.evidence.in_language(language)
    return show_form(request, "inventory/capability.html", screen, name=name, proof=proof)
