"""`fahrwasser user create|reset`: the first administrator, and the way back in when nobody else can help."""

import argparse
import json
import os
import sys
from typing import Any

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.refused import Refused
from fahrwasser.run import CannotStart
from fahrwasser.run.home import Home
from fahrwasser.run.production import is_production

ROLES = ("navigator", "head", "multiplikator", "clerk", "lotse")


def main(argv: list[str]) -> int:
    """0 done, the link is printed; 2 unusable input, one line on standard error (what, where, what to do)."""
    options = _parser().parse_args(argv)
    _like_the_running_site(Home.of(os.environ))
    try:
        with as_owner():
            done = _create(options) if options.word == "create" else _reset(options)
    except (Refused, CannotStart) as error:
        print(f"fahrwasser user: {error}", file=sys.stderr)
        return 2
    print(json.dumps(done) if options.json else _in_words(done))
    return 0


def _like_the_running_site(home: Home) -> None:
    """The link carries the address of the site that runs here and is signed with the same key."""
    running = home.running()
    if running and running.address:
        os.environ.setdefault("PUBLIC_URL", running.address)
        if not is_production(os.environ):
            os.environ.setdefault("SECRET_KEY", home.secret_key())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fahrwasser user", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    create = words.add_parser("create", help="make a person and print the link that sets the first password")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--town", metavar="SLUG", help="address part or AGS of the municipality; opens it if need be")
    create.add_argument("--role", choices=ROLES, default="navigator", help="role in the town (default: navigator)")
    create.add_argument("--operator", action="store_true", help="may open towns on this installation")
    create.add_argument("--observer", action="store_true", help="sees what towns have released, added up (state)")
    create.add_argument("--coach", action="store_true", help="coach of the programme: calls meetings of all towns")
    reset = words.add_parser("reset", help="remove all second factors and print a link that sets a new password")
    reset.add_argument("--email", required=True)
    for word in (create, reset):
        word.add_argument("--json", action="store_true")
    return parser


def _create(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from fahrwasser.web.accounts.actions import appoint, make_observer, make_operator, make_programme_coach
    from fahrwasser.web.accounts.roles import Role

    if not (options.town or options.operator or options.observer or options.coach):
        raise Refused("Name the town (--town SLUG), or say what else the person is (--operator, --observer, --coach).")
    try:
        validate_email(options.email)
        person = None
        town = _town(options.town) if options.town else None
        if town is not None:
            person = appoint(town, name=options.name, email=options.email, role=Role(options.role))
        if options.operator:
            person = make_operator(name=options.name, email=options.email)
        if options.observer:
            person = make_observer(name=options.name, email=options.email)
        if options.coach:
            person = make_programme_coach(name=options.name, email=options.email)
    except ValidationError as refused:
        raise Refused("%(email)s: %(reason)s", email=options.email, reason=refused.messages[0]) from refused
    return {**_described(person, town), "town": town.slug if town else None, "role": options.role if town else None}


def _town(key: str) -> Any:
    from django.db.models import Q

    from fahrwasser.web.tenants.actions import join
    from fahrwasser.web.tenants.models import Municipality

    town = Municipality.objects.filter(Q(slug=key) | Q(ags=key), closed_on=None).first()
    if town is None:
        text = (
            "%(key)s is no municipality here. Import the official register first: fahrwasser municipality import FILE"
        )
        raise Refused(text, key=key)
    join(town)
    return town


def _reset(options: argparse.Namespace) -> dict[str, Any]:
    from fahrwasser.web.accounts.actions.factors import clear
    from fahrwasser.web.accounts.models import User

    person = User.objects.filter(email=options.email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refused("%(email)s: there is no such person. Please check the address.", email=options.email)
    clear(person)
    person.refresh_from_db()
    return _described(person, None, new_link=True)


def _described(person: Any, town: Any, *, new_link: bool = False) -> dict[str, Any]:
    """Who it is, and the link that sets a password (for somebody who has one already: only when asked for)."""
    from fahrwasser.web.accounts.invitations import token_for
    from fahrwasser.web.accounts.mail import address

    wanted = new_link or not person.has_usable_password()
    link = address("invitation", token_for(person), town=town) if wanted else None
    return {"id": str(person.pk), "email": person.email, "operator": person.is_operator, "link": link}


def _in_words(done: dict[str, Any]) -> str:
    if done["link"] is None:
        return f"{done['email']} has a password already and logs in with it."
    return f"{done['email']} sets a password here (valid for 7 days, works once):\n{done['link']}"
