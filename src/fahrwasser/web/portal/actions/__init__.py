"""Every write of the portal: begin, fill in, upload, keep for later, submit; and what follows until the case ends."""

from .drafts import begin, code_for, fits_code, forget, keep_answers, mail_way_back, take_behalf
from .submitting import submit
from .uploads import attach, drop_unused

__all__ = [
    "attach",
    "begin",
    "code_for",
    "drop_unused",
    "fits_code",
    "forget",
    "keep_answers",
    "mail_way_back",
    "submit",
    "take_behalf",
]
