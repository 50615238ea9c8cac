# Two commands on a fresh machine with Python 3.11 or newer: `make rehearse` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help rehearse test check format campaign bench bench-facilitation deck-pictures lock clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

rehearse: $(READY) ## play a whole class through the real bot on a local Discord, to its deck
	$(BIN)/python -m bot rehearse $(FILE)

test: $(READY) ## the tests (the long campaign and whole terms apart)
	$(BIN)/python -m pytest -m "not campaign" -n auto --dist loadscope --no-loadscope-reorder

check: $(READY) ## what CI checks beside the tests: format, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## bring the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

campaign: $(READY) ## kill the bot many times and look for anything lost or doubled; whole classes and terms
	$(BIN)/python -m pytest -m campaign -s tests/classroom/whole/test_campaign.py
	$(BIN)/python -m pytest -m campaign -n auto --dist loadscope --ignore tests/classroom/whole/test_campaign.py

deck-pictures: $(READY) ## draw the slides of the rehearsed deck for docs/deck.md
	$(BIN)/python -m benchmarks.pictures

bench: $(READY) ## measure speed against limits and peers
	$(BIN)/python -m benchmarks

bench-facilitation: $(READY) ## simulate classes: this way of inviting against four others
	$(BIN)/python -m benchmarks.facilitation

lock: $(READY) ## pin the dependencies anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet \
	  pyproject.toml --extra speed --extra postgres -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet \
	  pyproject.toml --extra speed --extra postgres --group dev -o requirements-dev.lock

clean: ## remove what was made here
	rm -rf $(VENV) out .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Roundtable needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Installing the pinned dependencies into $(VENV) (about a minute, once) ..."
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "The virtual environment could not be made. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock \
	  || { echo "The dependencies could not be installed; see the lines above. Is the network there?"; exit 1; }
	@touch $(READY)
