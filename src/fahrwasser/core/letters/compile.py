"""The child process that sets one letter: job as JSON on standard input, PDF on standard output.

Started as a file, not as a module: it imports nothing of ours, and typst only after the limits are set, so
that it is ready in milliseconds. It sees the template folder and the fonts; the proxies in its environment
point nowhere, so a template cannot fetch a package.
Exit 0: PDF; 1: the template is wrong (reason on standard error); 3: out of memory.
"""

import json
import resource
import sys
from typing import Any

OPEN_FILES = 64
WRONG_TEMPLATE = 1
OUT_OF_MEMORY = 3


def set_limits(seconds: int, memory_mib: int) -> None:
    """CPU time, address space, open files; no file may be written and no core dumped."""
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory_mib << 20,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]  # may already be lower; raising it is not ours
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def typeset(job: dict[str, Any]) -> bytes:
    """The PDF. A warning (unknown font …) is an error, because typst would go on with something else."""
    import typst  # only after the limits

    document, warnings = typst.compile_with_warnings(
        str(job["template"]),
        root=job["folder"],
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]]),
        sys_inputs=job["inputs"],
        pdf_standards=["a-3a", "ua-1"],
        timestamp=job["timestamp"],
        package_path=job["folder"],  # not the packages that somebody installed on this machine
        package_cache_path=job["folder"],
    )
    if warnings:
        raise ValueError("; ".join(f"{warning.message} {warning.diagnostic}" for warning in warnings))
    return document


def main() -> int:
    """Read the job, set the limits, write the PDF."""
    job = json.load(sys.stdin)
    set_limits(job["seconds"], job["memory_mib"])
    try:
        sys.stdout.buffer.write(typeset(job))
    except MemoryError:
        return OUT_OF_MEMORY
    except (RuntimeError, ValueError) as error:
        sys.stderr.write(getattr(error, "diagnostic", "") or str(error))
        return WRONG_TEMPLATE
    return 0


if __name__ == "__main__":
    sys.exit(main())
