# make demo      a running Sangzi with believable data at http://127.0.0.1:8000 (PORT= for another)
# make install   only the environment: .venv/bin/sangzi
# make test      the tests, on SQLite and, where it is installed, on PostgreSQL
# make walks     every programme of the plans in a browser, from what is offered to the figure
# make crowd     76,000 students get 18,000 posts in a browser, on SQLite and, where it is installed, on PostgreSQL
# make lint      style, types, import contracts, definitions, migrations
# Needs Python 3.11 or later with its venv module, and nothing else. A second call is instant.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ENGINE_LOOPS := $(wildcard src/sangzi/engines/matching/*.py src/sangzi/engines/matching/*/*.py)
CATALOGUES := $(wildcard src/sangzi/*/locale/*/LC_MESSAGES/django.po)
SOURCES := src tests scripts benchmarks
export PORT
WORKERS ?= $(shell nproc)
# What the gate writes goes into a home of its own, never into the installation beside it.
LINT_HOME := .venv/lint-home

.PHONY: demo install install-test test walks crowd lint

demo: install
	$(BIN)/sangzi demo

install: .venv/installed .venv/messages .venv/compiled

install-test: .venv/installed-test .venv/messages .venv/compiled

test: install-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
	$(BIN)/python -m tests.postgres -n $(WORKERS) --dist worksteal

walks: install-test
	SANGZI_WALKS=all $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/browser/walks

crowd: export SANGZI_CROWD = full
crowd: install-test
	$(BIN)/python -m pytest -s tests/browser/crowd
	$(BIN)/python -m tests.postgres -s tests/browser/crowd

lint: export SANGZI_HOME = $(LINT_HOME)
lint: install-test
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sangzi check
	$(BIN)/sangzi manage makemigrations --check --dry-run

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sangzi needs Python 3.11 or later; make PYTHON=python3.11 names one.")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Sangzi stands on, as locked in requirements.lock ..."
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-test: requirements-test.lock .venv/installed
	@echo "Installing what the tests stand on ..."
	$(PIP) install --require-hashes --requirement requirements-test.lock
	@touch $@

.venv/messages: $(CATALOGUES) scripts/messages.py .venv/installed
	$(BIN)/python scripts/messages.py compile
	@touch $@

.venv/compiled: $(ENGINE_LOOPS) src/sangzi/programmes/placing/compiling.py .venv/installed
	@echo "Compiling the allotment engines, once ..."
	$(BIN)/python -m sangzi.programmes.placing.compiling
	@touch $@
