"""The output of the reader for a description: a small trained network that runs on this machine, offline.

It was trained on labeled descriptions (``training/``) and answers three questions: how likely the text is a
violation or an open question, which rules it breaks, and which words are the evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.windows import TokenWindow, windows_of
from drillplanner.appropriateness.text.reader.word_pieces import word_pieces_of

if TYPE_CHECKING:
    from drillplanner.appropriateness.text.reader.network import Scores, Table, Tables

#: The folder of the network.
_FOLDER = Path(__file__).parent / "model"
#: The network itself.
MODEL = _FOLDER / "reader.npz"
#: Sentences in a part. Neighboring parts share all but one sentence; in texts longer than ``LONG_SENTENCES``, one.
PART_SENTENCES, LONG_SENTENCES = 3, 30
#: The most pieces in a part of several sentences, so that it fits one window with an ordinary context.
PART_PIECES = 180
#: The likelihood from which a piece counts as evidence.
_POINTED_AT = 0.5
#: The number of likeliest pieces that are averaged for ``ReaderOutput.evident``.
_TELLING_PIECES = 8
#: The largest distance between pieces of evidence in one passage.
_GAP = 3
#: The number of windows whose scores are cached; each takes a few kilobytes.
_CACHED_WINDOWS = 1024


@dataclass(frozen=True)
class ReaderOutput:
    """The likelihoods that the reader gives, from 0 to 1, and the passage that they rest on.

    ``violation`` and ``question`` are its verdict. ``broken`` is the likelihood that any rule is broken, and
    ``evident`` that of the likeliest pieces to be evidence; these two are often low if the verdict is wrong.
    ``rules`` are the likeliest rules, in order; ``start`` and ``end`` are the passage in the plain text.
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
    """The output for the text as a whole, and for each part if it has more sentences than one part.

    In a long letter, one sentence hardly affects the output for the whole; in its part it does.
    """

    whole: ReaderOutput
    parts: tuple[ReaderOutput, ...]
    sentences: int


NO_OUTPUT = ReaderOutput(0.0, 0.0, 0.0, 0.0, (), 0, 0)


def reader_outputs_of(plain: str, sentences: Sequence[tuple[int, int]], context: Context) -> ReaderOutputs:
    """Return the outputs for the whole text and its parts; ``sentences`` are spans in the plain text."""
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
    """Yield the first sentence and the one after the last of each part, given the pieces of each sentence.

    A sentence that fills a window is a part by itself, so that it does not hide its neighbors.
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
    """Return the reader's output for a text; for a long one, that of its worst window."""
    return _worst(windows_of(plain, context))


def _worst(windows: Sequence[TokenWindow]) -> ReaderOutput:
    outputs = [_window_output(window) for window in windows]
    return max(
        outputs, key=lambda output: (output.violation + output.question / 2, -output.start), default=NO_OUTPUT
    )


def _window_output(window: TokenWindow) -> ReaderOutput:
    import numpy

    verdict, rules, evidence = _answers(window.pieces, window.is_text)
    shares = numpy.exp(verdict - verdict.max())
    shares /= shares.sum()
    likely = _likelihood(rules)
    ranked = sorted(zip(rule_names(), likely.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
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


@lru_cache(maxsize=_CACHED_WINDOWS)
def _answers(pieces: tuple[int, ...], is_text: tuple[bool, ...]) -> Scores:
    """Return the network's scores for the verdicts, for each rule, and for each piece as evidence.

    Cached, since long texts and lists of notices repeat themselves.
    """
    from drillplanner.appropriateness.text.reader.network import LAYERS, scores_of, states_of, through_layers

    tables = reader_tables()
    return scores_of(tables, through_layers(tables, states_of(tables, pieces), range(LAYERS)), is_text)


def _likelihood(scores: Table) -> Table:
    import numpy

    likelihood: Table = numpy.reciprocal(numpy.exp(-scores) + numpy.float32(1))
    return likelihood


def _passage(window: TokenWindow, likely: Table) -> tuple[int, int]:
    """Return the span from the likeliest piece to both sides, as far as pieces of evidence continue."""
    inside = [index for index, is_text in enumerate(window.is_text) if is_text]
    first = last = max(inside, key=lambda index: (float(likely[index]), -index))
    pointed_at = {index for index in inside if likely[index] >= _POINTED_AT}
    while nearer := [index for index in range(first - _GAP, first) if index in pointed_at]:
        first = nearer[0]
    while further := [index for index in range(last + 1, last + 1 + _GAP) if index in pointed_at]:
        last = further[-1]
    return window.spans[first][0], window.spans[last][1]


@lru_cache(maxsize=1)
def reader_tables() -> Tables:
    """Return the tables of the trained network."""
    from drillplanner.appropriateness.text.reader.network import tables_in

    return tables_in(MODEL)


@lru_cache(maxsize=1)
def rule_names() -> tuple[str, ...]:
    """Return the rules that the network knows, in the order of its scores."""
    return tuple(json.loads((_FOLDER / "reader.json").read_text(encoding="utf-8"))["rules"])
