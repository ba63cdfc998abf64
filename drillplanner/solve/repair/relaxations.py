"""What gives way at a campus that has no lawful plan any more: first a notice comes late, then duties are lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drillplanner.solve.campus.domains.problem_maker import ProblemMaker
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Outcome
from drillplanner.solve.repair.lost import Lost


@dataclass(frozen=True)
class WayOut:
    """The campus with what gave way, and its best plan alone; the status still says so where nothing helped.

    ``lost`` are ids of duties that can no longer be met. Where it ``tells_late``, a drill may stand on a day for
    which a notice of the law comes too late.
    """

    problem: CampusProblem
    outcome: Outcome
    lost: tuple[str, ...] = ()
    tells_late: bool = False


def find_way(
    problem: CampusProblem, outcome: Outcome, maker: ProblemMaker, solve: Callable[[CampusProblem], Outcome]
) -> WayOut:
    """The way out of a campus whose ``outcome`` alone is that there is no plan.

    A notice that comes late gives way before a drill that is not held: part of what it is for can still be had.
    Where duties are lost that no day meets, the other drills go to days for which there is time, if they can.
    """
    telling_late = maker.telling_late(problem.campus)
    late = telling_late.problem(problem.campus, problem.duties, problem.set_aside)
    if late.groups != problem.groups or late.possible_days != problem.possible_days:
        told_late = solve(late)
        if told_late.status != "infeasible":
            return WayOut(late, told_late, tells_late=True)
    left, gone = Lost(telling_late).without(late)
    if not gone:
        return WayOut(problem, outcome)
    lost = tuple(duty.duty_id for duty in gone)
    in_time = maker.problem(problem.campus, left.duties, left.set_aside)
    told_in_time = solve(in_time)
    if told_in_time.status != "infeasible":
        return WayOut(in_time, told_in_time, lost)
    return WayOut(left, solve(left), lost, tells_late=True)
