"""Run CP-SAT so that equal input gives equal answers, and try hard models with several settings.

The fastest setting differs between laws by a factor of ten. Without presolve, the best days of most campuses are
found and proven at once, but not those of crowded years, where cuts take most of the time. Branching on the linear
relaxation is fastest if the relaxation is integral, and misleading otherwise. A relaxation with few rows at first
is fastest if few rows matter; if many matter together, its bound stays low for a minute that all rows would reach
at once. So each setting gets a part of the effort, always in the same order and for the same deterministic time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from drillplanner.cp_sat import (
    FEASIBLE,
    INFEASIBLE,
    LP_SEARCH,
    OPTIMAL,
    CpModel,
    CpSolver,
    CpSolverStatus,
    IntVar,
)
from drillplanner.solve.problem.plans import Effort


@dataclass(frozen=True)
class SearchSettings:
    """Settings of one search: presolve, cuts, and the part of the effort that it gets.

    ``relaxed``: branch on the linear relaxation. ``all_rows``: the relaxation starts with all of its rows.
    """

    presolve: bool
    cuts: bool
    part: float = 1.0
    relaxed: bool = False
    all_rows: bool = False


_SETTINGS = (
    SearchSettings(False, False, 0.03, relaxed=True),
    SearchSettings(False, False, 0.03, relaxed=True, all_rows=True),
    SearchSettings(False, False, 0.05),
    SearchSettings(False, True, 0.05),
    SearchSettings(True, False, 0.36),
    SearchSettings(False, True, 0.5),
)
#: Short looks at the relaxation, which give the fewest drills and visits of most years.
_SHORT_LOOKS = (
    SearchSettings(False, False, 0.0005, relaxed=True),
    SearchSettings(False, False, 0.005, relaxed=True, all_rows=True),
)
#: Settings whose answer that a model is infeasible is trusted.
_PROVING_SETTINGS = SearchSettings(True, True)


@dataclass(frozen=True)
class SearchResult:
    """The result of a search: the solver with the values, and a lower bound on the objective."""

    solver: CpSolver
    bound: int

    def minus(self, points: int) -> SearchResult:
        """Return the result with a bound lower by points of the objective that are not part of the cost."""
        return replace(self, bound=self.bound - points)


def solver_for(effort: Effort, settings: SearchSettings = _PROVING_SETTINGS) -> CpSolver:
    """Return a solver with one worker, a seed, and deterministic time; clock time only if the user limits it."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.deterministic_seconds * settings.part
    solver.parameters.cp_model_presolve = settings.presolve
    if not settings.cuts:
        solver.parameters.cut_level = 0
    if settings.relaxed:
        solver.parameters.search_branching = LP_SEARCH
        # The relaxation is kept small: few rows enter at once, and rows that do not bind soon leave.
        # Of the values tried, these were fastest over ten seeds for six campuses under four laws.
        solver.parameters.max_consecutive_inactive_count = 5
        solver.parameters.new_constraints_batch_size = 30
        solver.parameters.linear_split_size = 1000
    solver.parameters.add_lp_constraints_lazily = not settings.all_rows
    # The day model is interval packing, whose linear relaxation is nearly integral.
    solver.parameters.linearization_level = 2
    # Probing and symmetry detection take longer than they save.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    # CP-SAT's handler of Ctrl-C would replace the process's own; see ``progress.py``.
    solver.parameters.catch_sigint_signal = False
    if (left := effort.seconds_left) is not None:
        solver.parameters.max_time_in_seconds = max(0.01, left)
    return solver


def _solve(solver: CpSolver, model: CpModel, effort: Effort) -> CpSolverStatus:
    with effort.interruption.stopping_with(solver.stop_search):
        return solver.solve(model)


def run(model: CpModel, effort: Effort) -> tuple[CpSolver, CpSolverStatus]:
    """Search once, with settings whose answer that nothing is possible is trusted.

    Short looks at the relaxation come first: they find the best at once or not at all.
    """
    for look in _SHORT_LOOKS:
        solver = solver_for(effort, look)
        status = _solve(solver, model, effort)
        if status == OPTIMAL:
            return solver, status
        if status == INFEASIBLE:
            break
    solver = solver_for(effort)
    return solver, _solve(solver, model, effort)


def best_of(
    model: CpModel, effort: Effort, hinted: list[IntVar], known: CpSolver | None = None
) -> SearchResult | None:
    """Return the best answer to a model that has one; None if the effort did not find any.

    ``hinted`` are variables whose values each search passes on to the next as hints. ``known`` has values of
    theirs with which an answer exists: the first search, on the relaxation, is faster without hints; if it finds
    nothing, the others begin with these.
    """
    found: SearchResult | None = None
    for number, settings in enumerate(_SETTINGS):
        if number == 1 and found is None and known is not None:
            set_hints(model, known, hinted)
        solver = solver_for(effort, settings)
        status = _solve(solver, model, effort)
        if status in (OPTIMAL, FEASIBLE):
            bound = max(_rounded_up(solver.best_objective_bound), found.bound if found else 0)
            is_better = found is None or solver.objective_value < found.solver.objective_value
            found = SearchResult(solver if found is None or is_better else found.solver, bound)
            if found.bound >= _rounded_up(found.solver.objective_value):
                return found
            if is_better:
                set_hints(model, solver, hinted)
    return found or (None if known is None else _solution_from_hints(model, effort))


def set_hints(model: CpModel, solver: CpSolver, hinted: list[IntVar]) -> None:
    """Set hints for the next search: the values of these variables in the solver's answer."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for variable in hinted:
        model.add_hint(variable, solver.value(variable))


def _solution_from_hints(model: CpModel, effort: Effort) -> SearchResult | None:
    """Return the answer with the hinted values, if no time was left for a search; this takes a moment."""
    solver = solver_for(effort.without_deadline, SearchSettings(False, False))
    solver.parameters.fix_variables_to_their_hinted_value = True
    return SearchResult(solver, 0) if solver.solve(model) in (OPTIMAL, FEASIBLE) else None


def _rounded_up(number: float) -> int:
    # Objectives are integers, so a fractional bound rounds up; the margin allows for floating-point noise.
    return math.ceil(number - 1e-6)
