"""Runs the tutorial and writes what its commands print into it: ``python docs/make_tutorial.py``.

Blocks with a title are files and are written as they stand. Each line of a console block that begins with a $ is
run in the order of the page, and its output put below. ``tests/installation/test_tutorial.py`` compares, and fails
if a command prints anything else than the page shows: after a change of a screen, run this again.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parent / "tutorial.md"
_BLOCK = re.compile(
    r"^```(?P<kind>[a-z]+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_COMMAND = "$ "
#: Longer output is cut to this many lines.
SHOWN_LINES = 45
CUT = "[...]"
#: Exit codes of a command that could be carried out; 1 and 4 say that something is open.
ANSWERED = {0, 1, 4}
#: What differs from day to day and from computer to computer.
_VARYING = (
    (re.compile(r"\bin \d+(?:\.\d+)? s\b"), "in some seconds"),
    (re.compile(r"(had begun by) \d{4}-\d\d-\d\d"), r"\1 today"),
    # A line of progress every half minute, on a slow computer.
    (re.compile(r"^.+ \(after \d+ s\)\n", re.MULTILINE), ""),
)


def run_page(text: str, place: Path) -> str:
    """Return the page with what its commands print when they are run in the folder.

    Raises RuntimeError if a command cannot be carried out.
    """

    def rerun(block: re.Match[str]) -> str:
        if block["title"]:
            file = place / block["title"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["body"], encoding="utf-8")
            return block.group()
        if block["kind"] != "console":
            return block.group()
        return "\n".join(["```console", *_printed(block["body"], place), "```"])

    return _BLOCK.sub(rerun, text)


def _printed(body: str, place: Path) -> Iterator[str]:
    for line in body.splitlines():
        if not line.startswith(_COMMAND):
            continue
        yield line
        program, *arguments = shlex.split(line.removeprefix(_COMMAND))
        if program != "drillplanner":
            raise ValueError(f"the tutorial runs drillplanner only, not '{program}'")
        done = subprocess.run(
            [sys.executable, "-m", "drillplanner", *arguments],
            cwd=place,
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode not in ANSWERED:
            raise RuntimeError(f"{line}: ended with {done.returncode}\n{done.stdout}")
        lines = [shown.rstrip() for shown in done.stdout.rstrip().splitlines()]
        yield from lines if len(lines) <= SHOWN_LINES else [*lines[:SHOWN_LINES], CUT]


def without_what_varies(text: str) -> str:
    """Return a text without seconds and the day on which it was made."""
    for pattern, instead in _VARYING:
        text = pattern.sub(instead, text)
    return text


def consoles(text: str) -> list[str]:
    """Return the console blocks of a page, in order."""
    return [block["body"] for block in _BLOCK.finditer(text) if block["kind"] == "console"]


def main() -> None:
    """Run the page in a folder of its own and write it."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(run_page(PAGE.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
