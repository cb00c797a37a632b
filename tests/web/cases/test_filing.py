"""A closed case lies in the records with number, papers, closing and retention; nobody reads it without need."""

from datetime import date

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.records.models import Document, Enclosure, File
from towns import browser, make_member
from web.cases.office import Office
from web.cases.sample_package import flows
from web.cases.test_verbs import letter, through


def closed_with_a_letter(**more: bool) -> Office:
    office = Office(through(letter()) + flows("s>brief>e"))
    office.open(**more)
    office.due()
    return office


def test_a_closed_case_has_its_file_with_every_letter(database) -> None:
    office = closed_with_a_letter()
    (file,), (letter_document,) = office.rows(File), office.rows(Document)
    assert file.number.endswith("-2026-000001")
    assert (file.opened_on, file.closed_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert file.keep_until == date(2026 + file.retention_years, 12, 31)
    assert [row.document_id for row in office.rows(Enclosure)] == [letter_document.pk]


def test_an_open_case_is_not_filed_yet(database) -> None:
    office = Office(through(letter()) + flows("s>brief>e"))
    office.open()
    assert office.rows(File) == []


def test_a_test_case_is_never_filed(database) -> None:
    office = closed_with_a_letter(is_test=True)
    assert len(office.rows(Document)) == 1
    assert office.rows(File) == []


def test_a_letter_of_a_case_is_no_paper_of_the_plan(database) -> None:
    office = closed_with_a_letter()
    (document,) = office.rows(Document)
    user, _member = make_member(office.town, Role.NAVIGATOR, Role.LOTSE)
    visitor = browser(user)
    assert visitor.get(f"/{office.town.slug}/unterlagen/{document.pk}/").status_code == 404
    assert document.title not in visitor.get(f"/{office.town.slug}/agenda/papiere/").content.decode()


def test_files_are_for_those_who_work_on_cases(database) -> None:
    office = closed_with_a_letter()
    (file,) = office.rows(File)
    clerk, _ = make_member(office.town, Role.CLERK)
    coach, _ = make_member(office.town, Role.LOTSE)
    address = f"/{office.town.slug}/unterlagen/akten/"
    assert file.number in browser(clerk).get(address).content.decode()
    assert browser(clerk).get(f"{address}{file.pk}/").status_code == 200
    assert browser(coach).get(address).status_code == 403
