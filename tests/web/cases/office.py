"""A town with the sample service switched on, a clock of its own, and a worker that does what is due."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections

from fahrwasser.core.packages.files import Package, write_zip
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import actions
from fahrwasser.web.cases.calls import work
from fahrwasser.web.cases.models import Case, Event, Task
from fahrwasser.web.catalogue.models import Adoption, Binding, ParameterSet, Release
from fahrwasser.web.jobs import loop
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from towns import make_member, make_town
from web.cases.sample_package import package

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
ERIKA = {"alter": 40, "name": "Erika Muster"}


def publish(content: Package) -> Release:
    """As the owner does by command; releases outlive a test."""
    known = Release.objects.filter(digest=content.digest).first()
    if known:
        return known
    row = Release(
        package="de.test.probe", version=content.manifest.version, digest=content.digest, manifest={},
        content=write_zip(content),
    )  # fmt: skip
    row.save(using="owner", force_insert=True)
    return Release.objects.get(pk=row.pk)


class Office:
    """Everything happens at `now`, which only the test moves."""

    def __init__(self, processes: dict[str, str] | str, slug: str = "lindenau") -> None:
        loop.load_handlers()
        drawn = {"antrag": processes} if isinstance(processes, str) else processes
        self.release = publish(package(drawn))
        self.now = NOON
        self.town = make_town(slug)
        self.user, self.clerk = make_member(self.town, Role.CLERK)
        self.other: Member = make_member(self.town, Role.CLERK)[1]
        with working_for(self.town):
            values = ParameterSet.objects.create(
                municipality=self.town, package="de.test.probe", number=1, values={}, decisions={}
            )
            self.adoption = Adoption.objects.create(
                municipality=self.town, package="de.test.probe", slug="probe", release=self.release,
                parameters=values, state=Adoption.State.ACTIVE,
            )  # fmt: skip

    def bind(self, port: str, adapter: str, **settings: Any) -> None:
        with working_for(self.town):
            Binding.objects.create(
                municipality=self.town, adoption=self.adoption, port=port, adapter=adapter, settings=settings
            )

    def open(self, key: str | None = None, facts: Mapping[str, Any] | None = None, **more: Any) -> Case:
        with working_for(self.town):
            return actions.open_case(
                self.adoption, self.release, channel="online", facts=facts or {"antrag": ERIKA}, person="Erika Muster",
                key=key, now=self.now, **more,
            )  # fmt: skip

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def due(self, case: Case | None = None) -> int:
        """The worker does everything due by now on this clock; how many jobs."""
        count = 0
        while True:
            with working_for(self.town):
                jobs = Job.objects.filter(due__lte=self.now, failed_at=None, kind__startswith="cases.")
                found = list(jobs.select_for_update(skip_locked=True).order_by("due", "id")[:100])
                work(self.town, found, lambda _job: self.now)
                Job.objects.of(self.town).filter(pk__in=[job.pk for job in found]).delete()
            if not found:
                return count
            count += len(found)

    def run_worker(self) -> None:
        """The real worker, at the real time."""
        with as_worker():
            loop.until_idle()

    def try_again(self, case: Case) -> int:
        with working_for(self.town):
            return actions.try_again(self.clerk, case.pk, self.now)

    def finish(self, case: Case, node: str = "pruefen", by: Member | None = None, **result: Any) -> Case:
        with working_for(self.town):
            task = Task.objects.of(self.town).get(case=case, node=node, done_at=None)
            return actions.finish_task(by or self.clerk, task.pk, result, self.now)

    def message(self, case: Case, name: str, key: str | None = None, **values: Any) -> bool:
        with working_for(self.town):
            return actions.send_message(case, name, values, now=self.now, key=key)

    def deliver(self, case: Case, event: Any) -> None:
        """Something happens to the case that no action does: a timer of long ago, a task of somebody else."""
        with working_for(self.town):
            batch, found = actions.locked(self.town.pk, case.pk)
            batch.take(found.pk, event, actions.SYSTEM)
            batch.write()

    def case(self, case: Case | uuid.UUID) -> Case:
        with working_for(self.town):
            return Case.objects.of(self.town).get(pk=getattr(case, "pk", case))

    def events(self, case: Case) -> list[Event]:
        with working_for(self.town):
            return list(Event.objects.of(self.town).filter(case=case).order_by("sequence"))

    def tasks(self, case: Case) -> list[str]:
        with working_for(self.town):
            return list(Task.objects.of(self.town).filter(case=case, done_at=None).values_list("node", flat=True))

    def rows(self, model: Any, **where: Any) -> list[Any]:
        with working_for(self.town):
            return list(model.objects.of(self.town).filter(**where))


@contextmanager
def as_worker() -> Iterator[None]:
    """This test's connection is the worker's, as in the worker process."""
    web = connections["default"]
    connections["default"] = connections["worker"]
    connections["default"].alias = "default"
    try:
        yield
    finally:
        connections["default"].alias = "worker"
        connections["default"] = web
