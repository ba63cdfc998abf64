"""Each kind of condition on a scenario (``cases.yaml``): the answer, its evidence, and what is missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.evaluate_fast import compile_condition
from drillplanner.appropriateness.conditions.subject import subjects_of
from drillplanner.model import GradeBand
from tests import fast_yaml
from tests.appropriateness.calm import changed

CASES: dict[str, list[dict[str, Any]]] = fast_yaml.load(
    Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8")
)
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES["answers"]])
def test_a_condition_answers_as_the_case_expects(case: dict[str, Any]) -> None:
    assert answered(case) == case["expect"]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["condition"])) for case in CASES["refused"]])
def test_a_condition_that_makes_no_sense_is_refused_with_what_is_allowed(case: dict[str, Any]) -> None:
    assert refused(case) == case["says"]


def test_a_condition_that_is_already_read_is_taken_as_it_is() -> None:
    read = [CONDITION.validate_python(case["condition"]) for case in CASES["answers"]]
    assert [CONDITION.validate_python(condition) for condition in read] == read
    assert CONDITION.validate_python({"all": read}).all == tuple(read)


def answered(case: dict[str, Any]) -> list[str]:
    """Return the answer, then each place with what was seen there, then each missing fact."""
    condition = CONDITION.validate_python(case["condition"])
    subject = next(one for one in subjects_of(changed(case)) if one.band is GradeBand.PK_K)
    result = evaluate_condition(condition, subject)
    assert compile_condition(condition)(subject) is result.truth
    answer = {True: "yes", False: "no", None: "cannot tell"}[result.truth]
    seen: list[str] = [
        f"{found.field}: {found.text}" if found.text else f"{found.field}" for found in result.evidence
    ]
    return [answer, *seen, *(f"missing: {unknown.path}" for unknown in result.unknown)]


def refused(case: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        CONDITION.validate_python(case["condition"])
    # Names that are allowed may become more: the first and the last are enough.
    return [
        re.sub(r"allowed: ([^,]+), .*, ([^,.]+)(?=\.|$)", r"allowed: \1 … \2", error["msg"])
        for error in caught.value.errors()
        if error["msg"].startswith(("Value error", "this is"))
    ]
