"""The rules of the house: what keeps the code in rooms that a newcomer can find (docs/architecture.md)."""

from __future__ import annotations

import ast
import functools
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from drillplanner.law.kinds import KINDS
from drillplanner.solve.requirements import ENCODERS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "drillplanner"
HEAVY = {
    "ortools",
    "pydantic",
    "icalendar",
    "networkx",
    "typst",
    "jinja2",
    "numpy",
    "pandas",
    "yaml",
    "xlsxwriter",
    "django",
    "psycopg",
    "psutil",
    "dask",
    "distributed",
    "pyarrow",
}

MOST_MODULES = 15
MOST_LINES = 500
#: Shorter modules that serve one other must say why they stand alone.
FEW_LINES = 40
#: Words with which a short module gives its reason.
REASONS = ("on its own because", "on its own so that")
#: Rooms with one file for each kind or command, named by it: however many and however short.
ONE_FILE_EACH = ("law/kinds", "solve/requirements", "cli/commands")
#: Names that Django asks for in each table and each version of the tables.
NAMES_OF_DJANGO = {"Meta", "Migration"}
#: Names that say nothing about what a function returns.
EMPTY_NAMES = {"told", "said", "words"}

TOP_ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


#: The files of the package by dotted name; a package stands for its ``__init__``.
PATHS = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


@functools.cache
def modules() -> dict[str, ast.Module]:
    """The parsed modules of the package by dotted name."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in PATHS.items()}


def imports_of(module: str) -> Iterator[str]:
    """Modules of ours that a module imports, also inside functions; not those for type checking alone."""
    for node in _without_type_checking(modules()[module]):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "drillplanner":
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules() else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())


def _without_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        yield child
        yield from _without_type_checking(child)


def test_a_folder_holds_few_modules() -> None:
    counts = {
        str(folder.relative_to(ROOT)): number
        for folder in [PACKAGE, *PACKAGE.rglob("*/")]
        if not folder.relative_to(PACKAGE).as_posix().startswith(ONE_FILE_EACH)
        if (number := sum(path.name != "__init__.py" for path in folder.glob("*.py"))) > MOST_MODULES
    }
    assert counts == {}


def test_modules_stay_small() -> None:
    long = {
        name: lines
        for name in modules()
        if (lines := len(PATHS[name].read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_a_short_module_that_serves_one_other_says_why_it_stands_alone() -> None:
    importers: dict[str, set[str]] = defaultdict(set)
    for name in modules():
        for imported in imports_of(name):
            importers[imported].add(name)
    silent = []
    for name, tree in modules().items():
        path = PATHS[name]
        room = path.parent.relative_to(PACKAGE).as_posix()
        short = len(path.read_text(encoding="utf-8").splitlines()) < FEW_LINES
        if path.name.startswith("__") or room.startswith(ONE_FILE_EACH) or not short or len(importers[name]) > 1:
            continue
        docstring = " ".join((ast.get_docstring(tree) or "").lower().split())
        if not any(reason in docstring for reason in REASONS):
            silent.append(name)
    assert silent == [], "merge them into what they serve, or write 'On its own because ...' into the docstring"


@pytest.mark.parametrize("room", TOP_ROOMS)
def test_arrows_between_the_parts_of_a_room_go_one_way(room: str) -> None:
    top = f"drillplanner.{room}"
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name in modules():
        if not name.startswith(f"{top}."):
            continue
        part = ".".join(name.split(".")[:3])
        for imported in imports_of(name):
            other = ".".join(imported.split(".")[:3])
            if imported.startswith(f"{top}.") and other != part:
                graph.add_edge(part, other)
    assert [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1] == []


def test_every_room_is_in_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            assert contract["exhaustive"], contract["name"]
            listed = {part.strip() for layer in contract["layers"] for part in layer.split("|")}
            folder = ROOT.joinpath(*contract["containers"][0].split("."))
            parts = {path.parent.name for path in folder.glob("*/__init__.py")}
            assert parts <= listed, contract["name"]


@pytest.mark.parametrize("room", TOP_ROOMS)
def test_every_top_room_has_a_short_readme(room: str) -> None:
    text = (PACKAGE / room / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert re.search(r"^(#+ |- )?To (add|change)", text, re.MULTILINE), "say where the usual changes go"


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in NAMES_OF_DJANGO:
                places[node.name].append(name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_public_function_has_an_empty_name() -> None:
    found = [
        f"{name}: {node.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in EMPTY_NAMES
    ]
    assert found == []


def test_modules_of_the_model_import_each_other_and_not_the_front() -> None:
    found = [
        name
        for name in modules()
        if name.startswith("drillplanner.model.") and "drillplanner.model" in imports_of(name)
    ]
    assert found == []


def test_no_name_in_the_code_is_just_the_three_letters_that_mean_two_things() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.NAME and "ics" in token.string.lower().split("_")
    ]
    assert found == []


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from drillplanner.cli.app import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"sys.exit(' '.join(sorted({HEAVY!r} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_of_requirement_is_complete(name: str) -> None:
    """Its cases, its row in the docs, and its part of the schema are in ``tests/law/kinds/test_registry.py``."""
    kind = KINDS[name]
    assert {"check", "sentence"} <= set(vars(kind)), "a kind has a plain check, and says what it requires"
    if kind.constrains_drills:
        assert (PACKAGE / "solve" / "requirements" / f"{name}.py").is_file(), "the solver's reading"
        assert {"minimum", "asks"} & set(vars(kind)), "say how many drills it asks for, or None and why"
    assert name in ENCODERS


def test_every_goal_is_counted_weighed_and_described() -> None:
    from drillplanner.audit.schedule.goals import AGENCY_COUNTERS, COUNTERS
    from drillplanner.model import DISTRICT_GOALS, GoalWeights
    from drillplanner.solve.goals.campus_goals import GOALS

    names = set(GoalWeights.model_fields)
    assert names == {*GOALS, *DISTRICT_GOALS} == {*COUNTERS, *AGENCY_COUNTERS}
    page = (ROOT / "docs" / "goals.md").read_text(encoding="utf-8")
    for name, field in GoalWeights.model_fields.items():
        assert f"| `{name}` | {field.default} |" in page
