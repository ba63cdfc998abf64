"""Choose the date of a drill that several campuses hold together, trying the likeliest dates first.

A chosen date is a pin, and the district is planned like any other. The cost of each campus alone with the drill on
that date is a bound for the date; its cost with the drill on its own best date is a bound for all dates. So dates
that cannot be better are not tried, and the plan's bound includes the dates that were not tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import DayKind, SameDay, Workspace
from drillplanner.model.district.common_days import campuses_of, eligible_days
from drillplanner.solve.district.independent_bounds import CostKey, IndependentBounds
from drillplanner.solve.district.visit_sharing import GOOD_ENOUGH, WHOLE_DISTRICT
from drillplanner.solve.explain.conflicts.same_day import conflict_of_dates
from drillplanner.solve.explain.conflicts.sentences import conflict_sentences
from drillplanner.solve.explain.infeasibility import (
    explaining,
    out_of_time,
    raise_if_buildings_infeasible,
    raise_if_infeasible,
)
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, Solution
from drillplanner.solve.problem.same_day_choices import DateChoice, choices_in_order, with_pins_on

#: Choices of dates for which each campus is solved alone before the best of them is planned as a district.
MOST_LOOKED_AT = 10
#: Parts of what is left of the budget: for solving the campuses alone with choices of dates, for one choice of
#: these, and for one plan of the district. Less than the last part is not worth beginning another choice with.
FOR_LOOKING, FOR_ONE_CHOICE, FOR_ONE_PLAN, LITTLE = 0.4, 0.5, 0.6, 0.15
#: After this many choices on which some campus has no plan, the rest stays unknown.
MOST_REFUSED = 400


def dates_by_likelihood(order: SameDay, free: IndependentBounds) -> list[date]:
    """Return the possible dates, first those that most campuses choose when each is planned alone."""
    workspace = free.builder.workspace
    wanted: Counter[date] = Counter()
    for problem, outcome in zip(free.problems, free.outcomes, strict=True):
        for plan in outcome.plans if order.concerns(problem.campus.campus_id) else ():
            wanted.update(
                problem.days[placement.day].date
                for placement in plan.placements
                if order.asks_for(problem.scenarios[placement.scenario])
            )
    calendar, ids = workspace.calendar, [campus.campus_id for campus in campuses_of(order, workspace)]

    def rank(on: date) -> tuple[int, int, date]:
        return -wanted[on], sum(calendar.kind_at(on, campus_id) is not DayKind.FULL for campus_id in ids), on

    return sorted(eligible_days(order, workspace), key=rank)


@dataclass
class _DateSearch:
    """What is known so far: the best plan, and a lower bound for each choice of dates."""

    lower_bound: CostKey
    is_small: bool
    known: dict[DateChoice, CostKey] = field(default_factory=dict)
    refused: dict[DateChoice, tuple[CampusProblem, ...]] = field(default_factory=dict)
    best: tuple[CostKey, DateChoice, Solution] | None = None
    has_seen_all: bool = False
    is_unclear: bool = False
    """Whether the effort left some choice undecided."""

    def is_worth_trying(self, least: CostKey) -> bool:
        """Check whether a choice with this bound may be better, by a margin in large districts."""
        if self.best is None:
            return True
        *first, points = self.best[0]
        margin = 0 if self.is_small else int(points * GOOD_ENOUGH)
        return (*least[:3], least[3] + margin) < (*first, points)

    @property
    def goes_on(self) -> bool:
        """Whether to try more choices of dates."""
        if self.has_seen_all or len(self.refused) >= MOST_REFUSED:
            return False
        return self.best is None or (len(self.known) < MOST_LOOKED_AT and self.is_worth_trying(self.lower_bound))

    def outcome(self) -> Solution | None:
        """Return the best plan with the status and bound that hold for all choices of dates, or None."""
        if self.best is None:
            return None
        key, chosen, solution = self.best
        others = [least for choice, least in self.known.items() if choice != chosen]
        if not self.has_seen_all or self.is_unclear:
            others.append(self.lower_bound)
        if any(least[:3] < key[:3] for least in others):
            return replace(solution, status="feasible", bound=0)
        bound = min([solution.bound, *(least[3] for least in others if least[:3] == key[:3])])
        status = "optimal" if solution.status == "optimal" and bound == solution.cost else "feasible"
        return replace(solution, status=status, bound=bound)


@dataclass(frozen=True)
class _BudgetOfDates:
    """What the search for dates may still take: it ends at ``enough`` if there is something, else when over."""

    effort: Effort
    enough: float

    def is_spent(self, has_found: bool) -> bool:
        """Check whether to try no more."""
        return self.effort.is_over or (has_found and self.effort.budget.seconds_left < self.enough)


def solve_same_day(
    free: IndependentBounds,
    begin: Callable[[Workspace, Effort, IndependentBounds], IndependentBounds],
    finish: Callable[[IndependentBounds, Effort], Solution],
    effort: Effort,
) -> Solution:
    """Return the best plan with one date for each same-day drill.

    ``free`` are the bounds with each campus on its own best date. Raises InfeasibleError, with the explanation,
    and OutOfTimeError.
    """
    raise_if_buildings_infeasible(free.infeasible_buildings, free.builder, effort)
    raise_if_infeasible(free.problems, free.outcomes, free.builder, effort)
    workspace = free.builder.workspace
    orders = workspace.district.same_day
    search = _DateSearch(free.bound, is_small=len(workspace.campuses) <= WHOLE_DISTRICT)
    choices = choices_in_order([dates_by_likelihood(order, free) for order in orders])
    last_refusal = None
    budget = _BudgetOfDates(effort, enough=LITTLE * effort.budget.seconds_left)
    while search.goes_on and not budget.is_spent(search.best is not None):
        looking = effort.part(FOR_LOOKING)

        def begin_with(choice: DateChoice, looking: Effort = looking) -> IndependentBounds:
            return begin(with_pins_on(workspace, orders, choice), looking.part(FOR_ONE_CHOICE), free)

        enough = LITTLE * looking.budget.seconds_left
        looked_at = _next_candidates(choices, search, begin_with, _BudgetOfDates(looking, enough))
        for choice, bounds in sorted(looked_at.items(), key=lambda item: (item[1].bound, item[0])):
            if not search.is_worth_trying(bounds.bound) or budget.is_spent(search.best is not None):
                break
            try:
                solution = finish(bounds, effort.part(FOR_ONE_PLAN))
            except InfeasibleError as error:
                last_refusal = error
                del search.known[choice]
                continue
            key = _cost_key(solution)
            if solution.status == "optimal":
                search.known[choice] = key
            search.best = min(search.best or (key, choice, solution), (key, choice, solution), key=_first)
    found = search.outcome()
    if found is not None:
        return found
    if not search.has_seen_all or search.is_unclear:
        concerned = {campus.campus_id for order in orders for campus in campuses_of(order, workspace)}
        raise out_of_time(effort, [problem for problem in free.problems if problem.campus.campus_id in concerned])
    if last_refusal is not None:
        raise last_refusal
    conflict = conflict_of_dates(orders, search.refused, explaining(effort))
    raise InfeasibleError(
        "No lawful plan exists. What stands in the way:", conflict_sentences([conflict]), (conflict,)
    )


def _first(item: tuple[CostKey, DateChoice, Solution]) -> CostKey:
    return item[0]


def _next_candidates(
    choices: Iterator[DateChoice],
    search: _DateSearch,
    begin: Callable[[DateChoice], IndependentBounds],
    budget: _BudgetOfDates,
) -> dict[DateChoice, IndependentBounds]:
    """Return the next choices of dates on which each campus has a plan by itself."""
    found: dict[DateChoice, IndependentBounds] = {}
    for choice in choices:
        bounds = begin(choice)
        if bounds.infeasible_campuses:
            search.refused[choice] = bounds.infeasible_campuses
            if len(search.refused) >= MOST_REFUSED:
                return found
        elif bounds.has_all_plans:
            found[choice] = bounds
            search.known[choice] = bounds.bound
            is_near = not _is_below(search, bounds.bound)
            if is_near or len(search.known) >= MOST_LOOKED_AT:
                return found
        else:
            search.is_unclear = True
        if budget.is_spent(bool(found) or search.best is not None):
            return found
    search.has_seen_all = True
    return found


def _is_below(search: _DateSearch, least: CostKey) -> bool:
    """Check whether another choice of dates may be better than this bound, by a margin in large districts."""
    margin = 0 if search.is_small else int(least[3] * GOOD_ENOUGH)
    return (*search.lower_bound[:3], search.lower_bound[3] + margin) < least


def _cost_key(solution: Solution) -> CostKey:
    visits = sum(len(drill.agencies or ()) for drill in solution.drills)
    return solution.size, solution.breaches, visits, solution.cost
