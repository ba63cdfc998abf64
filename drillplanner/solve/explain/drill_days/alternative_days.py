"""The searches behind a drill's other days: which are lawful, and what the best of them would cost.

Each answer comes from solving the campus again with a drill of the type on another day and none on the day that it
has; what other campuses took of the agencies stays taken.
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

#: CP-SAT's deterministic seconds for one search.
EFFORT = 10.0
#: Other drills within so many school days are let move before all others are.
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
    """A drill of a plan, at its campus. ``others`` are the campus's other drills; ``dates`` where it could be."""

    problem: CampusProblem
    taken: ResourceUse
    drill_type: DrillType
    on: date
    others: tuple[Drill, ...]
    dates: tuple[date, ...]
    seed: int = 0

    @property
    def scenarios(self) -> frozenset[int]:
        """The scenarios of its type."""
        return frozenset(
            index for index, one in enumerate(self.problem.scenarios) if one.drill_type is self.drill_type
        )

    def days(self, dates: Iterable[date]) -> frozenset[int]:
        """Indices of the dates on which something of its type is open."""
        wanted = set(dates)
        fitting = {day for index in self.scenarios for day in self.problem.possible_days[index]}
        return frozenset(day.index for day in self.problem.days if day.date in wanted and day.index in fitting)

    def moved_to(self, dates: Iterable[date]) -> CampusProblem:
        """The campus with a drill of the type on one of these dates, and none on the drill's own day."""
        days, mine = self.days(dates), self.scenarios
        own = {day.index for day in self.problem.days if day.date == self.on}
        left = frozenset(
            (scenario, day)
            for scenario, possible in enumerate(self.problem.possible_days)
            for day in possible
            if not (scenario in mine and day in own)
        )
        asked = frozenset((scenario, day) for scenario in mine for day in days)
        return replace(self.problem.restricted(left), required_pairs=(*self.problem.required_pairs, asked))

    def with_others_there(self, problem: CampusProblem, free_within: int = -1) -> CampusProblem:
        """The problem with all other drills on their days, but for those near its own day and the days asked for.

        Near is so many school days or fewer; below 0 no other drill may move.
        """
        there = {(other.date, other.drill_type) for other in self.others}
        days = [day.date for day in problem.days]
        asked = frozenset(pair for some in problem.required_pairs for pair in some)
        middle = {day for _, day in asked} | {day for day, on in enumerate(days) if on == self.on}
        near = {day + step for day in middle for step in range(-free_within, free_within + 1)}
        return problem.restricted(
            frozenset(
                (scenario, day)
                for scenario, possible in enumerate(problem.possible_days)
                for day in possible
                if day in near
                or (scenario, day) in asked
                or (days[day], problem.scenarios[scenario].drill_type) in there
            )
        )


#: Drills, breaches of required developmental limits, visits and points: as few as can be, in this order. Among the
#: points is what the campus adds to the agencies' days, beside the other campuses.
Tiers = tuple[int, int, int, int]


def best_alternatives(
    drill: DrillToMove, most: int, least: Tiers | None, progress: Progress
) -> tuple[AlternativeDay, ...]:
    """The best other days, the best first; fewer than ``most`` where no more are lawful or the effort ends.

    No year of the campus is better than ``least``; None: nothing is known.
    """
    found: list[AlternativeDay] = []
    left = list(drill.dates)
    while left and len(found) < most:
        progress("Trying other days", len(found), most)
        plan, is_proven = _best(drill, left, least)
        if plan is None:
            break
        if is_proven:
            # The days that are left cost no less.
            least = _tiers(drill, plan)
        drills = drills_of_plan(drill.problem, plan)
        hit = sorted(one.date for one in drills if one.drill_type is drill.drill_type and one.date in left)
        if not is_proven or _moved(drill, drills):
            plan = _nearest_plan(drill, hit[0], plan)
            drills = drills_of_plan(drill.problem, plan)
            hit = sorted(one.date for one in drills if one.drill_type is drill.drill_type and one.date in left)
        moved = _moved(drill, drills)
        found += [
            AlternativeDay(on, plan, drills, is_proven, moved, _alone(drill, on) if moved else drills)
            for on in hit
        ]
        left = [on for on in left if on not in hit]
    return tuple(found[:most])


