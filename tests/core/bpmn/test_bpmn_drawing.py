"""The drawing carries the whole process, harms no page, and says in words what it shows."""

import random
import re
from itertools import combinations

import pytest
from benches.soundness_models import structured
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpmn_samples import after, boundary, end, flows, inside, mail, mishap, read, service, start, user, xor
from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.drawing import draw
from fahrwasser.core.bpmn.layout import layout
from fahrwasser.core.bpmn.reading import read_processes

CASE = (
    start() + xor("j") + user("pruefen", 'outcomes="ja nein" title-en="Check the form"')
    + boundary("frist", "pruefen", after(), 'cancelActivity="false"') + service("mahnen") + end("e2")
    + xor("w", "w_j") + end()
    + flows("s>j>pruefen>w", "w>j", "w>e: r_pruefen.ausgang = &quot;ja&quot;", "frist>mahnen>e2")
)  # fmt: skip


def test_the_drawing_is_plain_svg_with_title_and_description() -> None:
    svg = draw(read(CASE)).svg
    root = etree.fromstring(svg.encode())
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "Aufgabe für amt" in description.text
    assert not re.search(r"style=|<script|<style|\son\w+=|href", svg)


def test_names_of_people_are_escaped() -> None:
    graph = read(CASE.replace('name="mahnen"', 'name="x"').replace('name="pruefen"', 'name="&lt;b&gt; &amp; &quot;"'))
    svg = draw(graph).svg
    assert "<b>" not in svg
    assert "&lt;b&gt;" in svg


def test_every_step_is_told_in_both_languages() -> None:
    graph = read(CASE)
    beside = "Zusätzlich nach Zeit („frist“): 5 (mahnen)."
    assert draw(graph, "de").steps == (
        "1. s: Beginn. Weiter mit 2 (pruefen).",
        "2. pruefen: Aufgabe für amt. Mögliche Ergebnisse: ja, nein. Weiter mit 3 (w). " + beside,
        "3. w: Entscheidung. Bei „r_pruefen.ausgang = \"ja\"“ weiter mit 4 (e). Sonst weiter mit 2 (pruefen).",
        "4. e: Ende.",
        "5. mahnen: Geschieht automatisch (Abfrage). Weiter mit 6 (e2).",
        "6. e2: Ende.",
    )  # fmt: skip
    assert draw(graph, "en").steps[1].startswith("2. Check the form: Task for amt. Possible outcomes: ja, nein.")


def test_marked_nodes_are_told_and_drawn_not_only_by_colour() -> None:
    drawing = draw(read(CASE), marked=frozenset({"mahnen"}))
    assert "5. [markiert] mahnen" in drawing.text
    assert drawing.svg.count("fw-process__node--marked") == 1
    assert "<title>mahnen (markiert)</title>" in drawing.svg


def test_subprocess_and_handler_are_told_in_their_place() -> None:
    handler = inside("h", start("hs", mail()) + end("he") + flows("hs>he"), 'triggeredByEvent="true"')
    inner = inside("u", start("us") + user("a") + end("ue", mishap("err1")) + handler + flows("us>a>ue"))
    drawing = draw(read(start() + inner + boundary("b", "u", mishap()) + end() + end("e2") + flows("s>u>e", "b>e2")))
    assert "2. u: Weiter mit 3 (e). Wird abgebrochen bei einem Fehler („b“), dann weiter mit 4 (e2)." in drawing.text
    assert "2.3. ue: Ende mit dem Fehler „WEG“." in drawing.text
    assert "2.4.1. hs: Beginn durch die Nachricht „antwort“." in drawing.text


@pytest.mark.parametrize("language", ["de", "en"])
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 60))
def test_any_process_is_drawn_without_overlaps_and_told_to_the_end(language: str, seed: int, size: int) -> None:
    graph = read_processes(structured(random.Random(seed), size).xml(), place="x")["p"]
    places = layout(graph)
    for scope, kind in enumerate(graph.kind):
        if kind in g.SCOPES:
            inside_it = [n for n, s in enumerate(graph.scope) if s == scope and graph.kind[n] != g.BOUNDARY]
            around = places.boxes[scope]
            for node in inside_it:
                box = places.boxes[node]
                assert around.x <= box.x
                assert around.y <= box.y
                assert box.x + box.width <= around.x + around.width
                assert box.y + box.height <= around.y + around.height
            for one, other in combinations([places.boxes[node] for node in inside_it], 2):
                apart = (
                    one.x + one.width <= other.x or other.x + other.width <= one.x
                    or one.y + one.height <= other.y or other.y + other.height <= one.y
                )  # fmt: skip
                assert apart
    drawing = draw(graph, language)
    etree.fromstring(drawing.svg.encode())
    assert "?" not in drawing.text
    told = [n for n, k in enumerate(graph.kind) if n and k != g.BOUNDARY and (k != g.XOR or len(graph.out[n]) > 1)]
    assert len(drawing.steps) == len(told)
