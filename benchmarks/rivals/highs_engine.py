"""HiGHS on the model as a mixed-integer program, with two threads and a gap of 0."""

from __future__ import annotations

import math
from collections.abc import Callable

import highspy
import numpy as np

from benchmarks.rivals.mixed_integer import MixedIntegerProgram
from benchmarks.rivals.single_model import Answer, Values
from benchmarks.rivals.watch import IsOver, stopped_when
from drillplanner.cp_sat import CpModel

THREADS = 2


class HighsEngine:
    """Minimizes with HiGHS in its default settings, except the gap: by default it stops within 0.01%."""

    def __init__(self) -> None:
        self._program = MixedIntegerProgram()

    def minimize(
        self, model: CpModel, start: Values, is_over: IsOver, when_found: Callable[[float], None]
    ) -> Answer:
        """Return the best answer that is found before ``is_over``, which is asked after the translation."""
        self._program.read(model)
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", THREADS)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.passModel(_as_highs(self._program))
        if start:
            places = np.array(list(start), dtype=np.int32)
            highs.setSolution(len(start), places, np.array(list(start.values()), dtype=np.float64))
        highs.cbMipImprovingSolution += lambda event: when_found(event.data_out.objective_function_value)

        def stop() -> None:
            # Its calls of a callback that may interrupt it leave out the presolve, which looks at this limit.
            highs.setOptionValue("time_limit", 0.0)

        with stopped_when(is_over, stop):
            highs.run()
        return _answer(highs)


def _as_highs(program: MixedIntegerProgram) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
    cost = np.zeros(lp.num_col_)
    for place, weight in program.objective.items():
        cost[place] = weight
    lp.col_cost_, lp.offset_ = cost, float(program.constant)
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.upper)
    lp.row_lower_, lp.row_upper_ = np.array(program.row_lower), np.array(program.row_upper)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.columns, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.weights, dtype=np.float64)
    return lp


def _answer(highs: highspy.Highs) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    note = highs.modelStatusToString(status).lower()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, note=note)
    values = {place: round(value) for place, value in enumerate(highs.getSolution().col_value)}
    bound = math.ceil(info.mip_dual_bound - 1e-6) if math.isfinite(info.mip_dual_bound) else None
    return Answer(values, bound, status == highspy.HighsModelStatus.kOptimal, note)
