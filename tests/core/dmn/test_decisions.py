from datetime import UTC, datetime
from typing import Any

import pytest

from dmn_tables import decision, given, literal, model, table
from fahrwasser.core.dmn import Answer, Fired, compile_model, read_model
from fahrwasser.core.feel import from_json, to_json
from fahrwasser.core.refused import Refused

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def answer(xml: bytes, name: str = "d", **inputs: Any) -> Answer:
    decisions = compile_model(read_model(xml, place="rules.dmn"))
    return decisions.evaluate(name, {key: from_json(value) for key, value in inputs.items()}, now=NOW)


def refusal(xml: bytes) -> str:
    with pytest.raises(Refused) as caught:
        compile_model(read_model(xml, place="rules.dmn"))
    return str(caught.value)


DOGS = (
    '"normal" | <= 1 => 60  # § 5 (1)',
    '"normal" | > 1 => 90  # § 5 (2)',
    '"dangerous" | - => 500  # § 6',
)


def dog_table(**options: Any) -> bytes:
    return model(given("k", "n"), decision("d", table(["k: string", "n: number"], DOGS, **options), ["k", "n"]))


def test_the_answer_names_the_rules_that_fired_with_their_annotations() -> None:
    found = answer(dog_table(), k="normal", n=2)

    assert to_json(found.value) == 90
    assert found.fired == (Fired("d", "t", ("r2",), ("§ 5 (2)",)),)
    assert found.inputs == {"k": "normal", "n": 2}


def test_no_rule_gives_null_and_no_rule_fired() -> None:
    found = answer(dog_table(), k="cat", n=2)

    assert found.value is None
    assert found.fired == ()


RULES = ("> 0 => 1", "> 10 => 3", "> 100 => 2")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("UNIQUE", None),
        ("ANY", None),
        ("FIRST", 1),
        ("PRIORITY", 3),
        ("COLLECT", [1, 3, 2]),
        ("RULE ORDER", [1, 3, 2]),
        ("OUTPUT ORDER", [3, 2, 1]),
        ("COLLECT CSUM", 6),
        ("COLLECT CMIN", 1),
        ("COLLECT CMAX", 3),
        ("COLLECT CCOUNT", 3),
    ],
)
def test_hit_policies(policy: str, expected: Any) -> None:
    rules = table(["n: number"], RULES, policy=policy, outputs=["x: 3, 2, 1"])

    assert to_json(answer(model(given("n"), decision("d", rules, ["n"])), n=200).value) == expected


def test_a_unique_table_with_two_hits_says_so_and_names_both() -> None:
    found = answer(model(given("n"), decision("d", table(["n: number"], RULES), ["n"])), n=20)

    assert found.value is None
    assert found.fired[0].rules == ("r1", "r2")
    assert "2 rules apply" in found.said[0]


def test_several_outputs_make_a_context() -> None:
    rules = table(["n: number"], ['< 5 => "low" | n + 1', '>= 5 => "high" | n - 1'], outputs=["level", "next"])

    assert to_json(answer(model(given("n"), decision("d", rules, ["n"])), n=7).value) == {"level": "high", "next": 6}


def test_a_value_that_is_not_allowed_gives_null_and_a_message() -> None:
    found = answer(model(given("k"), decision("d", table(["k: string"], ["- => 1"], allowed='"a", "b"'), ["k"])), k="c")

    assert found.value is None
    assert "allowed values" in found.said[0]


def test_cells_may_read_other_names_and_ask_for_the_value() -> None:
    rules = table(["n: number"], ["? > limit and ? < 10 * limit => 1", "<= limit => 2", "- => 3"], policy="FIRST")
    xml = model(given("n", "limit"), decision("d", rules, ["n", "limit"]))

    assert [to_json(answer(xml, n=n, limit=5).value) for n in (6, 5, 50)] == [1, 2, 3]


