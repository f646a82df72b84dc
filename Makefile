# Needs Python >= 3.11, make and git; everything else is made here from pinned, hashed constraints.
#   make demo PYTHON=/path/to/python3.12     uses another Python
PYTHON ?= python3
VENV := .venv
BENCH_VENV := .bench-venv
TEST_ARGS ?=
TIER ?= release

# Hashes are checked for every file, and only wheels are taken: installing runs nobody's setup code.
PIP_INSTALL := -m pip --disable-pip-version-check --quiet --quiet install --no-input
LOCKED := --require-hashes --only-binary :all:
OURSELVES := --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo desk test lint format bench bench-llm reliability docs docs-check constraints clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /|/' | \
	while IFS='|' read -r name what; do printf '  make %-12s %s\n' "$$name" "$$what"; done

demo: $(VENV)/.run  ## read the bundled example reports and print the page
	@$(VENV)/bin/reportedly examples

desk: $(VENV)/.full  ## read the bundled example reports into demo.sqlite and open it in the browser
	@$(VENV)/bin/reportedly examples --ledger demo.sqlite --quiet >/dev/null
	@$(VENV)/bin/reportedly desk --ledger demo.sqlite

test: $(VENV)/.dev  ## run the tests; TEST_ARGS='-k dates' chooses some
	$(VENV)/bin/python -m pytest -n auto $(TEST_ARGS)

lint: $(VENV)/.dev  ## ruff, mypy --strict, import directions
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy src tests benchmarks docs corpus training
	$(VENV)/bin/lint-imports

format: $(VENV)/.dev  ## let ruff put the code in order
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(BENCH_VENV)/.bench  ## measure quality and speed beside a peer, into benchmarks/RESULTS.md
	OMP_PROC_BIND=true OMP_PLACES=cores $(BENCH_VENV)/bin/python -m benchmarks

bench-llm: $(VENV)/.dev  ## a language model of yours beside the built-in reader: BASE_URL=… MODEL=…
	REPORTEDLY_LLM_URL='$(BASE_URL)' REPORTEDLY_LLM_MODEL='$(MODEL)' $(VENV)/bin/python -m benchmarks llm

reliability: $(VENV)/.dev  ## try as often as TIER=release (or nightly) asks; TEST_ARGS=tests/faults chooses some
	REPORTEDLY_TIER=$(TIER) REPORTEDLY_FIGURES=$(CURDIR)/docs/reliability.jsonl \
	$(VENV)/bin/python -m pytest -m reliability -o addopts='--strict-markers --strict-config -v' $(TEST_ARGS)
	$(VENV)/bin/python docs/generate.py

docs: $(VENV)/.dev  ## write docs/reference from the code
	$(VENV)/bin/python docs/generate.py

docs-check: $(VENV)/.dev  ## run every example of the docs, check links and that nothing is left out
	$(VENV)/bin/python docs/generate.py --check
	$(VENV)/bin/python -m pytest tests/docs

constraints:  ## renew constraints/*.txt to today's releases (needs uv)
	sh constraints/compile.sh

clean:  ## remove what make made
	rm -rf $(VENV) $(BENCH_VENV) build dist src/reportedly/language/towns.bin .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a second run installs nothing. The package itself is linked, so that edits need no new install.
$(VENV)/.python $(BENCH_VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo 'reportedly needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(@D)
	@touch $@

$(VENV)/.run: $(VENV)/.python constraints/run.txt pyproject.toml
	$(VENV)/bin/python $(PIP_INSTALL) $(LOCKED) -r constraints/run.txt
	$(VENV)/bin/python $(PIP_INSTALL) $(OURSELVES)
	@touch $@

$(VENV)/.full: $(VENV)/.run constraints/full.txt
	$(VENV)/bin/python $(PIP_INSTALL) $(LOCKED) -r constraints/full.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run constraints/dev.txt
	$(VENV)/bin/python $(PIP_INSTALL) $(LOCKED) -r constraints/dev.txt
	@touch $@

$(BENCH_VENV)/.bench: $(BENCH_VENV)/.python constraints/bench.txt pyproject.toml
	$(BENCH_VENV)/bin/python $(PIP_INSTALL) $(LOCKED) -r constraints/bench.txt
	$(BENCH_VENV)/bin/python $(PIP_INSTALL) $(OURSELVES)
	@touch $@
