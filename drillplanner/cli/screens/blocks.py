"""A first screen made from a full text: each block of lines under a heading is a part, shortened to fit.

On its own because any command's text can be shortened like this, while other screens are written for one command.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone

#: Lines of a block that stay however many other blocks there are.
_KEPT = 3


def screen_of_blocks(lines: Iterable[str], last: tuple[Line, ...] = ()) -> FirstScreen:
    """Return the screen; a blank line ends a block, and the lines before the first blank one are the result."""
    blocks: list[list[str]] = [[]]
    for line in (line for text in lines for line in text.split("\n")):
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    result, *others = blocks
    return FirstScreen(
        result=tuple(
            _line(text, Tone.RESULT if number == 0 else Tone.PLAIN) for number, text in enumerate(result)
        ),
        parts=tuple(
            ScreenPart(block[0], tuple((_line(text),) for text in block[1:]), _KEPT, counts=False)
            if len(block) > 1
            else ScreenPart("", ((_line(block[0]),),), counts=False)
            for block in others
            if block
        ),
        last=last,
    )


def _line(text: str, tone: Tone = Tone.PLAIN) -> Line:
    indent = text[: len(text) - len(text.lstrip())]
    return Line(text.strip(), tone, first=indent, others=f"{indent}  ")
