"""Every write of the agenda, one function an act; views, jobs, commands and the demo data call the same ones."""

from .comparing import (
    Entry,
    ReasonMissing,
    Start,
    Terms,
    note_actual,
    remove_comparison,
    remove_position,
    set_terms,
    start_comparison,
    write_outage,
    write_position,
)
from .council import NotPossible, freeze, resolve
from .invoices import AlreadyCorrected, Bill, correct_invoice, note_invoice
from .papers import make_agenda_paper, make_annex, make_mandate, make_report, reset_text, sign_mandate, write_text
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
from .procurement import procurement_key, tick_procurement
from .progress import ChangedMeanwhile, State, move, progress
from .replanning import accept_replan, ignore_replan
from .studies import ask_study
from .week import finish_step, put_off_step

__all__ = [
    "AlreadyCorrected",
    "Assumptions",
    "Bill",
    "ChangedMeanwhile",
    "Entry",
    "NotPossible",
    "ReasonMissing",
    "Start",
    "State",
    "Terms",
    "accept_replan",
    "accept_trial",
    "ask_study",
    "correct_invoice",
    "discard_trial",
    "draft_change",
    "finish_step",
    "freeze",
    "hold",
    "ignore_replan",
    "make_agenda_paper",
    "make_annex",
    "make_frame",
    "make_mandate",
    "make_proposal",
    "make_report",
    "move",
    "note_actual",
    "note_invoice",
    "procurement_key",
    "progress",
    "put_off_step",
    "remove_comparison",
    "remove_position",
    "reset_text",
    "resolve",
    "set_terms",
    "sign_mandate",
    "start_comparison",
    "tick_procurement",
    "wish",
    "withdraw_wish",
    "write_outage",
    "write_position",
    "write_text",
]
