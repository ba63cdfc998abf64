"""Check whether campuses can meet their duties at all, at any cost, and with how few drills one campus can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import INFEASIBLE, OPTIMAL, CpSolverStatus, LinearExpr
from drillplanner.solve.campus.campus_model import build_together, days_found
from drillplanner.solve.model.runs import SearchSettings, run, search_once
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: For each campus, the (scenario, day) pairs of its drills.
Days = tuple[frozenset[tuple[int, int]], ...]


#: The most that one check takes; with periods there are up to three searches.
FOR_A_CHECK = Effort(20.0, 0)


def is_feasible(
    problem: CampusProblem,
    presolve: bool = True,
    careful: bool = False,
    effort: Effort = FOR_A_CHECK,
    most_drills: int | None = None,
) -> bool | None:
    """Check whether the campus alone can meet its duties; None if the effort did not decide.

    If ``careful``, False may also mean that no dates to offer were found: see ``requirements/offer.py``. With
    ``most_drills``, the campus may hold that many drills at most.
    """
    return are_feasible((problem,), ResourceUse(), presolve, careful, most_drills=most_drills, effort=effort)


def is_surely_infeasible(problem: CampusProblem) -> bool:
    """Check whether the campus alone cannot meet its duties, as searches with and without presolve find."""
    return is_feasible(problem) is False and is_feasible(problem, presolve=False) is False


def fewest_drills(problem: CampusProblem, effort: Effort = FOR_A_CHECK) -> int | None:
    """Return the least number of drills with which the campus alone can meet its duties.

    None if it cannot meet them, or if the effort did not decide. The number is exact: if no periods fit the fewest
    days, days and periods are chosen together.
    """
    found = _fewest_days(problem, effort, periods=False)
    if found is None:
        return None
    number = len(found)
    if _has_periods(problem, found, effort) or is_feasible(
        problem, careful=True, effort=effort, most_drills=number
    ):
        return number
    found = _fewest_days(problem, effort, periods=True)
    return None if found is None else len(found)


def _fewest_days(problem: CampusProblem, effort: Effort, periods: bool) -> frozenset[tuple[int, int]] | None:
    """Return the (scenario, day) pairs of the fewest drills; None if there are none or it was not decided."""
    if effort.is_over:
        return None
    model, (variables,) = build_together((problem,), ResourceUse(), ModelOptions(periods, careful=True))
    model.minimize(LinearExpr.sum(list(variables.held.values())))
    solver, status = run(model, effort)
    return days_found(solver, variables) if status == OPTIMAL else None


def _has_periods(problem: CampusProblem, days: frozenset[tuple[int, int]], effort: Effort) -> bool:
    """Check whether some of these (scenario, day) pairs, those of one day in any order, make a plan."""
    settled = problem.restricted(problem.in_any_order(days))
    attempt = _FeasibilitySearch(
        (settled,), ResourceUse(), presolve=True, careful=True, most_drills=len(days), effort=effort
    )
    return attempt.of(attempt.problems, periods=True)[0] == OPTIMAL


def are_feasible(
    problems: Sequence[CampusProblem],
    in_use: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
    presolve: bool = True,
    careful: bool = False,
    most_drills: int | None = None,
    effort: Effort = FOR_A_CHECK,
) -> bool | None:
    """Check whether the campuses can meet their duties side by side on the capacity left; None if undecided.

    If no days suffice without periods, none suffice with them; if days suffice, periods mostly fit.
    ``most_drills`` limits the drills of all campuses together.
    """
    if effort.is_over:
        return None
    attempt = _FeasibilitySearch(tuple(problems), in_use, presolve, careful, most_drills, effort)
    status, days = attempt.of(attempt.problems, periods=False)
    if status != OPTIMAL:
        return False if status == INFEASIBLE else None
    settled = tuple(problem.restricted(held) for problem, held in zip(attempt.problems, days, strict=True))
    if attempt.of(settled, periods=True)[0] == OPTIMAL:
        return True
    status, _ = attempt.of(attempt.problems, periods=True)
    return None if status not in (OPTIMAL, INFEASIBLE) else status == OPTIMAL


@dataclass(frozen=True)
class _FeasibilitySearch:
    """A search for any lawful plan of these campuses."""

    problems: tuple[CampusProblem, ...]
    in_use: ResourceUse
    presolve: bool
    careful: bool
    most_drills: int | None
    effort: Effort

    def of(self, problems: tuple[CampusProblem, ...], periods: bool) -> tuple[CpSolverStatus, Days]:
        """Return the status, which is optimal if there is a plan, and the plan's days."""
        model, campuses = build_together(problems, self.in_use, ModelOptions(periods, self.careful))
        if self.most_drills is not None:
            held = [variable for variables in campuses for variable in variables.held.values()]
            model.add(LinearExpr.sum(held) <= self.most_drills)
        solver, status = search_once(model, self.effort, SearchSettings(self.presolve, cuts=True))
        if status != OPTIMAL:
            return status, ()
        return status, tuple(days_found(solver, variables) for variables in campuses)
