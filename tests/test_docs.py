"""What the docs must keep: every command, output, and link is real, and generated pages are current."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from drillplanner.cli.app import COMMANDS
from drillplanner.publish.registry import load_output, output_names
from tests.command_line import run

ROOT = Path(__file__).parent.parent
_DOCS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *_DOCS]
ROOM_PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "drillplanner").rglob("README.md"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, name, "--help")
    assert ran.code == 0
    assert f"Example: drillplanner {name}" in ran.out


@pytest.mark.parametrize(
    ("file", "maker"),
    [
        ("commands.md", "commands_page"),
        ("chart-rules.md", "chart_rules_page"),
        ("plan.schema.json", "plan_schema"),
        ("pack.schema.json", "pack_schema"),
        ("site.schema.json", "site_schema"),
        ("status.schema.json", "status_schema"),
    ],
)
def test_generated_pages_are_current(file: str, maker: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))[maker]()
    assert (ROOT / "docs" / file).read_text(encoding="utf-8") == made, "run: make reference"


def test_the_picture_of_the_rooms_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_rooms_picture.py"))["picture"]()
    assert (ROOT / "docs" / "images" / "rooms.svg").read_text(encoding="utf-8") == made, "run: make reference"


@pytest.mark.parametrize(
    ("page", "maker"),
    [
        ("what-children-hear.md", "make_children_page.py"),
        ("a-good-year.md", "make_practice_page.py"),
        ("state-records.md", "make_state_records_page.py"),
        ("letters.md", "make_letters_page.py"),
    ],
)
def test_pages_with_made_parts_are_current(page: str, maker: str) -> None:
    parts = runpy.run_path(str(ROOT / "docs" / maker))["PARTS"]
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for name, make in parts.items():
        written = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]
        assert written.strip() == make(), "run: make reference"


@pytest.mark.parametrize("name", output_names())
def test_every_output_is_described_in_the_docs(name: str) -> None:
    output = load_output(name)
    assert output.name == name
    assert output.describe
    assert f"`{name}`" in (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [*PAGES, *ROOM_PAGES])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


#: Paths and dotted names of the package, as pages write them in backticks.
_PATH = re.compile(r"`((?:drillplanner|tests|docs|templates|scenarios|examples|benchmarks|training)/[\w./-]+)`")
#: Paths that pages use as an example, or that exist in an installed package only.
_NOT_HERE = re.compile(r"/XX\.|form_218|/_shipped")
_DOTTED = re.compile(r"`(drillplanner(?:\.[a-z_]+)+)`")


@pytest.mark.parametrize("page", [*PAGES, *ROOM_PAGES])
def test_paths_in_the_docs_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    # A room's README may name its own folders, such as ``scenarios/`` of the model.
    roots = (ROOT, (ROOT / page).parent)
    missing = [
        path
        for path in _PATH.findall(text)
        if not any((root / path).exists() for root in roots) and not _NOT_HERE.search(path)
    ]
    for name in _DOTTED.findall(text):
        parts = name.split(".")
        found = any(
            ROOT.joinpath(*parts[:end]).with_suffix(".py").exists() or ROOT.joinpath(*parts[:end]).is_dir()
            for end in (len(parts), len(parts) - 1)
        )
        if not found:
            missing.append(name)
    assert missing == []


def test_names_of_code_in_the_glossary_exist() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "drillplanner").rglob("*.py"))
    names = set(re.findall(r"\w+", source)) | {path.name for path in (ROOT / "drillplanner").rglob("*/")}
    rows = [
        line
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line[:1] == "|"
    ]
    in_code = {name for row in rows for name in re.findall(r"`([A-Za-z_]+)`", row.rsplit("|", 2)[1])}
    assert in_code
    assert in_code - names == set()
