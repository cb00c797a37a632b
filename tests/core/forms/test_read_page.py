"""What a browser posts becomes typed answers or clear problems."""

from typing import Any

import pytest

from fahrwasser.core.forms import Form, Input, PageRead, page_inputs, read_form, read_page, summary
from form_samples import NOW, STORED, dog_schema, dog_ui, field, group, schema

DOG = read_form(dog_schema(), dog_ui())


def post(
    page: str, answers: Any = None, form: Form = DOG, files: Any = None, language: str = "de", **values: Any
) -> PageRead:
    """Post a page; "hund__name" is the input hund.name."""
    posted = {name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in values.items()}
    return read_page(form, page, posted, answers or {}, now=NOW, files=files or {}, language=language)


def inputs(page: str, answers: Any, **more: Any) -> dict[str, Input]:
    """All inputs of a page by name."""
    found: dict[str, Input] = {}

    def collect(some: tuple[Input, ...]) -> None:
        for one in some:
            found[one.name] = one
            collect(one.children)
            for row in one.rows:
                collect(row.inputs)

    collect(page_inputs(DOG, page, answers, now=NOW, **more))
    return found


def test_german_writing_becomes_typed_answers() -> None:
    read = post(
        "hund", hund__name=" Rex ", hund__seit="3.10.2026", hund__grund="", hund__farben=["braun", "weiss"],
        hund__hoehe="45", hund__gewicht="12,5", hund__wert="1.234,5", hund__gassi="9.05 Uhr",
        hund__termin="3.10.2026 14:30", zweiter="nein",
    )  # fmt: skip
    assert read.is_done
    assert read.answers == {
        "hund": {
            "name": "Rex", "seit": "2026-10-03", "farben": ["braun", "weiss"], "hoehe": 45, "gewicht": 12.5,
            "wert": "1234.50", "gassi": "09:05", "termin": "2026-10-03T14:30",
        },
        "zweiter": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "language", "stored"),
    [
        ("1.234,50", "de", "1234.50"), ("1234,5", "de", "1234.50"), ("1.234", "de", "1234.00"), ("1.5", "de", "1.50"),
        ("1,234.50", "en", "1234.50"), ("1 234", "en", "1234.00"), ("12.50 €", "en", "12.50"),
        ("1.234,50", "en", "1234.50"), ("12,5", "en", "12.50"),
        ("1234.50", "de", "1234.50"), ("0", "de", "0.00"),
    ],
)  # fmt: skip
def test_money_is_read_as_its_language_writes_it(typed: str, language: str, stored: str) -> None:
    read = post("hund", hund__wert=typed, language=language)
    assert read.answers["hund"]["wert"] == stored


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("hund.wert", "1.23.4,5"), ("hund.wert", "1,234"), ("hund.wert", "zehn"), ("hund.wert", "-1"),
        ("hund.wert", "10000,01"), ("hund.hoehe", "12,5"), ("hund.hoehe", "4"), ("hund.hoehe", "121"),
        ("hund.hoehe", "1" * 50), ("hund.gewicht", "NaN"), ("hund.gewicht", "1e5"), ("hund.gewicht", "٣"),
        ("hund.seit", "31.2.2026"), ("hund.seit", "2026-13-01"), ("hund.seit", "3.10.26"), ("hund.seit", "1.1.1066"),
        ("hund.gassi", "25:00"), ("hund.termin", "3.10.2026"), ("hund.grund", "fremd"), ("hund.farben", "rosa"),
        ("hund.name", "x" * 21), ("zweiter", "vielleicht"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_at_its_input_and_not_stored(name: str, typed: str) -> None:
    read = read_page(DOG, "hund", {name: [typed]}, {}, now=NOW)
    assert name in read.problems
    assert read.problems[name].msgid % read.problems[name].values
    assert name.split(".")[-1] not in read.answers.get("hund", {})
    again = inputs("hund", read.answers, raw=read.raw, problems=read.problems)[name]
    assert again.problem is read.problems[name]
    if again.kind not in ("choice", "multichoice", "yesno"):
        assert again.value == typed


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("iban", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"), ("auto", "pir ab 123", "PIR-AB 123"),
        ("auto", "B-MW 1E", "B-MW 1E"), ("email", "erika@example.org", "erika@example.org"),
        ("telefon", "+49 3501 123-45", "+49 3501 123-45"), ("text", "eins\r\nzwei\x00", "eins\nzwei"),
    ],
)  # fmt: skip
def test_special_texts_are_stored_in_one_form(name: str, typed: str, stored: str) -> None:
    read = read_page(DOG, "kontakt", {f"kontakt.{name}": [typed]}, {}, now=NOW)
    assert read.answers == {"kontakt": {name: stored}}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("iban", "DE88370400440532013000"), ("iban", "DE8937040044053201300"), ("auto", "PIRAB123"),
        ("auto", "PIR-AB 0123"),
        ("auto", "ABCD-E 1"), ("email", "erika@example"), ("email", "erika example.org"), ("telefon", "keins"),
        ("telefon", "12"), ("text", "x" * 10001),
    ],
)  # fmt: skip
def test_special_texts_that_are_wrong_are_problems(name: str, typed: str) -> None:
    read = read_page(DOG, "kontakt", {f"kontakt.{name}": [typed]}, {}, now=NOW)
    assert list(read.problems) == [f"kontakt.{name}"]
    assert read.answers == {}


