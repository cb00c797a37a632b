"""Roles and what each may do: data, so that a page and a test read the same table."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in one municipality; the operator is none of these but a mark on the user."""

    NAVIGATOR = "navigator", _("Digital-Navigator")
    HEAD = "head", _("Head of the municipality")
    MULTIPLIKATOR = "multiplikator", _("Digital-Multiplikator (one office)")
    CLERK = "clerk", _("Clerk")
    LOTSE = "lotse", _("Digital-Lotse (coach)")


class Right(StrEnum):
    """One thing a person may do."""

    SEE_PLAN = "see_plan"  # services, figures, agenda, papers
    RECORD = "record"  # answer the quick check, correct figures of the whole town
    RECORD_OWN = "record_own"  # the same for services of one's own units
    PLAN = "plan"  # change the agenda, write papers
    DECIDE = "decide"  # wishes, mandate, requests for erasure; freezing and the decision may be entered by PLAN, too
    SEE_STAFF = "see_staff"  # posts by age band
    PEOPLE = "people"  # units, staff, roles
    ADOPT = "adopt"  # switch service packages on and off, parameters, bindings, registers and their events
    CASES = "cases"  # applications and cases with citizens' data


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.NAVIGATOR: frozenset({Right.SEE_PLAN, Right.RECORD, Right.RECORD_OWN, Right.PLAN, Right.PEOPLE, Right.ADOPT}),
    Role.HEAD: frozenset({Right.SEE_PLAN, Right.RECORD, Right.DECIDE, Right.SEE_STAFF, Right.PEOPLE}),
    Role.MULTIPLIKATOR: frozenset({Right.SEE_PLAN, Right.RECORD_OWN}),
    Role.CLERK: frozenset({Right.CASES}),
    Role.LOTSE: frozenset({Right.SEE_PLAN}),
}

# What a town may add to a Lotse's mandate: edit the record, edit the plan. Never staff, people, citizens.
COEDIT = frozenset({Right.RECORD, Right.PLAN})

# Which roles a role may give and take. Only a head makes a head; the operator does it by command or by opening a town.
GIVES: dict[Role, frozenset[Role]] = {
    Role.HEAD: frozenset(Role),
    Role.NAVIGATOR: frozenset(Role) - {Role.HEAD},
}
# Roles that belong to offices, so that a person's offices are asked for.
IN_UNITS = frozenset({Role.CLERK, Role.MULTIPLIKATOR})
