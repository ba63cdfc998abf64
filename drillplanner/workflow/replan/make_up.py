"""Drills of the previous plan that were missed, or whose day was closed, are made up within ten school days.

A replan plans what the law still needs, and moves as few other drills as possible. Among such plans, those that
make these drills up in time come before all wishes, and their back-up dates before other days: as limits of the
year (``Floor``), which the solver and the judge each count with their own code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.audit.schedule import AuditReport
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.model import (
    BACK_UP_SCHOOL_DAYS,
    DevelopmentalLimits,
    Drill,
    DrillType,
    DutyStatus,
    Floor,
    Plan,
    PracticeRank,
    Workspace,
)
from drillplanner.workflow.back_up.campus_year import CampusYear
from drillplanner.workflow.back_up.choose import why_no_day
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.repair_request import RepairRequest

RULE = "make-up"


@dataclass(frozen=True)
class _MissedDrill:
    """A drill that has to be made up, and the last day on which that is in time."""

    drill: Drill
    by: date


def make_up_limits(request: RepairRequest) -> dict[str, DevelopmentalLimits]:
    """Return by campus id what making up in time asks of its year; nothing where no drill is to be made up.

    By its last day, the campus holds as many drills of the type as before, and the missed one. If it cannot be
    made up in time, each further ten school days count as one more breach, so that it is made up soon.
    """
    scenarios: dict[DrillType, list[str]] = defaultdict(list)
    for scenario in request.prepared.workspace.scenarios:
        scenarios[scenario.drill_type].append(scenario.scenario_id)
    standing: dict[tuple[str, DrillType], list[date]] = defaultdict(list)
    for drill in (*request.settled, *request.planned):
        if drill.scenario_id in scenarios[drill.drill_type]:
            standing[drill.campus_id, drill.drill_type].append(drill.date)
    by_type: dict[tuple[str, DrillType], list[_MissedDrill]] = defaultdict(list)
    for missed in _missed_drills(request):
        by_type[missed.drill.campus_id, missed.drill.drill_type].append(missed)
    floors: dict[str, list[Floor]] = defaultdict(list)
    for (campus_id, drill_type), of_type in by_type.items():
        floors[campus_id] += _floors(
            of_type, standing[campus_id, drill_type], tuple(scenarios[drill_type]), request
        )
    return {campus_id: DevelopmentalLimits(floors=tuple(found)) for campus_id, found in floors.items()}


def with_limits(
    limits: Mapping[str, DevelopmentalLimits], more: Mapping[str, DevelopmentalLimits]
) -> dict[str, DevelopmentalLimits]:
    """Return the limits of all campuses with more of them at some."""
    none = DevelopmentalLimits()
    return dict(limits) | {campus_id: limits.get(campus_id, none).with_more(more[campus_id]) for campus_id in more}


def _missed_drills(request: RepairRequest) -> Iterator[_MissedDrill]:
    """Yield the drills that have to be made up, in order of date. What was held otherwise was not missed."""
    workspace = request.prepared.workspace
    taken_over = {drill.drill_id for drill, _ in request.happened.taken_over}
    displaced = (drill for before in request.campuses.values() for drill in before.displaced)
    for drill in sorted(displaced, key=lambda drill: (drill.date, drill.drill_id)):
        if drill.drill_id in taken_over:
            continue
        yield _MissedDrill(drill, _days_after(drill, BACK_UP_SCHOOL_DAYS, workspace)[-1])


def _days_after(drill: Drill, number: int, workspace: Workspace) -> Sequence[date]:
    """Return the next school days after the drill's date; the date itself if the year ends with it."""
    dates = workspace.calendar.dates_at(drill.campus_id)
    first = bisect_right(dates, drill.date)
    return dates[first : first + number] or (drill.date,)


def _floors(
    missed: Sequence[_MissedDrill], standing: Sequence[date], scenarios: tuple[str, ...], request: RepairRequest
) -> Iterator[Floor]:
    """Yield the limits for drills of one type at one campus, the earliest first."""
    workspace, as_of = request.prepared.workspace, request.as_of
    for number, one in enumerate(missed, start=1):
        drill = one.drill
        days = _days_after(drill, len(workspace.calendar.days), workspace)
        for last in days[BACK_UP_SCHOOL_DAYS - 1 :: BACK_UP_SCHOOL_DAYS] or days[-1:]:
            if last < as_of:
                continue
            there = sum(as_of <= on <= last for on in standing)
            yield _floor(
                f"the {drill.drill_type.phrase} of {drill.date} made up by {last}",
                scenarios,
                there + number,
                as_of,
                last,
            )
        if drill.back_up is not None and drill.back_up >= as_of:
            yield _floor(
                f"the {drill.drill_type.phrase} of {drill.date} made up on its back-up date, {drill.back_up}",
                scenarios,
                1,
                drill.back_up,
                drill.back_up,
                PracticeRank.DATES,
            )


def _floor(
    sentence: str,
    scenarios: tuple[str, ...],
    least: int,
    first: date,
    last: date,
    rank: PracticeRank = PracticeRank.DRILLS,
) -> Floor:
    return Floor(
        rule=RULE,
        scenarios=scenarios,
        practice=rank,
        sentence=sentence,
        least=least,
        first=first,
        last=last,
        may_add=False,
    )


def make_up_sentences(
    request: RepairRequest, plan: Plan, report: AuditReport, prepared: Prepared
) -> Iterator[str]:
    """Yield a sentence for each drill that is not made up, or only after ten school days, with the reason."""
    now = {drill.drill_id: drill for drill in plan.drills}
    met = frozenset(verdict.duty for verdict in report.verdicts if verdict.status is DutyStatus.MET)
    schedules = campus_schedules(plan.drills, prepared.workspace, prepared.screenings, plan.tasks)
    for missed in _missed_drills(request):
        drill, made_up = missed.drill, now.get(missed.drill.drill_id)
        if drill.campus_id not in schedules:
            continue
        what = f"{drill.drill_id} of {drill.date:%A} {drill.date}"
        if made_up is None:
            yield f"{what} is not made up: nothing that can still be met asks for it."
        elif made_up.date > missed.by:
            campus = CampusYear(prepared.year, schedules[drill.campus_id], met, request.as_of)
            because = _why_not_in_time(made_up, missed, campus, request.as_of)
            when = f"{made_up.date:%A} {made_up.date}"
            yield f"{what} is made up on {when}, and not by {missed.by} as it should be: {because}."


def _why_not_in_time(made_up: Drill, missed: _MissedDrill, campus: CampusYear, as_of: date) -> str:
    days = [on for on in campus.dates if max(as_of, missed.drill.date) <= on <= missed.by]
    if not days:
        return f"{BACK_UP_SCHOOL_DAYS} school days had passed by {as_of}"
    reasons = [campus.refusal(made_up, on) for on in days]
    known = Counter(reason for reason in reasons if reason is not None)
    if known.total() < len(days):
        return "on an earlier day more drills would move, or agencies would have to come more often"
    return why_no_day(len(days), known)
