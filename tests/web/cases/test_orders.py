"""Whatever is repeated or comes in another order: each event counts once, and every case reaches its end."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fahrwasser.core.bpmn.events import Done, Message, Timer
from fahrwasser.web.cases import history
from fahrwasser.web.cases.models import Case, Event, Letter, Notice, Task, Wait
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.tenants.context import working_for
from web.cases.office import Office
from web.cases.sample_package import after, both, boundary, call, end, flows, receive, start, user

REMIND = boundary("mahnen", "warten", after('duration("P1D")'), interrupting=False)
BUSY = (
    start() + both("teilen") + user("pruefen") + receive("warten", "antwort") + REMIND
    + call("mahnung", "message", vorlage='"hallo"', werte="{name: antrag.name}") + end("gemahnt")
    + call("buchen", "hand_over", port='"finanz"', werte="{person: antrag.name, betrag: 1}") + both("sammeln") + end()
    + flows("s>teilen", "teilen>pruefen>sammeln", "teilen>warten>buchen>sammeln", "sammeln>e", "mahnen>mahnung>gemahnt")
)  # fmt: skip

EVENT = st.sampled_from(["finish", "message", "worker", "day", "done again", "timer again", "message again"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENT, max_size=14))
def test_any_order_with_repetitions_gives_one_of_each(database, story: list[str]) -> None:
    office = Office(BUSY, slug=f"ort-{uuid.uuid4().hex[:12]}")
    case = office.open(key="a")
    for event in [*story, "message", "finish", "day", "worker", "worker"]:
        happen(office, case, event)
    found = office.case(case)
    assert found.closed_at, (story, found.state)
    assert found.outcome in ("e", "gemahnt")
    with working_for(office.town):
        assert Case.objects.of(office.town).count() == 1
        assert Delivery.objects.of(office.town).count() == 1
        assert Notice.objects.of(office.town).count() <= 1
        assert not Letter.objects.of(office.town).exists()
        assert not Task.objects.of(office.town).filter(done_at=None).exists()
        assert not Wait.objects.of(office.town).exists()
        assert not Job.objects.of(office.town).filter(kind__in=("cases.call", "cases.timer")).exists()
        events = Event.objects.of(office.town).filter(case=case).order_by("sequence")
        numbers = list(events.values_list("sequence", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert history.verify(found) is None


def happen(office: Office, case: Case, event: str) -> None:
    """One thing from outside; most of them twice over in a story."""
    if event == "finish":
        if office.tasks(case):
            office.finish(case)
    elif event.startswith("message"):
        office.message(case, "antwort", key="m1" if event == "message" else "m2", text="da")
    elif event == "day":
        office.later(days=1)
    elif event == "worker":
        office.due()
    elif event == "timer again":
        office.deliver(case, Timer(4, office.now))
    else:
        for token in (1, 2, 99):
            office.deliver(case, Message("fremd", office.now, token=token))
        office.deliver(case, Done(1 if not office.tasks(case) else 99, office.now, {}))
