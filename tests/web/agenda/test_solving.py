"""The solver's process, as the worker watches it."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.web.agenda import solving

SOLVER = """#!/bin/sh
while [ "$1" != --progress ]; do shift; done
printf '{"done": 1}' > "$2.part" && mv "$2.part" "$2"
while [ -e "$2" ]; do sleep 0.05; done
sleep 0.2
echo '{"status": "feasible"}'
"""


def test_files_that_vanish_while_the_worker_ends_are_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ending Python removes its temporary folders while its other threads still look into them."""
    program = tmp_path / "solver"
    program.write_text(SOLVER)
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(solving, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    heard: list[dict[str, Any]] = []

    def hear(news: dict[str, Any]) -> None:
        heard.append(news)
        for newest in tmp_path.glob("*/newest.json"):
            newest.unlink()

    answer = solving.solve({}, start={}, time_limit_s=5, on_progress=hear)

    assert answer == {"status": "feasible"}
    assert heard == [{"done": 1}]
