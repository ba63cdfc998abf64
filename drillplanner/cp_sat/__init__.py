"""CP-SAT, loaded quickly: the classes of ``ortools.sat.python.cp_model`` that this package uses.

The type checker sees OR-Tools' own classes; at run time the faster ones of ``proto_model.py`` take their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import (
        FEASIBLE,
        INFEASIBLE,
        LP_SEARCH,
        OPTIMAL,
        CpModel,
        CpSolver,
        CpSolverStatus,
        IntVar,
        LinearExpr,
        LinearExprT,
    )
else:
    try:
        import drillplanner.cp_sat.proto_model as classes
    except ImportError:
        from ortools.sat.python import cp_model as classes
    from typing import Any as LinearExprT

    CpModel, CpSolver, CpSolverStatus = classes.CpModel, classes.CpSolver, classes.CpSolverStatus
    IntVar, LinearExpr = classes.IntVar, classes.LinearExpr
    FEASIBLE, INFEASIBLE, OPTIMAL = CpSolverStatus.FEASIBLE, CpSolverStatus.INFEASIBLE, CpSolverStatus.OPTIMAL
    LP_SEARCH = classes.SatParameters.SearchBranching.LP_SEARCH

__all__ = [
    "FEASIBLE",
    "INFEASIBLE",
    "LP_SEARCH",
    "OPTIMAL",
    "CpModel",
    "CpSolver",
    "CpSolverStatus",
    "IntVar",
    "LinearExpr",
    "LinearExprT",
]
