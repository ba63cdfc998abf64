"""A match reads a scenario as it reads the scenario's drills on a schedule."""

from datetime import date

import pytest

from drillplanner.law import Match
from drillplanner.law.match import MatchContext
from drillplanner.law.packs.loading import bundled_states, load_state_pack
from drillplanner.model import Drill, DrillType, Route, Scenario
from tests.bundled_scenarios import BUNDLED

SCENARIOS = tuple(BUNDLED.values())
SUBJECTS = MatchContext(subjects={scenario.scenario_id: scenario.subjects for scenario in SCENARIOS})


def drill_of(scenario: Scenario) -> Drill:
    return Drill(
        drill_id="oak-1",
        campus_id="oak",
        drill_type=scenario.drill_type,
        date=date(2025, 9, 3),
        scenario_id=scenario.scenario_id,
        format=scenario.format,
        audience=scenario.audience,
        route=scenario.route,
        announced=scenario.announced,
    )


def matches_of(state: str) -> list[Match]:
    """The matches of what a state's pack asks for, without agencies and moments: a scenario does not say these."""
    demands = (getattr(mandate.requirement, "match", None) for mandate in load_state_pack(state).mandates)
    return [
        match.without_agency.model_copy(update={"moments": None}) for match in demands if isinstance(match, Match)
    ]


@pytest.mark.parametrize("state", bundled_states())
def test_a_scenario_matches_as_its_drills_do(state: str) -> None:
    for match in matches_of(state):
        for scenario in SCENARIOS:
            assert match.selects_scenario(scenario) is match.selects(drill_of(scenario), SUBJECTS), (
                match,
                scenario,
            )


def test_a_scenario_without_a_route_leaves_a_match_on_routes_open() -> None:
    match = Match(types=(DrillType.FIRE_EVACUATION,), routes=(Route.PRIMARY,))
    fire = next(scenario for scenario in SCENARIOS if scenario.drill_type is DrillType.FIRE_EVACUATION)
    answers = [match.selects_scenario(fire.model_copy(update={"route": route})) for route in (None, *Route)]
    assert answers == [None, *(route is Route.PRIMARY for route in Route)]
