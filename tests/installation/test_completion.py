"""The shell completes commands and options, in each shell that the install page names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "install.md").read_text(encoding="utf-8")
PROGRAM = ["-c", "import sys; sys.argv[0] = 'drillplanner'; from drillplanner.cli import main; main()"]


def _complete(**variables: str) -> str:
    return subprocess.run(
        [sys.executable, *PROGRAM],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize("shell", sorted(set(re.findall(r"_DRILLPLANNER_COMPLETE ?= ?\"?(\w+)_source", PAGE))))
def test_each_documented_shell_gets_its_script(shell: str) -> None:
    script = _complete(_DRILLPLANNER_COMPLETE=f"{shell}_source")
    assert "drillplanner" in script
    assert len(script.splitlines()) > 5


def test_four_shells_are_documented() -> None:
    shells = set(re.findall(r"_DRILLPLANNER_COMPLETE ?= ?\"?(\w+)_source", PAGE))
    assert shells == {"bash", "zsh", "fish", "powershell"}


def test_commands_and_options_are_completed() -> None:
    asked = {"_DRILLPLANNER_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    assert _complete(**asked, COMP_WORDS="drillplanner pu").split() == ["plain,publish"]
    options = _complete(**{**asked, "COMP_CWORD": "2"}, COMP_WORDS="drillplanner demo --")
    assert "plain,--state" in options.split()
