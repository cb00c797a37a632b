"""REST: records by POST with their key, questions by POST, both as JSON.

Settings of a binding: `url`, and `token` for the Authorization header. Records: 200/201 = accepted, 409 = known
already, 202 = receipt later (GET <url>/<key>), other 4xx = rejected with the reason as the body says.
"""

from typing import Any
from urllib.parse import quote

from fahrwasser.core.feel.values import from_json, to_json
from fahrwasser.core.packages.verbs import STATUSES
from fahrwasser.core.refused import Refused

from .registry import ANY_PORT, Answer, Parcel, Question, Receipt, sink, source
from .web_calls import Reply, call

ACCEPTED, LATER, KNOWN = (200, 201), 202, 409


@sink("rest")
class Rest:
    """One POST a record."""

    def send(self, parcel: Parcel) -> Receipt | None:
        """The other system has it. Raises Unreachable."""
        headers = {**_authorised(parcel.settings), "Idempotency-Key": parcel.key}
        body = {"schluessel": parcel.key, "schnittstelle": parcel.port, "satz": dict(parcel.record)}
        return _receipt(call(_url(parcel.settings), body=body, headers=headers))

    def answer(self, parcel: Parcel) -> Receipt | None:
        """Asks for the receipt of a record that was taken for later."""
        url = f"{_url(parcel.settings)}/{quote(parcel.key, safe='')}"
        return _receipt(call(url, body=None, headers=_authorised(parcel.settings), method="GET"))

    def forget(self, parcel: Parcel) -> None:
        """Nothing lies with us."""


@source(ANY_PORT, "rest", remote=True)
def ask(question: Question) -> Answer:
    """POST of the question; the answer is {"status": …, own fields}. Whatever else comes back counts as silence."""
    body = {"schnittstelle": question.port, "anfrage": to_json(dict(question.values))}
    reply = call(_url(question.settings), body=body, headers=_authorised(question.settings))
    status: Any = reply.body.get("status")
    if reply.status not in ACCEPTED or status not in STATUSES:
        return Answer("schweigt")
    try:
        data = from_json({name: value for name, value in reply.body.items() if name != "status"})
    except Refused:
        return Answer("schweigt")
    return Answer(status, data)


def probe(settings: Any) -> int:
    """Status of a question for a receipt that cannot be there; nothing happens over there. Raises Unreachable."""
    return call(f"{_url(settings)}/probe", body=None, headers=_authorised(settings), method="GET").status


def _receipt(reply: Reply) -> Receipt | None:
    if reply.status == LATER or reply.status == 404:
        return None
    words = {str(name)[:60]: str(value)[:300] for name, value in reply.body.items()}
    return Receipt(reply.status in (*ACCEPTED, KNOWN), words)


def _url(settings: Any) -> str:
    return str(settings.get("url", "")).rstrip("/")


def _authorised(settings: Any) -> dict[str, str]:
    token = str(settings.get("token", ""))
    return {"Authorization": f"Bearer {token}"} if token else {}
