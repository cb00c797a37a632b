"""What every view of this section needs."""

from django.http import HttpRequest

from fahrwasser.web.accounts.access import Member, member_of


def by(request: HttpRequest) -> Member:
    """The member that `needs` has already let in."""
    member = member_of(request)
    assert member is not None  # noqa: S101 - `needs` has checked it
    return member
