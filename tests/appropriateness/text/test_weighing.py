"""Texts like real passages and texts like invented descriptions are weighed apart, and mixed by their share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.appropriateness.text import Description
from drillplanner.appropriateness.text.reader.inference import NO_OUTPUT, ReaderOutputs
from drillplanner.appropriateness.text.screening import analyze_descriptions
from drillplanner.appropriateness.text.settled import NOTHING_SETTLED, SettledRules
from drillplanner.appropriateness.text.weighing import Decision, Weighing, load_decision, weigh_findings

SHARES = st.floats(0.0, 1.0)
ANSWERS = st.sampled_from(["ok", "notice", "cannot_tell", "violation"])


def read_as(network: float, judged: float, like_real: float) -> ReaderOutputs:
    output = replace(
        NO_OUTPUT,
        violation=network,
        judged_violation=judged,
        like_real=like_real,
        rules=(("DA-101", judged),),
    )
    return ReaderOutputs(output, (), 1)


def by_one_kind(kind: Weighing) -> Decision:
    return load_decision().model_copy(update={"like_real": kind, "like_taught": kind})


@given(ANSWERS, SHARES, SHARES)
def test_a_text_of_one_kind_is_weighed_by_that_kind_alone(answer: str, network: float, judged: float) -> None:
    decision = load_decision().model_copy(update={"least_real": 0.0})
    for kind, share in ((decision.like_real, 1.0), (decision.like_taught, 0.0)):
        reader = read_as(network, judged, share)
        assert decision.verdict(answer, reader) == by_one_kind(kind).verdict(answer, reader)
        assert decision.thresholds(reader) == kind.thresholds


@given(SHARES)
def test_thresholds_lie_between_those_of_the_kinds(share: float) -> None:
    decision = load_decision()
    kinds = (decision.like_real.thresholds, decision.like_taught.thresholds)
    mixed = decision.thresholds(read_as(0.5, 0.5, share))
    for name in ("violation_from", "question_from", "asks_from"):
        least, most = sorted(getattr(kind, name) for kind in kinds)
        assert least - 1e-9 <= getattr(mixed, name) <= most + 1e-9


@pytest.mark.parametrize("answer", ["ok", "violation"])
def test_prose_of_schools_is_judged_by_real_passages_and_not_by_the_network(answer: str) -> None:
    decision = load_decision()
    alarmed_network = decision.likelihoods(answer, read_as(0.98, 0.02, 1.0)).violation
    alarmed_judgment = decision.likelihoods(answer, read_as(0.02, 0.98, 1.0)).violation
    assert alarmed_network < alarmed_judgment


def test_a_text_without_words_is_ok() -> None:
    assert load_decision().verdict("violation", ReaderOutputs(NO_OUTPUT, (), 0)) == "ok"


def test_words_about_something_else_do_not_settle_what_is_evident() -> None:
    decision, settled = load_decision(), SettledRules(of_others=frozenset({"DA-101"}))
    in_doubt, evident = read_as(0.5, 0.99, 1.0), read_as(0.5, 0.999, 1.0)
    assert decision.verdict("ok", in_doubt) == decision.verdict("ok", evident) == "violation"
    assert decision.verdict("ok", in_doubt, settled) == "ok"
    assert decision.verdict("ok", evident, settled) == "violation"


@pytest.mark.parametrize(
    ("pointed_at", "shown"),
    [
        ("giggle", "A dean heard them giggle in the bathroom"),
        ("them giggle in the bath", "them giggle in the bathroom"),
        ("to hide. A dean heard", "to hide. A dean heard"),
        (" were told to hide. ", "were told to hide"),
        ("Yes", "Yes"),
    ],
)
def test_a_passage_is_whole_words_and_of_few_words_its_sentence(pointed_at: str, shown: str) -> None:
    text = "They were told to hide. A dean heard them giggle in the bathroom. Yes."
    [analysis] = analyze_descriptions([Description(id="x", text=text)])
    start = text.index(pointed_at)
    output = replace(NO_OUTPUT, rules=(("DA-514", 0.9),), start=start, end=start + len(pointed_at))
    [finding] = weigh_findings(
        "violation", (), ReaderOutputs(output, (), 1), analysis.plain_text, analysis.scope, NOTHING_SETTLED
    )
    assert finding.evidence.text == shown
