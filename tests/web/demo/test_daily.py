"""The invented town has a notebook, voices and a bill, made by the acts of clicks; they say that they are invented."""

from dataclasses import replace

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import planning
from fahrwasser.web.agenda.models import Invoice, Progress, Voice
from fahrwasser.web.demo import load
from fahrwasser.web.demo.services import HUNDESTEUER
from fahrwasser.web.demo.towns import ERLENBRUECK, LINDENAU, LOTSE
from fahrwasser.web.inventory.actions import install_shipped_question_set
from fahrwasser.web.inventory.models import HandOver
from fahrwasser.web.jobs import loop
from fahrwasser.web.programme.models import Remark
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser
from web.demo.lived import as_role


@pytest.fixture
def town(database: object, monkeypatch: pytest.MonkeyPatch) -> Municipality:
    """Erlenbrück with its plan; of its services only the name of one, so that no months are made."""
    monkeypatch.setattr(planning, "QUICK_S", 0.1)
    monkeypatch.setattr(load, "adopt_services", lambda *_given: [])
    loop.load_handlers()
    with as_role("owner"):
        install_shipped_question_set()
        load._create(replace(ERLENBRUECK, services=(HUNDESTEUER,)), load._user(LOTSE))
    return Municipality.objects.get(slug=ERLENBRUECK.slug)


def test_notebook_voices_and_bill_are_there_and_marked(town: Municipality) -> None:
    with working_for(town):
        (notebook,) = HandOver.objects.of(town)
        assert notebook.written == ("dates", "steps", "pitfalls")
        passed, *waiting = Voice.objects.of(town).order_by("passed_on_at", "-package")
        assert passed.passed_on_at
        assert [bool(voice.package) for voice in waiting] == [True, False], "one that may still be passed on"
        assert {voice.state for voice in waiting} == {Voice.State.NEW}
        (bill,) = Invoice.objects.of(town)
        assert Progress.objects.get(project=bill.project).euros_spent == round(bill.amount)
        assert bill.dated_on < timezone.localdate()
    remark = Remark.objects.get()
    assert remark.municipality.is_sample
    texts = [notebook.dates, notebook.steps, notebook.pitfalls, passed.text, remark.text, bill.note]
    assert all("Beispiel" in text for text in (*texts, *(voice.text for voice in waiting)))
    assert passed.text not in remark.text


def test_the_navigator_of_the_demo_finds_them(town: Municipality) -> None:
    person = next(person for person in ERLENBRUECK.people if person.role is Role.NAVIGATOR)
    page = browser(User.objects.get(pk=person.key))
    assert "2 neue Stimmen aus den Ämtern" in page.get("/erlenbrueck/").content.decode()
    assert "Beispiel GmbH" in page.get(_bills(town)).content.decode()
    assert "in einem Brief" in page.get("/erlenbrueck/netz/stimmen/").content.decode()


def test_a_town_without_plan_or_services_has_only_its_notebook(database: object) -> None:
    loop.load_handlers()
    with as_role("owner"):
        install_shipped_question_set()
        load._create(replace(LINDENAU, services=()), load._user(LOTSE))
    lindenau = Municipality.objects.get(slug=LINDENAU.slug)
    with working_for(lindenau):
        assert HandOver.objects.of(lindenau).get().written == ("steps", "places")
        assert not Voice.objects.of(lindenau).exists()
        assert not Invoice.objects.of(lindenau).exists()


def _bills(town: Municipality) -> str:
    with working_for(town):
        return f"/{town.slug}/agenda/projekt/{Invoice.objects.get().project}/rechnungen/"
