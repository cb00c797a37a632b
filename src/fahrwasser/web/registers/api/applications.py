"""`POST api/antraege/<slug>/`: an application that was filled in elsewhere becomes a case by the same rules."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.forms import Form, Journey, journey, value_at
from fahrwasser.core.refused import Refused
from fahrwasser.web.cases import links
from fahrwasser.web.cases.actions import open_case
from fahrwasser.web.cases.facts import parameter_values
from fahrwasser.web.cases.filing import upload_refs
from fahrwasser.web.cases.models import Case, Seen
from fahrwasser.web.cases.people import fall_facts, listed_name, named, person_in
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.models import Key
from fahrwasser.web.ui.languages import in_words

from ..flags import flags_about
from .http import Caller, Problem, Wrong, answer, api, body_of

CHANNEL = "api"
LONGEST_KEY = 200
PERSON_FIELDS = frozenset({"familienname", "vornamen", "geburtsdatum", "email", "telefon"})
REPRESENTATIVE = {"name": "name", "anschrift": "address", "email": "email"}
REPRESENTS = {"kind": "parent", "betreuung": "guardian", "vollmacht": "attorney"}
TOP = frozenset({"antworten", "person", "vertretung", "sprache"})


@api("POST", Key.Scope.APPLICATIONS)
def apply(request: HttpRequest, caller: Caller, slug: str) -> HttpResponse:
    """201 with number and status page; 200 with the same ones for an Idempotency-Key that was used before."""
    body = _top(body_of(request))
    adoption = Adoption.objects.of(caller.town).open_to_citizens().filter(slug=slug).first()
    if adoption is None:
        raise Problem(404, "no-service", _("This town offers no such service."))
    now = timezone.now()
    known = {"parameter": parameter_values(adoption.parameters_id, adoption.release_id, now)}
    form = compiled(adoption.release_id).form
    way = journey(form, body["antworten"], now=now, known=known)
    _require_complete(form, way)
    fall = _about(form, way.kept, body)
    key = _key(request, caller)
    before = _case_of(caller, key)
    if before is not None:
        return _same(before, adoption, way.kept)
    facts = {"antrag": dict(way.kept), "fall": fall, "flags": flags_about(adoption, fall["person"], now=now)}
    try:
        case = open_case(
            adoption, adoption.release, channel=CHANNEL, facts=facts, person=listed_name(fall["person"]), now=now,
            key=key, actor=f"api:{caller.key.pk}",
        )  # fmt: skip
    except Refused as refused:
        raise Problem(409, "not-open", in_words(refused)) from None
    links.open_status(case, now)
    return answer(_told(case), 201)


def _top(body: Any) -> Mapping[str, Any]:
    errors = []
    if not isinstance(body, Mapping) or not isinstance(body.get("antworten"), Mapping):
        errors.append(Wrong("/antworten", _("The answers of the form are missing.")))
    else:
        errors += [Wrong(f"/{name}", _("There is no field of this name here.")) for name in sorted(set(body) - TOP)]
        errors += _strange(body.get("person"), PERSON_FIELDS, "/person")
        errors += _strange(body.get("vertretung"), {"art", *REPRESENTATIVE}, "/vertretung")
        acting = body.get("vertretung")
        if not errors and acting is not None and (acting.get("art") not in REPRESENTS or not acting.get("name")):
            errors.append(Wrong("/vertretung", _("Please give art (kind, betreuung, vollmacht) and name.")))
        if body.get("sprache", "de") not in ("de", "en"):
            errors.append(Wrong("/sprache", _("Possible are de and en.")))
    if errors:
        raise Problem(422, "application", _("No case was opened; please correct this."), errors=errors)
    return dict(body)


def _strange(value: Any, allowed: Any, at: str) -> list[Wrong]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [Wrong(at, _("An object is expected here."))]
    wrong = [Wrong(f"{at}/{name}", _("There is no field of this name here.")) for name in sorted(set(value) - allowed)]
    texts = ((name, text) for name, text in value.items() if name in allowed)
    return wrong + [
        Wrong(f"{at}/{name}", _("A text of at most 200 characters is expected."))
        for name, text in texts
        if not isinstance(text, str) or len(text) > 200
    ]


def _require_complete(form: Form, way: Journey) -> None:
    """Everything the form asks is answered and nothing else is sent. Raises Problem with every place."""
    language = get_language() or "de"
    errors = [
        Wrong(at(problem.path), problem.text.in_language(language) if problem.text else in_words(problem))
        for problem in way.missing
    ]
    errors += [
        Wrong(at(path), _("The form asks nothing like this.")) for path in way.dropped if not _is_hidden(way, path)
    ]
    no_files = _("Files cannot be sent here. The office asks for them.")
    sent = [field for field in form.fields if field.widget == "file" and value_at(way.kept, field.path) is not None]
    errors += [Wrong(at(field.path), no_files) for field in sent]
    if not sent and any(upload_refs(way.kept)):  # in a repeated group, say: it could name the file of somebody else
        errors.append(Wrong(at(""), no_files))
    if errors:
        raise Problem(422, "application", _("No case was opened; please correct this."), errors=errors)


def _is_hidden(way: Journey, path: str) -> bool:
    """Not asked because of other answers: left out silently, as in the browser."""
    return any(path == hidden or path.startswith(f"{hidden}/") for hidden in way.hidden)


def at(path: str) -> str:
    """A path of the form as JSON pointer into the body."""
    return f"/antworten/{path}" if path else "/antworten"


def _about(form: Form, answers: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """`fall` of the case; what the body says of the person goes before what the answers say."""
    person = named({**person_in(form, answers), **(body.get("person") or {})})
    acting = body.get("vertretung") or {}
    who = {own: acting[name] for name, own in REPRESENTATIVE.items() if acting.get(name)}
    behalf = REPRESENTS[acting["art"]] if acting else ""
    return fall_facts(person, language=body.get("sprache", "de"), behalf=behalf, representative=who)


def _key(request: HttpRequest, caller: Caller) -> str | None:
    sent = request.headers.get("Idempotency-Key", "").strip()
    if len(sent) > LONGEST_KEY:
        raise Problem(400, "idempotency-key", _("The Idempotency-Key is too long."))
    return f"api:{caller.key.pk}:{hashlib.sha256(sent.encode()).hexdigest()}" if sent else None


def _case_of(caller: Caller, key: str | None) -> Case | None:
    if key is None:
        return None
    seen = Seen.objects.of(caller.town).filter(key=key).select_related("case").first()
    return seen.case if seen else None


def _same(case: Case, adoption: Adoption, kept: Mapping[str, Any]) -> HttpResponse:
    was = case.facts.get("antrag")
    if case.adoption_id != adoption.pk or (was is not None and was != dict(kept)):
        raise Problem(422, "idempotency-key", _("This Idempotency-Key was used for another application."))
    return answer(_told(case))


def _told(case: Case) -> dict[str, str]:
    """Number, and the person's own way to the case: address and code of the status page."""
    return {
        "vorgang": case.number,
        "stand": reverse("api_case", args=[case.number]),
        "statusseite": reverse("status", args=[links.status_token(case.pk)]),
        "code": links.status_code(case.pk),
    }
