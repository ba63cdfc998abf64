"""Screens on terminals of any kind: color where it is wanted, plain elsewhere, no wider than the window."""

from __future__ import annotations

import io
import re
from pathlib import Path
from unittest.mock import patch

import pytest

from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone
from drillplanner.cli.screens.show import say_screen, show

COLOR = re.compile(r"\x1b\[[0-9;]*m")
SCREEN = FirstScreen(
    (
        Line(
            "Planned 225 drills at 9 schools, as good as any lawful plan, and in a sentence that is long.",
            Tone.RESULT,
        ),
    ),
    (ScreenPart("What we do not know", ((Line("Nothing – it is all known …", first="  "),),), tone=Tone.PROBLEM),),
    (Line("Next: drillplanner publish demo", Tone.COMMAND),),
)


class Window(io.StringIO):
    """A terminal that shows nothing."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """Return what a terminal gets with these variables."""
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    with patch("sys.stdout", Window()) as window:
        say_screen(SCREEN)
        return str(window.getvalue())


def test_a_terminal_has_color_unless_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    in_color = shown(monkeypatch)
    assert COLOR.search(in_color)
    plain = COLOR.sub("", in_color)
    assert shown(monkeypatch, NO_COLOR="1") == plain
    assert shown(monkeypatch, TERM="dumb") == plain


def test_a_narrow_window_is_not_overrun(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, NO_COLOR="1", COLUMNS="60").splitlines()
    assert max(map(len, lines)) < 60
    assert len(lines) == 7


def test_a_pipe_has_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    say_screen(SCREEN)
    assert not COLOR.search(capsys.readouterr().out)


def test_a_windows_console_can_show_it() -> None:
    for row in SCREEN.rows():
        assert row.text.encode("cp1252").decode("cp1252") == row.text


def test_everything_is_kept_and_printed_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = ["Planned 225 drills.", "\nAssumed:", "  nothing"]
    show(SCREEN, full, tmp_path, "plan")
    assert (
        f"Everything: add --all, or read {tmp_path / 'details' / 'plan.txt'}"
        in capsys.readouterr().out.replace("\n", " ")
    )
    text = "Planned 225 drills.\n\nAssumed:\n  nothing\n"
    assert (tmp_path / "details" / "plan.txt").read_bytes() == text.encode()
    show(SCREEN, full, tmp_path, "plan", everything=True)
    assert capsys.readouterr().out == text
