"""pytest plugin: what could not run is listed at the end, and with CI=true that is a failure."""

import os
from collections import Counter

import pytest


def _not_run(config: pytest.Config) -> Counter[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return Counter(f"{report.nodeid}: {_reason(report)}" for report in skipped)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a run that left something out has failed."""
    if session.exitstatus == pytest.ExitCode.OK and os.environ.get("CI") == "true" and _not_run(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The list, above pytest's closing line."""
    if not_run := _not_run(config):
        terminalreporter.section("could not run", red=True)
        for line in not_run:
            terminalreporter.line(line)
        if os.environ.get("CI") == "true":
            terminalreporter.line("In CI everything must run: this counts as a failure.", red=True)
