"""``form``: a scenario that breaks a named rule, or does not answer it, is not used."""

from __future__ import annotations

import pytest

from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.errors import InfeasibleError
from drillplanner.law import Duty
from drillplanner.model import DevelopmentalFinding, Drill, Evidence, Schedule, Screening, Workspace
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import Solution, SolverSettings, solve
from tests.builders import all_ok
from tests.solve.brute_force.boundary_pairs import days
from tests.solve.brute_force.tiny_districts import BACK, FRONT, count, duties_of, law, match, quiet

BOOK = law(
    count("fire_evacuation"),
    {"kind": "form", "what": "fire drill", "match": match("fire_evacuation"), "rules": ["DA-101"]},
)
PLACE = days(2, scenarios=(FRONT, BACK))
DUTIES = duties_of(PLACE, BOOK)


def screened(rule: str, status: str) -> dict[str, Screening]:
    """Return screenings with one finding on the front-door drill, which does not exclude it by itself."""
    finding = DevelopmentalFinding(
        rule=rule,
        severity="prohibited",
        status=status,
        evidence=Evidence(field="sensory", text=None, start=None, end=None),
        message="invented",
        sources=("invented",),
    )
    front = Screening(id="front", verdict="ok", findings=(finding,), missing=())
    return all_ok(PLACE.scenarios) | {"front": front}


def solved(
    screenings: dict[str, Screening], place: Workspace = PLACE, duties: tuple[Duty, ...] = DUTIES
) -> Solution:
    return solve(YearToPlan(place, duties, screenings), SolverSettings(), quiet)


def violated(drills: tuple[Drill, ...], screenings: dict[str, Screening]) -> bool:
    report = judge_schedule(Schedule(source="the test's", drills=drills), PLACE, DUTIES, screenings, None, {})
    return any(verdict.status != "met" for verdict in report.verdicts)


@pytest.mark.parametrize("status", ["violation", "cannot_tell"])
def test_the_other_drill_is_held(status: str) -> None:
    screenings = screened("DA-101", status)
    plan = solved(screenings)
    assert [drill.scenario_id for drill in plan.drills] == ["back"]
    assert not violated(plan.drills, screenings)
    front = tuple(drill.model_copy(update={"scenario_id": "front"}) for drill in plan.drills)
    assert violated(front, screenings)


@pytest.mark.parametrize(("rule", "status"), [("DA-102", "violation"), ("DA-101", "notice")])
def test_other_rules_and_mere_notices_bar_nothing(rule: str, status: str) -> None:
    screenings = screened(rule, status)
    alone = days(2, scenarios=(FRONT,))
    plan = solved(screenings, alone)
    assert [drill.scenario_id for drill in plan.drills] == ["front"]
    assert not violated(plan.drills, screenings)


@pytest.mark.parametrize("status", ["violation", "cannot_tell"])
def test_without_another_drill_there_is_no_plan(status: str) -> None:
    with pytest.raises(InfeasibleError) as caught:
        solved(screened("DA-101", status), days(2, scenarios=(FRONT,)))
    reasons = "\n".join(caught.value.reasons)
    assert "(T-1," in reasons
    assert "(T-2," in reasons


def test_a_form_that_is_forbidden_is_not_used_in_summer_either() -> None:
    # The last day is a summer session; what a drill may not contain, it may not contain there.
    summer = PLACE.calendar.days[-1].date
    place = PLACE.model_copy(update={"calendar": PLACE.calendar.model_copy(update={"summer": (summer, summer)})})
    summer_drill = count("fire_evacuation", per="summer_session")
    form = {"kind": "form", "what": "fire drill", "match": match("fire_evacuation"), "rules": ["DA-101"]}
    duties = duties_of(place, law(summer_drill, form))
    plan = solved(screened("DA-101", "violation"), place, duties)
    assert [(drill.date, drill.scenario_id) for drill in plan.drills] == [(summer, "back")]
    alone = place.model_copy(update={"scenarios": (FRONT,)})
    with pytest.raises(InfeasibleError):
        solved(screened("DA-101", "violation"), alone, duties)
