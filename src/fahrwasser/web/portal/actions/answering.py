"""What a person says after sending: an answer to the office, or that something should be taken back."""

from collections.abc import Sequence
from datetime import datetime

from fahrwasser.core.refused import Refused
from fahrwasser.web.cases.actions import send_message
from fahrwasser.web.cases.models import Case, Link
from fahrwasser.web.records.actions import keep

from .uploads import LARGEST, TOO_LARGE, media_type_of, plain_name

ANSWER, UNDO = "antwort", "rueckgaengig"


def answer_office(case: Case, text: str, files: Sequence[tuple[str, bytes]], *, now: datetime) -> bool:
    """The answer has reached the case; files are its documents. Raises Refused for a file that cannot be used."""
    kept = []
    for name, content in files:
        if len(content) > LARGEST:
            raise Refused(TOO_LARGE)
        document = keep(
            case.municipality,
            kind="upload",
            subject=f"case:{case.pk}",
            title=plain_name(name),
            media_type=media_type_of(content),
            content=content,
        )
        kept.append(str(document.pk))
    return send_message(case, ANSWER, {"text": text, "dokumente": kept}, now=now)


def take_back(link: Link, *, now: datetime) -> None:
    """What the machine did unasked is taken back, once."""
    Link.objects.of(link.municipality_id).filter(pk=link.pk, used_at=None).update(used_at=now)
    send_message(link.case, UNDO, {}, now=now, key=f"undo:{link.pk}")
