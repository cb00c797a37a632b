"""`fahrwasser bench letters`: how many letters a processor core sets in a second, through the production process.

Two invented letters with their data embedded: a parking permit (two pages: Bescheid with coat of arms, GiroCode and the
card to cut out) and a tax notice (two pages with a table), and the first page of the permit alone. Every letter has
another addressee and file number, as in a yearly run. Counted are the processor seconds of both processes: ours, which
prepares the values, and the limited one that sets them. The wall clock is reported beside it.
"""

import copy
import io
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno

from common import median, options, publish, report
from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.press import Press

SAMPLES = Path(__file__).resolve().parent.parent / "tests/core/letters"
MADE = date(2027, 1, 11)
WARM_UP = 5
START = '#import "/fahrwasser/bescheid.typ": *\n#show: brief\n'
TEMPLATES = {
    "permit": START + "#bescheid()\n#ausweis()\n",
    "notice": START + "#tenor()\n#tabelle(values.berechnung)\n#kosten()\n#gruende()\n#normen()\n#rechtsbehelf()\n"
    "#automatisch()\n#hinweise()\n#schluss()\n#datenschutz()\n",
    "page": START + "#tenor()\n#nebenbestimmungen()\n#kosten()\n",
}
FILES = {f"{name}.typ": source.encode() for name, source in TEMPLATES.items()}
SAMPLE_OF = {"permit": "permit", "notice": "notice", "page": "permit"}


@dataclass(frozen=True, slots=True)
class Run:
    """What the letters of one kind took in one round, in seconds; `size` = bytes of the last."""

    letters: int
    cpu_s: float
    wall_s: float
    size: int


def main(argv: list[str]) -> int:
    """Set every kind of letter in every round, taking turns, and publish the figures."""
    chosen = options("letters", argv, extra=(("letters", 100.0),))
    values = {kind: _values(SAMPLE_OF[kind]) for kind in TEMPLATES}
    arms = Picture((SAMPLES / "coat-of-arms-sample.svg").read_bytes(), "Wappen der Stadt Musterau")
    runs: dict[str, list[Run]] = {kind: [] for kind in TEMPLATES}
    for number in range(chosen.rounds):
        for kind in TEMPLATES:
            runs[kind].append(_run(kind, values[kind], arms, int(chosen.letters)))
        print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr, flush=True)
    return publish(_result(runs, chosen.rounds), as_json=chosen.json)


def _run(kind: str, values: Mapping[str, Any], arms: Picture, letters: int) -> Run:
    with Press() as press:
        for number in range(WARM_UP):
            press.set(kind, _letter(values, -number), made=MADE, files=FILES, coat_of_arms=arms)
        child = press.process_id
        assert child is not None
        own, theirs, wall = time.process_time(), _cpu_s(child), time.perf_counter()
        for number in range(letters):
            letter = press.set(kind, _letter(values, number), made=MADE, files=FILES, coat_of_arms=arms)
        assert press.process_id == child, "the process was replaced on the way; its seconds are lost"
        cpu_s = time.process_time() - own + _cpu_s(child) - theirs
        return Run(letters, cpu_s, time.perf_counter() - wall, len(letter.pdf))


def _cpu_s(pid: int) -> float:
    """Processor seconds of a living process with all its threads, to 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _values(sample: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((SAMPLES / f"{sample}-sample.json").read_text(encoding="utf-8"))
    fee = values["gebuehr"]
    account = [fee["empfaenger"], fee["iban"].replace(" ", ""), f"EUR{fee['betrag']}"]
    lines = ["BCD", "002", "1", "SCT", "", *account, "", "", fee["verwendungszweck"]]
    drawing = io.BytesIO()
    segno.make("\n".join(lines), error="M", micro=False).save(drawing, kind="svg", border=0, xmldecl=False, nl=False)
    fee["girocode"] = drawing.getvalue().decode()
    return values


def _letter(values: Mapping[str, Any], number: int) -> dict[str, Any]:
    letter = copy.copy(dict(values))
    letter["aktenzeichen"] = f"112.41-2027/{number:04}"
    letter["adressat"] = letter["adressat"] | {
        "name": f"Person {number} Beispiel",
        "anschrift": [f"Weg {number}", "01999 Musterau"],
    }
    letter["anrede"] = f"Guten Tag Person {number} Beispiel,"
    return letter


def _result(runs: Mapping[str, list[Run]], rounds: int) -> dict[str, Any]:
    per_core = {kind: median([run.letters / run.cpu_s for run in found]) for kind, found in runs.items()}
    per_clock = {kind: median([run.letters / run.wall_s for run in found]) for kind, found in runs.items()}
    metrics = {"letters_per_s_core": round(min(per_core["permit"], per_core["notice"]), 1)}
    metrics |= {f"{kind}_per_s_core": round(value, 1) for kind, value in per_core.items()}
    metrics |= {f"{kind}_per_s_wall": round(value, 1) for kind, value in per_clock.items()}
    sizes = {kind: found[-1].size for kind, found in runs.items()}
    return report("letters", rounds, metrics, bytes=sizes, letters_a_round=next(iter(runs.values()))[0].letters)
