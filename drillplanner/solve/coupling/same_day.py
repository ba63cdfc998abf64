"""One day for several campuses, which the plan chooses: one day after another is tried, the likeliest first.

Once the day is chosen it is a pin, and the district is planned like any other. What each campus needs by itself
with the drill on that day is a bound for it; what each needs with the drill on whichever day suits it best is a
bound for all days. So days are left untried where nothing better can come of them, and what is not known of the
others is no part of what the plan claims.
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
    out_of_time,
    raise_if_buildings_infeasible,
    raise_if_infeasible,
)
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, Solution
from drillplanner.solve.problem.same_day_choices import DateChoice, choices_in_order, with_pins_on

#: So many choices of days are looked at campus by campus before the best of them is planned as a whole.
MOST_LOOKED_AT = 10
#: After so many choices of days on which some campus has no plan nothing is claimed of the rest.
MOST_REFUSED = 400


def dates_by_likelihood(order: SameDay, free: IndependentBounds) -> list[date]:
    """The days to choose from: first those on which most campuses have the drill when each takes what suits it."""
    workspace = free.maker.workspace
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
        return -wanted[on], sum(calendar.kind_at(on, one) is not DayKind.FULL for one in ids), on

    return sorted(eligible_days(order, workspace), key=rank)


@dataclass
class _DateSearch:
    """What is known so far: the best plan, and what each choice of days cannot fall below."""

    floor: CostKey
    is_small: bool
    known: dict[DateChoice, CostKey] = field(default_factory=dict)
    refused: dict[DateChoice, tuple[CampusProblem, ...]] = field(default_factory=dict)
    best: tuple[CostKey, DateChoice, Solution] | None = None
    has_seen_all: bool = False
    is_unclear: bool = False
    """Whether the effort did not tell of some choice."""

    def is_worth_trying(self, least: CostKey) -> bool:
        """Whether something better, by more than is worth the time in a large district, may come of it."""
        if self.best is None:
            return True
        *first, points = self.best[0]
        margin = 0 if self.is_small else int(points * GOOD_ENOUGH)
        return (*least[:3], least[3] + margin) < (*first, points)

    @property
    def goes_on(self) -> bool:
        """Whether more choices of days are to be looked at."""
        if self.has_seen_all or len(self.refused) >= MOST_REFUSED:
            return False
        return self.best is None or (len(self.known) < MOST_LOOKED_AT and self.is_worth_trying(self.floor))

    def outcome(self) -> Solution | None:
        """The best plan, with what can be claimed of it beside all other choices of days."""
        if self.best is None:
            return None
        worth, chosen, solution = self.best
        others = [least for choice, least in self.known.items() if choice != chosen]
        if not self.has_seen_all or self.is_unclear:
            others.append(self.floor)
        if any(least[:3] < worth[:3] for least in others):
            return replace(solution, status="feasible", bound=0)
        bound = min([solution.bound, *(least[3] for least in others if least[:3] == worth[:3])])
        status = "optimal" if solution.status == "optimal" and bound == solution.cost else "feasible"
        return replace(solution, status=status, bound=bound)


def solve_same_day(
    free: IndependentBounds,
    begin: Callable[[Workspace], IndependentBounds],
    finish: Callable[[IndependentBounds], Solution],
    effort: Effort,
) -> Solution:
    """The best plan in which each drill of one day has one. ``free`` is with each campus on the day that suits it.

    Raises InfeasibleError, with the explanation, and OutOfTimeError.
    """
    raise_if_buildings_infeasible(free.infeasible_buildings, free.maker)
    raise_if_infeasible(free.problems, free.outcomes, free.maker, effort)
    workspace = free.maker.workspace
    orders = workspace.district.same_day
    search = _DateSearch(free.bound, is_small=len(workspace.campuses) <= WHOLE_DISTRICT)
    turns = choices_in_order([dates_by_likelihood(order, free) for order in orders])
    last_refusal = None
    while search.goes_on and not effort.is_over:
        looked_at = _next_candidates(
            turns, search, lambda choice: begin(with_pins_on(workspace, orders, choice)), effort
        )
        for choice, begun in sorted(looked_at.items(), key=lambda one: (one[1].bound, one[0])):
            if not search.is_worth_trying(begun.bound) or (search.best is not None and effort.is_over):
                break
            try:
                solution = finish(begun)
            except InfeasibleError as error:
                last_refusal = error
                del search.known[choice]
                continue
            worth = _worth(solution)
            if solution.status == "optimal":
                search.known[choice] = worth
            search.best = min(search.best or (worth, choice, solution), (worth, choice, solution), key=_first)
    found = search.outcome()
    if found is not None:
        return found
    if not search.has_seen_all or search.is_unclear:
        raise out_of_time(effort)
    if last_refusal is not None:
        raise last_refusal
    conflict = conflict_of_dates(orders, search.refused)
    raise InfeasibleError(
        "No lawful plan exists. What stands in the way:", conflict_sentences([conflict]), (conflict,)
    )


def _first(one: tuple[CostKey, DateChoice, Solution]) -> CostKey:
    return one[0]


def _next_candidates(
    turns: Iterator[DateChoice],
    search: _DateSearch,
    begin: Callable[[DateChoice], IndependentBounds],
    effort: Effort,
) -> dict[DateChoice, IndependentBounds]:
    """The next choices of days on which each campus has a plan by itself."""
    found: dict[DateChoice, IndependentBounds] = {}
    for choice in turns:
        begun = begin(choice)
        if begun.infeasible_campuses:
            search.refused[choice] = begun.infeasible_campuses
            if len(search.refused) >= MOST_REFUSED:
                return found
        elif begun.has_all_plans:
            found[choice] = begun
            search.known[choice] = begun.bound
            is_near = not _is_below(search, begun.bound)
            if is_near or len(search.known) >= MOST_LOOKED_AT:
                return found
        else:
            search.is_unclear = True
        if effort.is_over:
            return found
    search.has_seen_all = True
    return found


def _is_below(search: _DateSearch, least: CostKey) -> bool:
    """Whether another choice of days may be better than one with this bound, by what is worth the time."""
    margin = 0 if search.is_small else int(least[3] * GOOD_ENOUGH)
    return (*search.floor[:3], search.floor[3] + margin) < least


def _worth(solution: Solution) -> CostKey:
    visits = sum(len(drill.agencies or ()) for drill in solution.drills)
    return len(solution.drills), solution.breaches, visits, solution.cost
