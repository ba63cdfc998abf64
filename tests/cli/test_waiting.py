"""The sign of life on a terminal: not for short work, and gone when the work ends."""

from __future__ import annotations

import io
import time
from unittest.mock import patch

import pytest

from drillplanner.cli import waiting


class Window(io.StringIO):
    """A terminal that shows nothing."""

    def isatty(self) -> bool:
        return True


def test_long_work_is_named_and_the_name_is_taken_away() -> None:
    window = Window()
    with (
        patch("sys.stderr", window),
        patch.object(waiting, "_FIRST_SECONDS", 0.01),
        waiting.waiting("Reading") as stop,
    ):
        until = time.monotonic() + 5
        while "Reading: " not in window.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        stop()
        shown = window.getvalue()
        assert shown.startswith("\rReading: 0 s")
        assert shown.endswith(f"\r{' ' * len('Reading: 0 s')}\r")
    assert window.getvalue() == shown


def test_short_work_shows_nothing() -> None:
    window = Window()
    with patch("sys.stderr", window), waiting.waiting("Reading"):
        pass
    assert window.getvalue() == ""


def test_a_pipe_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with patch.object(waiting, "_FIRST_SECONDS", 0.01), waiting.waiting("Reading"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""
