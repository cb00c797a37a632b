"""`fahrwasser check [--json]`: configuration and health, for people and for monitoring."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict

from fahrwasser.run import CannotStart, health
from fahrwasser.run.database import database_for, open_database, own_server
from fahrwasser.run.health import Finding
from fahrwasser.run.home import Home


def main(argv: list[str]) -> int:
    """0 when everything is as it should be; 2 when not, with one line on standard error."""
    if argv not in ([], ["--json"]):
        print("usage: fahrwasser check [--json]", file=sys.stderr)
        return 2
    try:
        findings = list(_findings())
    except CannotStart as reason:
        findings = [Finding("start", False, str(reason))]
    wrong = [finding.name for finding in findings if not finding.ok]
    for line in _as_json(findings) if argv else _as_text(findings):
        print(line)
    if wrong:
        print(f"fahrwasser check: not in order: {', '.join(wrong)}", file=sys.stderr)
    return 2 if wrong else 0


def _findings() -> Iterator[Finding]:
    home = Home.of(os.environ)
    yield from health.configuration(os.environ, home)
    if not own_server(os.environ) and not (home.path / "postgres").exists():
        yield Finding("database", True, f"None yet in {home.path}; `fahrwasser run` makes it.")
        return
    with open_database(home, os.environ) as urls:
        yield from (found := list(health.databases(urls)))
        if found[0].ok:
            os.environ.update(urls.as_environment())
            yield _migrations()


def _migrations() -> Finding:
    """Whether every migration has been applied, as the owner sees it."""
    with database_for("owner"):
        import django

        django.setup()
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        connection.close()
    text = f"{waiting} migrations are waiting; `fahrwasser run` applies them." if waiting else "Up to date."
    return Finding("migrations", not waiting, text)


def _as_text(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{'ok   ' if finding.ok else 'WRONG'} {finding.name}: {finding.text}"


def _as_json(findings: list[Finding]) -> Iterator[str]:
    yield json.dumps(
        {"ok": all(finding.ok for finding in findings), "checks": [asdict(finding) for finding in findings]},
        ensure_ascii=False,
    )
