"""Files of a draft: looked at before they are kept, never run, never shown as anything but a download."""

import hashlib
from collections.abc import Callable
from typing import Any

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.cases.filing import upload_refs

from ..models import Draft, Upload

LARGEST = 10 * 1024 * 1024
MOST_FILES = 20
TOO_LARGE = N_("The file is larger than 10 MB. Please choose a smaller one; your other entries are kept.")
STARTS = (
    ("application/pdf", b"%PDF-"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
)
"""What a file is says its first bytes, not its name."""
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def attach(draft: Draft, field: str, filename: str, size: int, read: Callable[[], bytes]) -> dict[str, Any]:
    """The file lies with the draft; answers the value of the form field. Raises Refused with what to do.

    `read` is only called for a size that can be kept.
    """
    content = checked(size, read)
    if Upload.objects.of(draft.municipality_id).filter(draft=draft).count() >= MOST_FILES:
        raise Refused(N_("There are already 20 files. Please remove one first."))
    media_type = media_type_of(content)
    upload = Upload.objects.create(
        municipality_id=draft.municipality_id,
        draft=draft,
        field=field[:200],
        filename=plain_name(filename, media_type),
        media_type=media_type,
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        content=content,
    )
    return {
        "ref": str(upload.pk),
        "filename": upload.filename,
        "mediaType": media_type,
        "size": upload.size,
        "sha512": upload.sha512,
    }


def checked(size: int, read: Callable[[], bytes]) -> bytes:
    """The content of a file that is not empty and not too large. Raises Refused."""
    if size > LARGEST:
        raise Refused(TOO_LARGE)
    content = read()
    if not content:
        raise Refused(N_("The file is empty. Please choose another one."))
    return content


def drop_unused(draft: Draft) -> None:
    """Files that were replaced or removed are gone at once; only what an answer names stays."""
    named = {*upload_refs(draft.answers), *upload_refs(draft.representative)}
    Upload.objects.of(draft.municipality_id).filter(draft=draft).exclude(pk__in=named).delete()


def media_type_of(content: bytes) -> str:
    """What the first bytes say. Raises Refused for everything but a photo or a PDF."""
    for kind, start in STARTS:
        if content.startswith(start):
            return kind
    raise Refused(N_("This is neither a photo (JPEG, PNG) nor a PDF. Please take a photo or save it as PDF."))


def plain_name(filename: str, media_type: str) -> str:
    """The last part of the name without control characters, at most 110 long, with the ending of what it is."""
    name = "".join(c for c in filename.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip(" .")
    stem = name.rpartition(".")[0] or name or "datei"
    return f"{stem[:100]}.{ENDINGS[media_type]}"
