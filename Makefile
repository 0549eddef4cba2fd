# Every target sets itself up: `make demo` on a fresh machine needs Python 3.11 or newer with its venv, and make.
# Another Python: make PYTHON=python3.12. Another place for the environment: make VENV=/elsewhere/venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
TESTS ?= tests

# Wheels alone: a machine without a compiler can install Dragoman.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --only-binary :all:
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help demo test check style types contracts data rules bench fuzz lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: $(RUN_READY) ## set up, read the demonstration dossier and show what the record then knows
	$(BIN)/dragoman demo

test: $(TEST_READY) ## set up and run all tests (one file: make test TESTS=tests/test_times.py)
	$(BIN)/python -m pytest $(TESTS)

check: style types contracts data rules ## style, types, import contracts, data files, rules of the repository

style: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST_READY)
	$(BIN)/mypy

contracts: $(TEST_READY)
	$(BIN)/lint-imports

data: $(TEST_READY)
	$(BIN)/python scripts/lint_data.py

# Among them: no test reaches the network.
rules: $(TEST_READY)
	$(BIN)/python -m pytest tests/test_repository.py

bench: $(TEST_READY) ## time of reading beside the bare language model, peak memory, growth with length, questions over 10 million rows, pages over a million (fifteen minutes)
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/growth.py
	$(BIN)/python scripts/bench_facts.py
	$(BIN)/python scripts/bench_asof.py
	$(BIN)/python scripts/bench_room.py

fuzz: $(TEST_READY) ## read cut and spliced cases for minutes: nothing may raise, every span is exact
	$(BIN)/python scripts/fuzz.py

lock: $(RUN_READY) ## pin anew the versions in requirements/ from what pyproject.toml allows
	$(BIN)/python scripts/lock.py

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/*.egg-info

# An environment that is half made (Debian without python3-venv leaves one without pip) is made anew.
$(RUN_READY): requirements/lock.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dragoman needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "making $(VENV)"; $(PYTHON) -m venv --clear $(VENV); } || \
		{ echo "no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "installing what Dragoman runs with into $(VENV) (the first time takes a minute or two)"
	@$(PIP_INSTALL) -r requirements/lock.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(RUN_READY) requirements/dev.txt
	@echo "installing what the tests need into $(VENV)"
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@