def test_required_fields_are_problems_of_their_page_only() -> None:
    read = post(
        "person", halter__vorname="Erika", halter__familienname="", anschrift__plz="01796", anschrift__ort="Pirna"
    )
    assert list(read.problems) == ["halter.familienname"]
    assert read.answers["halter"] == {"vorname": "Erika"}


def test_field_that_opens_on_the_same_page_is_asked_before_it_is_missed() -> None:
    first = post("hund", hund__name="Rex", hund__seit="2026-10-03", hund__grund="rettung", zweiter="nein")
    assert first.problems == {}
    assert first.asked == ("hund.nachweis",)
    assert "hund.nachweis" in inputs("hund", first.answers)
    second = post(
        "hund", first.answers, hund__name="Rex", hund__seit="2026-10-03", hund__grund="rettung", zweiter="nein"
    )
    assert list(second.problems) == ["hund.nachweis"]
    third = post("hund", first.answers, hund__grund="rettung", files={"hund.nachweis": STORED})
    assert third.is_done
    assert third.answers["hund"]["nachweis"] == STORED


def test_upload_of_wrong_kind_or_size_is_a_problem_and_a_stored_one_can_go() -> None:
    answers = {"hund": {"name": "Rex", "seit": "2026-10-03", "grund": "rettung", "nachweis": STORED}, "zweiter": False}
    assert post("hund", answers, hund__nachweis___remove="1").answers["hund"].get("nachweis") is None
    for wrong in (STORED | {"mediaType": "text/html"}, STORED | {"size": 3000000}, STORED | {"size": 0}, {"ref": "x"}):
        read = post("hund", answers, files={"hund.nachweis": wrong})
        assert list(read.problems) == ["hund.nachweis"]


def test_unticking_everything_takes_the_answer_away() -> None:
    answers = {"hund": {"farben": ["braun"]}}
    assert "hund" not in post("hund", answers, hund__name="").answers


def test_rows_are_added_and_removed_by_buttons() -> None:
    answers = {"zweiter": True}
    (rows,) = page_inputs(DOG, "weitere", answers, now=NOW)
    assert [one.name for one in rows.rows[0].inputs] == ["weitere.0.name", "weitere.0.alter"]
    added = post("weitere", answers, weitere__0__name="Bello", _add="weitere")
    assert (added.action, added.focus, added.is_done) == ("add", "weitere.1", False)
    assert added.answers["weitere"] == [{"name": "Bello"}, {}]
    removed = post("weitere", added.answers, weitere__0__name="Bello", weitere__1__name="Rolf", _remove="weitere.0")
    assert removed.answers["weitere"] == [{"name": "Rolf"}]
    done = post("weitere", removed.answers, weitere__0__name="Rolf", weitere__0__alter="3")
    assert done.is_done
    opened = post("weitere", removed.answers, weitere__0__name="Rolf", weitere__0__alter="12")
    assert opened.asked == ("weitere.0.krank",)


def test_no_more_rows_than_the_form_allows() -> None:
    answers = {"zweiter": True, "weitere": [{"name": name} for name in "ABC"]}
    assert len(post("weitere", answers, _add="weitere").answers["weitere"]) == 3
    (rows,) = page_inputs(DOG, "weitere", answers, now=NOW)
    assert rows.add == ""


