"""Sentences about posts and age, made so that nobody can be recognised: groups below three are never named."""

from fahrwasser.web.accounts.access import Member


def staff_lines(member: Member) -> list[str]:
    """Outlook of the posts for the head."""
    return []
