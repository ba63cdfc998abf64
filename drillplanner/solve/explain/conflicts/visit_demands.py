"""The visits of agencies that the duties of a campus require for certain, as numbers on dates.

A duty may ask for drills with an agency present. It may also ask an agency to attend drills that other duties ask
for, such as every lockdown: these visits follow from both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.law import Duty, Match
from drillplanner.law.window import Window
from drillplanner.model import AgencyKind
from drillplanner.solve.explain.conflicts.duty_choices import days_open
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.requirements import attended_drills, still_owed
from drillplanner.solve.requirements.encoder import AttendedDrills


@dataclass(frozen=True)
class VisitDemand:
    """Visits that a duty requires at each of ``campuses`` campuses, on different days of ``dates``.

    ``because_of`` are the other duties without which it would not: the one that has an agency attend its drills,
    or those that ask for the drills which an agency attends.
    """

    duty: Duty
    visits: int
    dates: tuple[date, ...]
    campuses: int = 1
    because_of: tuple[Duty, ...] = ()

    @property
    def duties(self) -> tuple[Duty, ...]:
        """All duties that together require the visits."""
        return (self.duty, *self.because_of)

    @property
    def total(self) -> int:
        """Visits at all of these campuses."""
        return self.visits * self.campuses


def visit_demands(problem: CampusProblem, kind: AgencyKind, campuses: int = 1) -> list[VisitDemand]:
    """Return the visits that a campus needs from agencies of a kind, for duties with no day in common.

    A visit may count for several duties. Duties with the most visits come first, so that none is counted twice.
    """
    found = [*_asked_for(problem, kind, campuses), *_attended(problem, kind, campuses)]
    return _without_common_days(found)


def _asked_for(problem: CampusProblem, kind: AgencyKind, campuses: int) -> Iterator[VisitDemand]:
    """Yield the visits of duties that ask for drills with an agency present."""
    for duty in problem.duties:
        if duty.demand is not None and duty.demand.match.agency == kind:
            visits = still_owed(duty, problem.events)
            if visits:
                dates = _dates_to_come(problem, duty.demand.match, days_open(problem, duty))
                yield VisitDemand(duty, visits, dates, campuses)


def _attended(problem: CampusProblem, kind: AgencyKind, campuses: int) -> Iterator[VisitDemand]:
    """Yield the visits to drills that one duty asks for and at which another one asks for an agency."""
    for attending in problem.duties:
        attended = attended_drills(attending)
        if attended is None or attended.match.agency != kind:
            continue
        asking = [
            VisitDemand(
                duty,
                number,
                _dates_to_come(problem, attended.match, days_open(problem, duty)),
                campuses,
                (attending,),
            )
            for duty in problem.duties
            if _asks_only_for(duty, attending, attended, problem)
            if (number := still_owed(duty, problem.events))
        ]
        if attended.of_every == attended.at_least:
            yield from asking
            continue
        # A share of the drills of the whole window: it says how many visits there are, and not at which drills.
        apart = _without_common_days(asking)
        if visits := attended.visits_at(sum(demand.visits for demand in apart)):
            days = _days_with(attended.of, problem, problem.days_of(attending))
            dates = _dates_to_come(problem, attended.match, days)
            asked = tuple(demand.duty for demand in _enough_for(visits, apart, attended))
            yield VisitDemand(attending, visits, dates, campuses, asked)


def _enough_for(visits: int, apart: Sequence[VisitDemand], attended: AttendedDrills) -> Sequence[VisitDemand]:
    """Return as few of the demands as bring that many visits; those with the most drills are first."""
    return next(
        apart[:number]
        for number in range(1, len(apart) + 1)
        if attended.visits_at(sum(demand.visits for demand in apart[:number])) == visits
    )


def _asks_only_for(duty: Duty, attending: Duty, attended: AttendedDrills, problem: CampusProblem) -> bool:
    """Check whether each drill that the duty asks for is one of those at which the other asks for an agency."""
    demand = duty.demand
    if demand is None or demand.match.agency is not None:
        return False
    if any(allowance.instead_of == duty.mandate.mandate_id for allowance in problem.allowances):
        return False
    if not set(problem.days_of(duty)) <= set(problem.days_of(attending)):
        return False
    return all(
        attended.of.selects_scenario(scenario)
        for scenario in problem.scenarios
        if demand.match.selects_scenario(scenario) is not False
    )


def _days_with(match: Match, problem: CampusProblem, days: Sequence[int]) -> list[int]:
    """Return those of the days on which a drill of the match fits."""
    fitting = {
        day
        for index, scenario in enumerate(problem.scenarios)
        if match.selects_scenario(scenario)
        for day in problem.possible_days[index]
    }
    return [day for day in days if day in fitting]


def _dates_to_come(problem: CampusProblem, match: Match, days: Sequence[int]) -> tuple[date, ...]:
    """Return the dates of those days on which an agency that serves can come."""
    agencies = problem.agencies_for(match)
    dates = (problem.days[day].date for day in days)
    return tuple(on for on in dates if any(agency.is_open_on(on) for agency in agencies))


def _without_common_days(demands: Sequence[VisitDemand]) -> list[VisitDemand]:
    """Return demands whose windows have no day in common, those with the most visits first."""
    chosen: list[VisitDemand] = []
    for demand in sorted(demands, key=lambda demand: (-demand.visits, len(demand.dates), demand.duty.duty_id)):
        if not any(_overlap(demand.duty.window, other.duty.window) for other in chosen):
            chosen.append(demand)
    return chosen


def _overlap(first: Window, second: Window) -> bool:
    return first.first <= second.last and second.first <= first.last
