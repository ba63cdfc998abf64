"""What the whole tree must keep: quick help, docs in step, names, and no stray words."""

from __future__ import annotations

import io
import re
import runpy
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from drillplanner.cli.app import COMMANDS
from drillplanner.publish.registry import load_output, output_names

ROOT = Path(__file__).parent.parent
HEAVY = {"ortools", "pydantic", "icalendar", "networkx", "typst", "jinja2", "numpy", "pandas", "yaml"}


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from drillplanner.cli.app import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"sys.exit(' '.join(sorted({HEAVY!r} & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "drillplanner", name, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert f"Example: drillplanner {name}" in done.stdout


@pytest.mark.parametrize(
    ("file", "maker"),
    [
        ("commands.md", "commands_page"),
        ("chart-rules.md", "chart_rules_page"),
        ("plan.schema.json", "plan_schema"),
        ("pack.schema.json", "pack_schema"),
    ],
)
def test_generated_pages_are_current(file: str, maker: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))[maker]()
    assert (ROOT / "docs" / file).read_text(encoding="utf-8") == made, "run: python docs/make_reference.py"


@pytest.mark.parametrize("name", output_names())
def test_every_output_is_told_in_the_docs(name: str) -> None:
    output = load_output(name)
    assert output.name == name
    assert output.describe
    assert f"`{name}`" in (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_no_name_in_the_code_is_just_the_three_letters_that_mean_two_things() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"
        for path in sorted((ROOT / "drillplanner").rglob("*.py"))
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.NAME and "ics" in token.string.lower().split("_")
    ]
    assert found == []


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "drillplanner").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_every_goal_is_counted_weighed_and_told() -> None:
    from drillplanner.audit.schedule.goals import AGENCY_COUNTERS, COUNTERS
    from drillplanner.model import DISTRICT_GOALS, GoalWeights
    from drillplanner.solve.goals.campus_goals import GOALS

    names = set(GoalWeights.model_fields)
    assert names == {*GOALS, *DISTRICT_GOALS} == {*COUNTERS, *AGENCY_COUNTERS}
    page = (ROOT / "docs" / "goals.md").read_text(encoding="utf-8")
    for name, field in GoalWeights.model_fields.items():
        assert f"| `{name}` | {field.default} |" in page
