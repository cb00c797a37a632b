"""What a step writes travels with the next statement or the commit: nobody may see a difference."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from fahrwasser.web.cases.batch import Batch
from fahrwasser.web.cases.models import Case
from fahrwasser.web.tenants.context import working_for
from web.cases.office import ERIKA, Office
from web.cases.sample_package import end, flows, start, user

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
WAITS = start() + user("pruefen") + end() + flows("s>pruefen>e")


@pytest.fixture
def office(database) -> Office:
    return Office(WAITS)


def test_what_waits_is_there_for_the_next_statement_of_the_transaction(office: Office) -> None:
    case = office.open()
    with working_for(office.town):
        _note(case)
        assert Case.objects.of(office.town).get(pk=case.pk).incident == "noted"


def test_what_waits_goes_when_the_transaction_is_taken_back(office: Office) -> None:
    case = office.open()
    with pytest.raises(ZeroDivisionError), working_for(office.town):
        _note(case)
        raise ZeroDivisionError
    assert office.case(case).incident == ""
    with working_for(office.town):
        _note(case)
        transaction.set_rollback(True)
    assert office.case(case).incident == ""


def test_an_error_of_what_waits_takes_the_transaction_back(office: Office) -> None:
    case, other = office.open(), office.open()
    with pytest.raises(OperationalError, match="moved by somebody else"), working_for(office.town):
        _note(other)
        batch = Batch(office.town.pk)
        batch.lock([case.pk])
        batch.cases[case.pk].case.version = 7
        batch.note(case.pk)
        batch.write()
    assert office.case(other).incident == ""
    with working_for(office.town):  # and the connection can be used on
        _note(other)
    assert office.case(other).incident == "noted"


def test_a_savepoint_holds_what_was_written_inside_of_it(office: Office) -> None:
    case = office.open()
    with working_for(office.town), pytest.raises(ZeroDivisionError), transaction.atomic():
        _note(case)
        raise ZeroDivisionError
    assert office.case(case).incident == ""


@pytest.mark.parametrize("name", ["O'Neill", "a\\b", "$1 ' || '", '"; COMMIT; --', "Zoë {,} (x)", "\\'", "''", "\\"])
def test_every_text_arrives_as_it_was_typed(office: Office, name: str) -> None:
    case = office.open(facts={"antrag": {**ERIKA, "name": name}})
    with working_for(office.town):
        _note(case, name)
    found = office.case(case)
    assert found.facts["antrag"]["name"] == name
    assert found.incident == name


def test_a_nul_is_refused_and_nothing_is_cut_off_behind_it(office: Office) -> None:
    case = office.open()
    with pytest.raises(DatabaseError, match="NUL"), working_for(office.town):
        _note(case, "a\0b")
    assert office.case(case).incident == ""


def test_a_new_connection_begins_with_nothing(office: Office) -> None:
    case = office.open()
    connection.close()
    with working_for(office.town):
        _note(case)
    assert office.case(case).incident == "noted"


def _note(case: Case, text: str = "noted") -> None:
    batch = Batch(case.municipality_id)
    batch.lock([case.pk])
    batch.cases[case.pk].case.incident = text
    batch.note(case.pk)
    batch.write()
