"""The house keeps its borders: imports, the tenant setting, guarded views, clean templates."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from paths import PROJECT

SOURCE = PROJECT / "src" / "fahrwasser"
WEB = SOURCE / "web"
OUR_MODULES = sorted(SOURCE.rglob("*.py"))
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))


def test_imports_run_in_one_direction() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_municipality_is_set_in_exactly_one_place() -> None:
    setting = [path.name for path in OUR_MODULES if "set_config(" in path.read_text()]
    assert setting == ["context.py"]
    assert (WEB / "tenants/context.py").read_text().count("set_config(") == 1
    naming = {path.relative_to(WEB).as_posix() for path in OUR_MODULES if "app.municipality" in path.read_text()}
    assert naming == {"tenants/context.py", "tenants/rls.py"}


def our_views() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns)
            else:
                found.append((str(entry.name), entry.callback))

    walk(get_resolver().url_patterns)
    return found


FOREIGN = ("allauth.", "django.")  # login library, language switch: they guard themselves


@pytest.mark.parametrize(("name", "view"), [row for row in our_views() if not row[1].__module__.startswith(FOREIGN)])
def test_every_view_says_who_may_see_it(name: str, view: object) -> None:
    assert hasattr(view, "rights") or getattr(view, "open_to_all", False), (
        f"{name}: decorate with @needs(…) or @open_to_all (fahrwasser.web.accounts.access)"
    )


def test_writes_happen_in_actions_only() -> None:
    write = re.compile(
        r"\.objects\.(?:\w+\([^)]*\)\.)*(?:create|bulk_create|update|delete|update_or_create)\(|\.save\("
    )
    rooms = {"views", "screens", "reads", "templatetags"}
    guilty = [
        path.relative_to(WEB).as_posix()
        for path in WEB.rglob("*.py")
        if (path.stem in rooms or path.parent.name in rooms) and write.search(path.read_text())
    ]
    assert guilty == []


def test_numbers_are_typed_in_one_way() -> None:
    """Django's own fields read 12,5 as 125 on an English page; what nobody types may use them."""
    own = re.compile(r"forms\.(?:Decimal|Integer|Float)Field\(")
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in WEB.rglob("*.py")
        for line in path.read_text().splitlines()
        if own.search(line) and "HiddenInput" not in line
    ]
    assert not wrong, "use fahrwasser.web.ui.numbers: " + "; ".join(wrong)


def test_there_are_no_signals_and_no_save_overrides() -> None:
    text = {path: path.read_text() for path in WEB.rglob("*.py")}
    assert [path for path, code in text.items() if "django.dispatch" in code or "def save(self" in code] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_templates_have_no_inline_code_or_style(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|\bjs:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_modules_fit_in_a_head() -> None:
    long = {
        path.relative_to(SOURCE).as_posix(): lines
        for path in OUR_MODULES
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


@pytest.mark.parametrize("sheet", sorted(WEB.rglob("static/fahrwasser/*.css")), ids=lambda path: path.name)
def test_style_sheets_are_small_and_never_shout(sheet: Path) -> None:
    text = sheet.read_text()
    assert len(text.splitlines()) < 300
    assert "!important" not in text
