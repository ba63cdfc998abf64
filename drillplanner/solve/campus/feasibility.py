"""Whether campuses can meet their duties at all, whatever it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.cp_sat import INFEASIBLE, OPTIMAL, CpSolverStatus
from drillplanner.solve.campus.campus_model import build_together, days_found
from drillplanner.solve.model.runs import SearchSettings, solver_for
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort, ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse

#: For each campus, the (scenario, day) pairs of its drills.
Days = tuple[frozenset[tuple[int, int]], ...]


def is_feasible(problem: CampusProblem, presolve: bool = True, careful: bool = False) -> bool | None:
    """Whether the campus alone can meet its duties together, quality aside; None where the effort did not tell.

    Where ``careful``, False may also mean that no dates were found to offer: see ``encoders/offer.py``.
    """
    return are_feasible((problem,), ResourceUse(), presolve, careful)


def are_feasible(
    problems: Sequence[CampusProblem],
    taken: ResourceUse = ResourceUse(),  # noqa: B008 (frozen)
    presolve: bool = True,
    careful: bool = False,
    one_a_day: bool = True,
) -> bool | None:
    """Whether the campuses can meet their duties side by side, on what is left of the agencies.

    Days that do not suffice with periods left open never will; days that do suffice mostly leave room for periods.
    Without ``one_a_day`` campuses may hold several drills a day, each in its own period.
    """
    trial = _FeasibilitySearch(tuple(problems), taken, presolve, careful, one_a_day)
    status, days = trial.of(trial.problems, periods=False)
    if status != OPTIMAL:
        return False if status == INFEASIBLE else None
    settled = tuple(problem.restricted(held) for problem, held in zip(trial.problems, days, strict=True))
    if trial.of(settled, periods=True)[0] == OPTIMAL:
        return True
    status, _ = trial.of(trial.problems, periods=True)
    return None if status not in (OPTIMAL, INFEASIBLE) else status == OPTIMAL


@dataclass(frozen=True)
class _FeasibilitySearch:
    """A search for any lawful choice."""

    problems: tuple[CampusProblem, ...]
    taken: ResourceUse
    presolve: bool
    careful: bool
    one_a_day: bool

    def of(self, problems: tuple[CampusProblem, ...], periods: bool) -> tuple[CpSolverStatus, Days]:
        """The status, which is optimal where there is such a choice, and its days."""
        reading = ModelOptions(periods, self.careful, one_a_day=self.one_a_day)
        model, campuses = build_together(problems, self.taken, reading)
        solver = solver_for(Effort(20.0, 0), SearchSettings(self.presolve, cuts=True))
        status = solver.solve(model)
        if status != OPTIMAL:
            return status, ()
        return status, tuple(days_found(solver, variables) for variables in campuses)
