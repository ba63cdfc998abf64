"""The part of a first screen that says what is not known, each with how to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drillplanner.cli.screens.first_screen import Line, ScreenPart, Tone
from drillplanner.model import Caveat

#: Points that stay however little room there is.
_KEPT = 3


def caveats_part(caveats: Sequence[Caveat], folder: Path, keeps: int = _KEPT) -> ScreenPart:
    """Return what is not known, numbered as in the full text, with how to answer; empty if there is nothing."""
    return ScreenPart(
        "What we do not know, before you rely on this",
        tuple(_entry(number, caveat, folder) for number, caveat in enumerate(caveats, start=1)),
        keeps=keeps,
        tone=Tone.PROBLEM,
    )


def _entry(number: int, caveat: Caveat, folder: Path) -> tuple[Line, ...]:
    """Return what is not known and whom to ask, then the command that answers."""
    answer = caveat.answer_in(str(folder))
    asks, command, rest = answer.partition("drillplanner ") if caveat.is_command else (answer, "", "")
    # What the command says, as in 'Settled?', stands beside it, so that it is never cut off.
    advice, stop, says = asks.rpartition(". ")
    lines = [Line(f"{caveat.headline} {advice}{stop}".strip(), first=f"{number:3d}. ", others="     ")]
    if command:
        lines.append(Line(f"{says}{command}{rest}", Tone.COMMAND, first="     -> ", others="        ", most=1))
    elif says:
        lines.append(Line(says, Tone.COMMAND, first="     -> ", others="        "))
    return tuple(lines)
