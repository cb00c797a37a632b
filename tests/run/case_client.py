"""Stands for everybody in front of the web server in the crash test: applies, finishes tasks, and repeats what failed.

`setup` (as owner) makes the town and its service; `work` (as web) goes on for ever. Prints nothing.
"""

# ruff: noqa: E402 - Django is set up before anything of it is imported
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django

django.setup()

from django.db import DatabaseError, close_old_connections

from fahrwasser.core.packages.files import write_zip
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, User
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases import actions
from fahrwasser.web.cases.models import Task
from fahrwasser.web.catalogue.models import Adoption, Binding, ParameterSet, Release
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from web.cases.sample_package import call, end, flows, package, start, user

CASES = 40
PROCESS = (
    start() + call("marke", "number", kreis='"marke"')
    + call("brief", "letter", vorlage='"bescheid"', werte='{titel: "Brief", text: "Guten Tag."}', art='"schreiben"',
           recht='"VwVfG"')
    + call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}") + user("pruefen")
    + call("buchen", "hand_over", port='"finanz"', werte="{person: antrag.name, betrag: 1}") + end()
    + flows("s>marke>brief>sagen>pruefen>buchen>e")
)  # fmt: skip


def setup() -> None:
    """One town, one clerk, one service."""
    content = package({"antrag": PROCESS})
    release = Release.objects.create(
        package="de.test.probe", version=content.manifest.version, digest=content.digest, manifest={},
        content=write_zip(content),
    )  # fmt: skip
    town = Municipality.objects.create(
        ags="99000001", ars="990000000001", name="Bruchstadt", sort_key="bruchstadt", slug="bruchstadt", kind="Stadt",
        state="14", population=4000, joined_at=datetime.now(UTC), is_sample=True,
    )  # fmt: skip
    person = User.objects.create_user("clerk@example.org", "correct horse battery", name="Erika Muster")
    with working_for(town):
        Membership.objects.create(municipality=town, user=person, role=Role.CLERK)
        values = ParameterSet.objects.create(municipality=town, package="de.test.probe", number=1, values={})
        adoption = Adoption.objects.create(
            municipality=town, package="de.test.probe", slug="probe", release=release, parameters=values,
            state=Adoption.State.ACTIVE,
        )  # fmt: skip
        Binding.objects.create(municipality=town, adoption=adoption, port="finanz", adapter="file")


class Client:
    """Applies CASES times, each with its own key, and finishes whatever task there is."""

    def __init__(self) -> None:
        self.town = Municipality.objects.get(slug="bruchstadt")
        with working_for(self.town):
            self.adoption = Adoption.objects.select_related("release").get()
            membership = Membership.objects.get()
        self.clerk = Member(self.town, membership.user_id, "", frozenset({Role.CLERK}))

    def apply(self, number: int) -> None:
        with working_for(self.town):
            actions.open_case(
                self.adoption, self.adoption.release, channel="online", key=f"antrag {number}", now=datetime.now(UTC),
                facts={"antrag": {"alter": 40, "name": f"Person {number}"}},
            )  # fmt: skip

    def finish(self) -> None:
        with working_for(self.town):
            task = Task.objects.of(self.town).filter(done_at=None).first()
            if task:
                actions.finish_task(self.clerk, task.pk, {"ausgang": "ja"}, datetime.now(UTC))


def work() -> None:
    """From the beginning each time: whoever was killed does not know what it has done."""
    client = Client()
    for number in range(10 * CASES):
        client.apply(number % CASES)
        try:
            client.finish()
        except Refused:
            continue  # the worker or an earlier life of ours was faster
    while True:
        client.finish()
        time.sleep(0.05)


if __name__ == "__main__":
    if sys.argv[1] == "setup":
        setup()
    else:
        while True:
            try:
                work()
            except DatabaseError:
                close_old_connections()
                time.sleep(0.1)
