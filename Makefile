# The commands of the project. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench audit lock clean

PORT ?= 8000
ARGS ?=
STARTED := $(shell date +%s)
PYTHON := .venv/bin/python

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## set up and serve the demo: make demo [PORT=8000], Ctrl-C ends it
	@scripts/bootstrap.sh run
	@$(PYTHON) -m scripts.demo --port $(PORT) --started $(STARTED)

test: ## all tests, on their own PostgreSQL and Redis: make test [ARGS="-k name"]
	@scripts/bootstrap.sh test
	@$(PYTHON) -m scripts.run_tests $(ARGS)

lint: ## style, floors, templates, missing migrations
	@scripts/bootstrap.sh lint
	@$(PYTHON) -m scripts.lint

format: ## put code and templates in order
	@scripts/bootstrap.sh lint
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djlint --reformat --quiet templates || true

bench: ## time the printing against Typst and Chromium
	@scripts/bootstrap.sh test
	@$(PYTHON) -m scripts.bench $(ARGS)

audit: ## look the locked packages up for known vulnerabilities
	@scripts/bootstrap.sh lint
	@.venv/bin/pip-audit --strict --requirement requirements.txt --no-deps --disable-pip

lock: ## resolve requirements*.in afresh into the locks
	@scripts/lock.sh

clean: ## remove what the tools left behind; the data in var/ stays
	@rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache var/test-artifacts
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
