"""The address of a button, opened without its form."""

from towns import browser

BUTTON = "/konto/zweiter-faktor/1/entfernen/"


def test_a_person_reads_that_nothing_was_sent(database) -> None:
    page = browser().get(BUTTON, headers={"accept": "text/html"})

    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "Es wurde nichts abgeschickt" in page.content.decode()


def test_a_program_gets_the_bare_answer(database) -> None:
    page = browser().get(BUTTON, headers={"accept": "application/json"})

    assert (page.status_code, page.content) == (405, b"")
