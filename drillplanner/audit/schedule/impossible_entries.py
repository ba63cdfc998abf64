"""Entries that cannot be true: on a day without school, in the future, outside the bells, doubled, two at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from drillplanner.model import (
    AcademicCalendar,
    Audience,
    Campus,
    DayKind,
    Drill,
    EntryProblem,
    Workspace,
    format_grades,
    minutes_of,
)

#: Entries with one of these problems did not, or will not, take place: they count for no duty.
DISCOUNTED = frozenset({"weekend", "holiday", "out_of_year", "not_a_school_day", "future", "unknown_campus"})


def without_doubles(drills: tuple[Drill, ...]) -> tuple[tuple[Drill, ...], list[EntryProblem]]:
    """The drills with each entered once (campus, type, date and start) and each with an id of its own.

    The second value names the entries that were left out as doubles of an earlier one.
    """
    first: dict[tuple[object, ...], Drill] = {}
    ids: set[str] = set()
    problems = []
    for drill in drills:
        key = (drill.campus_id, drill.drill_type, drill.date, drill.start)
        if key in first:
            message = f"the same drill is already entered as {first[key].drill_id}"
            if first[key].row is not None:
                message += f" on line {first[key].row}"
            problems.append(EntryProblem.about(drill, "duplicate", message))
            continue
        own = drill if drill.drill_id not in ids else drill.model_copy(update={"drill_id": _own_id(drill, ids)})
        ids.add(own.drill_id)
        first[key] = own
    return tuple(first.values()), problems


def _own_id(drill: Drill, taken: set[str]) -> str:
    number = 2
    while f"{drill.drill_id}#{number}" in taken:
        number += 1
    return f"{drill.drill_id}#{number}"


def impossible_entries(
    drills: tuple[Drill, ...], workspace: Workspace, as_of: date | None = None
) -> list[EntryProblem]:
    """Every entry that cannot be true, one problem a drill and one a clash, in the order of the schedule.

    ``as_of`` is the day on which the schedule is judged: what is entered as held cannot lie after it. None:
    nothing counts as future.
    """
    problems: list[EntryProblem] = []
    for drill in drills:
        campus = workspace.campus_by_id.get(drill.campus_id)
        if campus is None:
            known = ", ".join(sorted(workspace.campus_by_id))
            message = f"there is no campus '{drill.campus_id}'; known: {known}"
            problems.append(EntryProblem.about(drill, "unknown_campus", message))
        elif found := (
            _day_problem(drill, workspace.calendar)
            or _future_problem(drill, as_of)
            or _hours_problem(drill, campus, workspace)
        ):
            problems.append(found)
    return problems + _clashes(drills)


def _day_problem(drill: Drill, calendar: AcademicCalendar) -> EntryProblem | None:
    on, said = drill.date, f"{drill.date:%A} {drill.date}"
    if not calendar.first_day <= on <= calendar.last_day:
        return EntryProblem.about(
            drill, "out_of_year", f"{said} is outside the year ({calendar.first_day} to {calendar.last_day})"
        )
    if calendar.kind_at(on, drill.campus_id) is not DayKind.CLOSED:
        return None
    day = calendar.day(on)
    if day is None:
        return EntryProblem.about(drill, "weekend", f"{said} is a weekend without school")
    title = day.title_at(drill.campus_id)
    if title:
        return EntryProblem.about(drill, "holiday", f"there is no school on {said}: {title}")
    return EntryProblem.about(drill, "not_a_school_day", f"there is no school on {said}")


def _future_problem(drill: Drill, as_of: date | None) -> EntryProblem | None:
    if as_of is None or not drill.held or drill.date <= as_of:
        return None
    message = f"it is entered as held on {drill.date}, which is after {as_of}, the day of this audit"
    return EntryProblem.about(drill, "future", message)


def _hours_problem(drill: Drill, campus: Campus, workspace: Workspace) -> EntryProblem | None:
    day = workspace.calendar.day(drill.date)
    if drill.start is None or day is None:
        return None
    periods = workspace.periods(campus, day)
    if not periods:
        return None
    opens = min(period.start for period in periods)
    closes = max(period.end for period in periods)
    end = drill.end or drill.start
    if end < drill.start:
        message = f"it ends at {end:%H:%M}, before it begins at {drill.start:%H:%M}"
        return EntryProblem.about(drill, "outside_hours", message)
    # Where the schedule does not say for whom, as a calendar does not, the drill may be for adults alone.
    adults = drill.audience in {Audience.STAFF, None}
    hours = workspace.staff_hours(campus, day) if adults else None
    if hours is not None and hours.start <= drill.start <= end <= hours.end:
        return None
    said = f"{drill.start:%H:%M} to {end:%H:%M}"
    free = "" if hours is None else f"staff hours ({hours.start:%H:%M} to {hours.end:%H:%M})"
    scenario = workspace.scenario_by_id.get(drill.scenario_id or "")
    if not opens <= drill.start <= end <= closes:
        message = f"{said} is not within the school day ({opens:%H:%M} to {closes:%H:%M})"
        message += f" nor in {free}" if free else ""
    elif scenario is not None and scenario.needs_students_away:
        message = f"{said} lies between the bells; '{scenario.scenario_id}' is for a time without students"
        message += f", such as {free}" if free else ""
    elif gone := _not_at_school(drill, campus, workspace):
        message = f"{said} is no time at which everyone who takes part is at school: {gone}"
    else:
        return None
    return EntryProblem.about(drill, "outside_hours", message)


def _not_at_school(drill: Drill, campus: Campus, workspace: Workspace) -> str:
    """Grades of the drill that have bells of their own and are not there then, with their hours; empty if none."""
    day = workspace.calendar.day(drill.date)
    if day is None or drill.start is None or drill.audience is Audience.STAFF:
        return ""
    taking_part = set(drill.grades or campus.grades)
    found = []
    for grades, periods in workspace.periods_by_grades(campus, day):
        if taking_part.isdisjoint(grades):
            continue
        if not periods:
            found.append(f"grades {format_grades(grades)} have no periods on that day")
            continue
        opens, closes = min(period.start for period in periods), max(period.end for period in periods)
        if not opens <= drill.start <= (drill.end or drill.start) <= closes:
            found.append(f"grades {format_grades(grades)} are there from {opens:%H:%M} to {closes:%H:%M}")
    return "; ".join(found)


def _clashes(drills: tuple[Drill, ...]) -> list[EntryProblem]:
    by_campus_day: dict[tuple[str, object], list[Drill]] = defaultdict(list)
    for drill in drills:
        if drill.start is not None:
            by_campus_day[drill.campus_id, drill.date].append(drill)
    problems = []
    for same_day in by_campus_day.values():
        in_order = sorted(same_day, key=lambda drill: minutes_of(drill.start) if drill.start else 0)
        for position, drill in enumerate(in_order):
            first = next(
                (one for one in in_order[:position] if one.overlaps(drill) or one.start == drill.start), None
            )
            if first is not None:
                message = f"it overlaps {first.drill_id} at the same campus"
                problems.append(EntryProblem.about(drill, "clash", message))
    return problems
