"""A plan as it was carried out: drills as the log says they were held, and drills that were not held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from drillplanner.model import (
    STAFF_HOURS,
    Audience,
    Campus,
    Drill,
    DrillFormat,
    DrillRecord,
    DrillType,
    EventKind,
    GradeMoment,
    PeriodTag,
    Scenario,
    Workspace,
    clock_of,
    minutes_of,
)
from drillplanner.model.calendar.bells import (
    grade_moments_between,
    period_names_by_grades,
    period_tags_of_any_grade,
)

#: Length of a drill if neither the log, nor the plan, nor a scenario gives one.
USUAL_MINUTES = 10
_LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True)
class AsHappened:
    """The drills of a plan after the log has been applied.

    ``held`` are the drills of the log as they were held, ``missed`` the planned drills that were not held, each
    with the log entry for it, and ``open`` the planned drills that the log does not mention. ``taken_over`` are
    planned drills at whose very minute another of their type was held, each with that one: they were one drill.
    """

    held: tuple[Drill, ...]
    missed: tuple[tuple[Drill, DrillRecord], ...]
    open: tuple[Drill, ...]
    taken_over: tuple[tuple[Drill, Drill], ...] = ()

    @property
    def drills(self) -> tuple[Drill, ...]:
        """Return the drills that were held or may still be held."""
        return (*self.held, *self.open)


def as_happened(drills: Iterable[Drill], records: Iterable[DrillRecord], workspace: Workspace) -> AsHappened:
    """Return the drills of a plan with the log applied.

    A held drill is matched by its id; one that was not held, by its id and its date, since it may be planned
    again. A held drill with an id of no plan is the planned one of its campus, type, and date, if there is one
    that the log does not mention otherwise: an office may record a drill without its id.
    """
    log = list(records)
    not_held = {record.key: record for record in log if not record.held}
    planned = {drill.drill_id: drill for drill in drills}
    by_id = _with_planned_ids({record.drill_id: record for record in log if record.held}, planned, not_held)
    held = tuple(
        _as_held(record, planned.get(record.drill_id), workspace)
        for record in sorted(by_id.values(), key=lambda record: (record.campus_id, record.date, record.drill_id))
    )
    not_recorded_as_held = [drill for drill in planned.values() if drill.drill_id not in by_id]
    missed = tuple(
        (drill, not_held[drill.drill_id, drill.date])
        for drill in not_recorded_as_held
        if (drill.drill_id, drill.date) in not_held
    )
    not_over = {drill.drill_id for drill, _ in missed}
    held_at = {_minute(drill): drill for drill in held}
    taken_over = tuple(
        (drill, held_at[_minute(drill)])
        for drill in not_recorded_as_held
        if drill.drill_id not in not_over and drill.start is not None and _minute(drill) in held_at
    )
    not_over |= {drill.drill_id for drill, _ in taken_over}
    still_open = tuple(drill for drill in not_recorded_as_held if drill.drill_id not in not_over)
    return AsHappened(held, missed, still_open, taken_over)


def _minute(drill: Drill) -> tuple[str, DrillType, date, time | None]:
    """Return what two drills cannot share: a campus holds no two of a type at the same minute."""
    return drill.campus_id, drill.drill_type, drill.date, drill.start


def _with_planned_ids(
    held: Mapping[str, DrillRecord],
    planned: Mapping[str, Drill],
    not_held: Mapping[tuple[str, date], DrillRecord],
) -> dict[str, DrillRecord]:
    """Return the records of held drills by id, each under the id of the planned drill that it is about."""
    unmentioned = {
        (drill.campus_id, drill.drill_type, drill.date): drill.drill_id
        for drill in planned.values()
        if drill.drill_id not in held and (drill.drill_id, drill.date) not in not_held
    }
    found: dict[str, DrillRecord] = {}
    for drill_id, record in held.items():
        if drill_id in planned:
            found[drill_id] = record
            continue
        meant = unmentioned.pop((record.campus_id, record.drill_type, record.date), drill_id)
        found[meant] = record.model_copy(update={"drill_id": meant})
    return found


def _as_held(record: DrillRecord, planned: Drill | None, workspace: Workspace) -> Drill:
    drill = planned or _unplanned(record)
    scenario = _scenario_used(record, planned, workspace)
    if scenario is not None:
        drill = drill.model_copy(
            update={
                "scenario_id": record.scenario_id,
                "format": scenario.format,
                "audience": scenario.audience,
                "route": scenario.route,
                "announced": scenario.announced,
            }
        )
    start = record.start or drill.start
    minutes = record.minutes or drill.minutes or (scenario.minutes if scenario is not None else USUAL_MINUTES)
    return at_time(drill, record.date, start, minutes, workspace).model_copy(update={"held": True})


def at_time(drill: Drill, on: date, start: time | None, minutes: int, workspace: Workspace) -> Drill:
    """Return the drill on that day at that time, with the period that is in progress then."""
    # If grades have different bells, a drill that took longer may have run past one of them.
    keeps_length = not drill.by_grades or minutes == drill.minutes
    period, tags, moments = drill.period, drill.period_tags, drill.by_grades
    if period is None or not keeps_length or (on, start) != (drill.date, drill.start):
        period, tags, moments = _period(drill.campus_id, on, start, minutes, workspace)
    end = None if start is None else clock_of(min(minutes_of(start) + minutes, _LAST_MINUTE))
    return drill.model_copy(
        update={
            "date": on,
            "start": start,
            "end": end,
            "period": period,
            "period_tags": tags,
            "by_grades": moments,
        }
    )


def _unplanned(record: DrillRecord) -> Drill:
    """Return a drill that is not in the plan, with what the log says of it."""
    return Drill(
        drill_id=record.drill_id, campus_id=record.campus_id, drill_type=record.drill_type, date=record.date
    )


def _scenario_used(record: DrillRecord, planned: Drill | None, workspace: Workspace) -> Scenario | None:
    """Return the scenario whose facts are those of the drill; None if they are those of the plan.

    A drill outside the plan for which the log names no scenario has the facts of the usual one of its type. Its
    own scenario stays unknown, so that nothing is said about what children saw and heard.
    """
    if record.scenario_id is not None:
        is_planned = planned is not None and planned.scenario_id == record.scenario_id
        return None if is_planned else workspace.scenario_by_id.get(record.scenario_id)
    return (
        usual_scenario(record.drill_type, workspace.campus_by_id[record.campus_id], workspace)
        if planned is None
        else None
    )


def usual_scenario(drill_type: DrillType, campus: Campus, workspace: Workspace) -> Scenario | None:
    """Return the scenario of a type that is most like a full drill of everyone at the campus; None without one."""
    return min(
        (scenario for scenario in workspace.scenarios if scenario.drill_type is drill_type),
        key=lambda scenario: (
            not set(campus.bands) <= set(scenario.bands),
            scenario.format is not DrillFormat.PHYSICAL,
            scenario.audience is not Audience.EVERYONE,
            scenario.scenario_id,
        ),
        default=None,
    )


def _period(
    campus_id: str, on: date, start: time | None, minutes: int, workspace: Workspace
) -> tuple[str | None, tuple[PeriodTag, ...] | None, tuple[GradeMoment, ...]]:
    """Return the period in progress at that start, and its uses by grade; None if not known.

    If grades have different bells, these are all periods that the drill touched.
    """
    day, campus = workspace.calendar.day(on), workspace.campus_by_id[campus_id]
    if start is None or day is None:
        return None, None, ()
    periods, hours = workspace.periods(campus, day), workspace.staff_hours(campus, day)
    period_at_start = next((period for period in periods if period.start <= start < period.end), None)
    if period_at_start is None and hours is not None and hours.start <= start < hours.end:
        return STAFF_HOURS, (), ()
    moments = grade_moments_between(periods, minutes_of(start), minutes_of(start) + minutes)
    if period_at_start is not None and period_at_start.by_grades in {(), moments}:
        return period_at_start.name, period_at_start.tags, period_at_start.by_grades
    if any(moment.tags for moment in moments):
        return period_names_by_grades(moments), period_tags_of_any_grade(moments), moments
    return None, None, ()


def with_recorded_causes(workspace: Workspace, records: Iterable[DrillRecord]) -> Workspace:
    """Return the workspace with the log's cause at each filed drill that was not held: it must be made up."""
    causes = {
        (record.campus_id, record.drill_type, record.date): record.cause
        for record in records
        if not record.held and isinstance(record.cause, EventKind)
    }
    filed = tuple(
        filing.model_copy(update={"cause": causes[key], "moved_to": None})
        if (key := (filing.campus_id, filing.drill_type, filing.effective_date)) in causes
        else filing
        for filing in workspace.filed
    )
    return workspace.model_copy(update={"filed": filed})
