# Recipes are one line each; what they do lies in tools/ (plain Python, standard library only).
.DEFAULT_GOAL := help
.PHONY: help setup browser run test journeys test-database crash changes lint bench wheel lock
PYTHON ?= python3
ARGS ?=
# One test at a time for whoever is free, the long ones first (tests/conftest.py): nobody ends with a pile of them.
SIDE_BY_SIDE = -n 4 --dist load --maxschedchunk 1

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup:  ## the environment in .venv, from the locked list (nothing happens when it is up to date)
	@$(PYTHON) tools/environment.py

browser: setup  ## a browser for the tests: an installed one, Debian's package, or the test tool's own
	@.venv/bin/python tools/browser.py

run: setup  ## start everything and print the address; Ctrl-C ends it, the data stay (docs/how-to/run.md)
	@exec .venv/bin/python -m fahrwasser run

test: setup  ## all tests without a browser; ARGS="-k word" for some
	@.venv/bin/python -m pytest -p tools.could_not_run $(SIDE_BY_SIDE) -m "not journey" $(ARGS)

journeys: setup browser  ## all tests in a browser: every page with axe, every journey with and without scripts
	@.venv/bin/python -m pytest -p tools.could_not_run $(SIDE_BY_SIDE) -m journey $(ARGS)

test-database: setup  ## only what needs PostgreSQL; FAHRWASSER_PG_BIN=/usr/lib/postgresql/15/bin names another one
	@.venv/bin/python -m pytest -p tools.could_not_run $(SIDE_BY_SIDE) -m "database and not journey" $(ARGS)

crash: setup  ## kill client, worker and database 50 times: no case lost, nothing doubled (some minutes)
	@FAHRWASSER_CRASHES=50 .venv/bin/python -m pytest -q tests/run/test_case_crashes.py $(ARGS)

changes: setup  ## carry out 220 changes that explanations name, and plan again (some minutes)
	@FAHRWASSER_CHANGES=220 .venv/bin/python -m pytest -q tests/core/agenda/test_agenda_changes.py $(SIDE_BY_SIDE) $(ARGS)

lint: setup  ## style, types, borders between the rooms
	@.venv/bin/python tools/lint.py

bench: setup  ## all benchmarks, one JSON object each
	@.venv/bin/python tools/bench.py

wheel: setup  ## the package in dist/
	@.venv/bin/uv build --quiet --wheel

lock: setup  ## write uv.lock and requirements.lock anew from pyproject.toml
	@.venv/bin/python tools/lock.py
