"""Run CP-SAT so that equal input gives equal answers, and try hard models with several settings.

The fastest setting differs between laws by a factor of ten. Without presolve, the best days of most campuses are
found and proven at once, but not those of crowded years, where cuts take most of the time. Branching on the linear
relaxation is fastest if the relaxation is integral, and misleading otherwise. A relaxation with few rows at first
is fastest if few rows matter; if many matter together, its bound stays low for a minute that all rows would reach
at once. So each setting gets a part of the effort, always in the same order and for the same deterministic time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

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
    ``neighborhoods``: improve the best answer so far, a part of it at a time; proves nothing. ``is_last``: the
    search may take all that the budget has left. ``by_bound``: raise the bound step by step and look for an answer
    at each; fast where the relaxation gives the bound at once and answers are rare. ``tidies``: work on learned
    clauses between restarts. ``then_at_bound``: afterwards, ``best_of`` looks for an answer at the bound.
    ``in_bulk``: the relaxation takes more rows at a time and keeps them longer. ``sums_alone``: it has rows for
    sums alone, and leaves it to propagation that at most one of some drills is held.
    """

    presolve: bool
    cuts: bool
    part: float = 1.0
    relaxed: bool = False
    all_rows: bool = False
    neighborhoods: bool = False
    is_last: bool = False
    by_bound: bool = False
    tidies: bool = False
    then_at_bound: bool = False
    in_bulk: bool = False
    sums_alone: bool = False


#: Deterministic seconds that a search is charged for each variable, since models take time to be made and read.
_TOLL = 5e-6

USUAL_SETTINGS = (
    SearchSettings(False, False, 0.1, relaxed=True),
    SearchSettings(False, False, 0.06, relaxed=True, all_rows=True),
    SearchSettings(False, False, 0.05),
    SearchSettings(False, True, 0.05),
    SearchSettings(True, False, 0.32),
    SearchSettings(True, False, 0.24, neighborhoods=True),
    SearchSettings(False, True, 0.3, is_last=True),
)
#: The same for columns: without that work, 663 schools ended with 70 points more.
SETTINGS_FOR_COLUMNS = tuple(replace(settings, tidies=True) for settings in USUAL_SETTINGS)
#: The same for years that keep good practice, after a shorter first look, and without two searches that found and
#: proved nothing in the years of Louisiana and Nevada.
SETTINGS_WITH_PRACTICE = (
    replace(USUAL_SETTINGS[0], part=0.04, then_at_bound=True),
    USUAL_SETTINGS[1],
    *USUAL_SETTINGS[4:],
)
#: Short looks at a year of one campus that keeps good practice. Where many rows of the relaxation matter together,
#: as in Rhode Island and Nevada, the bound stays low for seconds that all rows would reach at once; elsewhere all
#: rows take longer.
LOOKS_AT_POINTS = (
    SearchSettings(False, False, 0.0125, relaxed=True),
    SearchSettings(False, False, 0.08, relaxed=True, all_rows=True),
)
#: The same before other searches, for years that must break some practice.
SETTINGS_ALONE_WITH_PRACTICE = (
    SearchSettings(False, False, 0.02, relaxed=True, in_bulk=True, sums_alone=True),
    replace(LOOKS_AT_POINTS[1], part=0.15, then_at_bound=True),
    *USUAL_SETTINGS[4:],
)
#: The same for models whose relaxation is known to be weak, such as those that price many breaches. From a good
#: answer as hint, cuts proved the best of all columns of 663 schools, in half of the time that presolve took.
WEAK_RELAXATION = (
    SearchSettings(False, True, 0.3, tidies=True),
    SearchSettings(True, False, 0.3, tidies=True),
    SearchSettings(True, False, 0.2, neighborhoods=True, tidies=True),
    SearchSettings(False, True, 0.3, is_last=True, tidies=True),
)
#: Short looks at the relaxation, which give the fewest drills and visits of most years. What presolve takes of the
#: last one, it saves.
SHORT_LOOKS = (
    SearchSettings(False, False, 0.0005, relaxed=True),
    SearchSettings(False, False, 0.005, relaxed=True, all_rows=True),
    SearchSettings(True, False, 0.05, relaxed=True),
)
#: The same for years that keep good practice: the bound is known at once, and answers are rare.
LOOKS_WITH_PRACTICE = (
    SearchSettings(False, False, 0.0005, relaxed=True),
    SearchSettings(True, False, 0.08, by_bound=True),
    SearchSettings(True, False, 0.05, relaxed=True),
)
#: Looks at all ranks of good practice in one objective: the relaxation with all of its rows mostly tells which can
#: be kept together.
LOOKS_AT_ALL_RANKS = (
    SearchSettings(False, False, 0.025, relaxed=True, all_rows=True),
    SearchSettings(True, False, 0.03, relaxed=True, all_rows=True),
)
#: For an answer at the bound itself. Where the relaxation gives the bound at once, answers are rare; with the
#: objective limited to it, presolve leaves few variables open.
_AT_BOUND = (SearchSettings(True, False, 0.03, relaxed=True), SearchSettings(True, False, 0.05))
#: How often the bound is raised by one where no answer is at it.
_RAISED_AT_MOST = 3
_NO_LIMIT = -(2**50)
#: From this setting on, a search begins with the best answer so far: the first two are faster without it.
_WITH_KNOWN = 2
#: For any answer at all.
_ANY_SETTINGS = (SearchSettings(True, False, 0.3), SearchSettings(True, True, 0.6, is_last=True))
#: Settings whose answer that a model is infeasible is trusted.
_PROVING_SETTINGS = SearchSettings(True, True, is_last=True)


