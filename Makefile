# Two commands set everything up on a machine that has Python (3.11 or newer) and make:
#   make demo    the whole way on the bundled example district, into ./demo
#   make test    lint, strict types, the import contract and all tests
# On Windows without make, docs/install.md gives the same steps as plain commands.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: demo test check format lock clean

demo: .venv/ready
	$(BIN)/drillplanner demo demo

test: check
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The environment comes from the lock file alone, every package checked against its hash.
.venv/ready: requirements/lock.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c "open('.venv/ready', 'w').close()"

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--extra test pyproject.toml requirements/build.in --output-file requirements/lock.txt

clean:
	rm -rf .venv demo
