"""What every benchmark shares: options, the machine it ran on, medians, and one JSON object as the result."""

import argparse
import json
import math
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FSYNC_SECONDS = 1.0


def options(name: str, argv: list[str], *, rounds: int = 5, extra: Sequence[tuple[str, float]] = ()) -> Any:
    """--rounds, --json and number options of the benchmark itself ((name, default) pairs)."""
    parser = argparse.ArgumentParser(prog=f"fahrwasser bench {name}")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"default {rounds}")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    for option, default in extra:
        parser.add_argument(f"--{option}", type=float, default=default, help=f"default {default:g}")
    return parser.parse_args(argv)


def report(name: str, rounds: int, metrics: Mapping[str, float], **more: Any) -> dict[str, Any]:
    """The result in the shape of DESIGN 9; `more` = "peers" and details of the benchmark."""
    return {
        "bench": name,
        "rounds": rounds,
        "fsync_per_s": fsync_per_s(),
        "machine": machine(),
        "metrics": dict(metrics),
        "peers": more.pop("peers", {}),
        **more,
    }


def publish(result: Mapping[str, Any], *, as_json: bool) -> int:
    """Print the result; returns the exit code 0."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return 0
    print(f"{result['bench']}: {result['rounds']} rounds on {result['machine']['processor']}")
    for metric, value in result["metrics"].items():
        print(f"  {metric:<28} {value:g}")
    return 0


def median(values: Sequence[float]) -> float:
    """The median; raises StatisticsError for nothing."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 … 1) of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def fsync_per_s() -> int:
    """fdatasync of a small append per second in the working folder: what one commit costs at least."""
    with tempfile.NamedTemporaryFile(dir=Path.cwd()) as file:
        count, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < FSYNC_SECONDS:
            os.write(file.fileno(), b"x" * 128)
            os.fdatasync(file.fileno())
            count += 1
        return round(count / (time.perf_counter() - begun))


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system and how busy it already was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[2], 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
