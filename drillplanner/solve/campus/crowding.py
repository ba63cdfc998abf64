"""Find the days that must hold more drills than usual, if a campus cannot meet its duties otherwise.

A campus then gets the fewest extra drills that make its year lawful: first as few as possible that interrupt the
school day, then as few as possible of any kind. Only days that have an extra drill in some such year may hold one,
and all other days keep their limit. So a later search loses no plan with that few extra drills.

Mostly, a few duties with short windows are to blame. They are searched first, on the days of their windows alone:
what they need is needed by the whole year. If the whole year has a plan with no more, no plan has fewer, and every
such plan has its extra drills on these days. Otherwise duties with longer windows are added, at last all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from drillplanner.cp_sat import FEASIBLE, INFEASIBLE, OPTIMAL, CpModel, IntVar, LinearExpr
from drillplanner.law import Duty
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, is_feasible
from drillplanner.solve.model.crowded_days import extra_drills
from drillplanner.solve.model.runs import search_once
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.day_limits import MOST_HELD_A_DAY, DayLimits
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: School days of the windows that are searched first, and then; the last search is over all duties.
_SHORT_WINDOWS = (5, 10, 25)
#: Searches for further days that an extra drill may go to. Beyond these, every day may hold one: the search is
#: then slower, and finds the same.
_MOST_SEARCHES = 12

#: Makes the problem of a campus with these duties and limits; the other duties are set aside.
ProblemWith = Callable[[Sequence[Duty], DayLimits], CampusProblem]


class _Extra(NamedTuple):
    """Extra drills that interrupt the school day, and all extra drills."""

    interrupting: int
    drills: int


def any_number_of_drills(limits: DayLimits, problem: CampusProblem) -> DayLimits:
    """Return limits with which each day that is open to new drills may hold many."""
    past = problem.past
    first, closed = (0, frozenset[int]()) if past is None else (past.first_open, past.closed_days)
    days = tuple(day.index for day in problem.days if day.index >= first and day.index not in closed)
    most = max(limits.usual, MOST_HELD_A_DAY)
    return replace(limits, crowdable=days, most_a_day=most, extra=None, extra_interrupting=None)


def fewest_extra_drills(
    problem_with: ProblemWith, duties: Sequence[Duty], usual: DayLimits, effort: Effort = FOR_A_CHECK
) -> DayLimits | None:
    """Return the limits with the fewest extra drills that leave a plan; None if no number does.

    ``duties`` are those of the campus, which have no plan with ``usual`` limits.
    """
    search = _CrowdingSearch(problem_with, duties, usual, effort)
    for tight in search.tight_duties():
        days = search.days_of(tight)
        limits = search.fewest(tight, days, periods=True)
        if limits is None or limits == search.any_number:
            return limits
        answer = is_feasible(problem_with(duties, limits), careful=True, effort=effort)
        if answer is not True and search.is_hopeless:
            return None
        if answer is not False:
            return search.narrowed(tight, days, limits)
    if search.is_hopeless:
        return None
    limits = search.fewest(duties, search.every_day, periods=False)
    if limits is not None and is_feasible(problem_with(duties, limits), careful=True, effort=effort) is False:
        limits = search.fewest(duties, search.every_day, periods=True)
    if limits is None or limits == search.any_number:
        return limits
    return search.narrowed(duties, search.every_day, limits)


def limits_with_extra_drills(
    builder: ProblemBuilder, problem: CampusProblem, effort: Effort = FOR_A_CHECK
) -> DayLimits | None:
    """Return the limits of a campus without a plan, with the fewest extra drills that leave one.

    Only certain duties are considered, so that an uncertain one never adds a drill to a day. None if they need no
    extra drill, or if no number helps.
    """
    usual = problem.day_limits
    certain = tuple(duty for duty in problem.duties if duty.binds_firmly)

    def problem_with(owed: Sequence[Duty], limits: DayLimits) -> CampusProblem:
        crowded = builder.with_day_limits({problem.campus.campus_id: limits})
        # A certain duty that is not asked about is no lost one: it takes no drill from the others.
        uncertain = tuple(duty for duty in problem.duties if not duty.binds_firmly)
        aside = tuple(duty for duty in (*problem.set_aside, *uncertain) if duty not in owed)
        return crowded.problem_of(problem.campus, tuple(owed), aside)

    is_certain = len(certain) == len(problem.duties)
    if not is_certain and is_feasible(problem_with(certain, usual), careful=True, effort=effort) is not False:
        return None
    return fewest_extra_drills(problem_with, certain, usual, effort)


class _CrowdingSearch:
    """The search for the extra drills of one campus."""

    def __init__(
        self, problem_with: ProblemWith, duties: Sequence[Duty], usual: DayLimits, effort: Effort
    ) -> None:
        self._problem_with = problem_with
        self._effort = effort
        self._duties = duties
        self._problem = problem_with(duties, usual)
        self.any_number = any_number_of_drills(usual, self._problem)
        self.every_day = frozenset(self.any_number.crowdable)

    @cached_property
    def is_hopeless(self) -> bool:
        """Whether the duties have no plan however many drills a day holds.

        One search instead of many, but on a large model: it waits until the extra drills of short windows fail.
        """
        model, _, _ = self._model(self._duties, self.every_day, self.any_number, periods=False)
        return search_once(model, self._effort)[1] == INFEASIBLE

    def tight_duties(self) -> Iterator[tuple[Duty, ...]]:
        """Yield the duties with short windows, more and more of them, but not all."""
        before = 0
        for length in _SHORT_WINDOWS:
            tight = tuple(duty for duty in self._duties if len(self._problem.days_of(duty)) <= length)
            if before < len(tight) < len(self._duties):
                before = len(tight)
                yield tight

    def days_of(self, duties: Sequence[Duty]) -> frozenset[int]:
        """Return the days of the duties' windows that are open to new drills."""
        return self.every_day & {day for duty in duties for day in self._problem.days_of(duty)}

    def fewest(self, duties: Sequence[Duty], days: frozenset[int], periods: bool) -> DayLimits | None:
        """Return limits with the fewest extra drills of these duties on these days; None if none suffice.

        If the effort did not decide, any number of drills is allowed on any day, so that no plan is lost.
        """
        model, by_day, interrupting = self._model(duties, days, self.any_number, periods)
        drills = [drill for of_day in by_day.values() for drill in of_day]
        model.minimize((len(drills) + 1) * LinearExpr.sum(interrupting) + LinearExpr.sum(drills))
        solver, status = search_once(model, self._effort)
        if status == INFEASIBLE:
            return None
        if status not in (OPTIMAL, FEASIBLE):
            return self.any_number
        extra = _Extra(
            sum(solver.value(drill) for drill in interrupting), sum(solver.value(drill) for drill in drills)
        )
        most = max([self.any_number.usual, *(number for _, number, _ in self.any_number.granted)]) + extra.drills
        return replace(
            self.any_number,
            crowdable=tuple(sorted(days)),
            most_a_day=min(self.any_number.most_a_day, most),
            extra=extra.drills,
            extra_interrupting=extra.interrupting,
        )

    def narrowed(self, duties: Sequence[Duty], days: frozenset[int], limits: DayLimits) -> DayLimits:
        """Return the limits with only those days that have an extra drill in some plan of these duties."""
        model, by_day, _ = self._model(duties, days, limits, periods=False)
        found: set[int] = set()
        for _ in range(_MOST_SEARCHES):
            others = [drill for day, of_day in by_day.items() if day not in found for drill in of_day]
            model.maximize(LinearExpr.sum(others))
            solver, status = search_once(model, self._effort)
            if status not in (OPTIMAL, FEASIBLE):
                return limits
            more = {day for day, of_day in by_day.items() if any(solver.value(drill) for drill in of_day)} - found
            if not more:
                return replace(limits, crowdable=tuple(sorted(found))) if status == OPTIMAL else limits
            found |= more
        return limits

    def _model(
        self, duties: Sequence[Duty], days: frozenset[int], limits: DayLimits, periods: bool
    ) -> tuple[CpModel, dict[int, list[IntVar]], list[IntVar]]:
        """Return a model of these duties on these days, the extra drills by day, and those that interrupt."""
        problem = self._problem_with(duties, replace(limits, crowdable=tuple(sorted(days))))
        if len(duties) < len(self._duties):
            kept = days | _ordered_days(problem)
            problem = problem.restricted(
                frozenset(
                    (scenario, day)
                    for scenario, of in enumerate(problem.possible_days)
                    for day in of
                    if day in kept
                )
            )
        model, (variables,) = build_together((problem,), ResourceUse(), ModelOptions(periods, careful=False))
        interrupting, by_day = extra_drills(variables)
        return model, by_day, interrupting


def _ordered_days(problem: CampusProblem) -> set[int]:
    """Return the days on which drills must be held whatever the duties: held before, pinned, or ordered."""
    settled = () if problem.past is None else problem.past.fixed
    pinned = {pin.date for pin in problem.pins}
    return (
        {drill.day for drill in settled}
        | {day.index for day in problem.days if day.date in pinned}
        | {day for pairs in problem.required_pairs for _, day in pairs}
    )
