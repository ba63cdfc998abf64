"""The trained network in numpy: six layers of a sentence model, and what its heads say of a text.

It computes what ``training/network.py`` teaches, with weights that are stored in eight bits. The rows of several
texts are multiplied together, which is faster, but each text attends only to itself.
A general runtime for networks does the same sums, takes eighty megabytes, and has no package for some computers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy
from numpy import float32, int8
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Table = NDArray[float32]

#: The ending of a table of factors, which restores the rounded table of the same name: one for each row or column.
SCALE = ".scale"
#: The table of all word pieces stays rounded: a text needs only some of its rows.
_PIECES = "pieces.weight"
#: Layers of the network for descriptions.
LAYERS = 6
_HEADS = 12
#: The rows that the activation takes at a time, so that the numbers in between stay in the processor's own memory.
_ACTIVATED_ROWS = 32
#: Keeps a row without differences from a division by zero, as in the published model.
_TINY = float32(1e-12)
#: So far below all other scores that nothing is left of a piece that is not text.
_FAR_BELOW = float32(1e4)
#: Error function: the ratio of two polynomials in x², good to the last digits of 32 bits (as in Eigen).
_BEYOND = float32(4.0)
_ABOVE = (-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
          -7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02)  # fmt: skip
_BELOW = (-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03,
          -1.42647390514189e-02)  # fmt: skip


class Tables(NamedTuple):
    """The tables of a network by name, and the rounded table of word pieces (if it has one) with its scales."""

    whole: Mapping[str, Table]
    pieces: NDArray[int8] | None = None
    pieces_scale: Table | None = None


class Scores(NamedTuple):
    """The scores (logits) of the verdicts, of each rule, and of each piece as evidence."""

    verdict: Table
    rules: Table
    evidence: Table


class JudgedScores(NamedTuple):
    """The scores of the verdicts, and of each rule, by the judgment that was fitted on real passages.

    ``like_real`` is the score of a text for being like those passages, and not like invented descriptions.
    """

    verdict: Table
    like_real: Table
    rules: Table


def tables_in(path: Path) -> Tables:
    """Return the tables in a file, restored from eight bits."""
    _one_thread()
    with numpy.load(path) as stored:
        tables = {name: stored[name] for name in stored.files}
    scales = {name.removesuffix(SCALE): tables.pop(name) for name in list(tables) if name.endswith(SCALE)}
    pieces = tables.pop(_PIECES, None)
    pieces_scale = scales.pop(_PIECES, None)
    for name, scale in scales.items():
        tables[name] = tables[name].astype(float32) * scale
    return Tables(tables, pieces, pieces_scale)


@lru_cache(maxsize=1)
def _one_thread() -> None:
    """Let numpy multiply on the thread that asks.

    A text is too small to split among threads, which then wait for each other: ten times as long on a busy
    machine. Several texts are read in parallel instead.
    """
    ThreadpoolController().limit(limits=1, user_api="blas")


def states_of(tables: Tables, pieces: Sequence[int]) -> Table:
    """Return the states before the first layer, a row for each piece; raises ValueError without word pieces."""
    if tables.pieces is None or tables.pieces_scale is None:
        raise ValueError("the network has no word pieces")
    numbers = numpy.array(pieces, dtype=numpy.int64)
    words = tables.pieces[numbers].astype(float32) * tables.pieces_scale[numbers]
    return _normed(tables, "norm", words + tables.whole["places.weight"][: len(numbers)] + tables.whole["kind"])


def through_layers(
    tables: Tables, states: Table, layers: Iterable[int], stretches: Sequence[slice] = (slice(None),)
) -> Table:
    """Return the states after the numbered layers; each of the stretches of rows is a text (default: one text)."""
    for number in layers:
        at = f"layers.{number}"
        states = _normed(tables, f"{at}.norm_attention", states + _attended(tables, at, states, stretches))
        inner = _gelu(_dense(tables, f"{at}.widened", states))
        states = _normed(tables, f"{at}.norm_output", states + _dense(tables, f"{at}.narrowed", inner))
    return states


def scores_of(tables: Tables, states: Table, is_text: Sequence[bool]) -> Scores:
    """Return what the heads say of the states after the last layer."""
    seen, evidence = _seen(tables, "evidence", states, is_text)
    verdict = _gelu(_dense(tables, "verdict.0", seen))
    return Scores(_dense(tables, "verdict.3", verdict), _dense(tables, "rules", seen), evidence)


def read_through(
    tables: Tables, texts: Sequence[tuple[Sequence[int], Sequence[bool]]]
) -> list[tuple[Scores, Table]]:
    """Return what the heads say of each text, and a summary of it: one row of numbers from all layers.

    A text is given by its pieces, and by which of them are text and not context. The summary is the mean of the
    text before each layer, and after the last what the heads see. A judgment that was fitted on real passages
    (``judgment_of``) needs it.
    """
    ends = list(accumulate(len(pieces) for pieces, _ in texts))
    stretches = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    states = numpy.concatenate([states_of(tables, pieces) for pieces, _ in texts])
    means: list[list[Table]] = [[] for _ in texts]
    for number in range(LAYERS):
        for of_text, stretch, (_, is_text) in zip(means, stretches, texts, strict=True):
            of_text.append(_mean(states[stretch], is_text))
        states = through_layers(tables, states, (number,), stretches)
    answers = []
    for of_text, stretch, (_, is_text) in zip(means, stretches, texts, strict=True):
        seen, _ = _seen(tables, "evidence", states[stretch], is_text)
        summary: Table = numpy.concatenate([seen, *of_text])
        answers.append((scores_of(tables, states[stretch], is_text), summary))
    return answers


def judgment_of(tables: Tables, summary: Table) -> JudgedScores:
    """Return the judgment of a summary: a sum of its numbers with weights for each verdict and each rule."""
    verdict = _dense(tables, "verdict", summary)
    return JudgedScores(verdict[:-1], verdict[-1:], _dense(tables, "rules", summary))


def harm_of(tables: Tables, states: Table, is_text: Sequence[bool]) -> float:
    """Return the score of harm for the states of a single line after its own last layer."""
    seen, _ = _seen(tables, "pointing", states, is_text)
    return float(_dense(tables, "harm", seen)[0])


def _dense(tables: Tables, name: str, states: Table) -> Table:
    product: Table = states @ tables.whole[f"{name}.weight"]
    product += tables.whole[f"{name}.bias"]
    return product


def _normed(tables: Tables, name: str, states: Table) -> Table:
    normed: Table = states - states.mean(-1, keepdims=True)
    normed /= numpy.sqrt(numpy.square(normed).mean(-1, keepdims=True) + _TINY)
    normed *= tables.whole[f"{name}.weight"]
    normed += tables.whole[f"{name}.bias"]
    return normed


def _attended(tables: Tables, at: str, states: Table, stretches: Sequence[slice]) -> Table:
    """Return what each piece takes from the others of its text."""
    query, key, value = (
        _dense(tables, f"{at}.{part}", states).reshape(len(states), _HEADS, -1).transpose(1, 0, 2)
        for part in ("query", "key", "value")
    )
    taken = numpy.empty_like(states)
    for stretch in stretches:
        products = query[:, stretch] @ key[:, stretch].transpose(0, 2, 1)
        shares = _softmax(products / numpy.sqrt(float32(query.shape[-1])))
        taken[stretch] = (shares @ value[:, stretch]).transpose(1, 0, 2).reshape(-1, states.shape[1])
    return _dense(tables, f"{at}.joined", taken)


def _seen(tables: Tables, head: str, states: Table, is_text: Sequence[bool]) -> tuple[Table, Table]:
    """Return the first piece, the mean of the text, and the pieces pointed at, in one row; and the pointing."""
    inside = numpy.array(is_text, dtype=float32)
    pointing = _dense(tables, head, states)[:, 0]
    pointed_at = _softmax(pointing - (1 - inside) * _FAR_BELOW) @ states
    return numpy.concatenate([states[0], _mean(states, is_text), pointed_at]), pointing


def _mean(states: Table, is_text: Sequence[bool]) -> Table:
    """Return the mean of the pieces that are text and not context."""
    inside = numpy.array(is_text, dtype=float32)
    mean: Table = inside @ states / max(float32(1.0), inside.sum())
    return mean


def _softmax(scores: Table) -> Table:
    shares: Table = numpy.exp(scores - scores.max(-1, keepdims=True))
    shares /= shares.sum(-1, keepdims=True)
    return shares


def _gelu(values: Table) -> Table:
    """Return the activation of each value, in its place: the values are not kept."""
    for first in range(0, len(values), _ACTIVATED_ROWS):
        rows = values[first : first + _ACTIVATED_ROWS]
        activated = error_function(rows * numpy.sqrt(float32(0.5)))
        activated += 1
        activated *= float32(0.5)
        rows *= activated
    return values


def error_function(values: Table) -> Table:
    """Return the error function of each value, to about two units of the last of 32 bits."""
    near = numpy.clip(values, -_BEYOND, _BEYOND)
    square = near * near
    near *= _polynomial(_ABOVE, square)
    near /= _polynomial(_BELOW, square)
    return near


def _polynomial(factors: Sequence[float], values: Table) -> Table:
    first, second, *others = map(float32, factors)
    result: Table = values * first
    result += second
    for factor in others:
        result *= values
        result += factor
    return result
