# Everything that one does with this project. `make help` says what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The interpreter of the distribution where it is new enough: the sandbox can show it to learners' code, whoever runs
# the site. `make serve PYTHON=/path/to/python3` picks another.
ifndef PYTHON
PYTHON := $(shell for python in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
export PYTHON
VENV := .venv
BIN := $(VENV)/bin
PLUGINS := $(sort $(wildcard plugins/*/setup.cfg))
EDITABLE := -e . $(patsubst %/setup.cfg,-e %,$(PLUGINS))
INI ?= development.ini
RUNS ?= 10000
SOLUTIONS ?= 20
SECTIONS ?=
RUNS ?= 10000

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: $(VENV)/.site ## Set everything up and serve the site on http://localhost:6543
	@tools/system-packages serve
	@$(MAKE) -s --no-print-directory runtimes || echo "Samples and exercises do not run; the rest of the site does." >&2
	@exec $(BIN)/pserve $(INI)

.PHONY: test
test: $(VENV)/.dev ## Set up what the tests need, and run them all
	@tools/system-packages test
	@$(MAKE) -s --no-print-directory runtimes
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: runtimes
runtimes: $(VENV)/.site ## Build the environments in which learners' code runs, where they are missing
	@[ ! -e $(VENV)/.runtimes ] || while read -r name path; do \
		[ -d "$$path" ] || { rm -f $(VENV)/.runtimes; break; }; done <$(VENV)/.runtimes
	@$(MAKE) -s --no-print-directory $(VENV)/.runtimes

.PHONY: check
check: $(VENV)/.site ## Prove all content: every sample, solution, starter and wrong answer
	@$(MAKE) -s --no-print-directory runtimes
	@$(BIN)/roadmap -c $(INI) check

.PHONY: check-often
check-often: $(VENV)/.site ## The same with every solution graded 20 times in a row (slow; SOLUTIONS=20, SECTIONS="flask redis")
	@$(MAKE) -s --no-print-directory runtimes
	@$(BIN)/roadmap -c $(INI) check --solutions $(SOLUTIONS) $(SECTIONS)

.PHONY: soak
soak: $(VENV)/.dev ## Ten thousand runs in one supervisor leave nothing behind (RUNS=10000; half an hour)
	@tools/system-packages test
	@$(MAKE) -s --no-print-directory runtimes
	@RUNS=$(RUNS) $(BIN)/python -m pytest tests/hostile/test_h_soak.py -m soak -s $(ARGS)

.PHONY: hostile
hostile: $(VENV)/.dev ## The whole hostile suite on every runner; `make test` has a sample of it behind a broker
	@tools/system-packages test
	@$(MAKE) -s --no-print-directory runtimes
	@ROADMAP_HOSTILE=whole $(BIN)/python -m pytest tests/hostile $(ARGS)

.PHONY: hostile-as-user
hostile-as-user: $(VENV)/.dev ## The whole hostile suite once more, as an ordinary user (needs root)
	@tools/system-packages test
	@$(MAKE) -s --no-print-directory runtimes
	@tools/hostile-as-user tests/hostile $(ARGS)

.PHONY: bench
bench: $(VENV)/.dev ## Measure what verdicts and pages cost, against baselines in the same run (ARGS for the verdicts)
	@$(MAKE) -s --no-print-directory runtimes
	@status=0; $(BIN)/python -m benchmarks.verdict $(ARGS) || status=1; \
		$(MAKE) -s --no-print-directory bench-reading ARGS= || status=1; exit $$status

.PHONY: bench-reading
bench-reading: $(VENV)/.dev ## Measure how fast a lesson is served, and starting, with few plugins and with many
	@tools/system-packages bench
	@$(BIN)/python -m benchmarks.reading $(ARGS)

.PHONY: lighthouse
lighthouse: $(VENV)/.dev $(VENV)/.lighthouse ## Have Lighthouse look at one page of each kind (ARGS="lesson search"; a quiet machine)
	@$(BIN)/python -m benchmarks.lighthouse $(VENV)/lighthouse/node_modules/lighthouse/cli/index.js $(ARGS)

.PHONY: load
load: $(VENV)/.dev ## Send 500 submissions at once to a site with workers, while these are killed (minutes)
	@tools/system-packages test
	@$(MAKE) -s --no-print-directory runtimes
	@$(BIN)/python -m pytest -q -s -m soak tests/workers $(ARGS)

.PHONY: html
html: $(VENV)/.dev $(VENV)/.vnu ## Check the HTML of every page with the Nu HTML checker
	@$(MAKE) -s --no-print-directory runtimes
	@VNU_JAR=$(VENV)/vnu/node_modules/vnu-jar/build/dist/vnu.jar $(BIN)/python -m pytest -m html tests/functional $(ARGS)

.PHONY: test-postgres
test-postgres: $(VENV)/.dev ## Run the tests with every site on PostgreSQL instead of SQLite
	@ROADMAP_TEST_DATABASE=postgres $(MAKE) -s --no-print-directory test ARGS="$(ARGS)"

.PHONY: lint
lint: $(VENV)/.dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/.dev ## Put the code into its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: coverage
coverage: $(VENV)/.site ## Say which lesson covers which claim of the article, in docs/coverage.md
	@$(BIN)/roadmap -c $(INI) coverage docs/claims.toml --write docs/coverage.md

.PHONY: messages
messages: $(VENV)/.site ## Collect all texts for translation, and compile their translations
	@$(BIN)/roadmap messages src/roadmap --scripts frontend/src
	@$(BIN)/roadmap messages $(patsubst %/locale,%,$(wildcard plugins/*/src/*/locale))

.PHONY: settings
settings: $(VENV)/.site ## Write docs/settings.md anew
	@{ printf '# Settings\n\nMade by `make settings` from the table in `roadmap.settings.keys`.\n\n'; \
		$(BIN)/python -c 'from roadmap.settings import reference; print(reference(), end="")'; } >docs/settings.md

.PHONY: sure
sure: lint test check-often bench ## All of the above: what one runs before a release

.PHONY: lock
lock: $(VENV)/.site ## Resolve requirements/*.in into pinned files with hashes
	cd requirements && for name in site dev bootstrap; do \
		../$(BIN)/uv pip compile -q --upgrade --generate-hashes --python-version 3.11 \
			$$([ $$name = site ] || echo -c site.txt) $$name.in -o $$name.txt; done

.PHONY: clean
clean: ## Remove what make made; keeps var/, where the database is
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.python: requirements/bootstrap.txt
	@[ -n "$(PYTHON)" ] || { echo "Roadmap needs Python 3.11 or newer: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@tools/system-packages serve
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(VENV)/.site: $(VENV)/.python requirements/site.txt setup.cfg $(PLUGINS)
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/site.txt
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --no-deps --no-build-isolation $(EDITABLE)
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements/dev.txt
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

# Without its scripts: vnu-jar has one that fetches a Java of its own.
$(VENV)/.vnu: $(VENV)/.python tools/vnu/package-lock.json
	@tools/system-packages html
	@mkdir -p $(VENV)/vnu && cp tools/vnu/package*.json $(VENV)/vnu
	@cd $(VENV)/vnu && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(VENV)/.lighthouse: $(VENV)/.python tools/lighthouse/package-lock.json
	@tools/system-packages lighthouse
	@mkdir -p $(VENV)/lighthouse && cp tools/lighthouse/package*.json $(VENV)/lighthouse
	@cd $(VENV)/lighthouse && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(VENV)/.runtimes: $(VENV)/.site $(wildcard plugins/*/src/*/*runtime.txt) src/roadmap/runner/judge.txt
	@$(BIN)/roadmap -c $(INI) runtimes build >$@.new
	@mv $@.new $@
