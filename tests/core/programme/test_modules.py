"""The curriculum can be shown in both languages, and each practice leads to a page."""

from fahrwasser.core.programme.modules import modules
from fahrwasser.core.programme.obstacles import obstacle_kinds, obstacle_title
from fahrwasser.core.programme.phases import fact_names


def test_every_module_is_complete_in_both_languages() -> None:
    found = modules()
    assert len({module.key for module in found}) == len(found) >= 7
    for module in found:
        texts = (module.title, module.practice, *module.aims)
        assert all(text.de.strip() and text.in_language("en").strip() for text in texts), module.key
        assert module.aims
        assert module.page


def test_what_proves_a_practice_is_a_fact_that_the_town_knows() -> None:
    assert {module.fact for module in modules()} - {""} <= fact_names()


def test_an_obstacle_of_a_newer_list_is_shown_by_its_code() -> None:
    assert obstacle_title("aus-der-zukunft", "de") == "aus-der-zukunft"
    assert obstacle_title(obstacle_kinds()[0].code, "en") == obstacle_kinds()[0].title.in_language("en")
