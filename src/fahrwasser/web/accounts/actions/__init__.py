"""Every write about people: offices, staff and roles, one's own account, second factors."""

from .account import change_name, choose_language, leave, login_as_sample, set_first_password
from .factors import remove_factor, reset_second_factor, reset_second_factor_as_operator
from .staff import (
    MandateChanged,
    appoint,
    assign_units,
    give_role,
    invite,
    invite_first_administrator,
    let_edit,
    make_observer,
    make_operator,
    make_programme_coach,
    mark_programme_coach,
    remind,
    take_role,
)
from .units import close_unit, open_unit, rename_unit

__all__ = [
    "MandateChanged",
    "appoint",
    "assign_units",
    "change_name",
    "choose_language",
    "close_unit",
    "give_role",
    "invite",
    "invite_first_administrator",
    "leave",
    "let_edit",
    "login_as_sample",
    "make_observer",
    "make_operator",
    "make_programme_coach",
    "mark_programme_coach",
    "open_unit",
    "remind",
    "remove_factor",
    "rename_unit",
    "reset_second_factor",
    "reset_second_factor_as_operator",
    "set_first_password",
    "take_role",
]
