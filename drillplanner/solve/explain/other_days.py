"""A drill on every other day: which days are lawful for it, and what the best of them would cost.

Each answer comes from solving the campus again with a drill of the type on another day and none on the day that it
has; what other campuses took of the agencies stays taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, LinearExpr

from drillplanner.model import Drill, DrillType
from drillplanner.progress import Progress
from drillplanner.solve.campus_model import build_together, cost_of
from drillplanner.solve.goals import SELDOM_BROKEN, USUAL
from drillplanner.solve.plans import CampusPlan, Effort, Reading
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.result import drills_of
from drillplanner.solve.runs import Way, solver_for
from drillplanner.solve.search import plan_of, solve_together
from drillplanner.solve.taken import Taken
from drillplanner.solve.trial import are_feasible
from drillplanner.solve.year_limits import required_breaches

#: CP-SAT's deterministic seconds for one other day, and for finding how few other drills need move.
EFFORT, _MOVES_EFFORT = 10.0, 4.0


@dataclass(frozen=True)
class Elsewhere:
    """The campus's best year with the drill on another day."""

    on: date
    plan: CampusPlan
    drills: tuple[Drill, ...]
    is_proven: bool
    moved: int
    """Other drills that are then not on their day."""


@dataclass(frozen=True)
class OneDrill:
    """A drill of a plan, at its campus. ``others`` are the campus's other drills; ``dates`` where it could be."""

    problem: CampusProblem
    taken: Taken
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
        return replace(self.problem.restricted(left), somewhere=(*self.problem.somewhere, asked))


def next_best(drill: OneDrill, most: int, progress: Progress) -> tuple[Elsewhere, ...]:
    """The best other days, the best first; fewer than ``most`` where no more are lawful or the effort ends."""
    found: list[Elsewhere] = []
    left = list(drill.dates)
    while left and len(found) < most:
        progress("Trying other days", len(found), most)
        problem = drill.moved_to(left)
        outcome = solve_together((problem,), drill.taken, Effort(EFFORT, drill.seed))
        if not outcome.plans:
            break
        plan = _with_few_moves(drill, problem, outcome.plans[0])
        drills = drills_of(problem, plan)
        hit = sorted(one.date for one in drills if one.drill_type is drill.drill_type and one.date in left)
        moved = _moved(drill, drills)
        found += [Elsewhere(on, plan, drills, outcome.status == "optimal", moved) for on in hit]
        left = [on for on in left if on not in hit]
    return tuple(found[:most])


def _moved(drill: OneDrill, drills: tuple[Drill, ...]) -> int:
    there = {(one.date, one.drill_type) for one in drills}
    return sum((one.date, one.drill_type) not in there for one in drill.others)


def _with_few_moves(drill: OneDrill, problem: CampusProblem, plan: CampusPlan) -> CampusPlan:
    """A plan as good, with as few other drills on other days as the effort finds."""
    model, (variables,) = build_together((problem,), drill.taken, Reading(periods=True))
    variables.broken = required_breaches(variables)
    held = list(variables.held.values())
    model.add(LinearExpr.sum(held) == len(plan.placements))
    model.add(LinearExpr.sum(variables.broken) <= plan.breaches)
    model.add(LinearExpr.sum(list(variables.visit.values())) == plan.visits)
    cost = cost_of(variables, len(plan.placements), (*USUAL, SELDOM_BROKEN))
    model.add(cost <= plan.cost)
    day_of = {day.date: day.index for day in problem.days}
    stay = []
    for other in drill.others:
        same = [
            variable
            for (scenario, day), variable in variables.held.items()
            if day == day_of.get(other.date) and problem.scenarios[scenario].drill_type is other.drill_type
        ]
        if same:
            stay.append(model.new_bool_var(""))
            model.add(stay[-1] <= LinearExpr.sum(same))
    placed = {(one.scenario, one.day) for one in plan.placements}
    for key, variable in variables.held.items():
        model.add_hint(variable, int(key in placed))
    model.maximize(LinearExpr.sum(stay))
    solver = solver_for(Effort(_MOVES_EFFORT, drill.seed))
    if solver.solve(model) not in (OPTIMAL, FEASIBLE):
        return plan
    better = plan_of(solver, variables, cost)
    mine, theirs = drills_of(problem, plan), drills_of(problem, better)
    return better if not better.offers and _moved(drill, theirs) < _moved(drill, mine) else plan


def lawful(drill: OneDrill, known: Iterable[date], progress: Progress) -> frozenset[date]:
    """Those of the drill's dates on which it could be, other drills making way; ``known`` are some of them.

    One model is asked again and again for a day that has not come up yet, until there is none.
    """
    found = set(known)
    rest = [on for on in drill.dates if on not in found]
    for answer in _asked_again(drill, rest):
        found |= answer
        progress("Looking for lawful days", len(found), len(drill.dates))
    return frozenset(found)


def _asked_again(drill: OneDrill, dates: list[date]) -> Iterator[set[date]]:
    problem = drill.moved_to(dates)
    if not drill.days(dates):
        return
    model, (variables,) = build_together((problem,), drill.taken, Reading(periods=False, careful=False))
    mine = sorted(drill.scenarios)
    asked = {day: model.new_bool_var("") for day in sorted(drill.days(dates))}
    for day, one in asked.items():
        there = [variables.held[scenario, day] for scenario in mine if (scenario, day) in variables.held]
        model.add(one <= LinearExpr.sum(there))
    model.add_bool_or(list(asked.values()))
    while asked:
        solver = solver_for(Effort(EFFORT, drill.seed), Way(presolve=False, cuts=True))
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


def _is_lawful(drill: OneDrill, on: date) -> bool:
    return are_feasible((drill.moved_to([on]),), drill.taken) is True
