"""A district of one campus is planned with few libraries, because loading more takes longer than planning."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import drillplanner.model
from drillplanner.intake.new_workspace.initialize import initialize
from tests.command_line import run
from tests.intake.small_workspace import write_workspace

ROOT = Path(__file__).parents[2]

#: Libraries for records, drawing, publishing, reading free text, and planning many campuses.
NOT_NEEDED = {
    "django",
    "jinja2",
    "networkx",
    "numpy",
    "nupunkt",
    "threadpoolctl",
    "pandas",
    "recurring_ical_events",
    "simplemma",
    "tqdm",
    "typst",
}
#: Charts use OR-Tools for the assignment of posts; its usual Python classes would load these.
NOT_NEEDED_FOR_PAPER = {"numpy", "nupunkt", "threadpoolctl", "pandas", "simplemma"}
#: Models of plans and scenarios, readers of what people write, and libraries for them.
NOT_NEEDED_TO_RECORD = {
    "drillplanner.api",
    "drillplanner.files.tables.row_reader",
    "drillplanner.files.written.dates",
    "drillplanner.intake",
    "drillplanner.model.district.workspace",
    "drillplanner.model.explanations",
    "drillplanner.model.grade_spellings",
    "drillplanner.model.plans.plan",
    "drillplanner.model.scenarios.scenario",
    "drillplanner.records.as_happened",
    "drillplanner.records.log_file",
    "drillplanner.workflow.in_words.sentences",
    "icalendar",
    "openpyxl",
    "rapidfuzz",
}


def test_planning_one_campus_loads_no_unneeded_library(tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("name,grades\nMaple Elementary School (invented),K-5\n", encoding="utf-8")
    folder = tmp_path / "district"
    initialize(folder, "IL", year="2025-26", campuses=schools)
    code = (
        "import sys\n"
        "from drillplanner.cli.app import app\n"
        f"app(['plan', {str(folder)!r}], standalone_mode=False)\n"
        f"sys.exit(' '.join(sorted({NOT_NEEDED!r} & set(sys.modules))) or 0)"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    assert (folder / "plan" / "plan.json").exists()


def test_publishing_the_sheets_of_one_campus_loads_no_unneeded_library(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from drillplanner.publish.packets.drill_sheets import OUTPUT\n"
        "from tests.publish.sheets.oak_school import fire_drill, make_request\n"
        f"list(OUTPUT.write(make_request((fire_drill(),)), Path({str(tmp_path)!r})))\n"
        "sys.exit('ortools' not in sys.modules or "
        f"' '.join(sorted({NOT_NEEDED_FOR_PAPER!r} & set(sys.modules))) or 0)"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stderr
    assert list(tmp_path.rglob("*.pdf"))


def test_models_that_are_built_late_are_those_that_checkers_see() -> None:
    tree = ast.parse(Path(drillplanner.model.__file__).read_text(encoding="utf-8"))
    block = next(
        node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    for_checkers = {
        f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    later = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_LATER"
    )
    built_late = {
        f"drillplanner.model.{module}.{name}"
        for module, names in ast.literal_eval(later).items()
        for name in names.split()
    }
    assert built_late == for_checkers
    assert all(hasattr(drillplanner.model, name.rpartition(".")[2]) for name in built_late)
    assert not hasattr(drillplanner.model, "Plann")


def test_an_entry_into_existing_records_loads_little_of_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(write_workspace(tmp_path / "district"))
    first = ("record", folder, "oak, fire, 2025-09-22", "--by", "office", "--format", "json")
    drill_id = json.loads(run(capsys, *first).out)["drill_id"]
    code = (
        "import sys\n"
        "from drillplanner.cli.app import app\n"
        f"app(['record', {folder!r}, '--drill', {drill_id!r}, '--held', '--by', 'office', '--correct'],"
        " standalone_mode=False)\n"
        f"sys.exit(' '.join(sorted({NOT_NEEDED_TO_RECORD!r} & set(sys.modules))) or 0)"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    assert drill_id in process.stdout


def test_the_end_of_a_command_looks_through_nothing_for_garbage() -> None:
    code = (
        "import atexit, gc, sys\n"
        "from drillplanner.__main__ import main\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > len(sys.modules)))\n"
        "sys.argv = ['drillplanner', '--version']\n"
        "main()"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert process.stdout.splitlines()[-1] == "True", process.stderr
