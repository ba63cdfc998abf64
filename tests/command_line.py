"""Running the command line inside the test's own process."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from drillplanner.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command ended with and said."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Ran:
    capsys.readouterr()
    code = 0
    with patch.object(sys, "argv", ["drillplanner", *map(str, arguments)]):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)
