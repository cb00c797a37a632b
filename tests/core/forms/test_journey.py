"""The way through a form follows from the answers alone."""

from datetime import date
from decimal import Decimal
from typing import Any

from fahrwasser.core.forms import Journey, facts, journey, prefill, read_form
from form_samples import NOW, dog_answers, dog_schema, dog_ui, field, group, schema

DOG = read_form(dog_schema(), dog_ui())


def go(answers: Any) -> Journey:
    return journey(DOG, answers, now=NOW)


def test_empty_form_asks_page_by_page() -> None:
    way = go({})
    assert [page.id for page in way.pages] == ["person", "hund", "kontakt"]
    assert way.first_open == "person"
    assert {problem.path for problem in way.missing} >= {"halter/vorname", "anschrift/plz", "hund/name", "zweiter"}
    assert (way.next_after("person"), way.before("hund"), way.next_after("kontakt")) == ("hund", "person", None)


def test_complete_application_can_be_sent() -> None:
    way = go(dog_answers())
    assert way.is_complete
    assert way.first_open is None
    assert way.kept == dog_answers()


def test_a_yes_opens_a_page_and_a_no_drops_its_answers() -> None:
    answers = dog_answers() | {"zweiter": True, "weitere": [{"name": "Bello", "alter": 12, "krank": False}]}
    assert "weitere" in [page.id for page in go(answers).pages]
    assert go(answers).is_complete
    way = go(answers | {"zweiter": False})
    assert "weitere" not in [page.id for page in way.pages]
    assert "weitere" not in way.kept
    assert set(way.dropped) == {"weitere/0/name", "weitere/0/alter", "weitere/0/krank"}


def test_dropped_answer_reaches_no_later_rule() -> None:
    """b hangs on a, c on b: when a turns to no, c goes too although b is still in the draft."""
    form = read_form(schema({
        "c": field("text", "C", x_fw_visible_if="b = true"),
        "b": field("yesno", "B", x_fw_visible_if="a = true"),
        "a": field("yesno", "A"),
    }))  # fmt: skip
    assert dict(journey(form, {"a": True, "b": True, "c": "x"}, now=NOW).kept) == {"a": True, "b": True, "c": "x"}
    way = journey(form, {"a": False, "b": True, "c": "x"}, now=NOW)
    assert dict(way.kept) == {"a": False}
    assert sorted(way.dropped) == ["b", "c"]


def test_rules_of_a_row_see_their_own_row() -> None:
    rows = [{"name": "A", "alter": 3, "krank": True}, {"name": "B", "alter": 11, "krank": True}]
    way = go(dog_answers() | {"zweiter": True, "weitere": rows})
    assert way.kept["weitere"] == [{"name": "A", "alter": 3}, rows[1]]
    assert way.dropped == ("weitere/0/krank",)


def test_needed_rows_are_missing_and_too_many_are_named() -> None:
    answers = dog_answers() | {"zweiter": True}
    assert [problem.path for problem in go(answers).missing] == ["weitere"]
    four = [{"name": name} for name in "ABCD"]
    assert [problem.path for problem in go(answers | {"weitere": four}).missing] == ["weitere"]


def test_check_speaks_the_words_of_the_form() -> None:
    answers = dog_answers()
    answers["hund"]["seit"] = "2027-01-01"
    (problem,) = go(answers).missing
    assert (problem.path, problem.page) == ("hund/seit", "hund")
    assert problem.text is not None
    assert problem.text.in_language("en") == "In the future."


def test_unanswered_choice_does_not_fail_a_check() -> None:
    """null is: cannot be said yet."""
    rule = [{"feel": "a < b", "de": "A ist nicht kleiner."}]
    form = read_form(schema({"a": field("number", "A", x_fw_checks=rule), "b": field("number", "B")}))
    assert journey(form, {"a": 3}, now=NOW).is_complete
    assert not journey(form, {"a": 3, "b": 2}, now=NOW).is_complete


