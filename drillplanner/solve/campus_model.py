"""One CP-SAT model for one campus, or for a few that share agencies, solved in two tiers.

First as few drills, then as few visits as the law allows; these are fixed, and then the soft goals are brought
down. Tiers are solved one after the other instead of being weighed against each other with large numbers.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpModel,
    CpSolver,
    CpSolverStatus,
    IntVar,
    LinearExpr,
    LinearExprT,
)

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count
from drillplanner.model import Agency, minutes_of
from drillplanner.solve.encoders import constrain
from drillplanner.solve.goals import GOALS
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.variables import CampusVariables, Taken


@dataclass(frozen=True)
class Effort:
    """How hard to search: CP-SAT's deterministic seconds a solve, and the seed.

    ``deadline`` (of ``time.monotonic``) is the last resort of a user's time limit; without one the wall clock
    plays no part and the same input gives the same plan.
    """

    deterministic_seconds: float
    seed: int
    deadline: float | None = None


@dataclass(frozen=True, order=True)
class Placement:
    """One drill of a campus: day, scenario, period and the agencies that come. Indices into the problem."""

    day: int
    scenario: int
    period: str
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class CampusPlan:
    """The drills of one campus in order of day."""

    campus_id: str
    placements: tuple[Placement, ...]
    cost: int

    @property
    def visits(self) -> int:
        """How often an agency comes."""
        return sum(len(placement.agencies) for placement in self.placements)


@dataclass(frozen=True)
class Outcome:
    """What a solve gave. ``status`` is optimal, feasible, infeasible or unknown; ``bound`` is on the cost."""

    status: str
    plans: tuple[CampusPlan, ...] = ()
    bound: int = 0

    @property
    def cost(self) -> int:
        """Points of all soft goals."""
        return sum(plan.cost for plan in self.plans)

    @property
    def drills(self) -> int:
        """Number of drills."""
        return sum(len(plan.placements) for plan in self.plans)


def solve_together(problems: tuple[CampusProblem, ...], taken: Taken, effort: Effort) -> Outcome:
    """The best plan for these campuses on what is left of the agencies."""
    model = CpModel()
    campuses = [build(model, problem, problem.duties, taken) for problem in problems]
    if len(campuses) > 1:
        _share_agencies(model, campuses, taken)

    held = [variable for variables in campuses for variable in variables.held.values()]
    visits = [variable for variables in campuses for variable in variables.visit.values()]
    # Visits are fewer than drills at each campus, so this weight keeps the two tiers apart.
    visit_weight = len(visits) + 1
    model.minimize(visit_weight * LinearExpr.sum(held) + LinearExpr.sum(visits))
    fewest, status = _run(model, effort)
    if status != OPTIMAL:
        return Outcome("infeasible" if status == INFEASIBLE else "unknown")

    costs = []
    for variables in campuses:
        drills = _fix_to(model, fewest, variables.held.values())
        _fix_to(model, fewest, variables.visit.values())
        costs.append(_cost(variables, drills))
    model.minimize(LinearExpr.sum(costs))
    solver, status = _run(model, effort)
    if status not in (OPTIMAL, FEASIBLE):
        return Outcome("unknown")
    plans = tuple(_read(solver, variables, cost) for variables, cost in zip(campuses, costs, strict=True))
    # The objective is whole, so a fractional bound rounds up; a hair is given back for float noise.
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    return Outcome("optimal" if status == OPTIMAL else "feasible", plans, bound)


def _fix_to(model: CpModel, solver: CpSolver, variables: Iterable[IntVar]) -> int:
    """Hold the sum of the variables at what the solver found; returns it."""
    kept = list(variables)
    total = sum(solver.value(variable) for variable in kept)
    model.add(LinearExpr.sum(kept) == total)
    return total


def _cost(variables: CampusVariables, drills: int) -> LinearExprT:
    weights = variables.problem.weights
    terms, points = [], []
    for name, goal in GOALS.items():
        if weight := getattr(weights, name):
            for term in goal(variables, drills):
                terms.append(term)
                points.append(weight)
    return LinearExpr.weighted_sum(terms, points)


def build(model: CpModel, problem: CampusProblem, duties: tuple[Duty, ...], taken: Taken) -> CampusVariables:
    """The campus's variables on the model, held by these duties."""
    variables = CampusVariables(model, problem)
    for agency, scenarios in _wanted_visits(variables, duties):
        variables.add_visits(agency, scenarios, taken)
    for duty in duties:
        constrain(duty, variables)
    return variables


