"""The input of the reader: the context in a few words, then the text in word pieces, in windows.

Training and screening both use this module, so that the network gets the input that it was trained on.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.word_pieces import END, START, vocabulary, word_pieces_of

#: The most pieces in a window, including marks. Longer texts are read in several windows.
MAX_PIECES = 240
#: Pieces that neighboring windows share, so that no sentence is cut in both.
SHARED_PIECES = 60


@dataclass(frozen=True)
class TokenWindow:
    """A stretch of text with its context: piece numbers, which of them are text, and their positions.

    ``spans[i]`` is (start, end) in the plain text for a piece of the text; marks and context have (0, 0).
    """

    pieces: tuple[int, ...]
    is_text: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]


def windows_of(plain: str, context: Context) -> tuple[TokenWindow, ...]:
    """Return the windows of a plain text with its context; none for a text without words."""
    text = word_pieces_of(plain)
    start, end = vocabulary()[START], vocabulary()[END]
    head = (start, *(piece.number for piece in word_pieces_of(context_text(context))), end)
    room = MAX_PIECES - len(head) - 1
    windows = []
    for first in range(0, max(1, len(text) - SHARED_PIECES), room - SHARED_PIECES):
        stretch = text[first : first + room]
        if stretch:
            windows.append(
                TokenWindow(
                    pieces=(*head, *(piece.number for piece in stretch), end),
                    is_text=(*(False for _ in head), *(True for _ in stretch), False),
                    spans=(*((0, 0) for _ in head), *((piece.start, piece.end) for piece in stretch), (0, 0)),
                )
            )
    return tuple(windows)


def context_text(context: Context) -> str:
    """Return the context in the words on which the network was trained."""
    parts = []
    if context.drill_type:
        parts.append("drill " + context.drill_type.replace("_", " "))
    if context.grades:
        parts.append("grades " + ",".join(context.grades))
    if context.students_present is not None:
        parts.append("students present" if context.students_present else "no students present")
    if context.audience:
        parts.append(f"for {context.audience}")
    if context.state:
        parts.append(f"state {context.state}")
    return " ; ".join(parts)[:300]
