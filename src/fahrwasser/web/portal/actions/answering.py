"""What a person says after sending: an answer, an objection, a consent taken back, or that all be as before."""

from collections.abc import Sequence
from datetime import datetime

from fahrwasser.web.cases.actions import CITIZEN, send_message
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.cases.models import Case, Link, Wait
from fahrwasser.web.records.actions import keep
from fahrwasser.web.registers.actions import withdraw
from fahrwasser.web.registers.flags import OBJECTION
from fahrwasser.web.registers.reads import consents_of_case

from .uploads import checked, media_type_of, plain_name

ANSWER, UNDO = "antwort", "rueckgaengig"


def answer_office(case: Case, text: str, files: Sequence[tuple[str, bytes]], *, now: datetime) -> bool:
    """The answer has reached the case; files are its documents. False: the office does not wait for one any more.

    Raises Refused for a file that cannot be used.
    """
    if not Wait.objects.of(case.municipality_id).filter(case=case, message=ANSWER).exists():
        return False
    kept = []
    for name, content in files:
        checked(len(content), lambda found=content: found)  # type: ignore[misc]
        media_type = media_type_of(content)
        document = keep(
            case.municipality,
            kind="upload",
            subject=f"case:{case.pk}",
            title=plain_name(name, media_type),
            media_type=media_type,
            content=content,
        )
        kept.append(str(document.pk))
    return send_message(case, ANSWER, {"text": text, "dokumente": kept}, now=now)


def object_to(case: Case, text: str, *, now: datetime) -> bool:
    """The objection has reached the case, with the day it came; False: it was kept, but no process waited for it."""
    return send_message(case, OBJECTION, {"text": text, "eingang": local_day(now).isoformat()}, now=now)


def withdraw_consent(case: Case, name: str, *, now: datetime) -> None:
    """The person agrees no longer; what was done before stays lawful (Art. 7 (3) DSGVO). Twice changes nothing."""
    for entry, given in consents_of_case(case):
        if given == name:
            withdraw(entry, name, actor=CITIZEN, now=now)


def take_back(link: Link, *, now: datetime) -> None:
    """What the machine did unasked is taken back, once."""
    if Link.objects.of(link.municipality_id).filter(pk=link.pk, used_at=None).update(used_at=now):
        send_message(link.case, UNDO, {}, now=now, key=f"undo:{link.pk}")
