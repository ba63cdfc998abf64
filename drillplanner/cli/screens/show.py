"""Print a first screen, or everything; and keep everything in a file of the workspace."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

import click

from drillplanner.cli.screens.first_screen import MOST_COLUMNS, FirstScreen, Line, Row, Tone
from drillplanner.files.atomic_write import write_text
from drillplanner.files.changes.own_folders import refuse_links_out
from drillplanner.files.errors import InputError

#: The folder of a workspace with the full text of each command's last run.
DETAILS = "details"
#: Fewer columns make a screen longer than it is clear.
_FEWEST_COLUMNS = 48

all_option = click.option(
    "--all", "everything", is_flag=True, help="Print everything; without it, one screen with what matters first."
)


class _Style(TypedDict, total=False):
    """What click is told of a tone."""

    bold: bool
    dim: bool
    fg: str


_STYLES: Mapping[Tone, _Style] = {
    Tone.RESULT: {"bold": True},
    Tone.HEADING: {"bold": True, "fg": "blue"},
    Tone.PROBLEM: {"bold": True, "fg": "red"},
    Tone.COMMAND: {"fg": "green"},
    Tone.ASIDE: {"dim": True},
}


def show(
    screen: FirstScreen,
    full: Iterable[str],
    folder: Path,
    command: str,
    *,
    everything: bool = False,
    err: bool = False,
) -> None:
    """Print the screen, or ``full`` if ``everything`` is wanted; write ``full`` to ``FOLDER/details/COMMAND.txt``.

    A folder that cannot be written is no error here: the command has done its work, and --all prints the same.
    """
    lines = [line for text in full for line in text.split("\n")]
    where = keep(lines, folder, command)
    say(with_details(screen, where), lines, everything, err)


def say(screen: FirstScreen, full: Iterable[str], everything: bool, err: bool = False) -> None:
    """Print the screen, or ``full`` if ``everything`` is wanted."""
    if not everything:
        say_screen(screen, err)
        return
    for line in full:
        click.echo(line, err=err)


def keep(lines: Iterable[str], folder: Path, command: str) -> Path | None:
    """Write the lines to ``FOLDER/details/COMMAND.txt`` and return its path; None if it cannot be written."""
    path = folder / DETAILS / f"{command}.txt"
    try:
        refuse_links_out(folder, (DETAILS,))
        write_text(path, "".join(f"{line}\n" for line in lines))
    except InputError:
        return None
    return path


def with_details(screen: FirstScreen, where: Path | None) -> FirstScreen:
    """Return the screen with a line that says where everything is."""
    if not screen.leaves_out:
        return screen
    place = "" if where is None else f", or read {where}"
    return FirstScreen(screen.result, screen.parts, (Line(f"Everything: add --all{place}", most=3), *screen.last))


def say_screen(screen: FirstScreen, err: bool = False) -> None:
    """Print the screen as wide as the terminal, with color where it has color."""
    stream = sys.stderr if err else sys.stdout
    has_color = _has_color(stream)
    for row in screen.rows(_columns(stream)):
        click.echo(_styled(row) if has_color else row.text, err=err, color=has_color)


def _columns(stream: object) -> int:
    if not _is_terminal(stream):
        return MOST_COLUMNS
    # The last column stays free: some terminals wrap a row that fills it.
    columns = shutil.get_terminal_size((MOST_COLUMNS + 1, 0)).columns - 1
    return min(MOST_COLUMNS, max(_FEWEST_COLUMNS, columns))


def _has_color(stream: object) -> bool:
    """Check whether to use color: on a terminal, unless NO_COLOR (no-color.org) is set or it can show none."""
    return _is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)())


def _styled(row: Row) -> str:
    style = _STYLES.get(row.tone)
    return click.style(row.text, **style) if style and row.text else row.text
