"""FAHRWASSER_ENV=production starts only when everything is there."""

import pytest

from fahrwasser.run import CannotStart
from fahrwasser.run.production import is_demo, is_production, missing_for_production, refuse_unsafe_production

COMPLETE = {
    "FAHRWASSER_ENV": "production",
    "SECRET_KEY": "k" * 64,
    "DATABASE_OWNER_URL": "postgresql://owner:p@db.example.org/fahrwasser",
    "DATABASE_URL": "postgresql://web:p@db.example.org/fahrwasser",
    "DATABASE_WORKER_URL": "postgresql://worker:p@db.example.org/fahrwasser",
    "EMAIL_URL": "smtp+tls://mail:p@mail.example.org:587",
    "ALLOWED_HOSTS": "digital.example.org",
    "PUBLIC_URL": "https://digital.example.org",
}


def test_complete_configuration_may_start() -> None:
    refuse_unsafe_production(COMPLETE)


def test_development_needs_nothing() -> None:
    refuse_unsafe_production({})
    assert is_demo({})
    assert not is_production({})


def test_everything_that_is_missing_stands_in_one_list() -> None:
    with pytest.raises(CannotStart) as refused:
        refuse_unsafe_production({"FAHRWASSER_ENV": "production", "FAHRWASSER_DEMO": "1"})
    for name in (set(COMPLETE) - {"FAHRWASSER_ENV"}) | {"FAHRWASSER_DEMO"}:
        assert name in str(refused.value)


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"FAHRWASSER_ENV"}))
def test_each_missing_setting_is_refused(name: str) -> None:
    (sentence,) = missing_for_production({key: value for key, value in COMPLETE.items() if key != name})
    assert sentence.startswith(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "filemail:///tmp/mail"),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_URL", "http://digital.example.org"),
        ("FAHRWASSER_DEMO", "1"),
        ("DATABASE_URL", COMPLETE["DATABASE_OWNER_URL"]),
    ],
)
def test_settings_that_only_look_complete_are_refused(name: str, value: str) -> None:
    assert len(missing_for_production({**COMPLETE, name: value})) == 1


def test_secrets_are_not_repeated_in_the_message() -> None:
    with pytest.raises(CannotStart) as refused:
        refuse_unsafe_production({**COMPLETE, "SECRET_KEY": "geheim", "EMAIL_URL": "consolemail://"})
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(("name", "value"), [("FAHRWASSER_ENV", "prod"), ("FAHRWASSER_DEMO", "maybe")])
def test_words_nobody_knows_are_refused(name: str, value: str) -> None:
    with pytest.raises(CannotStart, match=name):
        is_demo({name: value})
