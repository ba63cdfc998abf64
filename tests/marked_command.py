"""The command line, saying on standard error when a step of the search begins, for tests that then press Ctrl-C.

Run as ``python -m tests.marked_command STEP ARGUMENTS...``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drillplanner.cli import main
from drillplanner.solve import solver
from drillplanner.solve.district import independent_bounds as begun
from drillplanner.solve.problem.plans import SolveOutcome

MARK = "the step begins"


def marked(step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, told of before."""

    def marked_step(*given: Any) -> Any:
        print(MARK, file=sys.stderr, flush=True)
        return step(*given)

    return marked_step


def with_lower_bounds(step: Callable[..., tuple[SolveOutcome, ...]]) -> Callable[..., tuple[SolveOutcome, ...]]:
    """The step with bounds that prove nothing, so that the search of the whole district is made too."""

    def lowered(*given: Any) -> tuple[SolveOutcome, ...]:
        return tuple(replace(outcome, bound=outcome.bound - 1) for outcome in step(*given))

    return lowered


def deaf(*given: Any) -> None:
    """A step that does not hear of Ctrl-C."""
    time.sleep(60)


def patch(step: str) -> None:
    """Mark the step of that name."""
    first, steps = vars(begun), vars(solver)
    if step == "alone":
        first["solve_alone"] = marked(first["solve_alone"])
    elif step == "whole":
        first["solve_alone"] = with_lower_bounds(first["solve_alone"])
        steps["solve_together"] = marked(steps["solve_together"])
    elif step == "deaf":
        first["solve_alone"] = marked(deaf)
    else:
        raise ValueError(step)


if __name__ == "__main__":
    patch(sys.argv[1])
    sys.argv = ["drillplanner", *sys.argv[2:]]
    main()
