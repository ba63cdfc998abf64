"""Points of the agencies' days as linear terms, given the visits that other campuses already use.

``problem/agency_days.py`` defines what a date costs by its number of visits. ``audit/schedule/goals.py``
counts the same on the finished plan with none of this code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit, visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.schools_a_day import SchoolsADay

#: The variables of possible visits on a date, in one list for each campus.
_VisitVariables = list[list[IntVar]]


@dataclass(frozen=True)
class AgencyGoalTerms:
    """The points of the dates on which campuses of a model could be visited; ``before`` are already spent.

    The terms count each of these dates whole, with the visits of others, so that they are never negative. The
    model's campuses add the terms less ``before``. That can be negative if a campus joins a single visit.
    """

    terms: tuple[LinearExprT, ...] = ()
    before: int = 0


def agency_goal_terms(model: CpModel, campuses: Sequence[CampusVariables], in_use: ResourceUse) -> AgencyGoalTerms:
    """Return the points of the agencies' days; none if ``in_use`` does not define what a date costs."""
    if in_use.agency_days is None:
        return AgencyGoalTerms()
    terms: list[LinearExprT] = []
    before = 0
    for visit, coming in {**_by_date(campuses), **_schools_by_date(campuses, in_use.agency_days.schools)}.items():
        if not in_use.agency_days.has_points(visit[0]):
            continue
        already = in_use.visits_on(visit)
        before += in_use.agency_days.points(visit, already)
        terms += _beyond_level(model, visit, coming, already, in_use.agency_days)
        terms += _single_visit(model, visit, coming, already, in_use.agency_days)
    return AgencyGoalTerms(tuple(terms), before)


def agency_points_added(
    problems: Iterable[CampusProblem], plans: Iterable[CampusPlan], in_use: ResourceUse
) -> int:
    """Return what the plans of these campuses add to the points of the agencies' days."""
    days = in_use.agency_days
    if days is None:
        return 0
    return in_use.points_added(
        use
        for problem, plan in zip(problems, plans, strict=False)
        for use in (*visits_of(problem, plan), *days.schools.uses_of(problem, plan))
    )


def crowding_added(problems: Iterable[CampusProblem], plans: Iterable[CampusPlan], in_use: ResourceUse) -> int:
    """Return the points among these that are for schools beyond the limit of a date, which are no goal's."""
    days = in_use.agency_days
    if days is None:
        return 0
    return in_use.points_added(
        use for problem, plan in zip(problems, plans, strict=False) for use in days.schools.uses_of(problem, plan)
    )


def _by_date(campuses: Iterable[CampusVariables]) -> dict[Visit, _VisitVariables]:
    by_date: dict[Visit, _VisitVariables] = defaultdict(list)
    for variables in campuses:
        campus_visits: dict[Visit, list[IntVar]] = defaultdict(list)
        for (agency_id, _, day), variable in variables.visit.items():
            visit = agency_id, variables.problem.days[day].date
            if day in variables.crowded_days:
                # Several of these can be 1: each is a list of its own.
                by_date[visit].append([variable])
            else:
                campus_visits[visit].append(variable)
        for visit, visits in campus_visits.items():
            by_date[visit].append(visits)
    return by_date


def _schools_by_date(campuses: Iterable[CampusVariables], schools: SchoolsADay) -> dict[Visit, _VisitVariables]:
    """Return the variables of drills that count for a limit of schools; no variables of their own are needed."""
    by_date: dict[Visit, _VisitVariables] = defaultdict(list)
    for variables in campuses if schools.limits else ():
        uses = schools.uses_at(variables.problem)
        of_campus: dict[Visit, list[IntVar]] = defaultdict(list)
        for (scenario, day), held in variables.held.items():
            use = uses.of(scenario, day)
            if use is not None and day in variables.crowded_days:
                by_date[use].append([held])
            elif use is not None:
                of_campus[use].append(held)
        for use, drills in of_campus.items():
            by_date[use].append(drills)
    return by_date


def _beyond_level(
    model: CpModel, visit: Visit, coming: _VisitVariables, already: int, days: AgencyDayCosts
) -> list[LinearExprT]:
    """Count each visit beyond a level day."""
    points = days.points_beyond(visit[0])
    left = days.level_visits(visit[0]) - already
    if not points or len(coming) <= left:
        return []
    together = LinearExpr.sum([visit_variable for visits in coming for visit_variable in visits])
    if left <= 0:
        return [points * together, -points * left]
    overflow = model.new_int_var(0, len(coming) - left, "")
    model.add(together - overflow <= left)
    return [points * overflow]


def _single_visit(
    model: CpModel, visit: Visit, coming: _VisitVariables, already: int, days: AgencyDayCosts
) -> list[LinearExprT]:
    """Count a single visit on the date."""
    if already > 1 or visit[0] not in days.agencies or not days.has_lone_trips(visit[0]):
        return []
    together = LinearExpr.sum([visit_variable for visits in coming for visit_variable in visits])
    if already == 1:
        joined = model.new_bool_var("")
        model.add(joined <= together)
        return [days.single_points, -days.single_points * joined]
    if len(coming) == 1:
        return [days.single_points * together]
    alone = model.new_bool_var("")
    for visits in coming:
        model.add(2 * LinearExpr.sum(visits) - together <= alone)
    return [days.single_points * alone]
