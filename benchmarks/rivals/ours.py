"""Our solver, with two workers and no time limit."""

from __future__ import annotations

from benchmarks.rivals.attempt import Attempt, Stopwatch
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import SolverSettings, solve

#: The stages, as reported, after which every campus has a plan. A search has one of them, depending on its size.
ALL_HAVE_A_PLAN = ("Sharing police and fire visits", "Choosing hours")


def attempt(instance: YearToPlan) -> Attempt:
    """Return the plan of ``drillplanner plan``."""
    clock = Stopwatch()
    first: list[float] = []

    def tell(stage: str, done: int, total: int) -> None:
        if stage in ALL_HAVE_A_PLAN and done == total:
            first.append(clock.seconds)

    solution = solve(instance, SolverSettings(workers=2), tell)
    return Attempt(
        drills=solution.drills,
        offers=solution.tasks,
        bound=solution.bound,
        first_plan=first[0] if first else None,
        trace=((clock.seconds, solution.cost),),
        note=solution.status,
    )
