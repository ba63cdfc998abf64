"""Moments of the day to practice and hazard seasons to prepare for at a campus."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from drillplanner.appropriateness import coverages_at, seasons_at
from drillplanner.appropriateness.year_limits.moments import load_moments
from drillplanner.appropriateness.year_limits.seasons import load_seasons
from drillplanner.intake.workspace.states import states
from drillplanner.model import Audience, DrillType, GradeBand, Period, PeriodTag
from tests.builders import scenario
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
LUNCH, RECESS, PASSING = PeriodTag.LUNCH, PeriodTag.RECESS, PeriodTag.PASSING


def period(tag: PeriodTag, minutes: int) -> Period:
    return Period(name=tag.value, start=time(11), end=time(11, minutes), tags=(tag,))


DAY = (period(PeriodTag.INSTRUCTION, 45), period(LUNCH, 30), period(RECESS, 15), period(PASSING, 5))
OLDER = (GradeBand.GRADES_9_12,)


def test_the_bundled_scenarios_cover_lunch_and_recess_with_an_evacuation() -> None:
    (coverage,) = coverages_at(OLDER, SCENARIOS, DAY)
    assert coverage.scenarios == ("fire-evacuation-gathering",)
    # Nothing is short enough for five minutes of passing time, and no lockdown is written for lunch.
    assert coverage.moments == (LUNCH, RECESS)
    assert coverage.goal == "moments" and not coverage.is_required
    assert "lunch, recess" in coverage.sentence


@pytest.mark.parametrize(
    ("minutes", "moments"), [(5, (LUNCH, PASSING)), (6, (LUNCH,)), (30, (LUNCH,)), (31, None)]
)
def test_a_scenario_must_fit_into_the_moment(minutes: int, moments: tuple[PeriodTag, ...] | None) -> None:
    evacuation = scenario("one", DrillType.EVACUATION_OTHER, minutes=minutes, moments=(LUNCH, PASSING))
    found = coverages_at(OLDER, (evacuation,), DAY)
    assert [coverage.moments for coverage in found] == ([] if moments is None else [moments])


def test_lockdowns_are_covered_separately_and_only_if_a_scenario_names_the_moment() -> None:
    lockdown = scenario("lockdown", DrillType.LOCKDOWN, moments=(PeriodTag.INSTRUCTION, LUNCH))
    fire = scenario("fire", DrillType.FIRE_EVACUATION, moments=(LUNCH,))
    other = scenario("other", DrillType.SECURE, moments=(LUNCH,))
    found = coverages_at(OLDER, (lockdown, fire, other), DAY)
    assert [(coverage.scenarios, coverage.moments) for coverage in found] == [
        (("fire",), (LUNCH,)),
        (("lockdown",), (LUNCH,)),
    ]
    young = lockdown.model_copy(update={"bands": (GradeBand.GRADES_6_8, GradeBand.GRADES_9_12)})
    assert coverages_at((GradeBand.PK_K,), (young,), DAY) == ()
    assert len(coverages_at(OLDER, (young,), DAY)) == 1


def test_adults_alone_and_days_without_the_moment_cover_nothing() -> None:
    adults = scenario("adults", DrillType.LOCKDOWN, moments=(LUNCH,), audience=Audience.STAFF)
    everyone = scenario("everyone", DrillType.LOCKDOWN, moments=(LUNCH,))
    assert coverages_at(OLDER, (adults,), DAY) == ()
    assert coverages_at(OLDER, (everyone,), DAY[:1]) == ()
    assert coverages_at(OLDER, (everyone,), ()) == ()


def test_a_lesson_is_not_a_moment_to_cover() -> None:
    assert PeriodTag.INSTRUCTION not in load_moments().moments


WEATHER = (scenario("weather", DrillType.SEVERE_WEATHER), scenario("fire", DrillType.FIRE_EVACUATION))


def school_days(first: date, last: date) -> list[date]:
    every = (first + timedelta(number) for number in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5]


YEAR = school_days(date(2025, 8, 28), date(2026, 6, 18))


def test_drills_prepare_in_the_60_days_before_a_season_or_its_first_14_days() -> None:
    (season,) = seasons_at("OK", WEATHER, YEAR)
    assert (season.first, season.last) == (date(2026, 1, 31), date(2026, 4, 14))
    assert (season.scenarios, season.goal, season.is_required) == (("weather",), "season", False)
    assert "tornadoes begins on 2026-04-01" in season.sentence


def test_a_year_has_the_seasons_that_begin_in_it() -> None:
    assert [season.first for season in seasons_at("AL", WEATHER, YEAR)] == [date(2025, 9, 2), date(2025, 12, 31)]
    # The first of April is the last school day, or it comes after it.
    assert len(seasons_at("OK", WEATHER, school_days(date(2025, 8, 28), date(2026, 4, 1)))) == 1
    assert seasons_at("OK", WEATHER, school_days(date(2025, 8, 28), date(2026, 3, 31))) == ()
    # The fourteenth day is the first of school, or the fifteenth is.
    assert len(seasons_at("OK", WEATHER, school_days(date(2026, 4, 14), date(2026, 6, 18)))) == 1
    assert seasons_at("OK", WEATHER, school_days(date(2026, 4, 15), date(2026, 6, 18))) == ()


def test_there_is_no_season_without_a_source_or_a_scenario() -> None:
    assert seasons_at("AK", WEATHER, YEAR) == ()
    assert seasons_at("OK", WEATHER[1:], YEAR) == ()
    assert seasons_at("OK", WEATHER, ()) == ()


def test_every_season_has_a_state_and_is_in_the_school_months() -> None:
    for hazard in load_seasons().seasons:
        assert hazard.source.url.startswith("https://www.weather.gov/")
        for day, where in hazard.begins.items():
            assert set(where) <= set(states())
            assert len(set(where)) == len(where)
            assert day[:2] not in ("07", "08")
