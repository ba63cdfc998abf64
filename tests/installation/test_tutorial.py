"""The tutorial goes as its page says, word for word: its files are written, its commands run."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
TUTORIAL = runpy.run_path(str(ROOT / "docs" / "make_tutorial.py"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page with what its commands print now."""
    page: str = TUTORIAL["run_page"](PAGE, tmp_path_factory.mktemp("tutorial"))
    return page


def test_every_command_prints_what_the_page_shows(ran: str) -> None:
    shown, printed = (TUTORIAL["without_what_varies"](text) for text in (PAGE, ran))
    for expected, found in zip(TUTORIAL["consoles"](shown), TUTORIAL["consoles"](printed), strict=True):
        assert expected == found, "run: make tutorial"


def test_the_page_goes_from_files_to_a_changed_plan() -> None:
    commands = [block.split()[2] for block in TUTORIAL["consoles"](PAGE)]
    assert commands[0] == "--version"
    assert [name for name in commands if name in {"init", "check", "plan", "publish", "record", "replan"}] == [
        *("init", "check", "plan", "publish", "record", "replan", "publish"),
    ]


def test_a_command_that_fails_ends_the_run(tmp_path: Path) -> None:
    page = "```console\n$ drillplanner check nowhere\n```\n"
    with pytest.raises(RuntimeError, match="ended with 2"):
        TUTORIAL["run_page"](page, tmp_path)


def test_only_drillplanner_is_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="runs drillplanner only"):
        TUTORIAL["run_page"]("```console\n$ curl example\n```\n", tmp_path)
