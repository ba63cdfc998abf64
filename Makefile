# Two commands set everything up on a machine that has Python (3.11 or newer) and make:
#   make demo                  the whole way on the bundled example district, into ./demo
#   make test                  lint, strict types, the import contract, and all tests
# For a change:
#   make test ROOM=solve/campus    the tests of one room, in seconds
#   make check                     lint, strict types, and the import contract
#   make explore ROOM=solve        the same with more, and new, random examples: what fails gets its own @example
#   make format                    fix what lint and formatting can fix
#   make reference                 write the pages and schemas that are made from the code
#   make tutorial                  run the tutorial and write what its commands print into it
#   make site                      build the documentation site into build/site
#   make figures                   write these, and all tables and pictures of the docs (needs Chromium)
# On Windows without make, docs/install.md gives the same steps as plain commands.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

# A room of tests is a folder of tests/ that mirrors a room of the package. All rooms are one run: the processes share
# the planned example, and none of them waits for the last test of a room.
ROOM ?=
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal --durations $(if $(ROOM),10,40) --durations-min 1

.PHONY: demo test explore check format reference tutorial site figures known-holes lock clean

demo: .venv/ready
	$(BIN)/drillplanner demo demo

test: $(if $(ROOM),.venv/ready,check)
	$(PYTEST) tests/$(ROOM)

explore: .venv/ready
	$(PYTEST) --hypothesis-profile "new examples" tests/$(ROOM)

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: .venv/ready
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_forms_page.py
	$(BIN)/python docs/make_children_page.py
	$(BIN)/python docs/make_practice_page.py
	$(BIN)/python docs/make_state_records_page.py
	$(BIN)/python docs/make_letters_page.py
	$(BIN)/python docs/make_rooms_picture.py
	$(BIN)/python docs/make_religious_dates.py

# The tutorial is run, and what its commands print is written into it: after a change of a screen.
tutorial: .venv/ready
	$(BIN)/python docs/make_tutorial.py

# The documentation site, into build/site; a link that leads nowhere ends it.
site: .venv/ready
	$(BIN)/python docs/make_site.py

# The example is planned and published for the README's picture each time, so that it never shows an older plan.
# The table of states takes some minutes: it plans the example under the law of each.
figures: reference
	$(BIN)/python -m pip install --quiet -r benchmarks/requirements.txt
	rm -rf build/figures
	$(BIN)/drillplanner demo build/figures
	$(BIN)/python docs/make_images.py build/figures
	$(BIN)/python docs/make_terminal_page.py
	$(BIN)/python docs/make_paper_pictures.py build/figures
	$(BIN)/python docs/make_states_table.py
	$(BIN)/python docs/make_published_plans_table.py
	$(BIN)/python docs/make_wheels_table.py
	$(BIN)/python docs/make_size_table.py
	$(BIN)/python docs/make_dependencies_table.py
	$(BIN)/python -m benchmarks.rivals --draw-only

# Each start of Python in a test would compile the whole program anew where an image forbids compiled files.
unexport PYTHONDONTWRITEBYTECODE

# The environment comes from the lock file alone, every package checked against its hash. uv, from the lock too,
# installs it in a fifth of the time of pip, which does it where uv cannot reach the packages.
.venv/ready: requirements/lock.txt pyproject.toml
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/# via/p' requirements/lock.txt > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/lock.txt || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c "open('.venv/ready', 'w').close()"

# Ask the database of known holes about every package of the lock. It needs the network, so no test does it.
# Strict: where the database does not know a package, it must not say that nothing is known against it.
known-holes:
	uv tool run pip-audit --strict --requirement requirements/lock.txt --disable-pip --require-hashes

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--extra test pyproject.toml requirements/build.in --output-file requirements/lock.txt

clean:
	rm -rf .venv demo