@pytest.mark.parametrize(
    "name", ["weitere.999999999.name", "weitere.-1.name", "weitere.x.name", "weitere.٣.name", "a.b.c"]
)
def test_hostile_names_make_no_rows(name: str) -> None:
    read = read_page(
        DOG, "weitere", {name: ["x"], "_add": ["hund.0"], "_remove": ["weitere.77"]}, {"zweiter": True}, now=NOW
    )
    assert len(read.answers.get("weitere", [])) <= 100


def test_repeated_field_loses_its_empty_rows() -> None:
    names = {"type": "array", "title": "Vornamen", "x-fw-widget": "text", "items": {"type": "string"}, "minItems": 1}
    form = read_form(schema({"vornamen": names, "rest": field("text", "Rest")}, required=["vornamen"]))
    read = post("angaben", form=form, vornamen__0="Anna", vornamen__1="", vornamen__2="Maria")
    assert read.answers == {"vornamen": ["Anna", "Maria"]}
    assert "vornamen" in post("angaben", form=form, vornamen__0="").problems


def test_locked_and_hidden_fields_cannot_be_posted() -> None:
    fields = {"ort": field("text", "Ort", readOnly=True, default="Pirna"), "k": field("text", "K", x_fw_hidden=True)}
    form = read_form(schema({"g": group("G", fields | {"a": field("text", "A")})}))
    read = post("g", form=form, g__ort="Dresden", g__k="gefälscht", g__a="x")
    assert read.answers == {"g": {"a": "x"}}
    assert read.way.kept == {"g": {"a": "x", "ort": "Pirna"}}


def test_inputs_carry_what_a_template_needs() -> None:
    found = inputs("person", {"halter": {"vorname": "Erika"}}, language="en")
    name = found["halter.vorname"]
    assert (name.label, name.value, name.is_required, name.autocomplete) == ("First name", "Erika", True, "given-name")
    dog = inputs("hund", {"hund": {"seit": "2026-10-03", "wert": "1234.50", "grund": "blind"}}, language="en")
    assert dog["hund.name"].legal[0].text == "§ 9 Satzung"
    assert dog["hund.seit"].value == "2026-10-03"
    assert [(o.label, o.is_chosen) for o in dog["hund.grund"].options] == [("guide dog", True), ("Rettungshund", False)]
    german = inputs("hund", {"hund": {"seit": "2026-10-03", "wert": "1234.50"}})
    assert (german["hund.seit"].value, german["hund.wert"].value) == ("3.10.2026", "1234,50")
    assert german["hund.hinweis"].hint == "Jeden Hund bitte einzeln."


def test_unknown_page_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        post("nichts")


def test_summary_says_every_answer_in_words() -> None:
    answers = {
        "halter": {"vorname": "Erika", "familienname": "Muster"}, "zweiter": True,
        "hund": {"seit": "2026-10-03", "wert": "1234.50", "grund": "rettung", "nachweis": STORED, "farben": ["weiss"]},
        "weitere": [{"name": "Bello", "alter": 1200}], "kontakt": {"iban": "DE89370400440532013000"},
    }  # fmt: skip
    sections = summary(DOG, answers, now=NOW)
    said = {(section.page_id, section.title, row.label): row.value for section in sections for row in section.rows}
    assert said["hund", "Hund", "Gehalten seit"] == "3. Oktober 2026"
    assert said["hund", "Hund", "Wert"] == "1.234,50\u00a0€"
    assert said["hund", "Hund", "Ermäßigung"] == "Rettungshund"
    assert said["hund", "Hund", "Nachweis"] == "nachweis.pdf (1,1\u00a0MB)"
    assert said["hund", "Ihr Hund", "Haben Sie weitere Hunde?"] == "Ja"
    assert said["weitere", "Weitere Hunde 1", "Alter"] == "1.200"
    assert said["kontakt", "Kontakt", "IBAN"] == "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize("typed", ["viele", "12,5", "1.2.3"])
def test_a_field_for_whole_numbers_gives_a_whole_number_as_example(typed: str) -> None:
    problem = post("hund", hund__hoehe=typed).problems["hund.hoehe"]

    said = problem.msgid % problem.values
    assert "12" in said
    assert "1.234,50" not in said
