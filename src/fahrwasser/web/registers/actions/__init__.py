"""Every write of the registers: entries, consents, opt-outs, events, and keys of other programs."""

from .consents import keep_consents, withdraw, withdraw_consent
from .entries import Seen, Wanted, write_entry
from .events import HANDLE, Report, receive, receive_all, report_by_hand, report_file
from .keys import create_key, key_of, revoke_key
from .optouts import opt_out, opt_out_by_hand, opted_out, take_back_opt_out, wants_nothing

__all__ = [
    "HANDLE",
    "Report",
    "Seen",
    "Wanted",
    "create_key",
    "keep_consents",
    "key_of",
    "opt_out",
    "opt_out_by_hand",
    "opted_out",
    "receive",
    "receive_all",
    "report_by_hand",
    "report_file",
    "revoke_key",
    "take_back_opt_out",
    "wants_nothing",
    "withdraw",
    "withdraw_consent",
    "write_entry",
]
