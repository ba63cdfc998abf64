"""The output of the reader for a description: a small trained network that runs on this machine, offline.

It was trained on labeled descriptions (``training/``) and answers three questions: how likely the text is a
violation or an open question, which rules it breaks, and which words are the evidence. All of those were invented.
So a judgment that was fitted on real passages gives a second answer to the first two, from the network's numbers.
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
    from drillplanner.appropriateness.text.reader.network import JudgedScores, Scores, Table, Tables
#: The pieces of a window, and which of them are text and not context.
_Input = tuple[tuple[int, ...], tuple[bool, ...]]

#: The folder of the network.
_FOLDER = Path(__file__).parent / "model"
#: The network itself.
MODEL = _FOLDER / "reader.npz"
#: The judgment that was fitted on real passages, and the rules that it knows.
JUDGMENT, JUDGED_RULES = _FOLDER / "judgment.npz", _FOLDER / "judgment.json"
#: A text up to this many sentences is read and weighed as a whole; the longer it is, the more its worst part does.
WHOLE_SENTENCES = 6
#: Sentences in a part. Neighboring parts share all but one sentence; in texts longer than ``LONG_SENTENCES``, one.
PART_SENTENCES, LONG_SENTENCES = 3, 30
#: The most pieces in a part of several sentences, so that it fits one window with an ordinary context.
PART_PIECES = 180
#: The likelihood from which a piece counts as evidence.
_POINTED_AT = 0.5
#: The number of likeliest pieces that are averaged for ``ReaderOutput.evident``.
_TELLING_PIECES = 8
#: The number of rules that are kept, the likeliest first.
_NAMED_RULES = 4
#: How much the network's own likelihood of a rule counts next to the score by the judgment.
_NETWORK_COUNTS = 0.5
#: The largest distance between pieces of evidence in one passage.
_GAP = 3
#: The most pieces that go through the network together: with more, it is no faster.
_PIECES_TOGETHER = 480


@dataclass(frozen=True)
class ReaderOutput:
    """The likelihoods that the reader gives, from 0 to 1, and the passage that they rest on.

    ``violation`` and ``question`` are the network's verdict. ``broken`` is the likelihood that any rule is broken,
    and ``evident`` that of the likeliest pieces to be evidence; these two are often low if the verdict is wrong.
    ``judged_violation`` and ``judged_question`` are the verdict of the judgment that was fitted on real passages,
    and ``likeliest_rule`` and ``second_rule`` its scores of the two rules that it thinks of most.
    ``like_real`` is the likelihood that the text was written as those passages are, not as invented descriptions.
    ``rules`` are the likeliest rules, in order; ``start`` and ``end`` are the passage in the plain text.
    """

    violation: float
    question: float
    broken: float
    evident: float
    judged_violation: float
    judged_question: float
    likeliest_rule: float
    second_rule: float
    like_real: float
    rules: tuple[tuple[str, float], ...]
    start: int
    end: int


@dataclass(frozen=True)
class ReaderOutputs:
    """The output for the text as a whole, and for each part if it has more than ``WHOLE_SENTENCES``.

    In a long letter, one sentence hardly affects the output for the whole; in its part it does.
    """

    whole: ReaderOutput
    parts: tuple[ReaderOutput, ...]
    sentences: int


NO_OUTPUT = ReaderOutput(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, (), 0, 0)


@dataclass(frozen=True)
class DescribedText:
    """A plain text to read: the spans of its sentences, and its context."""

    plain: str
    sentences: Sequence[tuple[int, int]]
    context: Context


def reader_outputs_of(texts: Sequence[DescribedText]) -> list[ReaderOutputs]:
    """Return the outputs for each text and its parts. Texts are read together, which takes less time."""
    stretches = [_stretches(text) for text in texts]
    outputs = iter(_worst_of_each([windows for of_text in stretches for _, windows in of_text]))
    found = []
    for text, of_text in zip(texts, stretches, strict=True):
        whole, *parts = [_moved(next(outputs), start) for start, _ in of_text]
        _, windows = of_text[0]
        found.append(ReaderOutputs(whole, tuple(parts), max(len(text.sentences), PART_SENTENCES * len(windows))))
    return found


def _stretches(text: DescribedText) -> list[tuple[int, tuple[TokenWindow, ...]]]:
    """Return where each stretch of a text begins, and its windows: the whole, then its parts if it has several."""
    whole = windows_of(text.plain, text.context)
    if len(text.sentences) <= WHOLE_SENTENCES and len(whole) <= 1:
        return [(0, whole)]
    pieces = [len(word_pieces_of(text.plain[start:end])) for start, end in text.sentences]
    spans = ((text.sentences[first][0], text.sentences[after - 1][1]) for first, after in _parts(pieces))
    return [(0, whole), *((start, windows_of(text.plain[start:end], text.context)) for start, end in spans)]


def _moved(output: ReaderOutput, start: int) -> ReaderOutput:
    """Return the output of a stretch with its passage as a span of the whole text."""
    return replace(output, start=output.start + start, end=output.end + start)


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
    return _worst_of_each([windows_of(plain, context)])[0]


def _worst_of_each(stretches: Sequence[Sequence[TokenWindow]]) -> list[ReaderOutput]:
    """Return the output of the worst window of each stretch of text; ``NO_OUTPUT`` for one without windows."""
    answers = iter(answers_of([window for windows in stretches for window in windows]))
    return [
        max(
            (_window_output(window, *next(answers)) for window in windows),
            key=lambda output: (output.violation + output.question / 2, -output.start),
            default=NO_OUTPUT,
        )
        for windows in stretches
    ]


def _window_output(window: TokenWindow, scores: Scores, summary: Table) -> ReaderOutput:
    import numpy

    judged = _judgment_of(summary)
    shares, judged_shares = _shares(scores.verdict), _shares(judged.verdict)
    likely = _likelihood(scores.rules)
    pointed = _likelihood(scores.evidence)
    inside = numpy.sort(pointed[numpy.array(window.is_text)])[-_TELLING_PIECES:]
    start, end = _passage(window, pointed)
    second_rule, likeliest_rule = numpy.sort(judged.rules)[-2:]
    return ReaderOutput(
        violation=float(shares[2]),
        question=float(shares[1]),
        judged_violation=float(judged_shares[2]),
        judged_question=float(judged_shares[1]),
        likeliest_rule=float(likeliest_rule),
        second_rule=float(second_rule),
        like_real=float(_likelihood(judged.like_real)[0]),
        broken=float(1.0 - numpy.prod(1.0 - likely)),
        evident=float(inside.mean()),
        rules=_likeliest_rules(likely, judged.rules),
        start=start,
        end=end,
    )


def answers_of(windows: Sequence[TokenWindow]) -> list[tuple[Scores, Table]]:
    """Return the network's scores for verdicts, rules, and pieces as evidence, and its summary, of each window.

    A window that occurs again is read once: long texts and lists of notices repeat themselves.
    """
    from drillplanner.appropriateness.text.reader.network import read_through

    inputs: list[_Input] = [(window.pieces, window.is_text) for window in windows]
    answers: dict[_Input, tuple[Scores, Table]] = {}
    for together in _groups(list(dict.fromkeys(inputs))):
        answers.update(zip(together, read_through(reader_tables(), together), strict=True))
    return [answers[one] for one in inputs]


def _groups(inputs: Sequence[_Input]) -> Iterator[list[_Input]]:
    """Yield the inputs in groups that go through the network together."""
    group: list[_Input] = []
    for one in inputs:
        if group and sum(len(pieces) for pieces, _ in (*group, one)) > _PIECES_TOGETHER:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _judgment_of(summary: Table) -> JudgedScores:
    from drillplanner.appropriateness.text.reader.network import judgment_of

    return judgment_of(_judgment_tables(), summary)


def _likeliest_rules(by_network: Table, by_judgment: Table) -> tuple[tuple[str, float], ...]:
    """Return the likeliest rules by network and judgment together, with a score from 0 to 1."""
    scores = dict(zip(judged_rules(), by_judgment.tolist(), strict=True))
    for rule, likelihood in zip(rule_names(), by_network.tolist(), strict=True):
        scores[rule] = scores.get(rule, 0.0) + _NETWORK_COUNTS * likelihood
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((rule, min(1.0, max(0.0, score))) for rule, score in ranked[:_NAMED_RULES])


def _shares(scores: Table) -> Table:
    """Return the likelihoods of the verdicts, which sum to 1."""
    import numpy

    shares = numpy.exp(scores - scores.max())
    likelihoods: Table = shares / shares.sum()
    return likelihoods


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
def _judgment_tables() -> Tables:
    from drillplanner.appropriateness.text.reader.network import tables_in

    return tables_in(JUDGMENT)


@lru_cache(maxsize=1)
def judged_rules() -> tuple[str, ...]:
    """Return the rules that the judgment knows, in the order of its scores."""
    return tuple(json.loads(JUDGED_RULES.read_text(encoding="utf-8"))["rules"])


@lru_cache(maxsize=1)
def rule_names() -> tuple[str, ...]:
    """Return the rules that the network knows, in the order of its scores."""
    return tuple(json.loads((_FOLDER / "reader.json").read_text(encoding="utf-8"))["rules"])
