"""What one process remembers between two writings."""

import uuid
from datetime import UTC, date, datetime

import pytest

from fahrwasser.web.usage.book import LONGEST_S, MOST_MARKS, Book, Count

TOWN, AT, DAY = uuid.uuid4(), datetime(2026, 11, 18, 9, tzinfo=UTC), date(2026, 11, 18)
WHO = ("somebody", "/agenda/")


def sums(book: Book) -> Count:
    return book.take().towns.get(TOWN, {}).get((DAY, "plan"), Count())


def test_only_the_first_page_after_a_writing_wants_the_next_one() -> None:
    book = Book()
    assert [book.opened(TOWN, "plan", AT, DAY) for _ in range(3)] == [True, False, False]
    noted = book.take()
    assert noted.began == AT
    assert noted.towns[TOWN][DAY, "plan"].uses == 3
    assert book.take().towns == {}
    assert book.opened(TOWN, "plan", AT, DAY)


@pytest.mark.parametrize(("left", "counted"), [(90, 90), (3 * LONGEST_S, LONGEST_S)])
def test_a_form_is_measured_from_showing_to_saving_an_hour_at_most(left: int, counted: int) -> None:
    book = Book()
    book.shown(WHO, 1000.0)
    book.handed_in(WHO, TOWN, "plan", AT, DAY, 1000.0 + left)
    assert sums(book) == Count(uses=0, seconds_total=counted, seconds_n=1)


def test_a_form_is_measured_once_and_only_for_the_one_who_opened_it() -> None:
    book = Book()
    book.shown(WHO, 0.0)
    book.handed_in(("somebody else", "/agenda/"), TOWN, "plan", AT, DAY, 10.0)
    book.handed_in(WHO, TOWN, "plan", AT, DAY, 20.0)
    book.handed_in(WHO, TOWN, "plan", AT, DAY, 30.0)
    assert sums(book) == Count(uses=0, seconds_total=20, seconds_n=1)


def test_marks_do_not_grow_without_end_and_go_after_an_hour() -> None:
    book = Book()
    for number in range(MOST_MARKS + 7):
        book.shown(number, 0.0)
    assert len(book._marks) == MOST_MARKS
    book.shown("later", LONGEST_S + 1.0)
    assert len(book._marks) == 1


def test_the_book_holds_neither_person_nor_address() -> None:
    book = Book()
    book.shown(("3f0c-user", "/erfassen/leistungen/"), 0.0)
    book.opened(TOWN, "record", AT, DAY)
    held = repr((book._marks, book._towns))
    assert "3f0c" not in held
    assert "/erfassen" not in held
