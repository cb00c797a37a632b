"""The invented cash office: takes the records of the past months as the files they would be, and books them."""

from datetime import datetime, timedelta

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.ports.deliveries import CHECK, SEND, State
from fahrwasser.web.ports.doubles.finance import FinanceDouble
from fahrwasser.web.ports.file_drop import as_csv, read_csv
from fahrwasser.web.ports.models import Delivery, Payment
from fahrwasser.web.ports.payments import mark_paid
from fahrwasser.web.ports.registry import Parcel
from fahrwasser.web.tenants.models import Municipality

NEXT_RUN = timedelta(hours=14)
"""Records of a day are booked the next morning."""
OPEN = (State.WAITING, State.SENT)
PAYS_WITHIN = timedelta(days=12)


def book(town: Municipality, before: datetime, finance: FinanceDouble | None = None) -> FinanceDouble:
    """Everything handed over before then is booked and acknowledged, sent by the worker meanwhile or not yet."""
    double = finance or FinanceDouble()
    rows = list(Delivery.objects.of(town).filter(made_at__lt=before, state__in=OPEN).order_by("made_at", "id"))
    for row in rows:
        record = read_csv(as_csv(Parcel(town, row.port, row.key, row.record, {})))
        receipt = double.book(record.pop("Schluessel"), record)
        row.state = State.ACKNOWLEDGED if receipt["angenommen"] else State.REJECTED
        row.sent_at, row.answered_at, row.attempts, row.answer = row.made_at, row.made_at + NEXT_RUN, 1, receipt
    Delivery.objects.bulk_update(rows, ["state", "sent_at", "answered_at", "attempts", "answer"])
    sent = {str(row.pk) for row in rows}
    jobs = Job.objects.of(town).filter(kind__in=(SEND, CHECK))
    done = [key for key, args in jobs.values_list("pk", "args") if args["delivery"] in sent]
    jobs.filter(pk__in=done).delete()
    return double


def pay(town: Municipality, until: datetime) -> None:
    """Whoever was asked for a fee has paid it some days later."""
    for payment in Payment.objects.of(town).filter(state=Payment.State.OPEN, made_at__lt=until - PAYS_WITHIN):
        mark_paid(payment, payment.made_at + PAYS_WITHIN)
