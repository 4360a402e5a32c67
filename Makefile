# Everything that the project does by itself. Needs Python >= 3.11 and git; makes its own .venv.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest -q -n 2
ROOMS := --ignore=tests/e2e
WALKS := tests/e2e
MANAGE := $(BIN)/python example_project/manage.py

# Each Python, Django, database and mode at least once; `make tox CELLS=ALL` runs every cell of tox.ini.
CELLS ?= py311-dj52-postgresql-swapped,py312-dj60-sqlite-swapped,py313-dj61-postgresql-default

# Compiled files and rewritten asserts are kept between runs, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check postgresql e2e bench spec schema docs messages tox quickstart clean

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(STAMPS)/demo ## Run the example project on http://127.0.0.1:$PORT with two practices in it
	$(MANAGE) migrate --no-input --verbosity 0
	$(MANAGE) seed_demo
	@printf '\n  The example is on http://127.0.0.1:%s/ (stop it with Ctrl-C)\n\n' '$(PORT)'
	$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

test: $(STAMPS)/test ## Run the tests on SQLite; with ARGS=--ds=tests.projects.swapped.settings on a host's models
	$(PYTEST) $(ROOMS) --ignore=tests/architecture/test_migrations.py $(ARGS)

check: $(STAMPS)/test $(STAMPS)/check $(STAMPS)/docs ## Style, types, floors, migrations, templates, docs, wheel, specification
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 tests/architecture/test_migrations.py
	$(BIN)/python -m tools.templates
	$(BIN)/python -m tools.wheel
	$(BIN)/python -m tools.spec --check
	$(BIN)/sphinx-build -q -E -W --keep-going -b html docs docs/_build/html

postgresql: $(STAMPS)/test ## Run the tests, races included, on the PostgreSQL of CLIENT_PORTAL_TEST_DATABASE_URL
	@test -n "$$CLIENT_PORTAL_TEST_DATABASE_URL" || { echo 'Set CLIENT_PORTAL_TEST_DATABASE_URL=postgresql://user:password@host:port/name' >&2; exit 2; }
	CLIENT_PORTAL_TEST_THOROUGH=1 $(PYTEST) $(ROOMS) --ignore=tests/architecture -m '' $(ARGS)
	CLIENT_PORTAL_TEST_THOROUGH=1 $(PYTEST) $(ROOMS) --ignore=tests/architecture -m '' --ds=tests.projects.swapped.settings $(ARGS)

e2e: $(STAMPS)/e2e ## Walk through the pages in Chromium
	browser=$$(.ci/install-browser) && CHROMIUM="$$browser" $(BIN)/python -m pytest -q --timeout 300 --timeout-method thread $(WALKS) $(ARGS)

bench: $(STAMPS)/test ## Measure, as ratios within one run
	$(BIN)/python -m benchmarks $(ARGS)

spec: $(VENV)/bin/python ## Say which statements of docs/specification.md are proven, and write it there
	$(BIN)/python -m tools.spec

schema: $(STAMPS)/test ## Describe the API anew in docs/reference/openapi.yaml
	$(BIN)/python -m tools.openapi

docs: $(STAMPS)/docs ## Build the documentation into docs/_build/html
	$(BIN)/sphinx-build -E -W --keep-going -b html docs docs/_build/html

messages: $(STAMPS)/test ## Collect the texts to translate
	cd src/client_portal && ../../$(BIN)/django-admin makemessages --all --no-obsolete --add-location=file

tox: $(STAMPS)/tox ## Run the cells named in CELLS
	UV_PYTHON_DOWNLOADS=never $(BIN)/tox run -e $(CELLS)

quickstart: $(BIN)/uv ## Follow the quick start of the docs, word for word, in a new environment
	.ci/quickstart

clean: ## Remove everything that was built, the environment and the example's data too
	rm -rf $(VENV) .tox build dist docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf example_project/data
	find src tests tools docs example_project benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMPS)/%: pyproject.toml | $(BIN)/uv
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install --quiet --python $(BIN)/python --editable . --group $*
	@mkdir -p $(STAMPS) && touch $@
