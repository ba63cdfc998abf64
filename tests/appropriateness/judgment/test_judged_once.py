"""A judgment that is kept is the one that a new judgment would give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness import judge_scenario, judge_scenario_once, profile_of
from drillplanner.model import GradeBand, Scenario
from drillplanner.model.scenarios.line_answers import NO_ANSWERS, ClearedLine, LineAnswers
from tests.appropriateness.calm import changed

ASKED_ABOUT = "The hall may be loud when another class goes by."
CLEARED = LineAnswers(
    cleared=(
        ClearedLine(
            scenario="calm", where="scripts.3-5.say", line=ASKED_ABOUT, who="psychologist", date=date(2025, 8, 4)
        ),
    )
)
#: Each differs from the first in one thing that a judgment depends on.
CASES: list[dict[str, Any]] = [
    {},
    {"facts": {"simulation": True}},
    {"facts": {"deception": None}},
    {"band_facts": {"3-5": {}}},
    {"band_facts": {"3-5": {"deception": None}}},
    {"band_facts": {"3-5": {"deception": True}}},
    {"scenario": {"drill_type": "fire_evacuation"}},
    {"scripts": {"3-5": {"say": ["Gunmen may come."]}}},
    {"scripts": {"3-5": {"say": [ASKED_ABOUT]}}},
]
BANDS: list[tuple[GradeBand, ...] | None] = [None, (GradeBand.GRADES_3_5,), (GradeBand.PK_K, GradeBand.GRADES_1_2)]


@given(
    case=st.sampled_from(CASES),
    state=st.sampled_from([None, "MN", "NY"]),
    bands=st.sampled_from(BANDS),
    answers=st.sampled_from([NO_ANSWERS, CLEARED]),
)
@settings(max_examples=20, deadline=None)
def test_what_was_judged_before_changes_no_judgment(
    case: dict[str, Any], state: str | None, bands: tuple[GradeBand, ...] | None, answers: LineAnswers
) -> None:
    scenario, profile = changed(case), profile_of(state)
    kept = judge_scenario_once(scenario, profile, bands, answers)
    assert kept == judge_scenario(scenario, profile=profile, bands=bands, answers=answers)
    # The same content in other objects is not judged again.
    copy = Scenario.model_validate_json(scenario.model_dump_json(exclude_unset=True))
    assert judge_scenario_once(copy, profile.model_copy(), bands, answers.model_copy()) is kept


@pytest.mark.parametrize("case", CASES[1:])
def test_these_cases_differ_from_the_calm_one(case: dict[str, Any]) -> None:
    assert judge_scenario_once(changed(case), profile_of()) is not judge_scenario_once(changed({}), profile_of())
