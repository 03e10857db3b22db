# Daily commands. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo dev test all-tests test-fast unit check audit format bench bench-latency load differential budget ministack ministack-install kernel package release upgrade-data stage deploy destroy docs browser checkov screenshots lock clean

SHELL := bash
PROGRESS := /^(Collecting|Processing)/ && ++n % 20 == 0 {print "  " n " packages downloaded"; fflush()} \
	/^Installing collected/ {print "  installing"; fflush()}

# The newest supported Python on this machine; override with PYTHON=...
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
# The locked sets of packages, each including the ones before it, and the stamps of those that .venv has.
SETS := deploy local dev
DEPLOY := $(VENV)/.deploy
LOCAL := $(VENV)/.local
DEV := $(VENV)/.dev
# The image engine's kernel, and the stamp of its compiler, which is larger than all packages of `make demo`.
COMPILER := $(VENV)/.kernel
KERNEL := chalicelib/imaging/kernel
OBJECTS := $(KERNEL)/kernel-x86_64.so $(KERNEL)/kernel-arm64.so
# `make demo` and `make dev` compile it only again, so that it always fits the code.
COMPILED := $(wildcard $(OBJECTS))
VERSION = $(shell sed -n 's/^VERSION = "\(.*\)"$$/\1/p' chalicelib/__init__.py)

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV)/.%: requirements-%.txt client/pyproject.toml
	@test -n "$(PYTHON)" || { echo "Darkroom needs Python 3.11 or newer. Install it, or set PYTHON=/path/to/python."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	@echo "Installing $$(grep -c '^[a-z].*==' $<) packages for '$*' into $(VENV) ($$($(BIN)/python --version))"
	@set -o pipefail; \
		$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r $< | awk '$(PROGRESS)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e client
	@for set in $(SETS); do touch $(VENV)/.$$set; test $$set != $* || break; done

$(COMPILER): requirements-kernel.txt | $(DEPLOY)
	@echo "Installing the compiler of the kernel into $(VENV)"
	@$(BIN)/python -m pip install --quiet --retries 1 --disable-pip-version-check --require-hashes -r $< && touch $@ || \
		echo "The compiler cannot be installed. Without the kernel, Pillow renders all images."

$(KERNEL)/kernel-%.so: $(wildcard $(KERNEL)/*.[ch]) ops/packaging/kernel.py $(COMPILER)
	@$(BIN)/python -m ops kernel --architecture $* || echo "Without the kernel, Pillow renders all images."

demo: $(LOCAL) $(COMPILED) ## Upload a sample image, show the result, and stop (IMAGE=path uses yours)
	@$(BIN)/python -m local demo $(if $(IMAGE),"$(IMAGE)")

dev: $(LOCAL) $(COMPILED) ## Run the local stack until Ctrl-C (PORT=8000, WORKFLOW=stepfunctions, CDN=off)
	@$(BIN)/python -m local up $(if $(PORT),--port $(PORT)) $(if $(WORKFLOW),--workflow $(WORKFLOW)) $(if $(filter off,$(CDN)),--no-cdn)

test: $(DEV) $(OBJECTS) ## Run all checks and all tests, with coverage
	@$(MAKE) --no-print-directory --jobs 2 check all-tests

all-tests: $(DEV) $(OBJECTS)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --cov --cov-report=term

test-fast: $(DEV) $(OBJECTS) ## Run the checks, unit tests and golden tests, in less than a minute
	@$(MAKE) --no-print-directory --jobs 2 check unit

unit: $(DEV) $(OBJECTS)
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not slow" tests/unit tests/golden

check: $(DEV) ## Check formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .

audit: $(DEV) ## List dependency licenses and known vulnerabilities
	@$(BIN)/python -m audit

format: $(DEV) ## Format the code and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) $(OBJECTS) ## Compare the image engine with other libraries (QUICK=1 for a short run)
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

bench-latency: $(DEV) $(OBJECTS) ## Measure the time to `ready` with the latencies assumed for AWS (ARGS="--rounds 20 --compare FOLDER")
	@$(BIN)/python -m bench.latency $(ARGS)

load: $(DEV) $(OBJECTS) ## Send thousands of images through the local stack (ARGS="--small 500 --large 10")
	@$(BIN)/python -m load $(ARGS)

differential: $(DEV) $(OBJECTS) ## Compare images with other decoders (FOLDER=path for your own files)
	@$(BIN)/python -m tests.differential $(if $(FOLDER),"$(FOLDER)")

budget: $(DEV) $(OBJECTS) ## Compare the estimates of memory and time with what processing takes (FOLDER=path for your own files)
	@$(BIN)/python -m tests.budget $(if $(FOLDER),"$(FOLDER)")

kernel: $(COMPILER) ## Compile the kernel of the image engine
	@$(BIN)/python -m ops kernel

package: $(COMPILER) ## Build the Lambda package; report its size and start-up times
	@$(BIN)/python -m ops package $(ARGS)

release: $(COMPILER) ## Build the packages and templates to launch without this repository, in dist/; add a new version's upgrade test
	@$(BIN)/python -m ops release
	@test -d tests/upgrade/$(VERSION) || $(MAKE) --no-print-directory upgrade-data

upgrade-data: $(DEV)
	@$(BIN)/python -m tests.upgrade.export

browser: ## Install the npm packages for the browser and contract tests into .browser
	@mkdir -p .browser && cp tests/browser/package.json tests/browser/package-lock.json .browser/
	@npm ci --prefix .browser --ignore-scripts --no-audit --no-fund --loglevel error

checkov: .checkov/.ready ## Install checkov, which checks the templates, into .checkov

.checkov/.ready: tests/deploy/checkov.txt
	@$(PYTHON) -m venv .checkov
	@.checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

ministack: $(DEV) $(COMPILER) ministack-install ## Deploy to MiniStack in many ways; takes about ten minutes
	$(BIN)/python -m pytest -m by_hand tests/ministack

ministack-install: .ministack/.ready ## Install MiniStack, an emulator of AWS, into .ministack (needs Python 3.13)

.ministack/.ready: tests/ministack/ministack.txt
	@python3.13 -m venv .ministack
	@.ministack/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

screenshots: $(DEV) ## Update the screenshots of the upload page (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots

docs: $(DEV) ## Build the documentation site in .site/html
	@$(BIN)/python -m docsite

stage:
	@test -n "$(STAGE)" || { echo "Set a stage: make $(MAKECMDGOALS) STAGE=prod"; exit 2; }

deploy: stage $(COMPILER) ## Deploy to your AWS account, or update a deployment (STAGE=prod ARGS="--cdn")
	@$(BIN)/python -m ops deploy "$(STAGE)" $(ARGS)

destroy: stage $(DEPLOY) ## Delete a deployment from your AWS account (STAGE=prod)
	@$(BIN)/python -m ops destroy "$(STAGE)" $(ARGS)

lock: ## Pin the packages of Lambda, .venv, .checkov and .ministack with hashes (needs uv; ARGS=--upgrade)
	@for name in requirements requirements-deploy requirements-kernel requirements-local requirements-dev tests/deploy/checkov tests/ministack/ministack; do \
		[[ $$name == */ministack ]] && version=3.13 || version=3.11; \
		echo "$$name.txt" && uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
			--python-version $$version $(ARGS) "$$name.in" --output-file "$$name.txt" || exit 1; done

clean: ## Delete everything that these commands created
	rm -rf $(VENV) $(OBJECTS) .bench .browser .checkov .ministack .build .local .site dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
