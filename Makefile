# `make build` builds the website, `make test` runs the tests. Both create .venv first and install into it only.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: build test check serve format screenshots clean

build: $(STAMP)
	@$(BIN)/catalog build

test: $(STAMP)
	@$(BIN)/pytest -n auto --dist worksteal -q

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/catalog check
	$(BIN)/catalog fmt --check
	$(BIN)/catalog schema --check
	$(BIN)/catalog forms --check
	$(BIN)/catalog migrate --check

serve: $(STAMP)
	@$(BIN)/catalog serve

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/catalog fmt
	$(BIN)/catalog schema
	$(BIN)/catalog forms

# Update the README's picture from the built site.
screenshots: build
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf build .venv

# uv creates the environment. Where uv is not installed, pip installs it into the environment itself, so nothing
# outside this folder changes.
$(STAMP): pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 && uv sync --quiet || { \
	  $(PYTHON) -m venv .venv || { echo "Python 3.11 or newer with the venv module is required (Debian: apt install python3-venv)"; exit 1; }; \
	  $(BIN)/pip install --quiet uv && $(BIN)/uv sync --quiet --inexact --python $(BIN)/python; }
	@touch $@
