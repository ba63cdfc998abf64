"""Whether a campus can meet its duties at all, whatever it costs."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python.cp_model import INFEASIBLE, OPTIMAL, CpModel, CpSolverStatus

from drillplanner.solve.campus_model import build
from drillplanner.solve.plans import Effort, Reading
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.runs import Way, solver_for
from drillplanner.solve.taken import Taken


def is_feasible(problem: CampusProblem, presolve: bool = True, careful: bool = False) -> bool | None:
    """Whether the campus alone can meet its duties together, quality aside; None where the effort did not tell.

    Days that do not suffice with periods left open never will; days that do suffice mostly leave room for periods.
    Where ``careful``, False may also mean that no dates were found to offer: see ``encoders/offer.py``.
    """
    trial = _Trial(presolve, careful)
    status, days = trial.of(problem, periods=False)
    if status != OPTIMAL:
        return False if status == INFEASIBLE else None
    if trial.of(problem.restricted(days), periods=True)[0] == OPTIMAL:
        return True
    status, _ = trial.of(problem, periods=True)
    return None if status not in (OPTIMAL, INFEASIBLE) else status == OPTIMAL


def would_hold_with_more_a_day(problem: CampusProblem) -> bool:
    """Whether some days of more than one drill would meet the duties, periods left open."""
    model = CpModel()
    build(model, problem, Taken(), Reading(periods=False, one_a_day=False))
    return solver_for(Effort(20.0, 0)).solve(model) == OPTIMAL


@dataclass(frozen=True)
class _Trial:
    """A search for any lawful choice."""

    presolve: bool
    careful: bool

    def of(self, problem: CampusProblem, periods: bool) -> tuple[CpSolverStatus, frozenset[tuple[int, int]]]:
        """The status, which is optimal where there is such a choice, and its days."""
        model = CpModel()
        variables = build(model, problem, Taken(), Reading(periods, self.careful))
        solver = solver_for(Effort(20.0, 0), Way(self.presolve, cuts=True))
        status = solver.solve(model)
        if status != OPTIMAL:
            return status, frozenset()
        return status, frozenset(key for key, held in variables.held.items() if solver.value(held))