class Values(Protocol):
    """Values of variables: those that a search found, or those of a plan."""

    def value(self, expression: IntVar, /) -> int:
        """Return the value of the variable."""


@dataclass(frozen=True)
class SearchResult:
    """The result of a search: the solver with the values, and a lower bound on the objective.

    ``fewest_drills`` is set if earlier tiers were not proven: no plan has fewer drills.
    """

    solver: CpSolver
    bound: int
    fewest_drills: int | None = None
    deducted: int = 0
    """Points of the objective that are not part of the cost."""

    @property
    def cost(self) -> int:
        """The cost of the answer."""
        return round(self.solver.objective_value) - self.deducted

    def minus(self, points: int) -> SearchResult:
        """Return the result with a bound lower by points of the objective that are not part of the cost."""
        return replace(self, bound=self.bound - points, deducted=self.deducted + points)


def solver_for(effort: Effort, settings: SearchSettings = _PROVING_SETTINGS) -> CpSolver:
    """Return a solver with one worker, a seed, and deterministic time; clock time only if the user limits it."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.seconds_for(settings.part, settings.is_last)
    solver.parameters.cp_model_presolve = settings.presolve
    if not settings.cuts:
        solver.parameters.cut_level = 0
    if settings.relaxed:
        solver.parameters.search_branching = LP_SEARCH
        # The relaxation is kept small: few rows enter at once, and rows that do not bind soon leave.
        # Of the values tried, these were fastest over ten seeds for six campuses under four laws.
        solver.parameters.max_consecutive_inactive_count = 20 if settings.in_bulk else 5
        solver.parameters.new_constraints_batch_size = 100 if settings.in_bulk else 30
        solver.parameters.linear_split_size = 1000
    solver.parameters.optimize_with_lb_tree_search = settings.by_bound
    if settings.neighborhoods:
        # One worker takes turns at several neighborhoods, in an order that does not depend on the clock.
        solver.parameters.interleave_search = True
        solver.parameters.use_lns_only = True
    solver.parameters.add_lp_constraints_lazily = not settings.all_rows
    # The day model is interval packing, whose linear relaxation is nearly integral.
    solver.parameters.linearization_level = 1 if settings.sums_alone else 2
    # Probing and symmetry detection take longer than they save.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    # So does work on learned clauses: nine tenths of the search for one year that the relaxation nearly solves.
    solver.parameters.use_sat_inprocessing = settings.tidies
    # CP-SAT's handler of Ctrl-C would replace the process's own; see ``progress.py``.
    solver.parameters.catch_sigint_signal = False
    if (left := effort.seconds_left) is not None:
        solver.parameters.max_time_in_seconds = max(0.01, left)
    return solver


def _solve(solver: CpSolver, model: CpModel, effort: Effort) -> CpSolverStatus:
    with effort.interruption.stopping_with(solver.stop_search):
        status = solver.solve(model)
    effort.budget.take(solver.deterministic_time + _TOLL * len(model.proto.variables))
    return status


def search_once(
    model: CpModel, effort: Effort, settings: SearchSettings = _PROVING_SETTINGS
) -> tuple[CpSolver, CpSolverStatus]:
    """Search with these settings alone."""
    solver = solver_for(effort, settings)
    return solver, _solve(solver, model, effort)


def run(
    model: CpModel, effort: Effort, looks: Sequence[SearchSettings] = SHORT_LOOKS, *, is_a_try: bool = False
) -> tuple[CpSolver, CpSolverStatus]:
    """Search once, with settings whose answer that nothing is possible is trusted.

    Short ``looks`` at the relaxation come first: they find the best at once or not at all. Where it ``is_a_try``,
    after which the caller searches in a model that has more answers, they are believed if nothing is possible.
    """
    for look in looks:
        if effort.budget.is_spent:
            break
        solver = solver_for(effort, look)
        status = _solve(solver, model, effort)
        if status == OPTIMAL or (status == INFEASIBLE and is_a_try):
            return solver, status
        if status == INFEASIBLE:
            break
    solver = solver_for(effort)
    return solver, _solve(solver, model, effort)


def any_answer(model: CpModel, effort: Effort) -> tuple[CpSolver, CpSolverStatus]:
    """Search for any answer to a model, whatever it costs: mostly found at once where the best one is not."""
    model.minimize(0)
    solver = solver_for(effort, _ANY_SETTINGS[0])
    status = _solve(solver, model, effort)
    for settings in _ANY_SETTINGS[1:]:
        if status in (OPTIMAL, FEASIBLE, INFEASIBLE):
            break
        solver = solver_for(effort, settings)
        status = _solve(solver, model, effort)
    return solver, status


def best_of(
    model: CpModel,
    effort: Effort,
    hinted: list[IntVar],
    known: Values | None = None,
    best: SearchResult | None = None,
    settings_in_turn: Sequence[SearchSettings] = USUAL_SETTINGS,
) -> SearchResult | None:
    """Return the best answer to a model that has one; None if the effort did not find any.

    ``hinted`` are variables whose values each search passes on to the next as hints. ``known`` has values of
    theirs with which an answer exists: the first search, on the relaxation, is faster without hints; if it finds
    nothing, the others begin with these. ``best`` is the best answer known, to a model with more rows.
    ``settings_in_turn`` are the searches, one after another.
    """
    found = None if best is None else SearchResult(best.solver, 0)
    for number, settings in enumerate(settings_in_turn):
        if effort.budget.is_spent:
            break
        if number == _WITH_KNOWN and found is None and known is not None:
            found = answer_with(model, effort, hinted, known)
        elif number == 1 and found is None and known is not None:
            set_hints(model, known, hinted)
        if number == _WITH_KNOWN and found is not None:
            _set_all_hints(model, found.solver)
        solver = solver_for(effort, settings)
        status = _solve(solver, model, effort)
        if status in (OPTIMAL, FEASIBLE):
            proven = 0 if settings.neighborhoods else rounded_up(solver.best_objective_bound)
            bound = max(proven, found.bound if found else 0)
            is_better = found is None or solver.objective_value < found.solver.objective_value
            found = SearchResult(solver if found is None or is_better else found.solver, bound)
            if found.bound >= rounded_up(found.solver.objective_value):
                return found
            if is_better and number + 1 < _WITH_KNOWN:
                set_hints(model, solver, hinted)
            elif is_better:
                _set_all_hints(model, solver)
        if settings.then_at_bound and math.isfinite(solver.best_objective_bound):
            answer = answer_at_bound(model, effort, rounded_up(solver.best_objective_bound))
            if answer is not None and (
                found is None or answer.solver.objective_value <= found.solver.objective_value
            ):
                return answer
    return answer_with(model, effort, hinted, known) if found is None and known is not None else found


def _is_dearer(answer: SearchResult, known: SearchResult | None) -> bool:
    return known is not None and answer.solver.objective_value > known.solver.objective_value


def answer_at_bound(
    model: CpModel, effort: Effort, bound: int, raised_at_most: int = _RAISED_AT_MOST
) -> SearchResult | None:
    """Return the best answer if it is this lower bound or as much above it as given; None if unknown.

    "Infeasible" raises the bound: it is trusted as "optimal" is in the searches beside it. The caller takes no
    answer that is dearer than a known one, which a wrong "infeasible" could bring.
    """
    raised = 0
    for settings in _AT_BOUND:
        status = INFEASIBLE
        while status == INFEASIBLE and raised <= raised_at_most and not effort.budget.is_spent:
            limited = model.clone()
            forget_hints(limited)
            objective = limited.proto.objective
            objective.domain.extend([_NO_LIMIT, bound - round(objective.offset)])
            solver = solver_for(effort, settings)
            status = _solve(solver, limited, effort)
            if status in (OPTIMAL, FEASIBLE):
                return SearchResult(solver, bound)
            if status == INFEASIBLE:
                bound, raised = bound + 1, raised + 1
    return None


def forget_hints(model: CpModel) -> None:
    """Remove the hints for the next search."""
    model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools gives it no types


def set_hints(model: CpModel, solver: Values, hinted: list[IntVar]) -> None:
    """Set hints for the next search: the values of these variables in the solver's answer."""
    forget_hints(model)
    for variable in hinted:
        model.add_hint(variable, solver.value(variable))


def _set_all_hints(model: CpModel, solver: CpSolver) -> None:
    """Set hints for all variables, so that the next search begins with this answer and does not look for it."""
    every = [model.get_int_var_from_proto_index(index) for index in range(len(model.proto.variables))]
    set_hints(model, solver, every)


def answer_with(model: CpModel, effort: Effort, hinted: list[IntVar], known: Values) -> SearchResult | None:
    """Return the answer with these known values, without a proof; this takes a moment."""
    set_hints(model, known, hinted)
    solver = solver_for(effort.without_deadline, SearchSettings(False, False))
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = solver.solve(model)
    return SearchResult(solver, 0) if status in (OPTIMAL, FEASIBLE) else None


def rounded_up(number: float) -> int:
    """Return a bound on an objective as a whole number."""
    # Objectives are integers, so a fractional bound rounds up; the margin allows for floating-point noise.
    return math.ceil(number - 1e-6)
