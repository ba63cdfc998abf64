"""Build CP-SAT models for one campus, or for a few that share agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

from drillplanner.cp_sat import CpModel, CpSolver, LinearExpr, LinearExprT
from drillplanner.law import Duty
from drillplanner.law.kinds.offer import Offer
from drillplanner.solve.campus.smallest_years import SmallestYears
from drillplanner.solve.goals.campus_goals import GOALS
from drillplanner.solve.goals.practice_limits import without_avoided_dates
from drillplanner.solve.model.alarm_coupling import couple_alarms
from drillplanner.solve.model.crowded_days import constrain_crowded_days
from drillplanner.solve.model.kept_drills import constrain_pins, constrain_settled
from drillplanner.solve.model.offered_alarms import couple_offers
from drillplanner.solve.model.resource_constraints import constrain_days, constrain_hours, constrain_needed
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.requirements import attended_matches, constrain, distinguishing_matches
from drillplanner.solve.requirements.credit import add_credit_constraints, credit_groups


def build_campus(
    model: CpModel, problem: CampusProblem, in_use: ResourceUse, options: ModelOptions
) -> CampusVariables:
    """Add the campus's variables and the constraints of its duties to the model."""
    variables = CampusVariables(model, problem, options)
    for agency, sets in _wanted_visits(variables):
        variables.add_visits(agency, sets, in_use)
    constrain_needed(variables, in_use)
    variables.one_visit_of_a_kind()
    constrain_crowded_days(variables)
    constrain_pins(variables)
    constrain_settled(variables)
    groups = credit_groups((*problem.duties, *problem.lost_duties), problem.allowances)
    variables.credit_sharing_ids = frozenset(duty.duty_id for group in groups for duty in group)
    # Units that attend on the same days have the same duties: once is enough.
    once = {_demand_key(duty): duty for duty in reversed(problem.duties)}.values()
    offers = [
        duty
        for duty in once
        if options.offering and isinstance(duty.mandate.requirement, Offer) and not _is_picked(duty, problem)
    ]
    variables.has_offers = bool(offers)
    for duty in once:
        if not isinstance(duty.mandate.requirement, Offer):
            constrain(duty, variables)
    for group in {tuple(_demand_key(duty) for duty in group): group for group in groups}.values():
        add_credit_constraints(group, variables)
    for duty in offers:
        constrain(duty, variables)
    return variables


def _is_picked(duty: Duty, problem: CampusProblem) -> bool:
    """Check whether the offered drill is settled, so that no dates need to be chosen."""
    offer = None if problem.past is None else problem.past.offer_of(duty)
    return offer is not None and offer.is_settled


def _demand_key(duty: Duty) -> Hashable:
    weekdays = None if duty.unit is None else duty.unit.weekdays
    return duty.mandate.mandate_id, duty.window.key, duty.window.first, duty.window.last, weekdays


def build_together(
    problems: tuple[CampusProblem, ...], in_use: ResourceUse, options: ModelOptions
) -> tuple[CpModel, list[CampusVariables]]:
    """Build one model with the variables of several campuses and the resources that they share."""
    model = CpModel()
    campuses = [build_campus(model, problem, in_use, options) for problem in problems]
    couple_alarms(campuses)
    couple_offers(campuses)
    if len(campuses) > 1 or any(problem.day_limits.most > 1 for problem in problems):
        constrain_days(model, campuses, in_use)
        constrain_hours(model, campuses, in_use)
    return model, campuses


#: Changes a model that was built.
Adjust = Callable[[CpModel, list[CampusVariables]], None]


def _as_built(model: CpModel, campuses: list[CampusVariables]) -> None:
    """Leave a model as it is built."""


@dataclass(frozen=True)
class ModelBuilder:
    """Builds models of the same campuses, to which each search adds rows of its own.

    ``adjust`` changes each model that is built. If ``smallest`` is given, the models are only of such years of the
    one campus.
    """

    problems: tuple[CampusProblem, ...]
    in_use: ResourceUse
    options: ModelOptions
    adjust: Adjust = _as_built
    smallest: SmallestYears | None = None

    def build(self, *, without_avoided: bool = False) -> tuple[CpModel, list[CampusVariables]]:
        """Return a new model; without drills on dates that good practice avoids, if it is told so."""
        problems = self.problems
        if self.smallest is not None:
            problems = tuple(self.smallest.of(problem) for problem in problems)
        if without_avoided:
            problems = tuple(without_avoided_dates(problem) for problem in problems)
        model, campuses = build_together(problems, self.in_use, self.options)
        self.adjust(model, campuses)
        if self.smallest is not None:
            self.smallest.constrain(campuses[0])
        return model, campuses

    def of_smallest_years(self, smallest: SmallestYears | None) -> ModelBuilder:
        """Return a builder of models of these years; of all years if it is not known what they hold."""
        return replace(self, smallest=smallest)


def cost_of(variables: CampusVariables, drills: int, goals: Iterable[str]) -> LinearExprT:
    """Return the points of these soft goals at the campus if it holds this many drills."""
    weights = variables.problem.weights
    terms, points = [], []
    for name in goals:
        if weight := getattr(weights, name):
            for term in GOALS[name](variables, drills):
                terms.append(term)
                points.append(weight)
    return LinearExpr.weighted_sum(terms, points)


def days_found(solver: CpSolver, variables: CampusVariables) -> frozenset[tuple[int, int]]:
    """Return the (scenario, day) pairs of the campus's drills in the solver's answer."""
    return frozenset(key for key, held in variables.held.items() if solver.value(held))


def _wanted_visits(variables: CampusVariables) -> list[tuple[Resource, list[frozenset[int]]]]:
    """Return each agency that duties ask for, with its scenarios in sets that count alike.

    A set has scenarios of one group and one length. A drill of the previous plan that an agency attends may keep
    its visit, also if no duty asks for it any more.
    """
    problem = variables.problem
    planned = problem.past.planned if problem.past is not None else ()
    stand_ins = [allowance.match for allowance in problem.allowances]
    mentioned = [*distinguishing_matches((*problem.duties, *problem.set_aside)), *stand_ins]
    wanted = {match for match in (*attended_matches(problem.duties), *stand_ins) if match.agency is not None}
    found = []
    for resource in problem.resources:
        if resource.agency_kind is None:
            continue
        of_agency = [match for match in mentioned if resource in problem.agencies_for(match)]
        served = {
            scenario
            for match in of_agency
            if match in wanted
            for scenario_set in variables.matching_scenarios(match)
            for scenario in scenario_set
        } | {drill.scenario for drill in planned if resource.resource_id in drill.resource_ids}
        scenarios_by_key: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(served):
            scenario = problem.scenarios[index]
            answers = tuple(match.selects_scenario(scenario) for match in of_agency)
            scenarios_by_key[answers, scenario.minutes, problem.group_of[index]].append(index)
        if scenarios_by_key:
            found.append((resource, [frozenset(scenarios_alike) for scenarios_alike in scenarios_by_key.values()]))
    return found
