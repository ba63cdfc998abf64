"""The meaning of a short text as a row of numbers, from inside the reader's network.

On its own because the reading of single lines needs what the network thinks before it decides: its verdict was
taught on whole descriptions, and a single line of a script ("Sit with your back to the wall") is none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.inference import MODEL, rule_names, session_of
from drillplanner.appropriateness.text.reader.windows import windows_of

if TYPE_CHECKING:
    import numpy
    from onnxruntime import InferenceSession

    Row = numpy.ndarray[Any, Any]

#: Values inside the network: the text as its last layer sees it, and word for word after the third layer.
_LAST, _THIRD = "/Concat_output_0", "/layers.2/norm_output/LayerNormalization_output_0"
#: Scores beyond this are all alike.
_MOST = 9.0
#: The likeliest pieces to be evidence that are averaged.
_TELLING_PIECES = 8


def meaning_of(plain: str, context: Context) -> tuple[Row, tuple[str, ...]]:
    """Return the numbers of a text in its context, and the rules that it touches, the likeliest first.

    Only the first window of a text is used: lines are short.
    """
    import numpy

    window = windows_of(plain, context)[0]
    is_text = numpy.array(window.is_text)
    verdict, rules, evidence, last, third = _network().run(
        ["verdict", "rules", "evidence", _LAST, _THIRD],
        {
            "pieces": numpy.array([window.pieces], dtype=numpy.int64),
            "is_there": numpy.ones((1, len(window.pieces)), dtype=numpy.int64),
            "is_text": numpy.array([window.is_text], dtype=numpy.int64),
        },
    )
    pointed = numpy.sort(1.0 / (1.0 + numpy.exp(-evidence[0][is_text])))[-_TELLING_PIECES:].mean()
    row = numpy.concatenate(
        [
            verdict[0][1:] - verdict[0][0],
            numpy.clip(rules[0], -_MOST, _MOST),
            [numpy.log((pointed + 1e-4) / (1.0 - pointed + 1e-4)), numpy.log(len(window.pieces) + 1.0)],
            last[0],
            third[0][is_text].mean(0),
        ]
    )
    order = numpy.argsort(-rules[0], kind="stable")
    return row, tuple(rule_names()[int(index)] for index in order[:4])


@lru_cache(maxsize=1)
def _network() -> InferenceSession:
    return session_of(MODEL.read_bytes() + _field(7, b"".join(_output(name) for name in (_LAST, _THIRD))))


# A model is a protocol-buffer message, and parts of such a message that follow each other are joined when it is
# read. So two more outputs of the graph (field 7 of the model, field 12 of the graph) are written behind the file.
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
