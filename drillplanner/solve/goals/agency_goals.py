"""The goals of the agencies' days as linear terms of a model, beside what other campuses already took of them.

``agency_days.py`` says what a date costs by the number of its visits; ``audit/agency_quality.py`` counts the same
on the finished plan without any of this code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import AgencyDayCosts, Visit
from drillplanner.solve.problem.campus_classes import visits_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.resource_use import ResourceUse

#: The variables of possible visits on a date, in one list for each campus.
_VisitVariables = list[list[IntVar]]


@dataclass(frozen=True)
class AgencyGoalTerms:
    """What the dates on which campuses of a model could be visited cost; ``before`` of it is spent already.

    The terms count each of these dates whole, with the visits that others took, so that they are never negative;
    what the model's campuses add is the terms less ``before``, which can be, where one joins a single visit.
    """

    terms: tuple[LinearExprT, ...] = ()
    before: int = 0


def agency_goal_terms(model: CpModel, campuses: Sequence[CampusVariables], taken: ResourceUse) -> AgencyGoalTerms:
    """The points of the agencies' days. None are counted where ``taken`` does not say what a date costs."""
    if taken.agency_days is None:
        return AgencyGoalTerms()
    terms: list[LinearExprT] = []
    before = 0
    for visit, coming in _by_date(campuses).items():
        if visit[0] not in taken.agency_days.agencies:
            continue
        already = taken.visits_on(visit)
        before += taken.agency_days.points(visit, already)
        terms += _beyond_level(model, visit, coming, already, taken.agency_days)
        terms += _single_visit(model, visit, coming, already, taken.agency_days)
    return AgencyGoalTerms(tuple(terms), before)


def agency_points_added(problems: Iterable[CampusProblem], plans: Iterable[CampusPlan], taken: ResourceUse) -> int:
    """What the plans of these campuses, each its own, add to the cost of the agencies' days."""
    return taken.points_added(
        visit for problem, plan in zip(problems, plans, strict=False) for visit in visits_of(problem, plan)
    )


def _by_date(campuses: Iterable[CampusVariables]) -> dict[Visit, _VisitVariables]:
    found: dict[Visit, _VisitVariables] = defaultdict(list)
    for variables in campuses:
        here: dict[Visit, list[IntVar]] = defaultdict(list)
        past = variables.problem.past
        crowded = past.crowded_days if past is not None else frozenset()
        for (agency_id, _, day), variable in variables.visit.items():
            visit = agency_id, variables.problem.days[day].date
            if day in crowded:
                # Several of these can be 1: each is a list of its own.
                found[visit].append([variable])
            else:
                here[visit].append(variable)
        for visit, some in here.items():
            found[visit].append(some)
    return found


def _beyond_level(
    model: CpModel, visit: Visit, coming: _VisitVariables, already: int, days: AgencyDayCosts
) -> list[LinearExprT]:
    """Each visit beyond a level day."""
    left = days.level_visits(visit[0]) - already
    if not days.extra_points or len(coming) <= left:
        return []
    together = LinearExpr.sum([one for some in coming for one in some])
    if left <= 0:
        return [days.extra_points * together, -days.extra_points * left]
    overflow = model.new_int_var(0, len(coming) - left, "")
    model.add(together - overflow <= left)
    return [days.extra_points * overflow]


def _single_visit(
    model: CpModel, visit: Visit, coming: _VisitVariables, already: int, days: AgencyDayCosts
) -> list[LinearExprT]:
    """A single visit on the date."""
    if already > 1 or not days.has_lone_trips(visit[0]):
        return []
    together = LinearExpr.sum([one for some in coming for one in some])
    if already == 1:
        joined = model.new_bool_var("")
        model.add(joined <= together)
        return [days.single_points, -days.single_points * joined]
    if len(coming) == 1:
        return [days.single_points * together]
    alone = model.new_bool_var("")
    for some in coming:
        model.add(2 * LinearExpr.sum(some) - together <= alone)
    return [days.single_points * alone]
