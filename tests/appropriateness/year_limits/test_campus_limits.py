"""The limits for the solver agree with the judgment of a year and of a drill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.appropriateness import judge_drill, judge_year, limits_at, profile_of
from drillplanner.appropriateness.year_limits.campus_limits import load_year_limits
from drillplanner.audit.schedule.developmental_goals import developmental_breaches
from drillplanner.model import (
    DEVELOPMENTAL_GOALS,
    Ceiling,
    Delay,
    DevelopmentalLimits,
    Drill,
    GradeBand,
    MinimumGap,
    PlacedFacts,
    Precedence,
    Scenario,
    WeekdayVariety,
    YearLimit,
)
from tests.appropriateness.calm import SCHOOL_DAYS, changed
from tests.bundled_scenarios import BUNDLED
from tests.random_examples import tried

#: Scenarios that bring nothing along, so that lessons and walk-throughs must come first.
BARE = {"teaching": {"lesson_before": False, "walk_through_before": False}}
OWN = {
    "talk": changed(
        {"scenario": {"drill_type": "lockdown", "format": "lesson"}, "facts": {"ladder_level": 1}}, "talk"
    ),
    "walk": changed({"facts": {"ladder_level": 2, **BARE}}, "walk"),
    "bare-lockdown": changed({"facts": BARE}, "bare-lockdown"),
    "lock-check": changed({"facts": {"ladder_level": 5, **BARE}}, "lock-check"),
    "full-scale": changed(
        {"scenario": {"drill_type": "full_scale", "audience": "staff"}, "facts": {"ladder_level": 8}}, "full-scale"
    ),
}
SCENARIOS = BUNDLED | OWN
GROUPS = (
    (GradeBand.PK_K, GradeBand.GRADES_1_2, GradeBand.GRADES_3_5),
    (GradeBand.GRADES_6_8,),
    (GradeBand.GRADES_6_8, GradeBand.GRADES_9_12),
    (GradeBand.GRADES_9_12,),
)


def of_kind(limits: DevelopmentalLimits, rule: str) -> dict[str | None, set[str]]:
    """Return the scenarios that the rule limits, by goal."""
    found: dict[str | None, set[str]] = {}
    for limit in limits.all_limits:
        if limit.rule == rule:
            found.setdefault(limit.goal, set()).update(limit.scenarios)
    return found


def usable(bands: Sequence[GradeBand]) -> list[str]:
    return [name for name, scenario in SCENARIOS.items() if set(bands) <= set(scenario.bands)]


@st.composite
def years(draw: st.DrawFn) -> tuple[tuple[GradeBand, ...], list[Drill]]:
    """The bands of a campus and some drills on days of their own, all at the same hour."""
    bands = draw(st.sampled_from(GROUPS))
    names = draw(st.lists(st.sampled_from(usable(bands)), min_size=1, max_size=7))
    reach = draw(st.sampled_from([8, 40, 170]))
    numbers = draw(st.lists(st.integers(0, reach), min_size=len(names), max_size=len(names), unique=True))
    drills = [_drill(name, SCHOOL_DAYS[number]) for name, number in zip(names, numbers, strict=True)]
    return bands, sorted(drills, key=lambda drill: drill.date)


def _drill(name: str, on: date) -> Drill:
    scenario: Scenario = SCENARIOS[name]
    return Drill.model_validate(
        {
            "drill_id": f"{name}-{on}",
            "campus_id": "one",
            "scenario_id": name,
            "drill_type": scenario.drill_type,
            "audience": scenario.audience,
            "date": on,
            "start": "09:00",
            "end": "09:10",
        }
    )


JUDGED_BY_THE_YEAR = {"DA-209", "DA-301", "DA-302", "DA-403", "DA-405", "DA-406"}


@settings(max_examples=tried(300), deadline=None)
@given(year=years(), state=st.sampled_from([None, "NJ", "VA", "MN"]))
def test_a_year_breaks_the_limits_of_the_rules_that_its_judgment_finds_broken(
    year: tuple[tuple[GradeBand, ...], list[Drill]], state: str | None
) -> None:
    bands, drills = year
    profile = profile_of(state)
    limits = limits_at(bands, tuple(SCENARIOS.values()), profile)
    screening = judge_year(drills, SCENARIOS, bands, profile, school_days=SCHOOL_DAYS)
    judged = {
        (finding.rule, finding.severity == "required")
        for finding in screening.findings
        if finding.status != "cannot_tell" and finding.rule in JUDGED_BY_THE_YEAR
    }
    counted = {
        (limit.rule, limit.is_required)
        for limit in limits.all_limits
        if limit.rule in JUDGED_BY_THE_YEAR
        and developmental_breaches(limit.goal, _alone(limit), drills, SCHOOL_DAYS)
    }
    assert counted == judged


FIELDS: dict[type[YearLimit], str] = {
    Precedence: "precedences",
    Delay: "delays",
    MinimumGap: "gaps",
    Ceiling: "ceilings",
    WeekdayVariety: "varieties",
}


def _alone(limit: YearLimit) -> DevelopmentalLimits:
    return DevelopmentalLimits.model_validate({FIELDS[type(limit)]: (limit,)})


@pytest.mark.parametrize("state", [None, "VA"])
@pytest.mark.parametrize("number", [1, 60, 61])
def test_delays_for_pk_and_k_agree_with_the_judgment_of_a_drill(state: str | None, number: int) -> None:
    profile = profile_of(state)
    limits = limits_at(GROUPS[0], tuple(SCENARIOS.values()), profile)
    for name in usable(GROUPS[0]):
        placed = PlacedFacts(date=SCHOOL_DAYS[number - 1], school_day=number)
        screening = judge_drill(name, SCENARIOS[name], placed, profile=profile)
        judged = {finding.severity == "required" for finding in screening.findings if finding.rule == "DA-304"}
        counted = {
            delay.is_required
            for delay in limits.delays
            if delay.rule == "DA-304" and name in delay.scenarios and number <= delay.school_days_for(GROUPS[0])
        }
        assert counted == judged, name


def test_the_delay_binds_in_virginia_and_is_advised_elsewhere() -> None:
    scenarios = tuple(BUNDLED.values())
    assert set(of_kind(limits_at(GROUPS[0], scenarios, profile_of("VA")), "DA-304")) == {None, "youngest"}
    assert set(of_kind(limits_at(GROUPS[0], scenarios, profile_of("NJ")), "DA-304")) == {"youngest"}
    assert "DA-304" not in {limit.rule for limit in limits_at(GROUPS[3], scenarios, profile_of("VA")).all_limits}


def test_a_scenario_that_includes_its_lesson_waits_for_none() -> None:
    limits = limits_at(GROUPS[0], tuple(SCENARIOS.values()))
    assert "lockdown" not in of_kind(limits, "DA-406").get(None, set())
    waiting = {
        precedence.scenarios: precedence.after for precedence in limits.precedences if precedence.rule == "DA-406"
    }
    (after,) = {first for scenarios, first in waiting.items() if "bare-lockdown" in scenarios}
    # A lesson on fire prepares for no lockdown.
    assert "talk" in after
    assert "fire-safety-lesson" not in after


def test_discussion_comes_before_operation() -> None:
    limits = limits_at(GROUPS[3], tuple(SCENARIOS.values()))
    waiting = {
        name: precedence.after
        for precedence in limits.precedences
        for name in precedence.scenarios
        if precedence.is_required
    }
    assert waiting["functional-exercise"] == ("tabletop-exercise",)
    assert waiting["full-scale"] == ("functional-exercise",)
    assert set(waiting["active-assailant-discussion"]) >= {"lockdown", "bare-lockdown"}


def test_a_drill_waits_for_the_band_that_waits_longest() -> None:
    limits = limits_at((GradeBand.GRADES_1_2, GradeBand.PK_K), tuple(BUNDLED.values()))
    settling = [delay for delay in limits.delays if delay.goal == "settling_in"]
    waits = {GradeBand.PK_K: 5, GradeBand.GRADES_1_2: 3}
    assert [{wait.band: wait.school_days for wait in delay.by_band} for delay in settling] == [waits]
    assert [delay.school_days_for(waits) for delay in settling] == [5]
    assert [delay.school_days_for({GradeBand.GRADES_1_2}) for delay in settling] == [3]
    assert all(isinstance(delay, Delay) for delay in settling)


def test_every_goal_is_one_of_the_districts_and_is_used() -> None:
    entries = load_year_limits()
    named = {
        entry.goal
        for kind in (entries.delays, entries.gaps, entries.ceilings, entries.varieties)
        for entry in kind
    }
    # The steps of learning, moments, and seasons have files of their own.
    assert named - {None} | {"ladder", "moments", "season"} == set(DEVELOPMENTAL_GOALS)
