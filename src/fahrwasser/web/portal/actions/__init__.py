"""Every write of the portal: begin, fill in, upload, keep for later, submit."""

from .drafts import (
    begin,
    code_for,
    fits_code,
    keep_answers,
    take_behalf,
)
from .submitting import submit
from .uploads import attach, detach

__all__ = ["attach", "begin", "code_for", "detach", "fits_code", "keep_answers", "submit", "take_behalf"]
