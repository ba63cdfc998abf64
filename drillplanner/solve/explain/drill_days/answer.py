"""The whole answer on a drill's days, put together from reasons, conflicts and the searches of ``other_days``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import Drill, ForbiddenDays, RuledOut, Workspace
from drillplanner.progress import Progress
from drillplanner.solve.campus import uncertain_duties as doubts
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import are_feasible
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import by_mandate, one_by_one
from drillplanner.solve.explain.candidates.facts import candidate_facts
from drillplanner.solve.explain.conflicts.quickxplain import minimal_conflict, necessary_candidates
from drillplanner.solve.explain.drill_days.alternative_days import (
    AlternativeDay,
    DrillToMove,
    Tiers,
    best_alternatives,
    lawful_days,
)
from drillplanner.solve.explain.drill_days.closed_days import (
    PlannedDrillContext,
    closed_days,
    dates_by_reason,
    duties_needing,
    pin_on,
)
from drillplanner.solve.problem.agency_days import AgencyDayCosts
from drillplanner.solve.problem.previous_plan import hours_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import resource_ids_of

#: So many different reasons are worked out for days that only a search rules out.
_REASONS = 4
_NOT_WORKED_OUT = "the other duties leave no room for it there"


@dataclass(frozen=True)
class DrillDaysAnswer:
    """What is found of a drill's days; ``needed`` are the duties that would not be met without it."""

    needed: tuple[Duty, ...]
    is_possible: bool
    """Whether the campus has a lawful year at all; a plan of other files may not be one."""
    lawful: tuple[date, ...]
    ruled_out: tuple[RuledOut, ...]
    next_best: tuple[AlternativeDay, ...]


def drill_days(
    maker: ProblemBuilder,
    drill: Drill,
    drills: Sequence[Drill],
    lost: frozenset[str],
    least: Tiers | None,
    most: int,
    seed: int,
    progress: Progress,
) -> DrillDaysAnswer:
    """The days of one of these drills, which are the whole plan. ``lost`` duties are not planned for.

    No year of the campus beside the others is better than ``least``; None: that is not known.
    """
    campus = maker.workspace.campus_by_id[drill.campus_id]
    own = maker.year.duties_at(drill.campus_id)
    owed = tuple(one for one in own if one.duty_id not in lost)
    gone = tuple(one for one in own if one.duty_id in lost)
    (problem,) = doubts.without_unmeetable_uncertain((maker.problem_of(campus, owed, gone),), maker.problem_of)
    others = tuple(one for one in drills if one.campus_id == drill.campus_id and one.drill_id != drill.drill_id)
    agency_days = AgencyDayCosts.of(maker.workspace.district, len(maker.workspace.campuses))
    taken = replace(resource_use_elsewhere(drills, drill.campus_id, maker.workspace), agency_days=agency_days)
    needed = tuple(duties_needing(drill, others, problem))
    standing = PlannedDrillContext(
        maker.workspace,
        problem,
        taken,
        dict(maker.year.screenings),
        drill,
        others,
        needed,
        maker.alarms.get(drill.campus_id),
    )
    closed, cites, left = closed_days(standing)
    one = DrillToMove(problem, taken, drill.drill_type, drill.date, others, tuple(left), seed)
    best = best_alternatives(one, most, least, progress)
    good = lawful_days(one, [found.on for found in best], progress)
    case = ConflictCase(maker, (drill.campus_id,), problem.duties, problem.set_aside, taken=taken)
    impossible = [on for on in left if on not in good]
    possible = bool(good) or are_feasible((problem,), taken) is not False
    searched = _searched(case, drill, impossible, progress) if possible else []
    return DrillDaysAnswer(
        needed, possible, tuple(sorted(good)), (*dates_by_reason(closed, cites), *searched), best
    )


def resource_use_elsewhere(drills: Iterable[Drill], campus_id: str, workspace: Workspace) -> ResourceUse:
    """What other campuses have of the agencies and sites in the plan."""
    return ResourceUse().with_visits(
        (resource_id, drill.date, hours_of(drill, workspace.campus_by_id[drill.campus_id]))
        for drill in drills
        if drill.campus_id != campus_id and drill.campus_id in workspace.campus_by_id
        for resource_id in resource_ids_of(drill, workspace.campus_by_id[drill.campus_id])
    )


def _searched(case: ConflictCase, drill: Drill, dates: Sequence[date], progress: Progress) -> list[RuledOut]:
    """Why each of these days, which nothing alone closes, is impossible; those for the same reasons together."""
    found: list[RuledOut] = []
    left = list(dates)
    while left and len(found) < _REASONS:
        progress("Finding what stands in the way", len(dates) - len(left), len(dates))
        asked = _with_drill_on(case, drill, left[0])
        base = necessary_candidates(asked, by_mandate(asked.duties))[1]
        narrowed = minimal_conflict(base, (lambda one: one_by_one(one.duties), _facts))
        same = [left[0]]
        for on in left[1:]:
            if _moved(narrowed.case, drill, left[0], on).is_possible() is False:
                same.append(on)
        found.append(_ruled_out(narrowed.candidates, same))
        left = [on for on in left if on not in same]
    if left:
        found.append(RuledOut(reason=_NOT_WORKED_OUT, dates=tuple(left)))
    return found


def _with_drill_on(case: ConflictCase, drill: Drill, on: date) -> ConflictCase:
    """The case with the drill ordered to that day and away from its own."""
    away = ForbiddenDays(date=drill.date, campuses=(drill.campus_id,), drill_types=(drill.drill_type,))
    return case.in_district(
        lambda there: there.model_copy(
            update={"pins": (*there.pins, pin_on(drill, on)), "forbidden": (*there.forbidden, away)}
        )
    )


def _moved(case: ConflictCase, drill: Drill, was: date, on: date) -> ConflictCase:
    pins = {pin_on(drill, was): pin_on(drill, on)}
    return case.in_district(
        lambda there: there.model_copy(update={"pins": tuple(pins.get(pin, pin) for pin in there.pins)})
    )


def _facts(case: ConflictCase) -> list[ConflictCandidate]:
    """What agencies, filed days, events and what was held have to do with it: the day itself is the question."""
    closes = {"scenarios", "bells", "calendar", "pin", "same_day", "forbidden"}
    return [fact for fact in candidate_facts(case) if fact.member.kind not in closes]


def _ruled_out(suspects: Sequence[ConflictCandidate], dates: Sequence[date]) -> RuledOut:
    members = tuple(suspect.member for suspect in suspects)
    told = "; ".join(
        f"{member.words} ({member.mandate})" if member.mandate else member.words for member in members
    )
    cites = tuple(dict.fromkeys(member.cite for member in members if member.cite is not None))
    return RuledOut(reason=told or _NOT_WORKED_OUT, dates=tuple(dates), cites=cites, members=members)
