"""When responders come: who commands from when on, who meets them, and what the chart's page says of it."""

from __future__ import annotations

from datetime import date, time

import pytest

from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.responders import usual_handling
from drillplanner.incident_command.year.organize_campus import organize_drill
from drillplanner.model import (
    Agency,
    AgencyKind,
    CommandHandling,
    DrillType,
    PeriodTag,
    Scenario,
    ScenarioResponders,
)
from drillplanner.publish.chart.responders import responder_sentences
from tests.builders import campus, drill, scenario
from tests.incident_command.people import person
from tests.incident_command.schools import office, teachers

POLICE = Agency(agency_id="police", name="Sample police", kind=AgencyKind.POLICE)
FIRE = Agency(agency_id="engine-7", name="Sample engine 7", kind=AgencyKind.FIRE)
COORDINATOR = Agency(agency_id="safety", name="Sample coordinator", kind=AgencyKind.DISTRICT_SAFETY)


def chart_of(
    drill_type: DrillType,
    *agencies: str,
    said: ScenarioResponders | None = None,
    positions: tuple[str, ...] | None = None,
    small: bool = False,
    start: str | None = "09:40",
) -> RoleChart:
    used: Scenario | None = None
    if said is not None or positions is not None:
        used = scenario("own", drill_type).model_copy(
            update={"positions": positions or ("CMD-IC", "PLN-DOC"), "responders": said}
        )
    planned = drill(
        "oak", drill_type, date(2025, 10, 7), agencies=agencies, start=start, period_tags=(PeriodTag.INSTRUCTION,)
    )
    staff = (person("pr", "Principal"), *teachers(2)) if small else (*office(), *teachers(3))
    return organize_drill(planned, used, campus("oak"), staff, (POLICE, FIRE, COORDINATOR))


def test_without_agencies_nothing_is_said() -> None:
    chart = chart_of(DrillType.LOCKDOWN)
    assert chart.responders is None
    assert responder_sentences(chart) == ()


def test_in_a_lockdown_command_passes_to_the_police_after_a_briefing() -> None:
    chart = chart_of(DrillType.LOCKDOWN, "police", "engine-7")
    assert chart.responders is not None
    assert chart.responders.command is CommandHandling.TRANSFERRED
    assert (chart.responders.lead_agency, chart.responders.briefing_at) == ("Sample police", time(9, 45))
    assert {seat.name: seat.takes_command for seat in chart.agencies} == {
        "Sample police": True,
        "Sample engine 7": False,
    }
    assert chart.by_id["CMD-LNO"].people
    assert not chart.unified
    command, meeting = responder_sentences(chart, "Bus loop")
    assert command == (
        "Responders: Sample police and Sample engine 7. Command passes to the officer of Sample police after a "
        "face-to-face briefing (ICS 201) at about 09:45 (minute 5); all posts are told, and the school's "
        "commander stays at the command post."
    )
    assert meeting.endswith(" (Liaison Officer) meets them. Staging area: Bus loop.")


def test_in_a_fire_drill_that_only_the_police_attend_the_police_take_command() -> None:
    chart = chart_of(DrillType.FIRE_EVACUATION, "police")
    assert chart.responders is not None
    assert chart.responders.lead_agency == "Sample police"


def test_a_bomb_threat_has_unified_command_and_still_a_liaison_officer() -> None:
    chart = chart_of(DrillType.BOMB_THREAT, "police", start=None)
    assert chart.unified
    assert chart.responders is not None
    assert chart.responders.briefing_at is None
    assert "CMD-LNO" in chart.by_id
    assert (
        "Unified command of the school and Sample police, from the briefing (ICS 201) at minute 5"
        in (responder_sentences(chart)[0])
    )


@pytest.mark.parametrize("drill_type", [DrillType.SECURE, DrillType.HOLD, DrillType.CARDIAC])
def test_in_small_drills_the_school_keeps_command(drill_type: DrillType) -> None:
    chart = chart_of(drill_type, "police")
    assert not any(seat.in_command or seat.takes_command for seat in chart.agencies)
    assert "The school keeps command and briefs them" in responder_sentences(chart)[0]


def test_an_agency_without_authority_takes_no_command() -> None:
    chart = chart_of(DrillType.LOCKDOWN, "safety")
    assert chart.responders is not None
    assert chart.responders.command is CommandHandling.SCHOOL


def test_the_words_of_the_scenario_come_before_what_is_usual() -> None:
    said = ScenarioResponders(agencies=(AgencyKind.FIRE,), command=CommandHandling.UNIFIED, briefing_minute=14)
    chart = chart_of(DrillType.LOCKDOWN, said=said)
    assert chart.unified
    assert [(seat.name, seat.attends) for seat in chart.agencies] == [("Sample engine 7", False)]
    assert chart.responders is not None
    assert chart.responders.briefing_at == time(9, 54)
    assert responder_sentences(chart)[0].startswith("Responders: Sample engine 7 (to be invited). Unified command")
    # Unified command among the scenario's positions does the same.
    chart = chart_of(DrillType.LOCKDOWN, "police", positions=("CMD-IC", "CMD-UC", "PLN-DOC"))
    assert chart.unified


def test_at_a_small_school_the_commander_meets_the_agency() -> None:
    chart = chart_of(DrillType.LOCKDOWN, "police", small=True)
    assert chart.responders is not None
    assert chart.responders.liaison == "CMD-IC"
    assert "(Incident Commander) meets them. Staging area: ____" in responder_sentences(chart)[1]


def test_a_full_scale_exercise_has_a_staging_manager_and_a_weapons_rule() -> None:
    chart = chart_of(DrillType.FULL_SCALE, "police", positions=("CMD-IC", "CMD-SO", "OPS-SFC", "PLN-DOC"))
    assert "OPS-STG" in chart.by_id
    *_, rule = responder_sentences(chart)
    assert rule.startswith("Weapons: Nobody in play carries a weapon, real or imitated")
    simulated = chart_of(DrillType.FUNCTIONAL)
    assert responder_sentences(simulated)[0] == "Responders: none come; the simulation cell plays them."


def test_every_kind_of_drill_says_what_becomes_of_command() -> None:
    assert set(usual_handling()) == set(DrillType)
    for usual in usual_handling().values():
        assert (usual.lead is not None) == (usual.command is CommandHandling.TRANSFERRED)
