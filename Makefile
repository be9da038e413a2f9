# `make build` builds the website, `make test` runs the tests. Both create .venv first and install into it only.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
TYPESCRIPT := 7.0.2
# These two open files of their own without naming the encoding.
QUIET := ignore::EncodingWarning:plotly.validator_cache,ignore::EncodingWarning:kaleido.kaleido

.PHONY: build test check types serve format screenshots clean

build: $(STAMP)
	@$(BIN)/catalog build

# Bytecode is kept, also where the environment says not to: else every worker and every command compiles all modules.
test: $(STAMP)
	@PYTHONDONTWRITEBYTECODE= PYTHONWARNDEFAULTENCODING=1 PYTHONWARNINGS=$(QUIET) $(BIN)/pytest -n auto --dist worksteal -q

check: $(STAMP) types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/catalog check
	$(BIN)/catalog fmt --check
	$(BIN)/catalog schema --check
	$(BIN)/catalog forms --check
	$(BIN)/catalog migrate --check

# The types of the website's scripts. TypeScript is not a Python package: npm fetches it where it is not installed.
types:
	@if command -v tsc >/dev/null; then tsc -p .; \
	elif command -v npm >/dev/null; then npx --yes --package=typescript@$(TYPESCRIPT) tsc -p .; \
	else echo "There is neither tsc nor npm: the types of the scripts are not checked."; test "$$REQUIRE_NODE" != 1; fi

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
