"""Sentences about posts and age for those who may see them: totals only, nothing below three posts."""

from collections.abc import Mapping

from django.db.models import Sum
from django.utils.translation import get_language

from fahrwasser.core.agenda.staff import nothing_sentence, staff_outlook
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.inventory.models import PostGroup
from fahrwasser.web.tenants.models import Municipality


def staff_lines(member: Member, plan: Plan | None) -> list[str]:
    """What happens to the posts without the plan; empty for everybody without SEE_STAFF. At most 1 query."""
    if plan is None or not plan.schedule or not member.may(Right.SEE_STAFF):
        return []
    outlook = staff_outlook(posts_of(member.municipality), plan.calendar.year(1), plan.hours_by_year())
    return [nothing_sentence(outlook).in_language(get_language() or "de")] if outlook else []


def posts_of(town: Municipality) -> Mapping[str, float]:
    """Posts by age band over all offices; 1 query."""
    rows = PostGroup.objects.of(town).values_list("age_band").annotate(Sum("posts"))
    return {band: float(posts) for band, posts in rows}
