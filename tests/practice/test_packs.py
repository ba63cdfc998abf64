"""The bundled levels of good practice: entries have sources and real drills; the lighter level asks for less."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.law import Match
from drillplanner.law.kinds.count import Count
from drillplanner.model import PRACTICE_OFF, Audience, DrillType, PeriodTag, Route
from drillplanner.practice import GoodPractice, bundled_practices, load_practice
from drillplanner.practice.loading import OWN_NUMBERS
from drillplanner.practice.pack import (
    Apart,
    AtTimes,
    AvoidDays,
    Before,
    Early,
    EasyFirst,
    LevelOnAnother,
    PracticePack,
)
from tests.bundled_scenarios import BUNDLED


def level(name: str) -> PracticePack:
    pack = load_practice(name, Path())
    assert pack is not None
    return pack


def entries(name: str) -> dict[str, GoodPractice]:
    return {practice.practice_id: practice for practice in level(name).practices}


def test_no_level_for_none() -> None:
    assert load_practice(PRACTICE_OFF, Path()) is None
    assert bundled_practices() == ("baseline", "lighter")


@pytest.mark.parametrize("name", bundled_practices())
def test_every_source_is_read_and_used(name: str) -> None:
    pack = level(name)
    assert pack.pack_id == name
    used = {source for practice in pack.practices for source in practice.sources}
    assert used <= set(pack.sources)
    if name == "baseline":
        assert used == set(pack.sources)
    # What has no address is said to be our own judgment.
    assert [key for key, source in pack.sources.items() if not source.url] == ["own"]


@pytest.mark.parametrize("name", bundled_practices())
def test_every_set_of_drills_has_a_scenario(name: str) -> None:
    scenarios = list(BUNDLED.values())
    for practice in level(name).practices:
        sets: tuple[Match, ...] = ()
        match practice.asks:
            case Count() | Apart() | AvoidDays() | AtTimes() | Early() | EasyFirst():
                sets = (practice.asks.match,)
            case Before():
                sets = (practice.asks.first, practice.asks.then)
        for drills in sets:
            assert any(drills.selects_scenario(scenario) for scenario in scenarios), practice.practice_id


def test_the_bundled_fire_drills_begin_in_the_classroom_by_the_usual_way() -> None:
    scenarios = list(BUNDLED.values())
    fires = {
        scenario.scenario_id: scenario
        for scenario in scenarios
        if scenario.drill_type is DrillType.FIRE_EVACUATION and scenario.audience is not Audience.STAFF
    }
    easiest = [name for name, scenario in fires.items() if scenario.difficulty == 1]
    assert easiest == ["fire-evacuation"]
    usual = fires["fire-evacuation"]
    assert (usual.route, usual.moments) == (Route.PRIMARY, (PeriodTag.INSTRUCTION,))
    # A blocked exit and a crowd are harder than the other exit of the classroom.
    harder = {name.removeprefix("fire-evacuation-"): scenario.difficulty for name, scenario in fires.items()}
    assert harder["secondary-exit"] < harder["blocked-exit"] == harder["gathering"]


def test_the_lighter_level_asks_for_nothing_that_the_baseline_does_not() -> None:
    baseline, lighter = entries("baseline"), entries("lighter")
    assert set(lighter) <= set(baseline)
    changed = {name for name, practice in lighter.items() if practice != baseline[name]}
    assert changed == {"GP-01", "GP-05"}
    assert set(baseline) - set(lighter) == {"GP-03"}


def test_every_kind_with_a_number_can_be_changed() -> None:
    for practice in level("baseline").practices:
        kept = OWN_NUMBERS.get(practice.asks.kind)
        if kept is not None:
            own = getattr(practice.asks, kept.field)
            assert kept.least <= own <= kept.most
            assert getattr(kept.changed(practice, kept.most).asks, kept.field) == kept.most


def test_a_level_on_another_names_its_entries() -> None:
    on_baseline = LevelOnAnother(
        pack_id="x", name="x", reviewed=date(2026, 11, 30), based_on="baseline", off=("GP-99",), practices=()
    )
    with pytest.raises(ValueError, match="baseline has no GP-99"):
        on_baseline.on(level("baseline"))
