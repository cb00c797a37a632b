"""A payment provider in the shape of XBezahldienste (standards.md 6): transactions are opened, paid, asked for."""

import uuid
from dataclasses import dataclass, field
from typing import Any

LONGEST_PURPOSE = 27
MOST_ITEMS = 99


@dataclass(slots=True)
class PaymentDouble:
    """`transactions` by id, each with `status` INITIAL, PAYED, FAILED or CANCELED; `known` = requestId → id;
    `requests`: what was asked for, by id."""

    originators: frozenset[tuple[str, str]] = frozenset({("lindenau", "probe")})
    transactions: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    def post(self, originator: str, end_point: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """POST /paymenttransaction/{originatorId}/{endPointId}; the same requestId again is refused by its code."""
        problem = self._problem(originator, end_point, body)
        if problem:
            return 400, {"code": problem}
        if body["requestId"] in self.known:
            return 409, {"code": "PAYMENT_EXISTS", "transactionId": self.known[body["requestId"]]}
        transaction = uuid.uuid4().hex
        self.known[body["requestId"]] = transaction
        self.transactions[transaction] = {
            "transactionId": transaction,
            "status": "INITIAL",
        }
        self.requests[transaction] = body
        return 201, {"paymentInformation": {"transactionId": transaction, "transactionUrl": f"/zahlen/{transaction}"}}

    def status(self, transaction: str) -> tuple[int, dict[str, Any]]:
        """GET /paymenttransaction/status/…"""
        found = self.transactions.get(transaction)
        said = {"paymentInformation": dict(found or {}), "paymentRequest": self.requests.get(transaction)}
        return (200, said) if found else (404, {"code": "PAYMENT_NOT_FOUND"})

    def pay(self, transaction: str) -> None:
        """Somebody has paid."""
        self.transactions[transaction]["status"] = "PAYED"

    def _problem(self, originator: str, end_point: str, body: dict[str, Any]) -> str:
        if (originator, end_point) not in self.originators:
            return "NO_VALID_ORIGINATOR_OR_ENDPOINT"
        items = body.get("items", [])
        if not 1 <= len(items) <= MOST_ITEMS or len(body.get("purpose", "")) > LONGEST_PURPOSE:
            return "BOOKING_DATA_MISSING"
        if round(100 * float(body["grosAmount"])) != sum(round(100 * float(item["totalNetAmount"])) for item in items):
            return "CALCULATION_ERROR"
        return ""
