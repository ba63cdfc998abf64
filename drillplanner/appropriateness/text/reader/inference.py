"""What the reader makes of a description: a small trained network that runs on this machine, without a connection.

It was taught from labelled descriptions (``training/``) and answers three questions: how likely the text is a
violation or an open question, which rules it breaks, and which words give it away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.windows import TokenWindow, windows_of
from drillplanner.appropriateness.text.reader.word_pieces import word_pieces_of

if TYPE_CHECKING:
    import numpy
    from onnxruntime import InferenceSession

    Scores = numpy.ndarray[Any, Any]

_MODEL = Path(__file__).parent / "model"
#: Sentences of a part. Neighbouring parts share all but one sentence, in very long texts one.
PART_SENTENCES, LONG_SENTENCES = 3, 30
#: Pieces that a part of several sentences may have; it then fits one window beside an ordinary context.
PART_PIECES = 180
#: A piece counts as evidence from this likeness to marked pieces on.
_POINTED_AT = 0.5
#: So many of the likeliest pieces tell how evident the matter is.
_TELLING_PIECES = 8
#: Pieces of a passage may lie this far apart.
_GAP = 3
#: As many windows that were read last are remembered; each is a few kilobytes.
_REMEMBERED = 1024


@dataclass(frozen=True)
class ReaderOutput:
    """How sure the reader is, from 0 to 1, and why.

    ``violation`` and ``question`` are its verdict; ``broken`` is how likely any rule at all is broken, and
    ``evident`` how much the likeliest pieces look like evidence: where the verdict is rash, these two often doubt.
    ``rules`` are those it thinks of, the likeliest first; ``start`` and ``end`` are the passage in the plain text.
    """

    violation: float
    question: float
    broken: float
    evident: float
    rules: tuple[tuple[str, float], ...]
    start: int
    end: int


@dataclass(frozen=True)
class ReaderOutputs:
    """The text as a whole, and part by part where it has more sentences than one part.

    In a long letter one sentence hardly moves the whole; in its part it does.
    """

    whole: ReaderOutput
    parts: tuple[ReaderOutput, ...]
    sentences: int


NO_OUTPUT = ReaderOutput(0.0, 0.0, 0.0, 0.0, (), 0, 0)


def reader_outputs_of(plain: str, sentences: Sequence[tuple[int, int]], context: Context) -> ReaderOutputs:
    """Whole and parts; ``sentences`` are (start, end) in the plain text."""
    windows = windows_of(plain, context)
    whole = _worst(windows)
    if len(sentences) <= PART_SENTENCES and len(windows) <= 1:
        return ReaderOutputs(whole, (), len(sentences))
    parts = []
    for first, after in _parts([len(word_pieces_of(plain[start:end])) for start, end in sentences]):
        start, end = sentences[first][0], sentences[after - 1][1]
        part = reader_output_of(plain[start:end], context)
        parts.append(replace(part, start=part.start + start, end=part.end + start))
    return ReaderOutputs(whole, tuple(parts), max(len(sentences), PART_SENTENCES * len(windows)))


def _parts(pieces: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, after) of the sentences of each part, given how many pieces each sentence has.

    A sentence that fills a window is a part by itself, so that it cannot drown its neighbours.
    """
    count = len(pieces)
    first, after = 0, 0
    while after < count:
        after = first + 1
        while after < min(count, first + PART_SENTENCES) and sum(pieces[first : after + 1]) <= PART_PIECES:
            after += 1
        yield first, after
        first = first + 1 if count <= LONG_SENTENCES else max(first + 1, after - 1)


def reader_output_of(plain: str, context: Context) -> ReaderOutput:
    """The reader's impression of the text; of a long one, that of its worst window."""
    return _worst(windows_of(plain, context))


def _worst(windows: Sequence[TokenWindow]) -> ReaderOutput:
    seen = [_window_output(window) for window in windows]
    return max(seen, key=lambda one: (one.violation + one.question / 2, -one.start), default=NO_OUTPUT)


def _window_output(window: TokenWindow) -> ReaderOutput:
    import numpy

    verdict, rules, evidence = _answers(window.pieces, window.is_text)
    shares = numpy.exp(verdict - verdict.max())
    shares /= shares.sum()
    likely = _likelihood(rules)
    ranked = sorted(zip(_rules(), likely.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    pointed = _likelihood(evidence)
    inside = numpy.sort(pointed[numpy.array(window.is_text)])[-_TELLING_PIECES:]
    start, end = _passage(window, pointed)
    return ReaderOutput(
        violation=float(shares[2]),
        question=float(shares[1]),
        broken=float(1.0 - numpy.prod(1.0 - likely)),
        evident=float(inside.mean()),
        rules=tuple(ranked[:4]),
        start=start,
        end=end,
    )


@lru_cache(maxsize=_REMEMBERED)
def _answers(pieces: tuple[int, ...], is_text: tuple[bool, ...]) -> tuple[Scores, Scores, Scores]:
    """The network's scores of the verdicts, of each rule, and of each piece as evidence.

    Long texts say the same again and again, and lists of notices do; what was read once is not read again.
    """
    import numpy

    verdict, rules, evidence = _network().run(
        None,
        {
            "pieces": numpy.array([pieces], dtype=numpy.int64),
            "is_there": numpy.ones((1, len(pieces)), dtype=numpy.int64),
            "is_text": numpy.array([is_text], dtype=numpy.int64),
        },
    )
    return verdict[0], rules[0], evidence[0]


def _likelihood(scores: Scores) -> Scores:
    import numpy

    likelihood: Scores = 1.0 / (1.0 + numpy.exp(-scores))
    return likelihood


def _passage(window: TokenWindow, likely: Scores) -> tuple[int, int]:
    """From the likeliest piece as far to both sides as pieces of evidence go on."""
    inside = [index for index, is_text in enumerate(window.is_text) if is_text]
    first = last = max(inside, key=lambda index: (float(likely[index]), -index))
    pointed_at = {index for index in inside if likely[index] >= _POINTED_AT}
    while nearer := [index for index in range(first - _GAP, first) if index in pointed_at]:
        first = nearer[0]
    while further := [index for index in range(last + 1, last + 1 + _GAP) if index in pointed_at]:
        last = further[-1]
    return window.spans[first][0], window.spans[last][1]


@lru_cache(maxsize=1)
def _network() -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.log_severity_level = 3
    # A text is too small to share among threads; several texts are read side by side instead.
    options.intra_op_num_threads = 1
    # The weights are restored from eight bits once, when the network is loaded, and not for every text.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return InferenceSession(str(_MODEL / "reader.onnx"), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _rules() -> tuple[str, ...]:
    return tuple(json.loads((_MODEL / "reader.json").read_text(encoding="utf-8"))["rules"])
