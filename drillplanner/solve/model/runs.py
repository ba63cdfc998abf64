"""Running CP-SAT so that the same input gives the same answer each time, and hard models more than one way.

Which setting is quick differs from law to law by a factor of ten, in both directions: without presolve the best
days of most campuses are found and proven in a moment, and those of crowded years are not; there cuts are what
takes the time. Branching as the linear relaxation says is the quickest by far where the relaxation is whole, and
else leads astray. A relaxation that begins with few rows is the quickest where few of them matter; but rows come
in slowly, and where many matter together, its bound stays too low for a minute that all rows would give at once.
So each is tried for a while, always in the same order and for the same deterministic time.
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
    """A way of searching: with presolve or cuts or without, for a part of the effort.

    ``relaxed``: what to try next is read off the linear relaxation. ``all_rows``: it has all its rows at once.
    """

    presolve: bool
    cuts: bool
    part: float = 1.0
    relaxed: bool = False
    all_rows: bool = False


_WAYS = (
    SearchSettings(False, False, 0.03, relaxed=True),
    SearchSettings(False, False, 0.03, relaxed=True, all_rows=True),
    SearchSettings(False, False, 0.05),
    SearchSettings(False, True, 0.05),
    SearchSettings(True, False, 0.36),
    SearchSettings(False, True, 0.5),
)
#: Looks at the relaxation, which tells the fewest drills and visits in most years.
_GLANCES = (
    SearchSettings(False, False, 0.0005, relaxed=True),
    SearchSettings(False, False, 0.005, relaxed=True, all_rows=True),
)
#: Whose word that nothing is possible may be believed.
_PROVING = SearchSettings(True, True)


@dataclass(frozen=True)
class SearchResult:
    """What a search found: the solver that holds the values, and the bound on the objective."""

    solver: CpSolver
    bound: int

    def minus(self, points: int) -> SearchResult:
        """The same when so many points of the objective are no part of the cost."""
        return replace(self, bound=self.bound - points)


def solver_for(effort: Effort, way: SearchSettings = _PROVING) -> CpSolver:
    """A solver with one worker, a seed and deterministic time; the wall clock only as a user's last resort."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.deterministic_seconds * way.part
    solver.parameters.cp_model_presolve = way.presolve
    if not way.cuts:
        solver.parameters.cut_level = 0
    if way.relaxed:
        solver.parameters.search_branching = LP_SEARCH
        # The relaxation is kept small: few rows come in at once; those that do not bind are soon left out again.
        # Of the numbers tried these are about the quickest over ten seeds for six campuses under four laws.
        solver.parameters.max_consecutive_inactive_count = 5
        solver.parameters.new_constraints_batch_size = 30
        solver.parameters.linear_split_size = 1000
    solver.parameters.add_lp_constraints_lazily = not way.all_rows
    # The day model is interval packing, whose linear relaxation is nearly whole.
    solver.parameters.linearization_level = 2
    # Probing and symmetry take longer than they save here.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    # Its own way with Ctrl-C would end the process's; see interruption.py.
    solver.parameters.catch_sigint_signal = False
    if (left := effort.seconds_left) is not None:
        solver.parameters.max_time_in_seconds = max(0.01, left)
    return solver


def _solve(solver: CpSolver, model: CpModel, effort: Effort) -> CpSolverStatus:
    with effort.interruption.stopping_with(solver.stop_search):
        return solver.solve(model)


def run(model: CpModel, effort: Effort) -> tuple[CpSolver, CpSolverStatus]:
    """One search, whose word that nothing is possible may be believed.

    Glances come first: they find the best at once or not at all.
    """
    for glance in _GLANCES:
        solver = solver_for(effort, glance)
        status = _solve(solver, model, effort)
        if status == OPTIMAL:
            return solver, status
        if status == INFEASIBLE:
            break
    solver = solver_for(effort)
    return solver, _solve(solver, model, effort)


def best_of(
    model: CpModel, effort: Effort, telling: list[IntVar], known: CpSolver | None = None
) -> SearchResult | None:
    """The best answer to a model that is known to have one; None where the effort did not find any.

    ``telling`` are variables whose values are handed on from one way of searching to the next. ``known`` has
    values of theirs with which there is an answer: the first way, which looks at the relaxation, is quicker
    without them, and where it finds nothing they are what the others begin with.
    """
    found: SearchResult | None = None
    for number, way in enumerate(_WAYS):
        if number == 1 and found is None and known is not None:
            set_hints(model, known, telling)
        solver = solver_for(effort, way)
        status = _solve(solver, model, effort)
        if status in (OPTIMAL, FEASIBLE):
            bound = max(_rounded_up(solver.best_objective_bound), found.bound if found else 0)
            is_better = found is None or solver.objective_value < found.solver.objective_value
            found = SearchResult(solver if found is None or is_better else found.solver, bound)
            if found.bound >= _rounded_up(found.solver.objective_value):
                return found
            if is_better:
                set_hints(model, solver, telling)
    return found or (None if known is None else _solution_from_hints(model, effort))


def set_hints(model: CpModel, solver: CpSolver, telling: list[IntVar]) -> None:
    """Begin the next search with the values that these variables have in what was found."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for variable in telling:
        model.add_hint(variable, solver.value(variable))


def _solution_from_hints(model: CpModel, effort: Effort) -> SearchResult | None:
    """The answer whose values the model was told, where no time was left for any search: it takes a moment."""
    solver = solver_for(effort.without_deadline, SearchSettings(False, False))
    solver.parameters.fix_variables_to_their_hinted_value = True
    return SearchResult(solver, 0) if solver.solve(model) in (OPTIMAL, FEASIBLE) else None


def _rounded_up(number: float) -> int:
    # Objectives are whole, so a fractional bound rounds up; a hair is given back for float noise.
    return math.ceil(number - 1e-6)