def test_optional_group_asks_its_fields_only_once_begun() -> None:
    inner = group("Konto", {"iban": field("iban", "IBAN"), "inhaber": field("text", "Inhaber")}, required=["iban"])
    form = read_form(schema({"konto": inner}))
    assert journey(form, {}, now=NOW).is_complete
    begun = journey(form, {"konto": {"inhaber": "Erika"}}, now=NOW)
    assert [problem.path for problem in begun.missing] == ["konto/iban"]


def test_choice_group_wants_exactly_one_answer() -> None:
    ways = {"bar": field("yesno", "Bar"), "konto": group("Konto", {"iban": field("text", "IBAN")})}
    one_of = [{"required": ["bar"]}, {"required": ["konto"]}]
    form = read_form(schema({"zahlung": group("Zahlung", ways, oneOf=one_of)}, required=["zahlung"]))
    assert not journey(form, {}, now=NOW).is_complete
    assert journey(form, {"zahlung": {"bar": True}}, now=NOW).is_complete
    assert not journey(form, {"zahlung": {"bar": True, "konto": {"iban": "x"}}}, now=NOW).is_complete


def test_answers_of_wrong_type_are_never_kept() -> None:
    way = go({"hund": {"name": 3, "seit": "morgen", "hoehe": True}, "weitere": "viele", "fremd": 1, "zweiter": "ja"})
    assert dict(way.kept) == {}
    assert "fremd" in way.dropped
    assert {"hund/name", "hund/seit", "hund/hoehe", "zweiter"} <= {problem.path for problem in way.missing}


def test_locked_field_has_its_fixed_value_and_hidden_field_stands_on_no_page() -> None:
    form = read_form(schema({
        "ort": field("text", "Gemeinde", readOnly=True, default="Pirna"),
        "konto": field("text", "Konto", x_fw_hidden=True),
    }, required=["konto", "ort"]))  # fmt: skip
    way = journey(form, {}, now=NOW)
    assert way.is_complete
    assert dict(way.kept) == {"ort": "Pirna"}


def test_page_rule_hides_the_whole_page() -> None:
    ui = dog_ui()
    ui["seiten"][3]["sichtbar_wenn"] = "zweiter = true"
    form = read_form(dog_schema(), ui)
    way = journey(form, dog_answers() | {"kontakt": {"telefon": "03501 1234"}}, now=NOW)
    assert [page.id for page in way.pages] == ["person", "hund"]
    assert way.dropped == ("kontakt/telefon",)


def test_rules_know_the_parameters_of_the_town() -> None:
    fields = {"b": field("text", "B", x_fw_visible_if="parameter.steuer > 50"), "a": field("text", "A")}
    form = read_form(schema(fields))
    assert journey(form, {}, now=NOW, known={"parameter": {"steuer": Decimal(50)}}).hidden == {"b"}
    assert not journey(form, {}, now=NOW, known={"parameter": {"steuer": Decimal(60)}}).hidden


def test_facts_are_typed_and_whole() -> None:
    found = facts(DOG, dog_answers())
    assert found["hund"]["seit"] == date(2026, 10, 3)
    assert found["hund"]["wert"] == Decimal("1234.50")
    assert found["hund"]["farben"] is None
    assert found["weitere"] == []


def test_prefill_fills_what_is_open_and_fits() -> None:
    person = {"person": {"vorname": "Anna", "familienname": "Alt", "anschrift": {"plz": "01796", "ort": 5}}}
    filled = prefill(DOG, {"halter": {"vorname": "Erika"}}, person)
    assert filled == {"halter": {"vorname": "Erika", "familienname": "Alt"}, "anschrift": {"plz": "01796"}}


def test_rules_together_cannot_spend_without_end() -> None:
    """Twenty rules that each turn a million times end as one would: what cannot be said hides the field."""
    loop = "count(for a in 1..1000, b in 1..1000 return 1) > 0"
    fields = {f"f{number}": field("text", "F", x_fw_visible_if=loop) for number in range(20)}
    way = journey(read_form(schema(fields)), {}, now=NOW)
    assert len(way.hidden) >= 19