def revisit(problem: CampusProblem, plan: CampusPlan, taken: Taken, effort: Effort) -> CampusPlan | None:
    """The same drills with visits on what is left of the agencies; None where that cannot be."""
    model = CpModel()
    variables = build(model, problem, problem.duties, taken)
    kept = {(placement.scenario, placement.day): placement.period for placement in plan.placements}
    for key, held in variables.held.items():
        model.add(held == int(key in kept))
    placed = {(day, name) for (_, day), name in kept.items()}
    for (_, day, name), variable in variables.placed.items():
        if (day, name) not in placed:
            model.add(variable == 0)
    model.add(LinearExpr.sum(list(variables.visit.values())) == plan.visits)
    # Visits on other days can move a duty that a visit meets into its last days, which costs points.
    cost = _cost(variables, len(plan.placements))
    model.minimize(cost)
    solver, status = _run(model, effort)
    return _read(solver, variables, cost) if status == OPTIMAL else None


def is_feasible(problem: CampusProblem, duties: tuple[Duty, ...], taken: Taken, presolve: bool) -> bool:
    """Whether the duties can be met together, quality aside."""
    model = CpModel()
    build(model, problem, duties, taken)
    solver = _solver(Effort(20.0, 0))
    solver.parameters.cp_model_presolve = presolve
    return solver.solve(model) in (OPTIMAL, FEASIBLE)


def _wanted_visits(variables: CampusVariables, duties: tuple[Duty, ...]) -> list[tuple[Agency, frozenset[int]]]:
    """Each agency that a duty wants present, and the scenarios at which it would count."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for duty in duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, Count) and requirement.min is not None and requirement.match.agency is not None:
            scenarios = variables.scenarios_of(requirement.match)
            for agency in variables.problem.agencies:
                if agency.kind == requirement.match.agency:
                    wanted[agency.agency_id].update(scenarios)
    return [
        (agency, frozenset(wanted[agency.agency_id]))
        for agency in variables.problem.agencies
        if agency.agency_id in wanted
    ]


def _share_agencies(model: CpModel, campuses: list[CampusVariables], taken: Taken) -> None:
    """What an agency can do on one day is shared by all campuses of the model."""
    by_day: dict[tuple[str, date], list[tuple[IntVar, int, int]]] = defaultdict(list)
    agencies = {agency.agency_id: agency for variables in campuses for agency in variables.problem.agencies}
    for variables in campuses:
        for (agency_id, day, name), variable in variables.visit_at.items():
            bell = variables.problem.period(day, name)
            on = variables.problem.days[day].date
            by_day[agency_id, on].append((variable, minutes_of(bell.start), minutes_of(bell.end)))
    for (agency_id, on), visits in by_day.items():
        agency = agencies[agency_id]
        already = taken.visits.get((agency_id, on), ())
        model.add(LinearExpr.sum([visit for visit, _, _ in visits]) <= agency.visits_per_day - len(already))
        # Two visits are at once if neither has ended, travel added, when the other starts; it is enough to
        # look at the moments at which one starts.
        busy = [(1, start, end) for start, end in already]
        for moment in sorted({start for _, start, _ in visits} | {start for start, _ in already}):
            at_once = [visit for visit, start, end in visits if start <= moment < end + agency.travel_minutes]
            fixed = sum(1 for _, start, end in busy if start <= moment < end + agency.travel_minutes)
            if len(at_once) + fixed > agency.crews:
                model.add(LinearExpr.sum(at_once) <= agency.crews - fixed)


def _solver(effort: Effort) -> CpSolver:
    solver = CpSolver()
    # One worker and deterministic time: the same input gives the same plan on every machine.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.deterministic_seconds
    # The day model is interval packing, whose linear relaxation is nearly whole.
    solver.parameters.linearization_level = 2
    # Probing and symmetry take longer than they save here: 1.0 s instead of 2.2 s for one campus.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if effort.deadline is not None:
        solver.parameters.max_time_in_seconds = max(0.01, effort.deadline - time.monotonic())
    return solver


def _run(model: CpModel, effort: Effort) -> tuple[CpSolver, CpSolverStatus]:
    solver = _solver(effort)
    status = solver.solve(model)
    return solver, status


def _read(solver: CpSolver, variables: CampusVariables, cost: LinearExprT) -> CampusPlan:
    problem = variables.problem
    placements = []
    for (scenario, day), held in variables.held.items():
        if not solver.value(held):
            continue
        group = next(n for n, group in enumerate(problem.groups) if scenario in group.scenarios)
        names = [
            name for name in problem.groups[group].periods[day] if solver.value(variables.placed[group, day, name])
        ]
        agencies = tuple(
            agency.agency_id
            for agency in problem.agencies
            if (agency.agency_id, scenario, day) in variables.visit
            and solver.value(variables.visit[agency.agency_id, scenario, day])
        )
        placements.append(Placement(day, scenario, names[0], agencies))
    return CampusPlan(problem.campus.campus_id, tuple(sorted(placements)), round(solver.value(cost)))
