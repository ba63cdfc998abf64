"""Replan a drill that several campuses hold on one day.

The date of the previous plan stays, as a pin. A campus that has closed on it makes up its own drill as the law
requires, and the others stay. A new date is chosen if the plan has none, or if no campus can hold the drill on it.
Then dates are tried, first those that most campuses have. No plan moves fewer drills than one without the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.files.errors import InfeasibleError
from drillplanner.model import SameDay, Workspace
from drillplanner.model.district.common_days import campuses_of, eligible_days
from drillplanner.progress import Progress
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.same_day_choices import DateChoice, choices_in_order, with_pins_on
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.repair.fewest_moves import RepairedPlan
from drillplanner.solve.repair.shared_buildings import repair_in_buildings
from drillplanner.solve.solver import SolverSettings

#: The most choices of dates with a plan that are tried.
MOST_TRIED = 5

#: What repairs are compared by: dropped duties, late notices, moved drills, and drills.
RepairKey = tuple[int, int, int, int]


def repair_same_day(
    year: YearToPlan, before: Mapping[str, PreviousPlan], settings: SolverSettings, progress: Progress
) -> RepairedPlan:
    """Replan like ``repair``, and keep same-day orders. Raises like it."""

    def repaired(workspace: Workspace, previous: Mapping[str, PreviousPlan]) -> RepairedPlan:
        return repair_in_buildings(replace(year, workspace=workspace), previous, settings, progress)

    workspace = year.workspace
    orders = workspace.district.same_day
    if not orders:
        return repaired(workspace, before)
    standing = {order: previous_date(order, workspace, before) for order in orders}
    as_of = next(iter(before.values())).as_of
    kept = [(order, on) for order, on in standing.items() if on is not None and on >= as_of]
    pinned = with_pins_on(workspace, [order for order, _ in kept], tuple(on for _, on in kept))
    undated = [order for order, on in standing.items() if on is None]
    if not undated:
        return repaired(pinned, before)
    return _with_new_days(undated, pinned, before, repaired)


def previous_date(order: SameDay, workspace: Workspace, before: Mapping[str, PreviousPlan]) -> date | None:
    """Return the first date of the order in the previous plan that some campus can keep, or None."""
    had: dict[date, set[str]] = {}
    stays: set[date] = set()
    for campus_id, plan in before.items():
        for drill in plan.drills:
            if order.could_be_fulfilled_by(drill):
                had.setdefault(drill.date, set()).add(campus_id)
        stays |= {drill.date for drill in (*plan.settled, *plan.planned) if order.could_be_fulfilled_by(drill)}
    ids = {campus.campus_id for campus in campuses_of(order, workspace)}
    return next((on for on in sorted(stays) if _is_all(on, ids - had[on], workspace)), None)


def _is_all(on: date, without: set[str], workspace: Workspace) -> bool:
    """Check whether all campuses without the drill have closed on the day since."""
    return all(workspace.calendar.closed_since(on, campus_id) is not None for campus_id in without)


@dataclass(frozen=True)
class _TriedDate:
    key: RepairKey
    choice: DateChoice
    found: RepairedPlan


def _with_new_days(
    orders: Sequence[SameDay],
    pinned: Workspace,
    before: Mapping[str, PreviousPlan],
    repaired: Callable[[Workspace, Mapping[str, PreviousPlan]], RepairedPlan],
) -> RepairedPlan:
    as_of = next(iter(before.values())).as_of
    left_out = repaired(pinned, before)
    least = len(left_out.dropped_duties), len(left_out.late_notices), left_out.moved_at_least
    broken = {
        campus_id: replace(plan, is_broken=plan.is_broken or any(order.concerns(campus_id) for order in orders))
        for campus_id, plan in before.items()
    }
    days = [_likeliest(order, pinned, before, as_of) for order in orders]
    best: _TriedDate | None = None
    tried = 0
    is_all = True
    for choice in choices_in_order(days):
        if tried == MOST_TRIED:
            is_all = False
            break
        try:
            found = repaired(with_pins_on(pinned, orders, choice), broken)
        except InfeasibleError:
            continue
        tried += 1
        key = len(found.dropped_duties), len(found.late_notices), found.moved, _drills(found, before)
        if best is None or key < best.key:
            best = _TriedDate(key, choice, found)
        if key[:3] == least:
            is_all = False
            break
    if best is None:
        # The law comes before a choice of the district, and the rest of the year goes on.
        return replace(left_out, lost_orders=frozenset(order.phrase for order in orders))
    # The points on other dates are unknown; the moves are only bounded by those without the order.
    is_proven = is_all and tried == 1
    solution = best.found.solution
    if not is_proven:
        solution = replace(solution, status="feasible", bound=0)
    at_least = best.found.moved_at_least if is_proven else min(best.found.moved, left_out.moved_at_least)
    return replace(best.found, solution=solution, moved_at_least=at_least)


def _likeliest(order: SameDay, pinned: Workspace, before: Mapping[str, PreviousPlan], as_of: date) -> list[date]:
    """Return the dates from ``as_of`` on, first those that most campuses have, then the soonest after the old."""
    planned = [drill for plan in before.values() for drill in plan.planned if order.could_be_fulfilled_by(drill)]
    displaced = [
        drill.date for plan in before.values() for drill in plan.displaced if order.could_be_fulfilled_by(drill)
    ]
    old_date = min(displaced, default=as_of)
    return sorted(
        (on for on in eligible_days(order, pinned) if on >= as_of),
        key=lambda on: (-sum(drill.date == on for drill in planned), on < old_date, abs((on - old_date).days), on),
    )


def _drills(found: RepairedPlan, before: Mapping[str, PreviousPlan]) -> int:
    others = (plan for campus_id, plan in before.items() if campus_id not in found.solved)
    return len(found.solution.drills) + sum(len(other.settled) + len(other.planned) for other in others)
