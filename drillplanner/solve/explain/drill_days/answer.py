"""The whole answer about a drill's days, from reasons, conflicts, and searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.law import Duty
from drillplanner.model import Drill, ForbiddenDays, RuledOut
from drillplanner.progress import Progress
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import are_feasible
from drillplanner.solve.campus.uncertain_duties import without_unmeetable_uncertain
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
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.previous_plan import hours_of
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Interval, resource_ids_of
from drillplanner.solve.problem.schools_a_day import SchoolsADay
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: The most reasons to find for days that only a search rules out.
_REASONS = 4
_NOT_WORKED_OUT = "the other duties leave no room for it there"


@dataclass(frozen=True)
class DrillDaysAnswer:
    """The days of a drill. ``needed`` are the duties that would not be met without it."""

    needed: tuple[Duty, ...]
    is_possible: bool
    """Whether the campus has a lawful year at all; a plan of other files may not be one."""
    lawful: tuple[date, ...]
    ruled_out: tuple[RuledOut, ...]
    next_best: tuple[AlternativeDay, ...]


def drill_days(
    builder: ProblemBuilder,
    drill: Drill,
    drills: Sequence[Drill],
    lost: frozenset[str],
    least: Tiers | None,
    most: int,
    seed: int,
    progress: Progress,
) -> DrillDaysAnswer:
    """Return the answer for one of ``drills``, which are the whole plan. ``lost`` duties are not planned for.

    ``least`` is a bound: no year of the campus is better while other campuses stay as they are. None: no bound
    is known.
    """
    campus = builder.workspace.campus_by_id[drill.campus_id]
    duties = builder.year.duties_at(drill.campus_id)
    owed = tuple(duty for duty in duties if duty.duty_id not in lost)
    lost_duties = tuple(duty for duty in duties if duty.duty_id in lost)
    (problem,) = without_unmeetable_uncertain((builder.problem_of(campus, owed, lost_duties),), builder.problem_of)
    others = tuple(
        other for other in drills if other.campus_id == drill.campus_id and other.drill_id != drill.drill_id
    )
    in_use = resource_use_elsewhere(drills, problem, builder.year)
    needed = tuple(duties_needing(drill, others, problem))
    context = PlannedDrillContext(
        builder.workspace,
        problem,
        in_use,
        dict(builder.year.screenings),
        drill,
        others,
        needed,
        builder.alarms.get(drill.campus_id),
    )
    closed, cites, left = closed_days(context)
    to_move = DrillToMove(problem, in_use, drill.drill_type, drill.date, others, tuple(left), seed)
    best = best_alternatives(to_move, most, least, progress)
    lawful = lawful_days(to_move, [found.on for found in best], progress)
    case = ConflictCase(builder, (drill.campus_id,), problem.duties, problem.set_aside, in_use=in_use)
    impossible = [on for on in left if on not in lawful]
    possible = bool(lawful) or are_feasible((problem,), in_use) is not False
    searched = _searched(case, drill, impossible, progress) if possible else []
    return DrillDaysAnswer(
        needed, possible, tuple(sorted(lawful)), (*dates_by_reason(closed, cites), *searched), best
    )


def resource_use_elsewhere(drills: Iterable[Drill], problem: CampusProblem, year: YearToPlan) -> ResourceUse:
    """Return what other campuses use in the plan: visits of agencies and sites, and the limits of schools."""
    workspace = year.workspace
    elsewhere: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        if drill.campus_id != problem.campus.campus_id and drill.campus_id in workspace.campus_by_id:
            elsewhere[drill.campus_id].append(drill)
    schools = SchoolsADay.of(workspace, (problem,))
    agency_days = AgencyDayCosts.of(workspace.district, len(workspace.campuses), schools)
    return (
        ResourceUse(agency_days=agency_days)
        .with_visits(
            (resource_id, drill.date, hours_of(drill, workspace.campus_by_id[campus_id]))
            for campus_id, held in elsewhere.items()
            for drill in held
            for resource_id in resource_ids_of(drill, workspace.campus_by_id[campus_id])
        )
        .with_visits(
            (resource_id, on, Interval(0, 0))
            for campus_id, held in elsewhere.items()
            for resource_id, on in schools.uses_of_drills(campus_id, held, year)
        )
    )


def _searched(case: ConflictCase, drill: Drill, dates: Sequence[date], progress: Progress) -> list[RuledOut]:
    """Explain each of these days, which no single reason rules out; days with the same reasons together."""
    found: list[RuledOut] = []
    left = list(dates)
    while left and len(found) < _REASONS:
        progress("Finding what stands in the way", len(dates) - len(left), len(dates))
        with_drill = _with_drill_on(case, drill, left[0])
        base = necessary_candidates(with_drill, by_mandate(with_drill.duties))[1]
        narrowed = minimal_conflict(base, (lambda narrowed_case: one_by_one(narrowed_case.duties), _facts))
        dates_with_reason = [left[0]]
        for on in left[1:]:
            if _moved(narrowed.case, drill, left[0], on).is_possible() is False:
                dates_with_reason.append(on)
        found.append(_ruled_out(narrowed.candidates, dates_with_reason))
        left = [on for on in left if on not in dates_with_reason]
    if left:
        found.append(RuledOut(reason=_NOT_WORKED_OUT, dates=tuple(left)))
    return found


def _with_drill_on(case: ConflictCase, drill: Drill, on: date) -> ConflictCase:
    """Return the case with the drill pinned to that day and blocked on its present day."""
    away = ForbiddenDays(date=drill.date, campuses=(drill.campus_id,), drill_types=(drill.drill_type,))
    return case.in_district(
        lambda district: district.model_copy(
            update={"pins": (*district.pins, pin_on(drill, on)), "forbidden": (*district.forbidden, away)}
        )
    )


def _moved(case: ConflictCase, drill: Drill, was: date, on: date) -> ConflictCase:
    pins = {pin_on(drill, was): pin_on(drill, on)}
    return case.in_district(
        lambda district: district.model_copy(update={"pins": tuple(pins.get(pin, pin) for pin in district.pins)})
    )


def _facts(case: ConflictCase) -> list[ConflictCandidate]:
    """Return facts about agencies, filed days, events, and held drills. The day itself is what is asked."""
    closes = {"scenarios", "bells", "calendar", "pin", "same_day", "forbidden"}
    return [fact for fact in candidate_facts(case) if fact.member.kind not in closes]


def _ruled_out(candidates: Sequence[ConflictCandidate], dates: Sequence[date]) -> RuledOut:
    members = tuple(candidate.member for candidate in candidates)
    reasons = "; ".join(
        f"{member.words} ({member.mandate})" if member.mandate else member.words for member in members
    )
    cites = tuple(dict.fromkeys(member.cite for member in members if member.cite is not None))
    return RuledOut(reason=reasons or _NOT_WORKED_OUT, dates=tuple(dates), cites=cites, members=members)
