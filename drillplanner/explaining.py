"""Why a drill has its day, how a duty is met, and why there is no plan: questions about a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.audit import AuditReport, judge, recount, recount_required
from drillplanner.errors import InputError, Problem
from drillplanner.finishing import PLAN_FILE, read_plan
from drillplanner.mandates import Duty
from drillplanner.model import (
    CreditedDrill,
    DistrictExplanation,
    Drill,
    DrillExplanation,
    DutyExplanation,
    GoalCost,
    GoalDifference,
    OtherDay,
    Plan,
    Schedule,
)
from drillplanner.preparation import Prepared
from drillplanner.progress import Progress, silent

if TYPE_CHECKING:
    from drillplanner.solve.explain.other_days import Elsewhere
    from drillplanner.solve.past import Before
    from drillplanner.solve.problem_maker import ProblemMaker

#: So many next best days, and so many tight duties, are told.
NEXT_BEST, TIGHTEST = 5, 8


def plan_there_is(folder: Path) -> Plan | None:
    """The plan that was written last; None: there is none yet."""
    return read_plan(folder) if (folder / PLAN_FILE).is_file() else None


def explain_district(prepared: Prepared, progress: Progress = silent) -> DistrictExplanation:
    """Whether there is a plan or can be one, where it is tight, and what stands in the way.

    A plan of today's files needs no proof that there is one; otherwise each campus, and all of them, are tried.
    """
    from drillplanner.solve.explain.district import feasibility, problems_of, tightest

    made = plan_there_is(prepared.folder)
    maker = _maker(prepared, _before(prepared, made))
    problems = problems_of(maker, prepared.duties, _lost(made))
    few = tightest(problems, TIGHTEST)
    if made is not None and _is_current(prepared, made):
        return DistrictExplanation(
            status="planned",
            plan_status=made.status,
            objective=made.objective,
            bound=made.bound,
            gap=made.gap,
            costs=made.costs,
            tightest=few,
        )
    found = feasibility(problems, maker, progress)
    return DistrictExplanation(
        status=found.status, is_stale=made is not None, tightest=few, conflicts=found.conflicts
    )


def explain_duty(prepared: Prepared, duty_id: str, progress: Progress = silent) -> DutyExplanation:
    """Which drills of the plan meet the duty; without a plan of today's files, whether it can be met, and why not.

    Raises InputError for an unknown id.
    """
    from drillplanner.solve.explain.case import Case
    from drillplanner.solve.explain.district import feasibility, problems_of
    from drillplanner.solve.explain.room_words import room_for

    duty = _duty(prepared, duty_id)
    made = plan_there_is(prepared.folder)
    before = _before(prepared, made)
    maker = _maker(prepared, before)
    known = DutyExplanation(
        duty=duty.duty_id,
        campus_id=duty.campus_id,
        words=duty.sentence,
        cite=duty.cite,
        url=duty.url,
        status="unknown",
        is_stale=made is not None and not _is_current(prepared, made),
        room=room_for(duty, Case(maker, (duty.campus_id,), (duty,)), (duty,)),
    )
    if made is not None and _is_current(prepared, made):
        return _by_plan(known, prepared, made)
    campuses = _only(maker, duty.campus_id)
    found = feasibility(problems_of(campuses, prepared.duties, _lost(made)), campuses, progress)
    if found.status == "possible" and len(prepared.workspace.campuses) > 1:
        found = feasibility(problems_of(maker, prepared.duties, _lost(made)), maker, progress)
    inside = any(duty_id in member.duties for conflict in found.conflicts for member in conflict.members)
    status = "infeasible" if inside else "possible" if found.status == "infeasible" else found.status
    return known.model_copy(update={"status": status, "in_conflict": inside, "conflicts": found.conflicts})


def _by_plan(known: DutyExplanation, prepared: Prepared, made: Plan) -> DutyExplanation:
    report = _judged(prepared, made)
    verdict = next((one for one in report.verdicts if one.duty == known.duty), None)
    if verdict is None:
        return known
    by_id = {drill.drill_id: drill for drill in made.drills}
    drills = tuple(
        CreditedDrill(drill_id=one.drill_id, date=one.date, drill_type=one.drill_type)
        for drill_id in verdict.drills
        if (one := by_id.get(drill_id)) is not None
    )
    return known.model_copy(update={"status": verdict.status.value, "reason": verdict.reason, "drills": drills})


def _judged(prepared: Prepared, made: Plan) -> AuditReport:
    return judge(
        Schedule(source=PLAN_FILE.as_posix(), drills=made.drills),
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        made.tasks,
        prepared.stand_ins,
    )


def explain_drill(
    prepared: Prepared, drill_id: str, progress: Progress = silent, most: int = NEXT_BEST
) -> DrillExplanation:
    """What forced or favoured the drill's day, and what the next best days would cost.

    Raises InputError for an unknown id, and where there is no plan.
    """
    from drillplanner.solve.explain.drill_days import drill_days

    made = read_plan(prepared.folder)
    drill = _drill(prepared, made, drill_id)
    before = _before(prepared, made)
    own = [one for one in made.drills if one.campus_id == drill.campus_id]
    known = DrillExplanation(
        drill_id=drill.drill_id,
        campus_id=drill.campus_id,
        drill_type=drill.drill_type,
        date=drill.date,
        needed_for=(),
        costs_here=_differences(
            _costs(prepared, drill.campus_id, [one for one in own if one != drill]),
            _costs(prepared, drill.campus_id, own),
            only_more=True,
        ),
        is_forced=False,
    )
    if drill.campus_id in before and drill.date < before[drill.campus_id].as_of:
        return known.model_copy(
            update={"is_past": True, "is_forced": True, "also_meets": _words(prepared, drill.credits)}
        )
    found = drill_days(
        _maker(prepared, before),
        drill,
        made.drills,
        prepared.duties,
        _lost(made),
        _best_there_is(prepared, made, own),
        most,
        made.provenance.seed,
        progress,
    )
    needed = tuple(duty.duty_id for duty in found.needed)
    return known.model_copy(
        update={
            "needed_for": _words(prepared, needed),
            "also_meets": _words(prepared, (one for one in drill.credits if one not in needed)),
            "is_forced": not found.lawful,
            "lawful": found.lawful,
            "ruled_out": found.ruled_out,
            "next_best": tuple(_other_day(prepared, own, one) for one in found.next_best),
        }
    )


def _other_day(prepared: Prepared, own: list[Drill], found: Elsewhere) -> OtherDay:
    campus_id = own[0].campus_id
    goals = _differences(_costs(prepared, campus_id, own), _costs(prepared, campus_id, found.drills))
    return OtherDay(
        date=found.on,
        drills=len(found.drills) - len(own),
        breaches=_breaches(prepared, campus_id, found.drills) - _breaches(prepared, campus_id, own),
        visits=_visits(found.drills) - _visits(own),
        points=sum(one.points for one in goals),
        goals=goals,
        others_moved=found.moved,
        is_proven=found.is_proven,
    )


def _best_there_is(prepared: Prepared, made: Plan, own: list[Drill]) -> tuple[int, int, int, int] | None:
    """What no year of the campus beside the others falls below: what it has, where the plan is proven the best."""
    # A plan that was made anew is the best only of those with as few moves.
    if made.status != "optimal" or made.repair is not None or not _is_current(prepared, made):
        return None
    campus_id = own[0].campus_id
    cost = sum(one.points for one in _costs(prepared, campus_id, own))
    return len(own), _breaches(prepared, campus_id, own), _visits(own), cost


def _visits(drills: Iterable[Drill]) -> int:
    return sum(len(one.agencies or ()) for one in drills)


def _costs(prepared: Prepared, campus_id: str, drills: Iterable[Drill]) -> tuple[GoalCost, ...]:
    workspace = prepared.workspace
    alone = workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)})
    return recount(tuple(drills), prepared.duties, alone, prepared.stand_ins, prepared.limits)


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


def _duty(prepared: Prepared, duty_id: str) -> Duty:
    found = next((one for one in prepared.duties if one.duty_id == duty_id), None)
    if found is None:
        known = [one.duty_id for one in prepared.duties]
        where = "'drillplanner check' lists them"
        raise InputError(_unknown("--duty", "there is no such duty", duty_id, known, where))
    return found


def _drill(prepared: Prepared, made: Plan, drill_id: str) -> Drill:
    found = next((one for one in made.drills if one.drill_id == drill_id), None)
    if found is None:
        known = [one.drill_id for one in made.drills]
        where = "plan/schedule.csv lists them"
        raise InputError(_unknown("--drill", "the plan has no such drill", drill_id, known, where))
    if found.campus_id not in prepared.workspace.campus_by_id:
        message = "the drill's campus is no longer in the list of campuses"
        maybe = "Maybe run 'drillplanner plan' again."
        raise InputError(Problem("--drill", None, message, found.campus_id, maybe=maybe))
    return found


def _unknown(option: str, message: str, value: str, known: list[str], where: str) -> Problem:
    from drillplanner.intake.reading import listed, maybe_meant

    near = [one for one in known if one.startswith(value) or value in one]
    allowed = f"{listed(near or known, 8)} ({where})"
    return Problem(option, None, message, value, allowed, maybe_meant(value, known))


def _is_current(prepared: Prepared, made: Plan) -> bool:
    return made.provenance.inputs == prepared.workspace.inputs_hash


def _lost(made: Plan | None) -> frozenset[str]:
    return frozenset() if made is None or made.repair is None else frozenset(made.repair.lost)


def _maker(prepared: Prepared, before: dict[str, Before]) -> ProblemMaker:
    from drillplanner.solve.problem_maker import ProblemMaker

    return ProblemMaker(prepared.workspace, prepared.screenings, prepared.stand_ins, prepared.limits, before)


def _only(maker: ProblemMaker, campus_id: str) -> ProblemMaker:
    workspace = maker.workspace
    alone = workspace.model_copy(update={"campuses": (workspace.campus_by_id[campus_id],)})
    return replace(maker, workspace=alone)


def _before(prepared: Prepared, made: Plan | None) -> dict[str, Before]:
    """What a plan that was made anew keeps: its past. What was still to come then may be on any day."""
    from drillplanner.replanning.change import Change
    from drillplanner.replanning.story import Story

    if made is None or made.repair is None:
        return {}
    recorded = (one.date + timedelta(1) for one in prepared.records)
    as_of = min(max(made.repair.as_of, *recorded, made.repair.as_of), prepared.workspace.calendar.last_day)
    story = Story.read(prepared, made, Change(as_of))
    before = story.before(story.judged())
    return {campus_id: replace(one, planned=(), displaced=()) for campus_id, one in before.items()}
