"""The network in numpy gives what a general runtime for networks gives from the same weights."""

import json
from math import erf
from pathlib import Path
from typing import Any

import numpy
import pytest

from drillplanner.appropriateness.lines.line_reader import likelihood_of
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.inference import reader_tables
from drillplanner.appropriateness.text.reader.inner_states import inner_states_of
from drillplanner.appropriateness.text.reader.network import (
    LAYERS,
    error_function,
    read_through,
    scores_of,
    states_of,
    tables_in,
    through_layers,
)
from drillplanner.appropriateness.text.reader.windows import windows_of

#: Recorded once with onnxruntime; ``made_with`` names its version.
RECORDED = json.loads((Path(__file__).parent / "answers_of_another_runtime.json").read_text(encoding="utf-8"))
#: Scores reach some ten; 32 bits and another order of sums leave less than this.
NEAR = 2e-4


@pytest.mark.parametrize("answer", RECORDED["answers"], ids=lambda answer: answer["text"][:30])
def test_scores_are_those_of_another_runtime(answer: dict[str, Any]) -> None:
    window = windows_of(answer["text"], Context.model_validate(answer["context"]))[0]
    tables = reader_tables()
    scores = scores_of(
        tables, through_layers(tables, states_of(tables, window.pieces), range(LAYERS)), window.is_text
    )
    for name, values in scores._asdict().items():
        assert numpy.abs(values - numpy.array(answer[name])).max() < NEAR, name


def test_the_summary_has_the_mean_before_each_layer_and_what_the_heads_see() -> None:
    window = windows_of(RECORDED["answers"][0]["text"], Context(grades="3-5"))[0]
    tables = reader_tables()
    [(scores, summary)] = read_through(tables, [(window.pieces, window.is_text)])
    states = states_of(tables, window.pieces)
    after = through_layers(tables, states, range(LAYERS))
    width, inside = states.shape[1], numpy.array(window.is_text)
    assert len(summary) == (3 + LAYERS) * width
    assert numpy.allclose(summary[3 * width : 4 * width], states[inside].mean(0), atol=1e-5)
    assert numpy.allclose(summary[:width], after[0], atol=1e-5)
    assert numpy.allclose(summary[width : 2 * width], after[inside].mean(0), atol=1e-5)
    assert numpy.array_equal(scores.rules, scores_of(tables, after, window.is_text).rules)


@pytest.mark.parametrize("answer", RECORDED["answers"], ids=lambda answer: answer["text"][:30])
def test_the_harm_of_a_line_is_that_of_another_runtime(answer: dict[str, Any]) -> None:
    inner = inner_states_of(answer["text"], Context.model_validate(answer["context"]))
    assert likelihood_of(inner) == pytest.approx(answer["line_harm"], abs=NEAR)


def test_the_error_function_is_right_to_the_last_digits() -> None:
    values = numpy.linspace(-6, 6, 20_001, dtype=numpy.float32)
    exact = numpy.array([erf(value) for value in values.tolist()])
    assert numpy.abs(error_function(values) - exact).max() < 5e-7


def test_layers_for_lines_have_no_word_pieces() -> None:
    from drillplanner.appropriateness.lines.line_reader import LAYERS_FILE

    with pytest.raises(ValueError, match="no word pieces"):
        states_of(tables_in(LAYERS_FILE), (1, 2))
