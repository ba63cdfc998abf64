"""Writes what commands print on the bundled example into docs/on-the-terminal.md.

Run ``python docs/make_terminal_page.py`` after a change of a screen; it plans the example, which takes a minute.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from benchmarks.page import write_between
from drillplanner.cli import main as drillplanner
from drillplanner.workflow.example import copy_example

PAGE = Path(__file__).parent / "on-the-terminal.md"
FOLDER = "my-district"
#: The commands that are shown, in the order in which they are run, with their options. The audit is of a day
#: before the year, so that the page is the same whenever it is made.
SHOWN = {"check": (), "plan": (), "audit": ("--as-of", "2025-08-01")}


def transcript(*command: str) -> str:
    """Return the command and what it prints, as a block of a page."""
    with patch.object(sys, "argv", ["drillplanner", *command]), contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            drillplanner()
        except SystemExit as end:
            if end.code not in (0, 1):
                raise
    return f"```text\n$ drillplanner {' '.join(command)}\n{out.getvalue()}```"


def main() -> None:
    """Write the page."""
    page = PAGE.resolve()
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            copy_example(Path(FOLDER))
            shown = {name: transcript(name, FOLDER, *options) for name, options in SHOWN.items()}
        finally:
            os.chdir(before)
    for name, block in shown.items():
        write_between(page, name, block)


if __name__ == "__main__":
    main()
