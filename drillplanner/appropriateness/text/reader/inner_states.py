"""What the reader's network sees in a short text before it decides.

On its own because the reading of single lines needs it: the network's verdict was taught on whole descriptions,
and a single line of a script ("Sit with your back to the wall") is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.inference import MODEL, rule_names, session_of
from drillplanner.appropriateness.text.reader.windows import TokenWindow, windows_of

if TYPE_CHECKING:
    import numpy
    from onnxruntime import InferenceSession

    Table = numpy.ndarray[Any, Any]

#: The layers, from below, whose output is used; the rest of the network was taught for descriptions.
SHARED_LAYERS = 4
_OUTPUT = f"/layers.{SHARED_LAYERS - 1}/norm_output/LayerNormalization_output_0"
#: The number of rules that are named, the likeliest first.
_NAMED = 4


@dataclass(frozen=True, eq=False)
class InnerStates:
    """The numbers for each word piece (a row each), and which pieces are text and not context."""

    states: Table
    is_text: tuple[bool, ...]


def inner_states_of(plain: str, context: Context) -> InnerStates:
    """Return the inner states for a text in its context.

    Only the first window of a text is used: lines are short.
    """
    window = windows_of(plain, context)[0]
    return InnerStates(_output_for(window, _OUTPUT), window.is_text)


def likely_rules_of(plain: str, context: Context) -> tuple[str, ...]:
    """Return the rules that a short text in its context touches, the likeliest first."""
    order = (-_output_for(windows_of(plain, context)[0], "rules")).argsort(kind="stable")
    return tuple(rule_names()[int(index)] for index in order[:_NAMED])


def _output_for(window: TokenWindow, output: str) -> Table:
    import numpy

    (found,) = _network().run(
        [output],
        {
            "pieces": numpy.array([window.pieces], dtype=numpy.int64),
            "is_there": numpy.ones((1, len(window.pieces)), dtype=numpy.int64),
            "is_text": numpy.array([window.is_text], dtype=numpy.int64),
        },
    )
    table: Table = found[0]
    return table


@lru_cache(maxsize=1)
def _network() -> InferenceSession:
    return session_of(MODEL.read_bytes() + _field(7, _output(_OUTPUT)))


# A model is a protocol-buffer message, and parts of such a message that follow each other are joined when it is
# read. So one more output of the graph (field 7 of the model, field 12 of the graph) is written behind the file.
def _output(name: str) -> bytes:
    numbers = _field(2, _field(1, b"\x08\x01"))
    return _field(12, _field(1, name.encode()) + numbers)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    written = b""
    while value > 0x7F:
        written += bytes([value & 0x7F | 0x80])
        value >>= 7
    return written + bytes([value])
