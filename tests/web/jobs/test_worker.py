"""Jobs commit with their cause, run once, are retried alone, and end as visible dead letters."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from fahrwasser.web.jobs import loop
from fahrwasser.web.jobs.actions import enqueue, send_mail
from fahrwasser.web.jobs.models import Job, Mail
from fahrwasser.web.jobs.registry import HANDLERS, LEASE, Handler
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Letterhead
from towns import make_town


@pytest.fixture
def worker(database):
    """This test's connection is the worker's, as in the worker process."""
    web = connections["default"]
    connections["default"] = connections["worker"]
    connections["default"].alias = "default"
    yield
    connections["default"].alias = "worker"
    connections["default"] = web


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the handlers of this test did: `note` writes a row, `fail` raises, `slow` is a long job."""
    notes: list[str] = []

    def note(municipality, word: str) -> None:
        notes.append(f"{municipality.slug} {word}")
        Letterhead.objects.get_or_create(municipality=municipality, defaults={"street": word})

    def fail(municipality) -> None:
        note(municipality, "before failing")
        raise ValueError("on purpose")

    def slow(municipality, word: str) -> None:
        with working_for(municipality):
            note(municipality, word)

    monkeypatch.setattr(loop, "HANDLERS", {})
    monkeypatch.setitem(loop.HANDLERS, "note", Handler(note, pace="short"))
    monkeypatch.setitem(loop.HANDLERS, "fail", Handler(fail, pace="short"))
    monkeypatch.setitem(loop.HANDLERS, "slow", Handler(slow, pace="long"))
    monkeypatch.setitem(loop.HANDLERS, "plan", Handler(slow, pace="heavy"))
    return notes


def test_a_job_vanishes_with_the_transaction_that_would_have_caused_it(worker, done: list[str]) -> None:
    town = make_town()
    with pytest.raises(ZeroDivisionError), working_for(town):
        enqueue("note", town, word="never")
        raise ZeroDivisionError
    loop.until_idle()
    assert done == []


def test_jobs_of_several_towns_are_done_each_in_its_own_town(worker, done: list[str]) -> None:
    slugs = ["aue", "borna", "colditz", "dahlen", "eilenburg"]
    for slug in slugs:
        town = make_town(slug)
        with working_for(town):
            enqueue("note", town, word=f"short of {slug}")
            enqueue("slow", town, word=f"long of {slug}")
    for _round in range(4 * len(slugs)):
        loop.do_short()
        loop.do_long()
    assert sorted(done) == sorted(f"{slug} {kind} of {slug}" for slug in slugs for kind in ("long", "short"))
    assert not Job.objects.using("owner").exists()


def test_a_question_to_a_register_does_not_wait_for_a_plan_that_is_calculated(worker, done: list[str]) -> None:
    town = make_town()
    with working_for(town):
        enqueue("plan", town, word="calculated")
        enqueue("slow", town, word="asked")
    assert loop.do_long()
    assert done == ["lindenau asked"]
    assert not loop.do_long()
    assert loop.do_heavy()
    assert done == ["lindenau asked", "lindenau calculated"]


def test_whatever_calculates_is_heavy_and_whatever_waits_for_others_is_not() -> None:
    loop.load_handlers()
    heavy = {kind for kind, handler in loop.HANDLERS.items() if handler.pace == "heavy"}
    assert heavy == {"agenda.solve", "agenda.study", "demo.live", "demo.walk"}


def test_a_failing_job_is_put_off_alone_and_its_writes_are_undone(worker, done: list[str]) -> None:
    town = make_town()
    with working_for(town):
        enqueue("fail", town)
    loop.do_short()
    with working_for(town):
        assert not Letterhead.objects.exists(), "what the failing job wrote must be gone"
    job = Job.objects.using("owner").get()
    assert (job.attempts, job.last_error, job.failed_at) == (1, "ValueError", None)
    assert job.due > timezone.now()


def test_the_others_of_a_group_go_on_when_one_fails(worker, done: list[str]) -> None:
    town = make_town()
    with working_for(town):
        enqueue("fail", town)
        enqueue("note", town, word="after")
    loop.do_short()
    assert "lindenau after" in done
    assert list(Job.objects.using("owner").values_list("kind", flat=True)) == ["fail"]


def test_a_job_that_keeps_failing_becomes_a_dead_letter(worker, done: list[str]) -> None:
    town = make_town()
    with working_for(town):
        enqueue("fail", town)
    for _attempt in range(loop.GIVE_UP_AFTER):
        Job.objects.using("owner").update(due=timezone.now() - timedelta(seconds=1))
        loop.do_short()
    assert Job.objects.using("owner").get().failed_at is not None
    assert not loop.do_short()


def test_a_leased_job_is_done_again_when_its_worker_died(worker, done: list[str]) -> None:
    town = make_town()
    with working_for(town):
        enqueue("slow", town, word="again")
        Job.objects.update(due=timezone.now() + LEASE, attempts=1)  # another worker took it and died
    assert not loop.do_long()
    Job.objects.using("owner").update(due=timezone.now() - timedelta(seconds=1))  # the lease has run out
    loop.until_idle()
    assert done == ["lindenau again"]


def test_mail_leaves_after_commit_and_once(worker, done: list[str]) -> None:
    send_mail("erika@example.org", "Hallo\nBcc: x@example.org", "Text")
    loop.until_idle()
    assert [(m.to, m.subject) for m in mail.outbox] == [(["erika@example.org"], "Hallo Bcc: x@example.org")]
    assert not Mail.objects.using("owner").exists()


def test_mail_waits_while_the_mail_server_is_away(worker, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    send_mail("erika@example.org", "Hallo", "Text")
    loop.until_idle()
    waiting = Mail.objects.using("owner").get()
    assert waiting.attempts == 1
    assert waiting.due > timezone.now()


def test_a_mail_that_nobody_takes_for_two_weeks_is_given_up(worker, done, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    send_mail("erika@example.org", "Hallo", "Text")
    Mail.objects.using("owner").update(created_at=timezone.now() - timedelta(days=15))
    loop.until_idle()
    assert not Mail.objects.using("owner").exists()


def test_a_worker_changes_no_job_outside_the_town_it_has_entered(worker, done: list[str]) -> None:
    ours, theirs = make_town("aue"), make_town("borna")
    with working_for(theirs):
        enqueue("note", theirs, word="theirs")
    with working_for(ours):
        assert Job.objects.count() == 1, "the worker sees what is due elsewhere"
        assert Job.objects.update(attempts=9) == 0
        assert Job.objects.all().delete()[0] == 0


def test_every_kind_has_one_handler() -> None:
    loop.load_handlers()
    assert all(callable(handler.run) for handler in HANDLERS.values())
