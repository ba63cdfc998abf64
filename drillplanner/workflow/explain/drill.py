"""What forced or favoured a drill's day, and what the next best days would cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.audit.schedule import recount, recount_required
from drillplanner.model import DISTRICT_GOALS, Drill, DrillExplanation, GoalCost, GoalDifference, OtherDay, Plan
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept import read_plan
from drillplanner.workflow.explain.current_plan import drill_named, is_current, lost_in, maker_of, past_of
from drillplanner.workflow.prepare import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.explain.drill_days.alternative_days import AlternativeDay

#: So many next best days are told.
NEXT_BEST = 5


def explain_drill(
    prepared: Prepared, drill_id: str, progress: Progress = silent, most: int = NEXT_BEST
) -> DrillExplanation:
    """What forced or favoured the drill's day, and what the next best days would cost.

    Raises InputError for an unknown id, and where there is no plan.
    """
    from drillplanner.solve.explain.drill_days.answer import drill_days

    made = read_plan(prepared.folder)
    drill = drill_named(prepared, made, drill_id)
    before = past_of(prepared, made)
    own = [one for one in made.drills if one.campus_id == drill.campus_id]
    known = DrillExplanation(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        needed_for=(),
        costs_here=_differences(
            _costs(prepared, made, drill.campus_id, [one for one in own if one != drill]),
            _costs(prepared, made, drill.campus_id, own),
            only_more=True,
        ),
        is_forced=False,
    )
    if drill.campus_id in before and drill.date < before[drill.campus_id].as_of:
        return known.model_copy(
            update={"is_past": True, "is_forced": True, "also_meets": _words(prepared, drill.credits)}
        )
    found = drill_days(
        maker_of(prepared, before, made),
        drill,
        made.drills,
        lost_in(made),
        _best_there_is(prepared, made, own),
        most,
        made.provenance.seed,
        progress,
    )
    needed = tuple(duty.duty_id for duty in found.needed)
    return known.model_copy(
        update={
            "needed_for": _words(prepared, needed),
            "also_meets": _words(prepared, (credit for credit in drill.credits if credit not in needed)),
            "is_forced": found.is_possible and not found.lawful,
            "is_possible": found.is_possible,
            "lawful": found.lawful,
            "ruled_out": found.ruled_out,
            "next_best": tuple(_other_day(prepared, made, own, one) for one in found.next_best),
        }
    )


def _other_day(prepared: Prepared, made: Plan, own: list[Drill], found: AlternativeDay) -> OtherDay:
    campus_id = own[0].campus_id
    here = _costs(prepared, made, campus_id, own)
    goals = _differences(here, _costs(prepared, made, campus_id, found.drills))
    return OtherDay(
        date=found.on,
        drills=len(found.drills) - len(own),
        breaches=_breaches(prepared, campus_id, found.drills) - _breaches(prepared, campus_id, own),
        visits=_visits(found.drills) - _visits(own),
        points=sum(goal.points for goal in goals),
        goals=goals,
        others_moved=found.moved,
        points_alone=_points_alone(prepared, made, own, found),
        is_proven=found.is_proven,
    )


def _points_alone(prepared: Prepared, made: Plan, own: list[Drill], found: AlternativeDay) -> int | None:
    """Points more where no other drill moves, as long as that takes no more of what comes before the points."""
    if found.alone is None:
        return None
    campus_id = own[0].campus_id

    def before_points(drills: Iterable[Drill]) -> tuple[int, int, int]:
        kept = list(drills)
        return len(kept), _breaches(prepared, campus_id, kept), _visits(kept)

    if before_points(found.alone) > before_points(found.drills):
        return None
    here = _costs(prepared, made, campus_id, own)
    goals = _differences(here, _costs(prepared, made, campus_id, found.alone))
    return sum(goal.points for goal in goals)


def _best_there_is(prepared: Prepared, made: Plan, own: list[Drill]) -> tuple[int, int, int, int] | None:
    """What no year of the campus beside the others falls below: what it has, where the plan is proven the best."""
    # A plan that was made anew is the best only of those with as few moves.
    # Another version of the program may weigh otherwise.
    is_ours = made.provenance.program == f"drillplanner {__version__}" and is_current(prepared, made)
    if made.status != "optimal" or made.repair is not None or not is_ours:
        return None
    campus_id = own[0].campus_id
    before = (cost.points for cost in _costs(prepared, made, campus_id, ()) if cost.goal in DISTRICT_GOALS)
    cost = sum(cost.points for cost in _costs(prepared, made, campus_id, own)) - sum(before)
    return len(own), _breaches(prepared, campus_id, own), _visits(own), cost


def _visits(drills: Iterable[Drill]) -> int:
    return sum(len(drill.agencies or ()) for drill in drills)


def _costs(prepared: Prepared, made: Plan, campus_id: str, drills: Iterable[Drill]) -> tuple[GoalCost, ...]:
    """What these drills cost at the campus, and the days of the agencies with those of all other campuses."""
    others = (drill for drill in made.drills if drill.campus_id != campus_id)
    together = (*drills, *others)
    stand_ins, limits = prepared.stand_ins, prepared.limits
    return recount(together, prepared.duties, prepared.workspace, stand_ins, limits, only=(campus_id,))


def _breaches(prepared: Prepared, campus_id: str, drills: Iterable[Drill]) -> int:
    workspace = prepared.workspace
    alone = workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)})
    return recount_required(tuple(drills), alone, prepared.limits)


def _differences(
    was: tuple[GoalCost, ...], now: tuple[GoalCost, ...], only_more: bool = False
) -> tuple[GoalDifference, ...]:
    pairs = ((after.goal, after.points - before.points) for before, after in zip(was, now, strict=True))
    return tuple(
        GoalDifference(goal=goal, points=points)
        for goal, points in pairs
        if points > 0 or (points < 0 and not only_more)
    )


def _words(prepared: Prepared, duty_ids: Iterable[str]) -> tuple[str, ...]:
    by_id = {duty.duty_id: duty for duty in prepared.duties}
    return tuple(
        f"{by_id[one].sentence} ({by_id[one].mandate.mandate_id}, {by_id[one].cite})"
        for one in duty_ids
        if one in by_id
    )
