"""`fahrwasser bench NAME --json`: one benchmark of the checkout's folder `benches/` (DESIGN 9)."""

import importlib
import sys
from pathlib import Path

BENCHES = Path(__file__).resolve().parents[3] / "benches"


def main(argv: list[str]) -> int:
    """Run `benches/NAME.py` with the remaining words; 2 = no checkout or no such benchmark."""
    if not (BENCHES / "common.py").is_file():
        print(
            "fahrwasser bench: the benchmarks are part of the source checkout, not of the installed package; "
            "clone the repository and run `make bench` there",
            file=sys.stderr,
        )
        return 2
    names = sorted(p.stem for p in BENCHES.glob("*.py") if "def main(argv" in p.read_text(encoding="utf-8"))
    if not argv or argv[0] not in names:
        print(f"fahrwasser bench: name one of {', '.join(names)}", file=sys.stderr)
        return 2
    sys.path.insert(0, str(BENCHES))
    return int(importlib.import_module(argv[0]).main(argv[1:]))
