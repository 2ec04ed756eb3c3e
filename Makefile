# Two commands do all the set-up: `make brief` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DATA ?= ../shared/data

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.venv/.run: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/run.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/dev.txt
	touch $@

# pyspark comes as source only: it is built by the pinned setuptools of the first step.
.venv/.spark: .venv/.run requirements/spark.txt
	$(PIP) install -q --require-hashes --only-binary :all: --no-binary pyspark --no-build-isolation --use-pep517 -r requirements/spark.txt
	touch $@

.venv/.browser: .venv/.dev requirements/browser.txt
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/browser.txt
	touch $@

.venv/.production: .venv/.run requirements/production.txt
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/production.txt
	touch $@

.venv/.overlap: .venv/.run requirements/overlap.txt
	$(PIP) install -q --require-hashes --only-binary :all: -r requirements/overlap.txt
	touch $@

brief: .venv/.run ## write the brief for Japan, the Republic of Korea and Singapore against NATO
	$(BIN)/comity brief JPN KOR SGP --against NATO

serve: .venv/.run ## open the site on the starter evidence, on this machine only
	$(BIN)/comity serve

test: .venv/.dev ## run all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/.dev ## all of CI: format, lint, types, import contracts, tests, a brief
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/comity brief JPN KOR SGP --against NATO --out build/check

format: .venv/.dev ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

starter: .venv/.dev ## rebuild the starter evidence from the raw files in $(DATA)
	$(BIN)/python recipes/starter.py $(DATA)

bench: .venv/.dev ## measure speed and memory, print a table for docs/benchmarks.md
	$(BIN)/python benchmarks/commands.py

bench-evidence: .venv/.dev ## measure the build of evidence on generated works, beside gzip -dc
	$(BIN)/python benchmarks/evidence.py

bench-web: .venv/.run ## measure the site under load; needs hey and wrk (Debian)
	$(BIN)/python benchmarks/web.py

bench-programme: .venv/.dev ## measure the programme on a register of a million events; takes minutes
	$(BIN)/python benchmarks/programme.py --activities 10000 --people 50000 --events 1000000
WORLDS ?= 50000
twin: .venv/.dev ## hold generated worlds with and without a hidden object against each other
	$(BIN)/python tests/twin/many.py $(WORLDS)

LOCK := uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --extra build
lock: .venv/.dev ## pin and hash the requirement files anew (needs uv); what is tested is what runs
	$(LOCK) --extra dev -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt -o requirements/run.txt
	$(LOCK) -c requirements/dev.txt --extra spark -o requirements/spark.txt
	$(LOCK) -c requirements/dev.txt --extra dev --extra browser -o requirements/browser.txt
	$(LOCK) -c requirements/dev.txt --extra production -o requirements/production.txt
	$(LOCK) -c requirements/dev.txt --extra postgresql -o requirements/postgresql.txt
	$(LOCK) -c requirements/dev.txt --extra overlap -o requirements/overlap.txt

clean: ## remove what was made
	rm -rf build dist .venv

.PHONY: help brief serve test check format starter bench bench-evidence bench-web bench-programme lock clean twin
