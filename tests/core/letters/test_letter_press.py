"""Many letters through one process: fast, separate, limited, and alive again after a bad one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.letters import process
from fahrwasser.core.letters.errors import LetterError, LimitError
from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.press import Press
from fahrwasser.core.letters.process import Limits
from fahrwasser.core.letters.render import render
from letter_reader import ReadLetter

MADE = date(2026, 11, 22)
HEAD = """
#set document(title: "Probe", date: datetime(year: 2026, month: 11, day: 22))
#set text(font: "Fira Sans", lang: "de")
#let values = json(bytes(sys.inputs.values))
"""
ECHO = "#par(text(values.text))"
ENDLESS = "#for i in range(100000) { for j in range(100000) { let x = i * j } }"
GREEDY = '#let s = "x"\n#for i in range(50) { s = s + s }\n#s.len()'


def folder(**sources: str) -> dict[str, bytes]:
    return {f"{name}.typ": (HEAD + source).encode() for name, source in sources.items()}


FILES = folder(echo=ECHO, endless=ENDLESS, greedy=GREEDY, wrong="#gibt-es-nicht")


@pytest.fixture
def press() -> Iterator[Press]:
    with Press(Limits(seconds=1, memory_mib=400)) as made:
        yield made


def text_of(press: Press, text: str, files: dict[str, bytes] = FILES, **values: Any) -> str:
    return ReadLetter(press.set("echo", {"text": text} | values, made=MADE, files=files).pdf).text


def child(press: Press) -> int:
    assert press.process_id is not None
    return press.process_id


def test_one_process_sets_many_letters_and_each_has_only_its_own_words(press: Press) -> None:
    words = [f"Brief Nummer {number}" for number in range(20)]
    letters = [press.set("echo", {"text": text}, made=MADE, files=FILES).pdf for text in words]
    first = child(press)
    for text, letter in zip(words, map(ReadLetter, letters), strict=True):
        assert letter.text.strip() == text
    text_of(press, "noch einer")
    assert child(press) == first


def test_nothing_of_one_letter_reaches_the_next(press: Press) -> None:
    text_of(press, "geheim", secret="Kennwort")
    curious = folder(echo='#context par(text(values.at("secret", default: "nichts") + state("seen", "leer").final()))')
    remembering = folder(echo='#state("seen").update("gemerkt")\n#par(text(values.text))')
    text_of(press, "geheim", remembering)
    assert text_of(press, "", curious).strip() == "nichtsleer"


def test_an_interrupted_letter_leaves_no_answer_for_the_next(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    text_of(press, "davor")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(process, "_read", interrupted)
        text_of(press, "abgebrochen")
    assert text_of(press, "danach").strip() == "danach"


def test_a_picture_of_one_letter_is_not_on_the_next(press: Press) -> None:
    square = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    files = folder(seen="#par(text(sys.inputs.picture))")
    with_arms = press.set("seen", {}, made=MADE, files=files, coat_of_arms=Picture(square, "Quadrat")).pdf
    assert "Quadrat" in ReadLetter(with_arms).text
    assert ReadLetter(press.set("seen", {}, made=MADE, files=files).pdf).text.strip() == "null"


def test_a_changed_template_of_the_same_name_is_another_template(press: Press) -> None:
    assert text_of(press, "x", folder(echo="#par[erste Fassung]")).strip() == "erste Fassung"
    assert text_of(press, "x", folder(echo="#par[zweite Fassung]")).strip() == "zweite Fassung"


def test_the_press_makes_the_same_bytes_as_a_process_of_its_own(press: Press) -> None:
    text_of(press, "etwas davor")
    pressed = press.set("echo", {"text": "gleich"}, made=MADE, files=FILES).pdf
    assert pressed == render("echo", {"text": "gleich"}, made=MADE, files=FILES).pdf


@pytest.mark.parametrize(
    ("template", "seconds", "reason"),
    [("endless", 1, "took longer than 1 seconds"), ("greedy", 20, "needed more than 400 MiB")],
)
def test_a_runaway_letter_is_stopped_and_the_next_one_is_set(template: str, seconds: int, reason: str) -> None:
    with Press(Limits(seconds=seconds, memory_mib=400)) as press:
        text_of(press, "davor")
        before = child(press)
        with pytest.raises(LimitError, match=f"Letter {template} {reason}"):
            press.set(template, {}, made=MADE, files=FILES)
        assert text_of(press, "danach").strip() == "danach"
        assert child(press) != before


def test_each_letter_has_the_whole_time_for_itself(press: Press) -> None:
    busy = folder(busy="#for i in range(400000) { let x = i * i }\n#par(text(values.text))")
    number = 0
    while number == 0 or cpu_seconds(child(press)) < 2.5:
        number += 1
        press.set("busy", {"text": str(number)}, made=MADE, files=busy)
    assert number > 2


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_wrong_template_says_why_and_costs_no_new_process(press: Press) -> None:
    text_of(press, "davor")
    before = child(press)
    with pytest.raises(LetterError, match="unknown variable: gibt-es-nicht"):
        press.set("wrong", {}, made=MADE, files=FILES)
    text_of(press, "danach")
    assert child(press) == before


def test_a_process_that_was_killed_is_replaced(press: Press) -> None:
    text_of(press, "davor")
    running = press._process._child
    assert running is not None
    running.kill()
    running.wait()
    assert text_of(press, "danach").strip() == "danach"


def test_the_process_is_renewed_after_its_share_of_letters(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LETTERS_A_PROCESS", 2)
    seen = set()
    for number in range(5):
        text_of(press, str(number))
        seen.add(child(press))
    assert len(seen) == 3


def test_a_fork_does_not_write_into_the_pipe_of_its_parent(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    text_of(press, "davor")
    running = press._process._child
    assert running is not None
    monkeypatch.setattr("os.getpid", lambda: 1)
    assert text_of(press, "im Kind").strip() == "im Kind"
    assert child(press) != running.pid
    assert running.poll() is None
    running.kill()
    running.wait()


def test_a_closed_press_leaves_no_process_and_no_folder() -> None:
    with Press() as press:
        text_of(press, "x")
        running = press._process._child
        stage = Path(press._stage.name)
        assert running is not None
    assert running.poll() is not None
    assert not stage.exists()


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../etc/passwd")',
        '#read("/../other/echo.typ")',
        '#read("/daten.json")',
        '#import "@preview/cetz:0.4.0": canvas',
        '#import "@local/anything:1.0.0": *',
    ],
)
def test_a_template_reads_nothing_but_its_own_folder(press: Press, source: str) -> None:
    text_of(press, "ein anderes Paket liegt daneben")
    with pytest.raises(LetterError, match="could not be set"):
        press.set("spy", {}, made=MADE, files=folder(spy=source))


def test_a_template_reads_the_files_of_its_own_folder(press: Press) -> None:
    files = folder(echo='#par(text(read("texte/gruss.txt")))') | {"texte/gruss.txt": b"Hallo aus dem Paket"}
    assert "Hallo aus dem Paket" in text_of(press, "x", files)


@pytest.mark.parametrize("text", ['#read("/etc/passwd")', "#panic()", '#import "x.typ"', "$x$ *fett* <label> @ref"])
def test_hostile_values_are_printed_as_typed(press: Press, text: str) -> None:
    assert text_of(press, text).strip() == text


@pytest.mark.parametrize(
    "name", ["../x.typ", "/etc/x.typ", "a/../../x.typ", "a//b.typ", "a\\b.typ", "x\0.typ", "./x.typ"]
)
def test_files_with_a_path_that_leads_elsewhere_are_refused(press: Press, name: str) -> None:
    with pytest.raises(LetterError, match="has no plain relative path"):
        text_of(press, "x", FILES | {name: b""})


def test_a_package_cannot_replace_our_blocks(press: Press) -> None:
    with pytest.raises(LetterError, match="lies in the folder of our own blocks"):
        text_of(press, "x", FILES | {"fahrwasser/base.typ": b""})


def test_too_many_bytes_of_files_are_refused(press: Press) -> None:
    with pytest.raises(LetterError, match="larger than 5,000,000 bytes"):
        text_of(press, "x", FILES | {"bild.png": b"x" * 5_000_001})


def test_the_values_are_attached_as_they_were_given(press: Press) -> None:
    files = {"brief.typ": b'#import "/fahrwasser/base.typ": *\n#show: paper\n#paper-title(values.title)'}
    values = {"title": "Probe", "letterhead": {"kind": "Stadt", "name": "Musterau"}, "is_example": True}
    letter = ReadLetter(press.set("brief", values, made=MADE, files=files).pdf)
    assert json.loads(letter.attachments["daten.json"]) == values


def test_the_process_can_open_nothing_outside_its_folders(tmp_path: Path) -> None:
    """The second wall, tried without typst: the same limits, then plain Python tries to read and to connect."""
    code = f"""
import sys; sys.path.insert(0, {str(process.COMPILE.parent)!r})
import compile, socket
compile.set_limits(400); compile.lock_in([{str(tmp_path)!r}])
for attempt in (lambda: open("/etc/passwd"), lambda: open({str(tmp_path / "new")!r}, "w").write("x"),
                lambda: socket.create_connection(("127.0.0.1", 9), 1)):
    try: attempt()
    except OSError as error: print(type(error).__name__)
    else: print("open")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if done.stdout.split()[0] == "open":
        pytest.skip("this kernel has no Landlock; the first wall is tested above")
    assert done.stdout.split() == ["PermissionError"] * 3
