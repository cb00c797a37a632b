"""Makes the pictures of the letters in this folder from the samples of the tests.

apt-get install poppler-utils        # only for these pictures; the product does not need it
.venv/bin/python docs/pictures/letters.py
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from small import make_small

from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.render import render

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "tests" / "core" / "letters"
MADE = date(2026, 11, 22)
PAGES = {"mandate": 1, "agenda": 3, "first-picture": 1}
DOTS_PER_INCH = "96"


def main() -> int:
    """One PNG per page: `<template>-<page>.png`."""
    arms = Picture((SAMPLES / "coat-of-arms-sample.svg").read_bytes(), "Wappen: Lindenblatt über Wellen")
    for template, pages in PAGES.items():
        values = json.loads((SAMPLES / f"{template}-sample.json").read_text())
        letter = render(template, values, made=MADE, coat_of_arms=arms)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(letter.pdf)
            file.flush()
            for page in map(str, range(1, pages + 1)):
                target = str(HERE / f"{template}-{page}")
                limits = ["-f", page, "-l", page, "-singlefile", "-r", DOTS_PER_INCH]
                subprocess.run(["pdftoppm", "-png", *limits, file.name, target], check=True)
    make_small(HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