def _best(drill: DrillToMove, dates: list[date], least: Tiers | None) -> tuple[CampusPlan | None, bool]:
    """The best year with the drill on one of the dates, and whether that is proven.

    Where leaving all other drills on their days, or moving none but near ones, comes to ``least``, nothing is left
    to search.
    """
    problem, effort = drill.moved_to(dates), Effort(EFFORT, drill.seed)
    best: CampusPlan | None = None
    for near in (-1, NEAR[0]) if least is not None else (-1,):
        outcome = solve_together((drill.with_others_there(problem, near),), drill.taken, effort)
        if outcome.plans and (best is None or _tiers(drill, outcome.plans[0]) < _tiers(drill, best)):
            best = outcome.plans[0]
        if best is not None and least is not None and _tiers(drill, best) <= least:
            return best, True
    outcome = solve_together((problem,), drill.taken, effort)
    if outcome.plans and (best is None or _tiers(drill, outcome.plans[0]) < _tiers(drill, best)):
        best = outcome.plans[0]
    return best, outcome.status == "optimal"


def _nearest_plan(drill: DrillToMove, on: date, plan: CampusPlan) -> CampusPlan:
    """A year as good in which none but near drills move, where one is found; else the plan."""
    problem, effort = drill.moved_to([on]), Effort(EFFORT, drill.seed)
    for near in (-1, *NEAR):
        outcome = solve_together((drill.with_others_there(problem, near),), drill.taken, effort)
        if outcome.plans and _tiers(drill, outcome.plans[0]) <= _tiers(drill, plan):
            other = outcome.plans[0]
            fewer = _moved(drill, drills_of_plan(problem, other)) < _moved(drill, drills_of_plan(problem, plan))
            return other if fewer else plan
    return plan


def _alone(drill: DrillToMove, on: date) -> tuple[Drill, ...] | None:
    problem = drill.with_others_there(drill.moved_to([on]))
    outcome = solve_together((problem,), drill.taken, Effort(EFFORT, drill.seed))
    return drills_of_plan(problem, outcome.plans[0]) if outcome.plans else None


def _tiers(drill: DrillToMove, plan: CampusPlan) -> Tiers:
    points = plan.cost + agency_points_added((drill.problem,), (plan,), drill.taken)
    return len(plan.placements), plan.breaches, plan.visits, points


def _moved(drill: DrillToMove, drills: tuple[Drill, ...]) -> int:
    there = {(drill.date, drill.drill_type) for drill in drills}
    return sum((other.date, other.drill_type) not in there for other in drill.others)


def lawful_days(drill: DrillToMove, known: Iterable[date], progress: Progress) -> frozenset[date]:
    """Those of the drill's dates on which it could be, other drills making way; ``known`` are some of them.

    First each day is tried with all other drills where they are. Then one model is asked again and again for a day
    that has not come up yet, until there is none.
    """
    found = set(known)
    for on in drill.dates:
        if on not in found and are_feasible((drill.with_others_there(drill.moved_to([on])),), drill.taken):
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
    model, (variables,) = build_together((problem,), drill.taken, ModelOptions(periods=False, careful=False))
    mine = sorted(drill.scenarios)
    asked = {day: model.new_bool_var("") for day in sorted(drill.days(dates))}
    for day, one in asked.items():
        there = [variables.held[scenario, day] for scenario in mine if (scenario, day) in variables.held]
        model.add(one <= LinearExpr.sum(there))
    model.add_bool_or(list(asked.values()))
    while asked:
        solver = solver_for(Effort(EFFORT, drill.seed), SearchSettings(presolve=False, cuts=True))
        status = solver.solve(model)
        if status not in (OPTIMAL, FEASIBLE):
            return
        days = frozenset(key for key, held in variables.held.items() if solver.value(held))
        hit = {day for scenario, day in days if scenario in drill.scenarios and day in asked}
        fits = are_feasible((problem.restricted(days),), drill.taken)
        answer = {problem.days[day].date for day in hit if fits or _is_lawful(drill, problem.days[day].date)}
        for day in hit:
            model.add(asked.pop(day) == 0)
        yield answer


def _is_lawful(drill: DrillToMove, on: date) -> bool:
    return are_feasible((drill.moved_to([on]),), drill.taken) is True
