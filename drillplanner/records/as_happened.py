"""A plan in the light of the log: drills as they were held, without those that were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from drillplanner.model import (
    STAFF_HOURS,
    Drill,
    DrillRecord,
    GradeMoment,
    PeriodTag,
    Workspace,
    clock_of,
    minutes_of,
)
from drillplanner.model.calendar.bells import (
    grade_moments_between,
    period_names_by_grades,
    period_tags_of_any_grade,
)

#: A drill of which neither the log nor a scenario tells the length is taken to last so long.
USUAL_MINUTES = 10
_LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True)
class AsHappened:
    """``held`` are the drills of the log as they were held, ``missed`` those of the plan that were not, with the
    entry that says so, and ``open`` those of which the log says nothing.
    """

    held: tuple[Drill, ...]
    missed: tuple[tuple[Drill, DrillRecord], ...]
    open: tuple[Drill, ...]

    @property
    def drills(self) -> tuple[Drill, ...]:
        """All that were held or still may be."""
        return (*self.held, *self.open)


def as_happened(drills: Iterable[Drill], records: Iterable[DrillRecord], workspace: Workspace) -> AsHappened:
    """The drills of a plan as the log tells them: known by id, and one that was not held by its day as well."""
    kept = list(records)
    by_id = {record.drill_id: record for record in kept if record.held}
    not_held = {record.key: record for record in kept if not record.held}
    planned = {drill.drill_id: drill for drill in drills}
    held = tuple(
        _as_held(record, planned.get(record.drill_id), workspace)
        for record in sorted(by_id.values(), key=lambda one: (one.campus_id, one.date, one.drill_id))
    )
    rest = [drill for drill in planned.values() if drill.drill_id not in by_id]
    missed = tuple(
        (drill, not_held[drill.drill_id, drill.date]) for drill in rest if (drill.drill_id, drill.date) in not_held
    )
    gone = {drill.drill_id for drill, _ in missed}
    return AsHappened(held, missed, tuple(drill for drill in rest if drill.drill_id not in gone))


def _as_held(record: DrillRecord, planned: Drill | None, workspace: Workspace) -> Drill:
    drill = planned or _unplanned(record, workspace)
    start = record.start or drill.start
    minutes = record.minutes or drill.minutes or USUAL_MINUTES
    # Where grades have bells of their own, a drill that took longer may have run over one.
    as_planned = planned is not None and (not planned.by_grades or minutes == planned.minutes)
    if planned is not None and as_planned and (record.date, start) == (planned.date, planned.start):
        period, tags, moments = planned.period, planned.period_tags, planned.by_grades
    else:
        period, tags, moments = _period(record, start, minutes, workspace)
    end = None if start is None else clock_of(min(minutes_of(start) + minutes, _LAST_MINUTE))
    return drill.model_copy(
        update={
            "date": record.date,
            "start": start,
            "end": end,
            "period": period,
            "period_tags": tags,
            "by_grades": moments,
            "held": True,
        }
    )


def _unplanned(record: DrillRecord, workspace: Workspace) -> Drill:
    """A drill that no plan knows; what its scenario, if it has one, says of it."""
    scenario = workspace.scenario_by_id.get(record.scenario_id or "")
    drill = Drill(
        drill_id=record.drill_id, campus_id=record.campus_id, drill_type=record.drill_type, date=record.date
    )
    if scenario is None:
        return drill
    length = {}
    if record.start is not None and record.minutes is None:
        length = {"start": record.start, "end": clock_of(minutes_of(record.start) + scenario.minutes)}
    return drill.model_copy(
        update={
            "scenario_id": scenario.scenario_id,
            "format": scenario.format,
            "audience": scenario.audience,
            "route": scenario.route,
            "announced": scenario.announced,
            **length,
        }
    )


def _period(
    record: DrillRecord, start: time | None, minutes: int, workspace: Workspace
) -> tuple[str | None, tuple[PeriodTag, ...] | None, tuple[GradeMoment, ...]]:
    """The period that was on at that start, and what it was for whom; None where nobody says.

    Where grades have bells of their own, these are all the periods that the drill touched.
    """
    day = workspace.calendar.day(record.date)
    campus = workspace.campus_by_id[record.campus_id]
    if start is None or day is None:
        return None, None, ()
    periods, hours = workspace.periods(campus, day), workspace.staff_hours(campus, day)
    there = next((period for period in periods if period.start <= start < period.end), None)
    if there is None and hours is not None and hours.start <= start < hours.end:
        return STAFF_HOURS, (), ()
    moments = grade_moments_between(periods, minutes_of(start), minutes_of(start) + minutes)
    if there is not None and there.by_grades in {(), moments}:
        return there.name, there.tags, there.by_grades
    if any(moment.tags for moment in moments):
        return period_names_by_grades(moments), period_tags_of_any_grade(moments), moments
    return None, None, ()


def with_recorded_causes(workspace: Workspace, records: Iterable[DrillRecord]) -> Workspace:
    """The workspace with the log's cause at each filed drill that was not held: it is then to be made up."""
    causes = {
        (record.campus_id, record.drill_type, record.date): record.cause
        for record in records
        if not record.held and record.cause is not None
    }
    filed = tuple(
        one.model_copy(update={"cause": causes[place], "moved_to": None})
        if (place := (one.campus_id, one.drill_type, one.holds_on)) in causes
        else one
        for one in workspace.filed
    )
    return workspace.model_copy(update={"filed": filed})
