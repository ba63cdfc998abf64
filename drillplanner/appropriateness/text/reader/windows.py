"""A description as the reader takes it: what is known beforehand in a few words, then the text in word pieces.

Training and screening both come through here, so that the network is asked what it was taught.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.word_pieces import END, START, vocabulary, word_pieces_of

#: Pieces that the network reads at once, marks included. Longer texts are read in windows.
MAX_PIECES = 240
#: Pieces that neighbouring windows share, so that nothing is cut from its sentence in both.
SHARED_PIECES = 60


@dataclass(frozen=True)
class TokenWindow:
    """A stretch of text with its context: piece numbers, which of them are text, and where each stands.

    ``places[i]`` is (start, end) in the plain text for a piece of the text; marks and context have (0, 0).
    """

    pieces: tuple[int, ...]
    is_text: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]


def windows_of(plain: str, context: Context) -> tuple[TokenWindow, ...]:
    """The plain text with its context in as many windows as it needs; none for a text without words."""
    text = word_pieces_of(plain)
    start, end = vocabulary()[START], vocabulary()[END]
    head = (start, *(piece.number for piece in word_pieces_of(context_text(context))), end)
    room = MAX_PIECES - len(head) - 1
    windows = []
    for first in range(0, max(1, len(text) - SHARED_PIECES), room - SHARED_PIECES):
        some = text[first : first + room]
        if some:
            windows.append(
                TokenWindow(
                    pieces=(*head, *(piece.number for piece in some), end),
                    is_text=(*(False for _ in head), *(True for _ in some), False),
                    spans=(*((0, 0) for _ in head), *((piece.start, piece.end) for piece in some), (0, 0)),
                )
            )
    return tuple(windows)


def context_text(context: Context) -> str:
    """What is known besides the text, in the words in which the network learned it."""
    said = []
    if context.drill_type:
        said.append("drill " + context.drill_type.replace("_", " "))
    if context.grades:
        said.append("grades " + ",".join(context.grades))
    if context.students_present is not None:
        said.append("students present" if context.students_present else "no students present")
    if context.audience:
        said.append(f"for {context.audience}")
    if context.state:
        said.append(f"state {context.state}")
    return " ; ".join(said)[:300]
