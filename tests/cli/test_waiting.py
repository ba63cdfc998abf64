"""The sign of life: not for short work; gone from a terminal when work ends, line by line in a pipe."""

from __future__ import annotations

import io
import time
from unittest.mock import patch

import pytest

from drillplanner.cli import waiting
from drillplanner.cli.output import progress_bar


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
        _wait_for("Reading: ", window)
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


def test_short_work_leaves_a_pipe_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with patch.object(waiting, "_FIRST_SECONDS", 0.01), waiting.waiting("Reading"), progress_bar() as show:
        show("Planning schools", 4, 9)
        time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_a_pipe_gets_lines_with_the_latest_step() -> None:
    pipe = io.StringIO()
    with (
        patch("sys.stderr", pipe),
        patch.object(waiting, "_SECONDS_BETWEEN_LINES", 0.01),
        progress_bar() as show,
    ):
        for done in (4, 5):
            show("Planning schools", done, 9)
            _wait_for(f"Planning schools: {done} of 9 (after 0 s)\n", pipe)
    lines = pipe.getvalue().splitlines(keepends=True)
    assert "\r" not in pipe.getvalue()
    assert all(line.endswith(" s)\n") for line in lines)
    time.sleep(0.05)
    assert pipe.getvalue() == "".join(lines)


def test_a_pipe_gets_lines_while_files_are_read() -> None:
    pipe = io.StringIO()
    with (
        patch("sys.stderr", pipe),
        patch.object(waiting, "_SECONDS_BETWEEN_LINES", 0.01),
        waiting.waiting("Reading"),
    ):
        _wait_for("Reading (after 0 s)\n", pipe)


def _wait_for(text: str, shown: io.StringIO) -> None:
    """Wait until the text is shown; fail after five seconds."""
    until = time.monotonic() + 5
    while text not in shown.getvalue():
        assert time.monotonic() < until, f"never shown: {text}"
        time.sleep(0.01)
