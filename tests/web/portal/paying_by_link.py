"""A town that has bound a payment provider, and somebody who pays there for a permit."""

from collections.abc import Iterator
from contextlib import contextmanager

from fahrwasser.web.cases.models import Event
from fahrwasser.web.catalogue.models import Binding
from fahrwasser.web.ports.doubles.payment import PaymentDouble
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.tenants.context import working_for
from web.portal.citizen import Citizen
from web.ports.other_side import serving


class Bound:
    """A payment provider of the town and what happens there."""

    def __init__(self, jana: Citizen, url: str, double: PaymentDouble) -> None:
        self.jana, self.double = jana, double
        case = jana.wants_a_permit()
        with working_for(jana.town):
            Binding.objects.create(
                municipality=jana.town, adoption_id=case.adoption_id, port="payment", adapter="xbezahldienste",
                settings={"url": url, "originator": "lindenau", "end_point": "probe"},
            )  # fmt: skip
        self.path = jana.status()[0]
        (self.payment,) = self.rows(Payment)

    def rows(self, model, **where) -> list:
        with working_for(self.jana.town):
            return list(model.objects.of(self.jana.town).filter(**where))

    def begins(self):
        return self.jana.post(f"{self.path}zahlung/{self.payment.pk}/")

    def says_paid(self):
        return self.jana.post(f"{self.path}zahlung/{self.payment.pk}/pruefen/")

    def state(self) -> str:
        return self.rows(Payment)[0].state

    def pays(self, **otherwise) -> None:
        """The transaction that was begun last; `otherwise`: the provider tells another amount or other items."""
        last = list(self.double.transactions)[-1]
        self.double.pay(last)
        self.double.requests[last].update(otherwise)

    def told(self) -> int:
        """How often the case was told."""
        return len(self.rows(Event, activity="zahlung"))


@contextmanager
def paid_by_link(jana: Citizen) -> Iterator[Bound]:
    """The provider listens on this machine as long as the block runs; its host has to be allowed."""
    double = PaymentDouble()
    place = {}

    def answers(method, path, body):
        parts = path.strip("/").split("/")
        if method != "POST":
            return double.status(parts[-1])
        status, said = double.post(parts[1], parts[2], body)
        if "paymentInformation" in said:
            said["paymentInformation"]["transactionUrl"] = place["url"] + said["paymentInformation"]["transactionUrl"]
        return status, said

    with serving(answers) as url:
        place["url"] = url
        yield Bound(jana, url, double)
