"""Mails of this app: one text template each, its first line is the subject; sent through the outbox."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import translation

from fahrwasser.web.jobs.actions import absolute, send_mail
from fahrwasser.web.tenants.models import Municipality

from .models import User


def write_to(person: User, template: str, **context: Any) -> None:
    """The mail `accounts/mail/<template>.txt` waits in the outbox, in the person's language; sample people get none."""
    if person.is_sample:
        return
    with translation.override(person.language):
        text = render_to_string(f"accounts/mail/{template}.txt", {"person": person, **context})
    subject, _newline, body = text.strip().partition("\n")
    send_mail(person.email, subject, body.strip() + "\n")


def address(name: str, *args: object, town: Municipality | None = None) -> str:
    """Full address of a page for a mail. It never comes from the request's Host header, which a stranger may choose."""
    return absolute(town, "/" + reverse(name, args=args).removeprefix(get_script_prefix()))
