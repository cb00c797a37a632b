"""All benchmarks one after the other, one JSON object a line. `make bench`."""

import subprocess
import sys

NAMES = ("agenda", "pages", "form", "soundness", "letters", "cases", "portfolio", "whatif")


def main() -> int:
    """0 when every benchmark gave its figures."""
    codes = [subprocess.call([sys.executable, "-m", "fahrwasser", "bench", name, "--json"]) for name in NAMES]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
