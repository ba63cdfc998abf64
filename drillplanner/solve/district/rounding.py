"""Each campus with the days and visits that were agreed, at hours that leave room for the others."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.progress import Progress
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.district.master_solution import MasterSolution
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.district.sequential_heuristic import Incumbent, solve_neighborhood, visits_at_hours
from drillplanner.solve.problem.campus_classes import CampusClass
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse


def place_columns(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    kinds: tuple[CampusClass, ...],
    agreement: MasterSolution,
    hours: PeriodAssignment,
    effort: Effort,
    progress: Progress,
    held: ResourceUse,
) -> list[Incumbent]:
    """Each campus with the days and visits that were agreed.

    Those that find no hours for them come last, with other drills on these days, with another bid of their kind,
    or anew. Hours are found even when time is over, so that what was agreed is not lost. ``held`` is what others
    took before.
    """
    standings = [Incumbent(None, plan) for plan in alone]
    taken = held
    agreed: dict[int, Column] = {}
    for kind, bids in zip(kinds, agreement.assigned, strict=True):
        for place, bid in zip(kind.indices, bids, strict=False):
            agreed[place] = bid
            plan = _renamed(hours.of(kind, bid, taken), problems[place])
            standings[place] = Incumbent(plan, alone[place], bid.cost)
            taken = _resource_use_with(plan, problems[place], taken)
            progress("Choosing hours", len(agreed), len(problems))
    left = [
        (place, kind, bids)
        for kind, bids in zip(kinds, agreement.columns, strict=True)
        for place in kind.indices
        if standings[place].plan is None
    ]
    for done, (place, kind, bids) in enumerate(left, start=1):
        plan = _with_other_drills(problems[place], agreed.get(place), taken, effort.without_deadline)
        plan = _renamed(plan or _with_another_column(kind, bids, taken, hours), problems[place])
        if plan is not None:
            standings[place] = replace(standings[place], plan=plan)
        elif not effort.is_over:
            standings = solve_neighborhood(problems, standings, [place], taken, effort)
        taken = _resource_use_with(standings[place].plan, problems[place], taken)
        progress("Finding other hours", done, len(left))
    return standings


def _renamed(plan: CampusPlan | None, problem: CampusProblem) -> CampusPlan | None:
    """A plan of the campus's kind as its own."""
    return None if plan is None else replace(plan, campus_id=problem.campus.campus_id)


def _resource_use_with(plan: CampusPlan | None, problem: CampusProblem, taken: ResourceUse) -> ResourceUse:
    """What is taken when the campus has that plan too."""
    return taken if plan is None else taken.with_visits(visits_at_hours(problem, plan))


def _with_other_drills(
    problem: CampusProblem, bid: Column | None, taken: ResourceUse, effort: Effort
) -> CampusPlan | None:
    """A plan on the bid's days with whatever drills: another scenario may fit hours that are left."""
    if bid is None:
        return None
    days = {day for _, day in bid.days}
    pairs = ((scenario, day) for scenario, some in enumerate(problem.possible_days) for day in some if day in days)
    outcome = solve_together((problem.restricted(frozenset(pairs)),), taken, effort)
    return outcome.plans[0] if outcome.plans and outcome.drills == len(bid.days) else None


def _with_another_column(
    kind: CampusClass, bids: tuple[Column, ...], taken: ResourceUse, hours: PeriodAssignment
) -> CampusPlan | None:
    """The plan of the first of the kind's bids for which the agencies still have the day and the hour."""
    resources = kind.problem.resource_by_id
    for bid in bids:
        if all(taken.has_visit_left(resources[resource_id], on) for resource_id, on in bid.visits):
            plan = hours.of(kind, bid, taken)
            if plan is not None:
                return plan
    return None
