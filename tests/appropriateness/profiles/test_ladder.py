"""The ladder of sensory load as data, and its agreement with the rules."""

from __future__ import annotations

import pytest

from drillplanner.appropriateness import judge_scenario
from drillplanner.appropriateness.profiles.ladder import LevelPermission, highest_level, load_ladder
from drillplanner.appropriateness.profiles.limits import load_limits
from drillplanner.appropriateness.rules.rule import load_rules
from drillplanner.model import GradeBand, Severity
from tests.appropriateness.calm import changed

LADDER_RULES = {"DA-303", "DA-304", "DA-305", "DA-307"}


def test_the_ladder_rises_from_talk_to_what_no_one_may_do() -> None:
    ladder = load_ladder()
    assert [step.level for step in ladder] == list(range(11))
    assert all(set(step.may) == {*GradeBand, "staff"} for step in ladder)
    assert set(ladder[10].may.values()) == {LevelPermission.NO}
    assert all(step.conditions for step in ladder if LevelPermission.CONDITIONS in step.may.values())
    assert {band: highest_level(band) for band in GradeBand} == {
        GradeBand.PK_K: 4,
        GradeBand.GRADES_1_2: 4,
        GradeBand.GRADES_3_5: 5,
        GradeBand.GRADES_6_8: 7,
        GradeBand.GRADES_9_12: 7,
    }
    assert highest_level("staff") == 9


@pytest.mark.parametrize("band", GradeBand)
def test_no_band_may_do_more_than_at_a_lower_level(band: GradeBand) -> None:
    allowed = [step.may[band] is not LevelPermission.NO for step in load_ladder() if step.level > 0]
    assert allowed == sorted(allowed, reverse=True)


@pytest.mark.parametrize("band", GradeBand)
@pytest.mark.parametrize("level", range(1, 11))
def test_the_rules_agree_with_the_ladder(band: GradeBand, level: int) -> None:
    # Conditions are kept: told in advance, talked through, mental health staff there, talk alone in grades 6-8.
    case = {
        "scenario": {"bands": [band.value], "format": "lesson" if level == 6 else "physical"},
        "facts": {"ladder_level": level},
    }
    rules = tuple(rule for rule in load_rules() if rule.id in LADDER_RULES)
    broken = {
        finding.rule
        for finding in judge_scenario(changed(case), rules).findings
        if finding.severity is not Severity.RECOMMENDED
    }
    assert bool(broken) is (load_ladder()[level].may[band] is LevelPermission.NO)


def test_each_limit_belongs_to_a_rule() -> None:
    rules = {rule.id for rule in load_rules()}
    assert {limit.rule for limit in load_limits().values()} <= rules
    for limit in load_limits().values():
        assert (limit.is_ is None) is bool(limit.by_band)


def test_hiding_and_debrief_grow_with_age() -> None:
    limits = load_limits()
    for name in ("hidden_minutes_most", "debrief_minutes_least"):
        by_age = [limits[name].of(band) for band in GradeBand]
        assert None not in by_age
        assert by_age == sorted(by_age, key=lambda minutes: minutes or 0)
        assert limits[name].of(None) is None
