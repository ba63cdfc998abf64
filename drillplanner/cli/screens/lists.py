"""Short lists of sentences on a first screen, and its last lines."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.cli.screens.first_screen import Line, ScreenPart, Tone
from drillplanner.model import DISCLAIMER


def brief_part(
    heading: str,
    sentences: Iterable[str],
    *,
    keeps: int = 0,
    rows: int = 2,
    tone: Tone = Tone.HEADING,
    counts: bool = True,
) -> ScreenPart:
    """Return a part with one entry for each sentence, of which ``rows`` rows are shown."""
    entries = tuple((Line(sentence, first="  ", others="    ", most=rows),) for sentence in sentences)
    return ScreenPart(heading, entries, keeps=keeps, tone=tone, counts=counts)


def last_lines(next_command: str) -> tuple[Line, ...]:
    """Return the command that comes next, if any, and the disclaimer."""
    following = [Line(f"Next: {next_command}", Tone.COMMAND, most=3)] if next_command else []
    return (*following, Line(DISCLAIMER, Tone.ASIDE))
