"""What several pages share: the answer to an unusable form, the person who asks, words for the core's messages."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fahrwasser.web.accounts.access import Member, member_of
from fahrwasser.web.accounts.roles import RIGHTS, Right
from fahrwasser.web.tenants.models import Municipality


def me(request: HttpRequest) -> Member:
    """The member behind a view that `needs` a right."""
    return cast("Member", member_of(request))


def town_of(request: HttpRequest) -> Municipality:
    """The municipality of a view that `needs` a right."""
    return cast("Municipality", request.municipality)  # type: ignore[attr-defined]


def sees_retirements(member: Member) -> bool:
    """Whether pages of the quick check show how many retire: to the head, and to those of the town who answer.

    What a town has added to a coach's mandate does not count.
    """
    return any(RIGHTS[role] & {Right.SEE_STAFF, Right.RECORD} for role in member.roles)


def show_form(request: HttpRequest, template: str, form: forms.Form, **page: Any) -> HttpResponse:
    """The page with its form; 422 and a title that says so when the form was sent and cannot be used."""
    wrong = form.is_bound and bool(form.errors)
    page |= {"form": form, "page_error": wrong}
    return render(request, template, page, status=422 if wrong else 200)
