"""`fahrwasser user`: the first administrator, on a machine where nobody can log in yet."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from desk import PASSWORD, accept, app_of, is_logged_in, type_password
from fahrwasser.web.accounts.models import User
from fahrwasser.web.accounts.reads import own_towns
from fahrwasser.web.tenants.models import Municipality
from towns import make_town, make_user


@pytest.fixture
def command(database):
    def run(*words):
        environment = {
            **os.environ, "DATABASE_URL": database.web_url, "DATABASE_OWNER_URL": database.owner_url,
            "DATABASE_WORKER_URL": database.worker_url, "PUBLIC_URL": "https://fahrwasser.example",
        }  # fmt: skip
        argv = [sys.executable, "-m", "fahrwasser", "user", *words]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)

    return run


def test_first_administrator_gets_a_link_sets_a_password_and_arrives(command):
    make_town("lindenau")
    done = command("create", "--email", "Nora@Example.org", "--name", "Nora Nau", "--town", "lindenau", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["email"], answer["town"], answer["role"]) == ("nora@example.org", "lindenau", "navigator")
    host, path = (
        answer["link"][: len("https://fahrwasser.example")],
        answer["link"][len("https://fahrwasser.example") :],
    )
    assert host == "https://fahrwasser.example"
    client = Client()
    assert accept(client, path, PASSWORD).url == "/lindenau/"
    assert is_logged_in(client)
    again = command("create", "--email", "nora@example.org", "--name", "Nora Nau", "--town", "lindenau", "--json")
    assert json.loads(again.stdout)["link"] is None  # no way around the password she has set
    assert len(own_towns(User.objects.get())) == 1


def test_head_of_a_town_that_nobody_has_opened_yet(command):
    town = make_town("auental", joined_at=None)
    done = command("create", "--email", "h@example.org", "--name", "H", "--town", town.ags, "--role", "head")
    assert done.returncode == 0, done.stderr
    assert "https://fahrwasser.example/auental/konto/einladung/" in done.stdout
    assert Municipality.objects.get(pk=town.pk).joined_at is not None
    assert own_towns(User.objects.get())[0].role == "head"


def test_coach_of_the_programme_is_invited_without_a_town_and_arrives_at_the_meetings(command):
    done = command("create", "--email", "c@example.org", "--name", "C", "--coach", "--json")
    assert done.returncode == 0, done.stderr
    client = Client()
    link = json.loads(done.stdout)["link"].removeprefix("https://fahrwasser.example")
    assert accept(client, link, PASSWORD).url == "/begleitung/treffen/"
    assert User.objects.get().is_programme_coach


def test_operator_belongs_to_no_town(command):
    done = command("create", "--email", "o@example.org", "--name", "O", "--operator", "--json")
    assert json.loads(done.stdout)["operator"] is True
    assert User.objects.get().is_operator


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--email", "o@example.org", "--name", "O"], "--town"),
        (["--email", "o@example.org", "--name", "O", "--town", "nowhere"], "municipality import"),
        (["--email", "no address", "--name", "O", "--operator"], "no address"),
    ],
)
def test_unusable_input_is_refused_in_one_line(command, words, said):
    done = command("create", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not User.objects.exists()


def test_reset_lets_somebody_back_in_who_has_lost_everything(command):
    user = make_user(is_operator=True)
    app_of(user)
    done = command("reset", "--email", user.email, "--json")
    path = json.loads(done.stdout)["link"].removeprefix("https://fahrwasser.example")
    client = Client()
    accept(client, path, "a brand new password")
    assert is_logged_in(client)
    assert type_password(Client(), user).status_code == 422
