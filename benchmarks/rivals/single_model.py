"""The straightforward approach: days and periods of all campuses in one model, and one search engine for it.

Fewest drills, then fewest breaches of required developmental limits, then of good practice, rank by rank, then
fewest visits, then fewest points, as in our solver. Each is a search of its own that starts from the result of
the one before. All before the last have at most half of the time, in equal parts, of which what one does not need
goes to the next; without a plan the first goes on. An unproven result is kept as it is, and then no bound is
claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.rivals.attempt import Attempt, Stopwatch, announce_plan
from benchmarks.rivals.groundwork import Problems, drills_and_offers
from benchmarks.rivals.watch import IsOver
from drillplanner.cp_sat import CpModel, IntVar, LinearExpr, LinearExprT
from drillplanner.model import PracticeRank
from drillplanner.solve.campus.campus_model import build_together, cost_of
from drillplanner.solve.goals.agency_goals import agency_goal_terms
from drillplanner.solve.goals.campus_goals import GOALS
from drillplanner.solve.goals.developmental_limits import add_breaches
from drillplanner.solve.model.variables import CampusVariables
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.plans import CampusPlan, ModelOptions, OfferedDates, Placement
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: The part of the time that the searches before the last may take together.
PART_BEFORE_LAST = 0.5
#: What every search has, in processor seconds, so that the engine can adopt the start values.
LEAST_SECONDS = 1.0

#: The value of each variable, by its index in the model.
Values = Mapping[int, int]


@dataclass(frozen=True)
class Answer:
    """The result of a search: values or None, the bound on the objective, and whether they are proven best."""

    values: Values | None
    bound: int | None = None
    is_proven: bool = False
    note: str = ""


class Engine(Protocol):
    """A search engine that can minimize an objective over a CP-SAT model."""

    def minimize(
        self, model: CpModel, start: Values, is_over: IsOver, when_found: Callable[[float], None]
    ) -> Answer:
        """Return the best answer that is found before ``is_over``.

        ``start`` has values to begin with; ``when_found`` is called with each better objective.
        """


def attempt(instance: YearToPlan, problems: Problems, engine: Engine, time_limit: float) -> Attempt:
    """Return the engine's plan for the whole district.

    The limit in processor seconds includes building the model.
    """
    clock = Stopwatch(time_limit)
    # Offered dates must be certain to be possible, or the judge might refuse the plan.
    model, campuses = build_together(problems, ResourceUse(), ModelOptions(periods=True, careful=True))
    run = _Run(model, engine, clock)
    workspace = instance.workspace
    schools = SchoolsADay.of(workspace, problems)
    agency_days = AgencyDayCosts.of(workspace.district, len(workspace.campuses), schools)
    values = run.by_priority(campuses, ResourceUse(agency_days=agency_days))
    if values is None:
        return Attempt(None, note=run.note)
    plans = tuple(_plan_of(variables, values) for variables in campuses)
    drills, offers = drills_and_offers(instance, problems, plans)
    return Attempt(tuple(drills), tuple(offers), run.bound, run.first_plan, tuple(run.trace), run.note)


@dataclass
class _Run:
    model: CpModel
    engine: Engine
    clock: Stopwatch
    trace: list[tuple[float, int]] = field(default_factory=list)
    first_plan: float | None = None
    bound: int | None = None
    note: str = ""

    def by_priority(self, campuses: list[CampusVariables], taken: ResourceUse) -> Values | None:
        """Search by priority; return the values, None without a plan. ``taken`` has the costs of agency days."""
        breaches = [add_breaches(variables) for variables in campuses]
        held = [variable for variables in campuses for variable in variables.held.values()]
        priorities = [
            [*held, *(term for found in breaches for term in found.missing)],
            [term for found in breaches for term in found.required],
            *([term for found in breaches for term in found.of_practice.get(rank, ())] for rank in PracticeRank),
            [variable for variables in campuses for variable in variables.visit.values()],
        ]
        values: Values = {}
        proven = True
        # Most districts have nothing to count in some of them.
        priorities = [counted for counted in priorities if counted]
        for place, counted in enumerate(priorities):
            self.model.minimize(LinearExpr.sum(counted))
            left = PART_BEFORE_LAST * (self.clock.limit or 0.0) - self.clock.seconds
            answer = self._searched(values, left / (len(priorities) - place), self._note_first)
            if answer.values is None and not values:
                return None
            values = answer.values or values
            proven = proven and answer.is_proven
            self.model.add(LinearExpr.sum(counted) == sum(values[variable.index] for variable in counted))
        costs = [self._cost_with(variables, values) for variables in campuses]
        self.model.minimize(LinearExpr.sum([*costs, *agency_goal_terms(self.model, campuses, taken).terms]))
        answer = self._searched(values, self.clock.left, self._note_points)
        self.bound = answer.bound if proven else None
        self.note = "optimal" if proven and answer.is_proven else "feasible"
        return answer.values or values

    def _searched(self, values: Values, seconds: float, when_found: Callable[[float], None]) -> Answer:
        """Search for these seconds; without a plan, until there is one, or the limit."""
        search: list[Stopwatch] = []

        def is_over() -> bool:
            if not search:
                search.append(Stopwatch(max(LEAST_SECONDS, seconds)))
            has_plan = self.first_plan is not None
            return search[0].left <= 0 and (has_plan or self.clock.left <= 0)

        answer = self.engine.minimize(self.model, values, is_over, when_found)
        self.note = answer.note
        return answer

    def _cost_with(self, variables: CampusVariables, values: Values) -> LinearExprT:
        """Return the campus's points for the number of drills that was found."""
        drills = sum(values[held.index] for held in variables.held.values())
        self.model.add(LinearExpr.sum(list(variables.held.values())) == drills)
        return cost_of(variables, drills, GOALS)

    def _note_first(self, objective: float) -> None:
        if self.first_plan is None:
            self.first_plan = self.clock.seconds
            announce_plan(self.first_plan, None)

    def _note_points(self, objective: float) -> None:
        self._note_first(objective)
        self.trace.append((self.clock.seconds, round(objective)))
        announce_plan(*self.trace[-1])


def _plan_of(variables: CampusVariables, values: Values) -> CampusPlan:
    problem = variables.problem
    placements = []
    for (scenario, day), held in variables.held.items():
        if not values[held.index]:
            continue
        group = problem.group_of[scenario]
        (period,) = [
            slot.period
            for slot in problem.groups[group].slots(day)
            if values[variables.placed[group, day, slot.period].index]
        ]
        coming = [
            resource.resource_id
            for resource in problem.resources
            if any(values[visit.index] for visit in _visits(variables, resource.resource_id, scenario, day))
        ]
        placements.append(Placement(day, scenario, period, tuple(coming)))
    places = {duty.duty_id: place for place, duty in reversed(list(enumerate(problem.duties)))}
    offers = (
        OfferedDates(
            places[duty_id], tuple(day for day, offered in offering.dates.items() if values[offered.index])
        )
        for duty_id, offering in variables.offerings.items()
    )
    # The judge counts cost and breaches.
    return CampusPlan(problem.campus.campus_id, tuple(sorted(placements)), 0, tuple(sorted(offers)))


def _visits(variables: CampusVariables, resource_id: str, scenario: int, day: int) -> list[IntVar]:
    return [
        visit
        for (name, scenarios, on), visit in variables.visit.items()
        if name == resource_id and on == day and scenario in scenarios
    ]
