"""In an update, a duty of which nobody can tell that it is owed moves no drill that could stay.

The duties in doubt that can be met beside the others are planned for in a first plan
(:mod:`drillplanner.solve.campus.uncertain_duties`). In an update they are so only if no more drills have to move
than without them: families and agencies were told of those drills, and the law surely asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drillplanner.law import Duty
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import SolveOutcome


def without_duties_that_move_drills(
    problem: CampusProblem,
    outcome: SolveOutcome,
    builder: ProblemBuilder,
    solve: Callable[[CampusProblem], SolveOutcome],
) -> tuple[CampusProblem, SolveOutcome]:
    """Return the campus without the duties in doubt for which drills would move, and its best plan alone.

    ``outcome`` is the best plan with all of them. The duties of one mandate are kept or set aside together, those
    of earlier mandates first.
    """
    doubtful = [duty for duty in problem.duties if not duty.binds_firmly]
    gone = len(builder.before[problem.campus.campus_id].displaced)
    if not doubtful or outcome.moves <= gone:
        return problem, outcome

    def with_kept(kept: Sequence[Duty]) -> tuple[CampusProblem, SolveOutcome]:
        owed = tuple(duty for duty in problem.duties if duty.binds_firmly or duty in kept)
        aside = tuple(duty for duty in doubtful if duty not in kept)
        found = builder.problem_of(problem.campus, owed, (*problem.set_aside, *aside))
        return found, solve(found)

    best = with_kept(())
    fewest = best[1].moves
    if not best[1].plans or fewest >= outcome.moves:
        return problem, outcome
    kept: list[Duty] = []
    for mandate_id in dict.fromkeys(duty.mandate.mandate_id for duty in doubtful):
        more = [*kept, *(duty for duty in doubtful if duty.mandate.mandate_id == mandate_id)]
        if len(more) == len(doubtful):
            break  # all of them are what moves more drills
        tried = with_kept(more)
        if tried[1].plans and tried[1].moves == fewest:
            kept, best = more, tried
    return best
