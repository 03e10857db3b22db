# The daily commands. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo dev test check audit format bench load package deploy destroy docs browser checkov screenshots lock clean

# The newest interpreter that runs here; PYTHON=… overrides.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

$(READY): requirements-dev.txt client/pyproject.toml
	@test -n "$(PYTHON)" || { echo "Darkroom needs Python 3.11 or newer; install it or say PYTHON=/path/to/python"; exit 1; }
	@echo "Installing pinned dependencies into $(VENV) ($(PYTHON))"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e client
	@touch $@

demo: $(READY) ## Upload a picture, see it processed, stop (IMAGE=path for your own)
	@$(BIN)/python -m local demo $(if $(IMAGE),"$(IMAGE)")

dev: $(READY) ## Run the whole stack here until Ctrl-C (PORT=8000, WORKFLOW=stepfunctions)
	@$(BIN)/python -m local up $(if $(PORT),--port $(PORT)) $(if $(WORKFLOW),--workflow $(WORKFLOW))

test: check ## All checks and all tests, with coverage
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --cov --cov-report=term

check: $(READY) ## Format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .

audit: $(READY) ## Licences and known vulnerabilities of all dependencies
	@$(BIN)/python -m audit

format: $(READY) ## Let ruff format and fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Compare the image engine with its peers (QUICK=1 for a few minutes)
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

load: $(READY) ## Thousands of pictures through the whole stack (ARGS="--small 500 --large 10")
	@$(BIN)/python -m load $(ARGS)

package: $(READY) ## Build what Lambda gets; its size and how the functions start (STAGE=dev)
	@$(BIN)/python -m ops package $(if $(STAGE),--stage $(STAGE))

browser: ## Install the npm packages of the browser tests into .browser
	@mkdir -p .browser && cp tests/browser/package.json tests/browser/package-lock.json .browser/
	@npm ci --prefix .browser --ignore-scripts --no-audit --no-fund --loglevel error

checkov: .checkov/.ready ## Install checkov, which judges the templates, into .checkov

.checkov/.ready: tests/deploy/checkov.txt
	@$(PYTHON) -m venv .checkov
	@.checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

screenshots: $(READY) ## Picture the upload page for the README; needs Chromium
	@$(BIN)/python -m tests.browser.screenshots

docs: $(READY) ## Build the documentation's site into .site/html
	@$(BIN)/python -m docsite

deploy: $(READY) ## Into the AWS account of your credentials, or up to date there (STAGE=prod ARGS="--cdn")
	@test -n "$(STAGE)" || { echo "Which stage? make deploy STAGE=prod"; exit 2; }
	@$(BIN)/python -m ops deploy "$(STAGE)" $(ARGS)

destroy: $(READY) ## Out of the account again (STAGE=prod)
	@test -n "$(STAGE)" || { echo "Which stage? make destroy STAGE=prod"; exit 2; }
	@$(BIN)/python -m ops destroy "$(STAGE)" $(ARGS)

lock: ## Pin requirements-dev.in and checkov anew, with hashes
	@for name in requirements-dev tests/deploy/checkov; do \
		echo "$$name.in" && uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
			--python-version 3.11 "$$name.in" --output-file "$$name.txt" || exit 1; done

clean: ## Remove what the commands above made
	rm -rf $(VENV) .browser .checkov .build .local .site .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
