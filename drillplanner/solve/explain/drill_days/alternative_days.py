"""Search for other days of a drill: which are lawful, and what the best of them cost.

Each answer comes from solving the campus again with a drill of the type on another day and none on its present
day. Other campuses keep their visits of the agencies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.cp_sat import FEASIBLE, OPTIMAL, LinearExpr
from drillplanner.model import Drill, DrillType
from drillplanner.progress import Progress
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.campus.drills import drills_of_plan
from drillplanner.solve.campus.feasibility import are_feasible
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.goals.agency_goals import agency_points_added
from drillplanner.solve.model.runs import SearchSettings, solver_for
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: The limit of one search, in CP-SAT's deterministic seconds.
EFFORT = 10.0
#: Other drills within these numbers of school days may move, in this order, before all others may.
NEAR = (8, 20)


@dataclass(frozen=True)
class AlternativeDay:
    """The campus's best year with the drill on another day."""

    on: date
    plan: CampusPlan
    drills: tuple[Drill, ...]
    is_proven: bool
    moved: int
    """Other drills that are then not on their day."""
    alone: tuple[Drill, ...] | None
    """The best year in which no other drill moves; None where there is none."""


@dataclass(frozen=True)
class DrillToMove:
    """A drill of a plan. ``others`` are the campus's other drills; ``dates`` are the days to try."""

    problem: CampusProblem
    in_use: ResourceUse
    drill_type: DrillType
    on: date
    others: tuple[Drill, ...]
    dates: tuple[date, ...]
    seed: int = 0

    @property
    def scenarios(self) -> frozenset[int]:
        """The indices of the scenarios of its type."""
        return frozenset(
            index
            for index, scenario in enumerate(self.problem.scenarios)
            if scenario.drill_type is self.drill_type
        )

    def days(self, dates: Iterable[date]) -> frozenset[int]:
        """Return the indices of the dates on which a scenario of its type is possible."""
        wanted = set(dates)
        fitting = {day for index in self.scenarios for day in self.problem.possible_days[index]}
        return frozenset(day.index for day in self.problem.days if day.date in wanted and day.index in fitting)

    def moved_to(self, dates: Iterable[date]) -> CampusProblem:
        """Return the problem with a drill of the type on one of these dates, and none on its present day."""
        days, mine = self.days(dates), self.scenarios
        own_days = {day.index for day in self.problem.days if day.date == self.on}
        remaining = frozenset(
            (scenario, day)
            for scenario, possible in enumerate(self.problem.possible_days)
            for day in possible
            if not (scenario in mine and day in own_days)
        )
        required = frozenset((scenario, day) for scenario in mine for day in days)
        return replace(self.problem.restricted(remaining), required_pairs=(*self.problem.required_pairs, required))

    def with_others_in_place(self, problem: CampusProblem, free_within: int = -1) -> CampusProblem:
        """Return the problem with the other drills on their days, except near its own and the required days.

        Near means at most ``free_within`` school days away. No other drill may move if that is below 0.
        """
        planned = {(other.date, other.drill_type) for other in self.others}
        days = [day.date for day in problem.days]
        required = frozenset(pair for pairs in problem.required_pairs for pair in pairs)
        middle = {day for _, day in required} | {day for day, on in enumerate(days) if on == self.on}
        near = {day + step for day in middle for step in range(-free_within, free_within + 1)}
        return problem.restricted(
            frozenset(
                (scenario, day)
                for scenario, possible in enumerate(problem.possible_days)
                for day in possible
                if day in near
                or (scenario, day) in required
                or (days[day], problem.scenarios[scenario].drill_type) in planned
            )
        )


#: Drills, breaches of required developmental limits, visits, and points: each as low as possible, in this order.
#: The points include what the campus adds to the agencies' days, given the other campuses.
Tiers = tuple[int, int, int, int]


def best_alternatives(
    drill: DrillToMove, most: int, least: Tiers | None, progress: Progress
) -> tuple[AlternativeDay, ...]:
    """Return the best other days, best first; fewer than ``most`` if no more are lawful or the search limit ends.

    ``least`` is a bound: no year of the campus is better. None: no bound is known.
    """
    found: list[AlternativeDay] = []
    dates = list(drill.dates)
    while dates and len(found) < most:
        progress("Trying other days", len(found), most)
        plan, is_proven = _best(drill, dates, least)
        if plan is None:
            break
        if is_proven:
            # The remaining days cost at least as much.
            least = _tiers(drill, plan)
        drills = drills_of_plan(drill.problem, plan)
        reached = sorted(
            other.date for other in drills if other.drill_type is drill.drill_type and other.date in dates
        )
        if not is_proven or _moved(drill, drills):
            plan = _nearest_plan(drill, reached[0], plan)
            drills = drills_of_plan(drill.problem, plan)
            reached = sorted(
                other.date for other in drills if other.drill_type is drill.drill_type and other.date in dates
            )
        moved = _moved(drill, drills)
        found += [
            AlternativeDay(on, plan, drills, is_proven, moved, _alone(drill, on) if moved else drills)
            for on in reached
        ]
        dates = [on for on in dates if on not in reached]
    return tuple(found[:most])


