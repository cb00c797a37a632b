"""Every write of the agenda, one function an act; views, jobs, commands and the demo data call the same ones."""

from .council import NotPossible, State, freeze, progress, resolve
from .papers import make_agenda_paper, make_mandate, reset_text, sign_mandate, write_text
from .plan import (
    Assumptions,
    accept_trial,
    discard_trial,
    draft_change,
    hold,
    make_frame,
    make_proposal,
    wish,
    withdraw_wish,
)
from .week import finish_step, put_off_step

__all__ = [
    "Assumptions",
    "NotPossible",
    "State",
    "accept_trial",
    "discard_trial",
    "draft_change",
    "finish_step",
    "freeze",
    "hold",
    "make_agenda_paper",
    "make_frame",
    "make_mandate",
    "make_proposal",
    "progress",
    "put_off_step",
    "reset_text",
    "resolve",
    "sign_mandate",
    "wish",
    "withdraw_wish",
    "write_text",
]
