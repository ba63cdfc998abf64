"""Whether campuses that are solved as one could share out their drills in another way.

A model of several campuses takes as few drills, breaches and visits as can be, and then fixes how many each campus
has of them. Its bound on the points holds for that choice: for all plans, if no other is as small.
"""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.cp_sat import INFEASIBLE, IntVar, LinearExpr
from drillplanner.solve.campus.campus_model import build_together
from drillplanner.solve.goals.developmental_limits import required_breaches
from drillplanner.solve.model.runs import run
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort, Reading
from drillplanner.solve.problem.resource_use import Taken


def is_only_split(problems: tuple[CampusProblem, ...], plans: tuple[CampusPlan, ...], effort: Effort) -> bool:
    """Whether in every plan with as few in all each campus has as many drills, breaches and visits as in these."""
    model, campuses = build_together(problems, Taken(), Reading(periods=False, careful=False))
    differs: list[IntVar] = []
    for count in range(3):
        total: list[IntVar] = []
        for variables, plan in zip(campuses, plans, strict=True):
            # Asked for once: each call adds variables.
            if count == 0:
                variables.broken = required_breaches(variables)
            own = list((variables.held.values(), variables.broken, variables.visit.values())[count])
            number = (len(plan.placements), plan.breaches, plan.visits)[count]
            total += own
            more, fewer = model.new_bool_var(""), model.new_bool_var("")
            model.add(LinearExpr.sum(own) >= number + 1).only_enforce_if(more)
            model.add(LinearExpr.sum(own) <= number - 1).only_enforce_if(fewer)
            differs += [more, fewer]
        model.add(LinearExpr.sum(total) <= sum(_numbers(plans, count)))
    model.add(LinearExpr.sum(differs) >= 1)
    return run(model, effort)[1] == INFEASIBLE


def _numbers(plans: Iterable[CampusPlan], count: int) -> Iterable[int]:
    return ((len(plan.placements), plan.breaches, plan.visits)[count] for plan in plans)
