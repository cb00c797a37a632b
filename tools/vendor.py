"""Copies the named files of the npm packages in vendor/ to the static folder and writes manifest.json.

Run by hand to update: `npm ci --prefix vendor && python tools/vendor.py`. A test recomputes every checksum.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "vendor" / "node_modules"
STATIC = ROOT / "src/fahrwasser/web/ui/static/vendor"
FONTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
# target below static/vendor (or tests/) -> (package, file)
FILES = {
    "kern/kern.min.css": ("@kern-ux/native", "dist/kern.min.css"),
    "htmx/htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    **{
        f"kern/fira-sans/FiraSans-{weight}.woff2": ("@kern-ux/native", f"dist/fonts/fira-sans/FiraSans-{weight}.woff2")
        for weight in FONTS
    },
}
AXE = ("axe-core", "axe.min.js", ROOT / "tests/journeys/axe.min.js")
LICENCES = {"@kern-ux/native": "LICENSE.md", "htmx.org": "LICENSE", "axe-core": "LICENSE"}


def main() -> None:
    """Copies, cuts the font sheet down to the weights we ship, writes the manifest."""
    files = {target: (MODULES / package / source, package) for target, (package, source) in FILES.items()}
    for target, (source, _package) in files.items():
        _copy(source, STATIC / target)
    _font_sheet()
    _copy(MODULES / AXE[0] / AXE[1], AXE[2])
    packages = {name: json.loads((MODULES / name / "package.json").read_text()) for name in LICENCES}
    for name, licence in LICENCES.items():
        _copy(MODULES / name / licence, STATIC / "licences" / f"{name.replace('@', '').replace('/', '-')}.txt")
    manifest = [
        {
            "file": str(path.relative_to(ROOT)),
            "package": package,
            "version": packages[package]["version"],
            "licence": packages[package]["license"],
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path, package in [
            *((STATIC / target, package) for target, (_source, package) in files.items()),
            (STATIC / "kern/fira-sans.css", "@kern-ux/native"),
            (AXE[2], AXE[0]),
        ]
    ]
    (STATIC / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def _font_sheet() -> None:
    sheet = (MODULES / "@kern-ux/native/dist/fonts/fira-sans.css").read_text()
    faces = re.findall(r"@font-face\s*\{[^}]*\}", sheet)
    kept = [face for face in faces if any(f"FiraSans-{weight}.woff2" in face for weight in FONTS)]
    (STATIC / "kern/fira-sans.css").write_text("\n".join(kept) + "\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
