"""One CP-SAT model for one campus, or for a few that share agencies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from drillplanner.mandates import Duty, Match
from drillplanner.mandates.kinds import Count
from drillplanner.model import Agency
from drillplanner.solve.encoders import constrain
from drillplanner.solve.goals import GOALS
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.variables import CampusVariables, Taken, running_at


def build(
    model: CpModel, problem: CampusProblem, duties: tuple[Duty, ...], taken: Taken, periods: bool = True
) -> CampusVariables:
    """The campus's variables on the model, held by these duties."""
    variables = CampusVariables(model, problem, periods)
    for agency, sets in _wanted_visits(variables, duties):
        variables.add_visits(agency, sets, taken)
    variables.one_visit_of_a_kind()
    for duty in duties:
        constrain(duty, variables)
    return variables


def build_together(
    problems: tuple[CampusProblem, ...], taken: Taken, periods: bool
) -> tuple[CpModel, list[CampusVariables]]:
    """One model with the variables of several campuses and the agencies that they share."""
    model = CpModel()
    campuses = [build(model, problem, problem.duties, taken, periods) for problem in problems]
    if len(campuses) > 1:
        _share_days(model, campuses, taken)
        _share_hours(model, campuses, taken)
    return model, campuses


def cost_of(variables: CampusVariables, drills: int) -> LinearExprT:
    """Points of all soft goals at the campus, when it holds so many drills."""
    weights = variables.problem.weights
    terms, points = [], []
    for name, goal in GOALS.items():
        if weight := getattr(weights, name):
            for term in goal(variables, drills):
                terms.append(term)
                points.append(weight)
    return LinearExpr.weighted_sum(terms, points)


def _wanted_visits(
    variables: CampusVariables, duties: tuple[Duty, ...]
) -> list[tuple[Agency, list[frozenset[int]]]]:
    """Each agency that a duty wants present, with its scenarios in sets of one length that count alike."""
    matches = {
        requirement.match
        for duty in duties
        if isinstance(requirement := duty.mandate.requirement, Count)
        and requirement.min is not None
        and requirement.match.agency is not None
    }
    wanted = []
    for agency in variables.problem.agencies:
        served: dict[int, set[Match]] = defaultdict(set)
        for match in matches:
            if match.agency == agency.kind:
                for scenario in variables.scenarios_of(match):
                    served[scenario].add(match)
        alike: dict[tuple[frozenset[Match], int], set[int]] = defaultdict(set)
        for scenario in sorted(served):
            minutes = variables.problem.scenarios[scenario].minutes
            alike[frozenset(served[scenario]), minutes].add(scenario)
        if alike:
            wanted.append((agency, [frozenset(scenarios) for scenarios in alike.values()]))
    return wanted


def _share_days(model: CpModel, campuses: list[CampusVariables], taken: Taken) -> None:
    """No agency makes more visits on a day than it can."""
    agencies = {agency.agency_id: agency for variables in campuses for agency in variables.problem.agencies}
    by_day: dict[tuple[str, date], list[IntVar]] = defaultdict(list)
    for variables in campuses:
        for (agency_id, _, day), variable in variables.visit.items():
            by_day[agency_id, variables.problem.days[day].date].append(variable)
    for (agency_id, on), visits in by_day.items():
        already = len(taken.visits.get((agency_id, on), ()))
        model.add(LinearExpr.sum(visits) <= agencies[agency_id].visits_per_day - already)


def _share_hours(model: CpModel, campuses: list[CampusVariables], taken: Taken) -> None:
    """No agency is at more drills at once than it has crews, travel counted.

    Two visits are at once if neither has ended, travel added, when the other starts; it is enough to look at the
    moments at which one starts.
    """
    agencies = {agency.agency_id: agency for variables in campuses for agency in variables.problem.agencies}
    by_day: dict[tuple[str, date], list[tuple[IntVar, int, int]]] = defaultdict(list)
    for variables in campuses:
        for (agency_id, some, day, name), variable in variables.visit_at.items():
            start, end = variables.interval(some, variables.problem.period(day, name))
            by_day[agency_id, variables.problem.days[day].date].append((variable, start, end))
    for (agency_id, on), visits in by_day.items():
        agency = agencies[agency_id]
        already = taken.visits.get((agency_id, on), ())
        for moment in sorted({start for _, start, _ in visits} | {start for start, _ in already}):
            at_once = [visit for visit, start, end in visits if start <= moment < end + agency.travel_minutes]
            fixed = running_at(moment, already, agency)
            if len(at_once) + fixed > agency.crews:
                model.add(LinearExpr.sum(at_once) <= agency.crews - fixed)
