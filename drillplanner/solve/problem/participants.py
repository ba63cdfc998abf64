"""Which grades take part in a drill, and which the law spares it on its day.

This follows from the scenario and the date alone, so that it is no choice of the solver.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from drillplanner.model import Audience, DrillFormat, GradeBand, Scenario, bands_of
from drillplanner.solve.problem.campus_problem import CampusProblem


class Participants(NamedTuple):
    """The grades that take part, and those that are spared. Both are empty for a drill of adults alone."""

    grades: tuple[str, ...]
    spared: tuple[str, ...] = ()


def participants(problem: CampusProblem, scenario: Scenario, on: date) -> Participants:
    """Return who takes part in a drill of the scenario on a date.

    A drill with students needs some: if the law spares every grade of the campus, children who take part in it do
    so too early. On such days the staff of the campus can practice alone; then all its grades count as spared.
    """
    every = problem.campus.grades
    if scenario.audience is Audience.STAFF:
        return Participants((), every if _stands_in_for_all(problem, scenario, on) else ())
    spared = {
        grade
        for sparing in problem.spared
        if sparing.dates.covers(on) and sparing.match.selects_scenario(scenario) is not False
        for grade in sparing.grades
    }
    none_left = len(spared) == len(every)
    if none_left:
        return Participants(every)
    return Participants(
        tuple(grade for grade in every if grade not in spared), tuple(grade for grade in every if grade in spared)
    )


def _stands_in_for_all(problem: CampusProblem, scenario: Scenario, on: date) -> bool:
    """Check whether adults practice for a campus all of whose grades are spared drills of this type then."""
    if scenario.format not in (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH):
        return False
    spared = {
        grade
        for sparing in problem.spared
        if sparing.dates.covers(on) and scenario.drill_type in sparing.match.types
        for grade in sparing.grades
    }
    return len(spared) == len(problem.campus.grades)


def participating_bands(problem: CampusProblem, scenario: int, day: int) -> tuple[GradeBand, ...]:
    """Return the bands that take part in a drill of a scenario on a day; a past drill's are those recorded."""
    settled = () if problem.past is None else problem.past.settled
    for kept in settled:
        if (kept.scenario, kept.day) == (scenario, day) and kept.grades:
            return bands_of(kept.grades)
    return bands_of(participants(problem, problem.scenarios[scenario], problem.days[day].date).grades)
