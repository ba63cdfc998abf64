"""The command line, run inside the test's own process."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from drillplanner.cli import main


@dataclass(frozen=True)
class Ran:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Ran:
    """Run a command with the output that pytest captures for the test."""
    capsys.readouterr()
    code = _run(arguments)
    output = capsys.readouterr()
    return Ran(code, output.out, output.err)


def run_captured(*arguments: object) -> Ran:
    """Run a command and capture its output, for fixtures that several tests share."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = _run(arguments)
    return Ran(code, out.getvalue(), err.getvalue())


def _run(arguments: tuple[object, ...]) -> int:
    with patch.object(sys, "argv", ["drillplanner", *map(str, arguments)]):
        try:
            main()
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else 1
    return 0
