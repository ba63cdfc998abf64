"""CP-SAT with its default parameters and two workers."""

from __future__ import annotations

import math
from collections.abc import Callable

from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL, CpSolver, CpSolverSolutionCallback

from benchmarks.rivals.single_model import Answer, Values
from benchmarks.rivals.watch import IsOver, stopped_when
from drillplanner.cp_sat import CpModel

WORKERS = 2


class CpSatEngine:
    """Minimizes with CP-SAT in its default settings."""

    def minimize(
        self, model: CpModel, start: Values, is_over: IsOver, when_found: Callable[[float], None]
    ) -> Answer:
        """Return the best answer that is found before ``is_over``."""
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in start.items():
            model.add_hint(model.get_int_var_from_proto_index(index), value)
        solver = CpSolver()
        solver.parameters.num_workers = WORKERS
        with stopped_when(is_over, solver.stop_search):
            status = solver.solve(model, _SolutionReporter(when_found))
        if status not in (OPTIMAL, FEASIBLE):
            return Answer(None, note=solver.status_name(status).lower())
        values = dict(enumerate(solver.response_proto.solution))
        bound = math.ceil(solver.best_objective_bound - 1e-6)
        return Answer(values, bound, status == OPTIMAL)


class _SolutionReporter(CpSolverSolutionCallback):
    def __init__(self, when_found: Callable[[float], None]) -> None:
        super().__init__()
        self._when_found = when_found

    def on_solution_callback(self) -> None:
        """Report a better solution; called by CP-SAT."""
        self._when_found(self.objective_value)
