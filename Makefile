# The commands of README.md. Each works on a bare machine: it installs what it needs first.
PYTHON ?= python3
JOBS ?= 2
export PORT ?= 8000
BIN := .venv/bin
# As in production, with a secret made for this one check.
DEPLOYED = JISR_ENV=production ALLOWED_HOSTS=jisr.example REDIS_URL=redis://queue/0 \
  DATABASE_URL=postgres://jisr_web:x@database/jisr DATABASE_OWNER_URL= \
  SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')
.DEFAULT_GOAL := help
.PHONY: help run test soak bench eval-names check lock clean install install-dev browser

help:  ## what there is
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | expand -t 12

run: install  ## everything: engines, tables, demonstration, web, worker, beat (PORT=8000)
	@exec $(BIN)/python manage.py up

test: install-dev browser  ## the whole suite on throw-away engines (TESTS= for a part)
	@$(BIN)/python -m pytest $(or $(TESTS),-n $(JOBS) --dist loadfile --no-loadscope-reorder)

soak: install-dev  ## the long profiles: crashes, jobs, the API fuzzed from fresh seeds (JISR_SEEDS=)
	@JISR_SOAK=1 $(BIN)/python -m pytest -m "crash or soak"

bench: install-dev  ## a million meetings against 10,000, then names, feed and batches (PART=names.scan, PART=feed, PART=sync)
	@$(BIN)/python -m bench$(if $(PART),.$(PART))
	@$(if $(PART),,$(BIN)/python -m bench.names.search && $(BIN)/python -m bench.names.scan && $(BIN)/python -m bench.feed && $(BIN)/python -m bench.sync)

eval-names: install-dev  ## how well names are found, beside trigrams and rapidfuzz (JISR_EVAL_PEOPLE=)
	@$(BIN)/python -m bench.names

check: install-dev  ## style, types, contracts, migrations, catalogues, templates, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py catalogues --check
	$(BIN)/djlint --lint --quiet templates
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

lock:  ## make both lock files anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --extra embedded pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	  --extra embedded --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove .venv and all that tools left; the data in .state stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results

install:
	@$(PYTHON) install.py

install-dev:
	@$(PYTHON) install.py --dev

browser:
	@$(BIN)/python -m tests.browsers