def test_decisions_use_each_other_once_and_only_what_they_require() -> None:
    xml = model(
        given("n"),
        decision("base", table(["n: number"], ["- => n * 2"]), ["n"]),
        decision("one", literal("base + 1"), asks=["base"]),
        decision("d", literal("one + base"), asks=["one", "base"]),
    )

    found = answer(xml, n=5)

    assert to_json(found.value) == 21
    assert [fired.decision for fired in found.fired] == ["base"]
    assert "“base” is not known" in refusal(model(decision("base", literal("1")), decision("d", literal("base"))))


def test_a_circle_of_decisions_is_refused() -> None:
    xml = model(decision("a", literal("b"), asks=["b"]), decision("b", literal("a"), asks=["a"]))

    assert "in a circle" in refusal(xml)


def test_functions_and_boxed_expressions() -> None:
    xml = model(
        '<businessKnowledgeModel id="f" name="twice"><encapsulatedLogic><formalParameter name="x"/>'
        f"{literal('x * 2')}</encapsulatedLogic></businessKnowledgeModel>",
        given("n"),
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#n"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement><context>'
        f'<contextEntry><variable name="half of it"/>{literal("n / 2")}</contextEntry>'
        f'<contextEntry><variable name="again"/><invocation>{literal("twice")}<binding><parameter name="x"/>'
        f"{literal('half of it')}</binding></invocation></contextEntry>"
        f'<contextEntry><variable name="list"/><list>{literal("again")}{literal("1")}</list></contextEntry>'
        "</context></decision>",
    )

    assert to_json(answer(xml, n=5).value) == {"half of it": "2.5", "again": 5, "list": [5, 1]}


def test_types_are_enforced() -> None:
    xml = model(
        '<itemDefinition name="level"><typeRef>string</typeRef><allowedValues><text>"low", "high"</text>'
        "</allowedValues></itemDefinition>",
        given("n", kind="number"),
        decision("d", literal('if n > 5 then "high" else "none"'), ["n"], kind="level"),
    )

    assert answer(xml, n=6).value == "high"
    assert answer(xml, n=1).value is None
    assert "is not of the type number" in answer(xml, n="six").said[0]


def test_names_of_the_surroundings_are_known_everywhere() -> None:
    decisions = compile_model(read_model(model(decision("d", literal("antrag.n + 1"))), place="x"), ["antrag"])

    assert decisions.reads("d") == {"antrag"}
    assert decisions.evaluate("d", {"antrag": from_json({"n": 1})}, now=NOW).value == 2


def test_tables_list_their_rules_for_coverage() -> None:
    assert compile_model(read_model(dog_table(), place="x")).tables() == {"t": ("r1", "r2", "r3")}


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (b"<a/>", "no DMN file"),
        (b"<a>", "not well-formed"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (model('<import name="x"/>'), "rules.dmn line 2: The DMN element “import” is not supported here."),
        (model("<decisionService/>"), "“decisionService” is not supported"),
        (model(decision("d", "")), "has no logic"),
        (model(decision("d", literal("1 +"))), "rules.dmn line 3 1:4: Expected a value"),
        (model(decision("d", literal("1"), ["nothing"])), "“nothing” is required but not in this file"),
        (model(decision("d", literal("1"), kind="tUnknown")), "type “tUnknown” is not defined"),
        (model(decision("d", literal("1")), decision("d", literal("1"))), "occurs twice"),
        (dog_table(policy="LUCKY"), "hit policy “LUCKY” is not known"),
        (dog_table(policy="PRIORITY"), "needs outputValues"),
        (dog_table(policy="OUTPUT ORDER"), "needs outputValues"),
        (model(decision("d", '<functionDefinition kind="Java"/>')), "kind Java"),
        (dog_table().replace(b"<inputEntry><text>-</text></inputEntry>", b""), "not as many entries"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(xml: bytes, says: str) -> None:
    assert says in refusal(xml)


def test_a_file_nested_without_end_is_refused() -> None:
    deep = decision("d", "<list>" * 200 + literal("1") + "</list>" * 200)

    try:
        found = answer(model(deep))
    except Refused:
        return
    assert found.value is not None
