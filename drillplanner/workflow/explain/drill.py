"""Why a drill has its day, and what the next best days would cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.audit.schedule import recount, recount_breaches
from drillplanner.model import (
    DISTRICT_GOALS,
    REQUIRED_WEIGHT,
    Drill,
    DrillExplanation,
    GoalCost,
    GoalDifference,
    OtherDay,
    Plan,
)
from drillplanner.progress import Progress, silent
from drillplanner.workflow.explain.current_plan import (
    is_current,
    kept_past,
    lost_duties,
    problem_builder_of,
    require_drill,
)
from drillplanner.workflow.explain.practice import PracticeAtCampus
from drillplanner.workflow.plan_files import read_plan
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.explain.drill_days.alternative_days import AlternativeDay

#: How many of the next best days an answer lists.
NEXT_BEST = 5


def explain_drill(
    prepared: Prepared, drill_id: str, progress: Progress = silent, most: int = NEXT_BEST
) -> DrillExplanation:
    """Explain what forced or favored the drill's day, and what the next best days would cost.

    Raises InputError for an unknown id, and where there is no plan.
    """
    from drillplanner.solve.explain.drill_days.answer import drill_days

    plan = read_plan(prepared.folder)
    drill = require_drill(prepared, plan, drill_id)
    before = kept_past(prepared, plan)
    at_campus = [other for other in plan.drills if other.campus_id == drill.campus_id]
    known = DrillExplanation(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        needed_for=(),
        costs_here=_differences(
            _costs(prepared, plan, drill.campus_id, [other for other in at_campus if other != drill]),
            _costs(prepared, plan, drill.campus_id, at_campus),
            only_more=True,
        ),
        is_forced=False,
    )
    if drill.campus_id in before and drill.date < before[drill.campus_id].as_of:
        return known.model_copy(
            update={"is_past": True, "is_forced": True, "also_meets": _duty_sentences(prepared, drill.credits)}
        )
    found = drill_days(
        problem_builder_of(prepared, before, plan),
        drill,
        plan.drills,
        lost_duties(plan),
        _proven_least(prepared, plan, at_campus),
        most,
        plan.provenance.seed,
        progress,
    )
    needed = tuple(duty.duty_id for duty in found.needed)
    return known.model_copy(
        update={
            "needed_for": _duty_sentences(prepared, needed),
            "also_meets": _duty_sentences(prepared, (credit for credit in drill.credits if credit not in needed)),
            "is_forced": found.is_possible and not found.lawful,
            "is_possible": found.is_possible,
            "lawful": found.lawful,
            "ruled_out": found.ruled_out,
            "kept_off": PracticeAtCampus(prepared, drill.campus_id).kept_off(
                drill,
                [other for other in at_campus if other != drill],
                found.lawful,
                [other for other in plan.drills if other.campus_id != drill.campus_id],
            ),
            "next_best": tuple(_other_day(prepared, plan, at_campus, day) for day in found.next_best),
        }
    )


def _other_day(prepared: Prepared, plan: Plan, at_campus: list[Drill], found: AlternativeDay) -> OtherDay:
    campus_id = at_campus[0].campus_id
    costs = _costs(prepared, plan, campus_id, at_campus)
    goals = _differences(costs, _costs(prepared, plan, campus_id, found.drills))
    practice = PracticeAtCampus(prepared, campus_id)
    return OtherDay(
        date=found.on,
        drills=len(found.drills) - len(at_campus),
        breaches=_required(prepared, campus_id, found.drills) - _required(prepared, campus_id, at_campus),
        practice=practice.more_breaches(at_campus, found.drills),
        practice_broken=practice.newly_broken(at_campus, found.drills),
        visits=_visits(found.drills) - _visits(at_campus),
        points=sum(goal.points for goal in goals),
        goals=goals,
        others_moved=found.moved,
        points_alone=_points_alone(prepared, plan, at_campus, found),
        is_proven=found.is_proven,
    )


def _points_alone(prepared: Prepared, plan: Plan, at_campus: list[Drill], found: AlternativeDay) -> int | None:
    """Return the extra points if no other drill moves; None if that costs more drills, breaches, or visits."""
    if found.alone is None:
        return None
    campus_id = at_campus[0].campus_id

    def before_points(drills: Iterable[Drill]) -> tuple[int, int, int]:
        kept = list(drills)
        return len(kept), _breaches(prepared, campus_id, kept), _visits(kept)

    if before_points(found.alone) > before_points(found.drills):
        return None
    costs = _costs(prepared, plan, campus_id, at_campus)
    goals = _differences(costs, _costs(prepared, plan, campus_id, found.alone))
    return sum(goal.points for goal in goals)


def _proven_least(prepared: Prepared, plan: Plan, at_campus: list[Drill]) -> tuple[int, int, int, int] | None:
    """Return the least that a year of this campus can cost next to the others; None if that is not proven.

    The value is (drills, breaches, visits, points): the campus's own, since no better year exists.
    """
    # A replan is the best only among those with as few moves.
    # Another version of the program may weigh otherwise.
    is_ours = plan.provenance.program == f"drillplanner {__version__}" and is_current(prepared, plan)
    if plan.status != "optimal" or plan.repair is not None or not is_ours:
        return None
    campus_id = at_campus[0].campus_id
    before = (cost.points for cost in _costs(prepared, plan, campus_id, ()) if cost.goal in DISTRICT_GOALS)
    cost = sum(cost.points for cost in _costs(prepared, plan, campus_id, at_campus)) - sum(before)
    return len(at_campus), _breaches(prepared, campus_id, at_campus), _visits(at_campus), cost


def _visits(drills: Iterable[Drill]) -> int:
    return sum(len(drill.agencies or ()) for drill in drills)


def _costs(prepared: Prepared, plan: Plan, campus_id: str, drills: Iterable[Drill]) -> tuple[GoalCost, ...]:
    """Count what these drills cost at the campus, agencies' days included, next to the drills of all others."""
    others = (drill for drill in plan.drills if drill.campus_id != campus_id)
    together = (*drills, *others)
    stand_ins, limits = prepared.stand_ins, prepared.limits
    return recount(together, prepared.duties, prepared.workspace, stand_ins, limits, only=(campus_id,))


def _required(prepared: Prepared, campus_id: str, drills: Iterable[Drill]) -> int:
    """Count the breaches of required developmental rules; those of good practice weigh less than one of them."""
    return _breaches(prepared, campus_id, drills) // REQUIRED_WEIGHT


def _breaches(prepared: Prepared, campus_id: str, drills: Iterable[Drill]) -> int:
    workspace = prepared.workspace
    alone = workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)})
    return recount_breaches(tuple(drills), alone, prepared.limits)


def _differences(
    was: tuple[GoalCost, ...], now: tuple[GoalCost, ...], only_more: bool = False
) -> tuple[GoalDifference, ...]:
    pairs = ((after.goal, after.points - before.points) for before, after in zip(was, now, strict=True))
    return tuple(
        GoalDifference(goal=goal, points=points)
        for goal, points in pairs
        if points > 0 or (points < 0 and not only_more)
    )


def _duty_sentences(prepared: Prepared, duty_ids: Iterable[str]) -> tuple[str, ...]:
    by_id = {duty.duty_id: duty for duty in prepared.duties}
    return tuple(
        f"{by_id[duty_id].sentence} ({by_id[duty_id].mandate.mandate_id}, {by_id[duty_id].cite})"
        for duty_id in duty_ids
        if duty_id in by_id
    )