def _best(drill: DrillToMove, dates: list[date], least: Tiers | None) -> tuple[CampusPlan | None, bool]:
    """Return the best year with the drill on one of the dates, and whether it is proven the best.

    If a year with the other drills on their days, or with only near ones moved, reaches ``least``, the search
    ends.
    """
    problem, effort = drill.moved_to(dates), Effort(EFFORT, drill.seed)
    best: CampusPlan | None = None
    for near in (-1, NEAR[0]) if least is not None else (-1,):
        outcome = solve_together((drill.with_others_in_place(problem, near),), drill.in_use, effort)
        if outcome.plans and (best is None or _tiers(drill, outcome.plans[0]) < _tiers(drill, best)):
            best = outcome.plans[0]
        if best is not None and least is not None and _tiers(drill, best) <= least:
            return best, True
    outcome = solve_together((problem,), drill.in_use, effort)
    if outcome.plans and (best is None or _tiers(drill, outcome.plans[0]) < _tiers(drill, best)):
        best = outcome.plans[0]
    return best, outcome.status == "optimal"


def _nearest_plan(drill: DrillToMove, on: date, plan: CampusPlan) -> CampusPlan:
    """Return an equally good year in which only near drills move, if one is found; else the plan."""
    problem, effort = drill.moved_to([on]), Effort(EFFORT, drill.seed)
    for near in (-1, *NEAR):
        outcome = solve_together((drill.with_others_in_place(problem, near),), drill.in_use, effort)
        if outcome.plans and _tiers(drill, outcome.plans[0]) <= _tiers(drill, plan):
            other = outcome.plans[0]
            fewer = _moved(drill, drills_of_plan(problem, other)) < _moved(drill, drills_of_plan(problem, plan))
            return other if fewer else plan
    return plan


def _alone(drill: DrillToMove, on: date) -> tuple[Drill, ...] | None:
    problem = drill.with_others_in_place(drill.moved_to([on]))
    outcome = solve_together((problem,), drill.in_use, Effort(EFFORT, drill.seed))
    return drills_of_plan(problem, outcome.plans[0]) if outcome.plans else None


def _tiers(drill: DrillToMove, plan: CampusPlan) -> Tiers:
    points = plan.cost + agency_points_added((drill.problem,), (plan,), drill.in_use)
    return plan.size, plan.breaches, plan.visits, points


def _moved(to_move: DrillToMove, drills: tuple[Drill, ...]) -> int:
    planned = {(drill.date, drill.drill_type) for drill in drills}
    return sum((other.date, other.drill_type) not in planned for other in to_move.others)


def lawful_days(drill: DrillToMove, known: Iterable[date], progress: Progress) -> frozenset[date]:
    """Return the drill's dates on which it could be held if other drills may move. ``known`` are some of them.

    Each day is tried first with all other drills in place. Then one model is solved repeatedly, each time for
    a day not found yet, until there is none.
    """
    found = set(known)
    for on in drill.dates:
        if on not in found and are_feasible((drill.with_others_in_place(drill.moved_to([on])),), drill.in_use):
            found.add(on)
        progress("Looking for lawful days", len(found), len(drill.dates))
    for answer in _days_by_resolving(drill, [on for on in drill.dates if on not in found]):
        found |= answer
        progress("Looking for lawful days", len(found), len(drill.dates))
    return frozenset(found)


def _days_by_resolving(drill: DrillToMove, dates: list[date]) -> Iterator[set[date]]:
    problem = drill.moved_to(dates)
    if not drill.days(dates):
        return
    model, (variables,) = build_together((problem,), drill.in_use, ModelOptions(periods=False, careful=False))
    mine = sorted(drill.scenarios)
    wanted = {day: model.new_bool_var("") for day in sorted(drill.days(dates))}
    for day, is_wanted in wanted.items():
        held = [variables.held[scenario, day] for scenario in mine if (scenario, day) in variables.held]
        model.add(is_wanted <= LinearExpr.sum(held))
    model.add_bool_or(list(wanted.values()))
    while wanted:
        solver = solver_for(Effort(EFFORT, drill.seed), SearchSettings(presolve=False, cuts=True))
        status = solver.solve(model)
        if status not in (OPTIMAL, FEASIBLE):
            return
        days = frozenset(key for key, is_held in variables.held.items() if solver.value(is_held))
        reached = {day for scenario, day in days if scenario in drill.scenarios and day in wanted}
        fits = are_feasible((problem.restricted(days),), drill.in_use)
        answer = {problem.days[day].date for day in reached if fits or _is_lawful(drill, problem.days[day].date)}
        for day in reached:
            model.add(wanted.pop(day) == 0)
        yield answer


def _is_lawful(drill: DrillToMove, on: date) -> bool:
    return are_feasible((drill.moved_to([on]),), drill.in_use) is True
