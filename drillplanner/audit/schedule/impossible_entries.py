"""Entries that cannot be right: no school then, in the future, outside the bells, twice, overlapping."""

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

#: A drill with one of these problems did not or will not take place, so it counts for no duty.
DISCOUNTED = frozenset({"weekend", "holiday", "out_of_year", "not_a_school_day", "future", "unknown_campus"})


def without_duplicates(drills: tuple[Drill, ...]) -> tuple[tuple[Drill, ...], list[EntryProblem]]:
    """Return the drills without duplicates (same campus, type, date, and start), each with a unique id.

    The second value lists the entries that were left out as duplicates of an earlier one.
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
        unique = drill
        if drill.drill_id in ids:
            unique = drill.model_copy(update={"drill_id": _unique_id(drill, ids)})
        ids.add(unique.drill_id)
        first[key] = unique
    return tuple(first.values()), problems


def _unique_id(drill: Drill, taken: set[str]) -> str:
    number = 2
    while f"{drill.drill_id}#{number}" in taken:
        number += 1
    return f"{drill.drill_id}#{number}"


def impossible_entries(
    drills: tuple[Drill, ...], workspace: Workspace, as_of: date | None = None
) -> list[EntryProblem]:
    """Return the problems of the schedule: at most one for each drill, in order, then one for each overlap.

    ``as_of`` is the day of the audit; a drill entered as held cannot be after it. None means that no entry counts
    as future.
    """
    problems: list[EntryProblem] = []
    for drill in drills:
        campus = workspace.campus_by_id.get(drill.campus_id)
        if campus is None:
            known = ", ".join(sorted(workspace.campus_by_id))
            message = f"there is no campus '{drill.campus_id}'; known: {known}"
            problems.append(EntryProblem.about(drill, "unknown_campus", message))
        elif problem := (
            _day_problem(drill, workspace.calendar)
            or _future_problem(drill, as_of)
            or _hours_problem(drill, campus, workspace)
        ):
            problems.append(problem)
    return problems + _overlaps(drills)


def _day_problem(drill: Drill, calendar: AcademicCalendar) -> EntryProblem | None:
    on, day_phrase = drill.date, f"{drill.date:%A} {drill.date}"
    if not calendar.first_day <= on <= calendar.last_day:
        message = f"{day_phrase} is outside the year ({calendar.first_day} to {calendar.last_day})"
        return EntryProblem.about(drill, "out_of_year", message)
    if calendar.kind_at(on, drill.campus_id) is not DayKind.CLOSED:
        return None
    day = calendar.day(on)
    if day is None:
        return EntryProblem.about(drill, "weekend", f"{day_phrase} is a weekend without school")
    title = day.title_at(drill.campus_id)
    if title:
        return EntryProblem.about(drill, "holiday", f"there is no school on {day_phrase}: {title}")
    return EntryProblem.about(drill, "not_a_school_day", f"there is no school on {day_phrase}")


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
    # A schedule that does not name the audience (such as a calendar) may list drills for staff only.
    may_be_staff_only = drill.audience in {Audience.STAFF, None}
    hours = workspace.staff_hours(campus, day) if may_be_staff_only else None
    if hours is not None and hours.start <= drill.start <= end <= hours.end:
        return None
    time_phrase = f"{drill.start:%H:%M} to {end:%H:%M}"
    staff_phrase = "" if hours is None else f"staff hours ({hours.start:%H:%M} to {hours.end:%H:%M})"
    scenario = workspace.scenario_by_id.get(drill.scenario_id or "")
    if not opens <= drill.start <= end <= closes:
        message = f"{time_phrase} is not within the school day ({opens:%H:%M} to {closes:%H:%M})"
        message += f" nor in {staff_phrase}" if staff_phrase else ""
    elif scenario is not None and scenario.needs_students_away:
        message = f"{time_phrase} lies between the bells; '{scenario.scenario_id}' is for a time without students"
        message += f", such as {staff_phrase}" if staff_phrase else ""
    elif absent := _absent_grades_sentence(drill, campus, workspace):
        message = f"{time_phrase} is no time at which everyone who takes part is at school: {absent}"
    else:
        return None
    return EntryProblem.about(drill, "outside_hours", message)


def _absent_grades_sentence(drill: Drill, campus: Campus, workspace: Workspace) -> str:
    """Return the grades of the drill whose own bells put them out of school then, with their hours, or ''."""
    day = workspace.calendar.day(drill.date)
    if day is None or drill.start is None or drill.audience is Audience.STAFF:
        return ""
    taking_part = set(drill.grades or campus.grades)
    absent = []
    for grades, periods in workspace.periods_by_grades(campus, day):
        if taking_part.isdisjoint(grades):
            continue
        if not periods:
            absent.append(f"grades {format_grades(grades)} have no periods on that day")
            continue
        opens, closes = min(period.start for period in periods), max(period.end for period in periods)
        if not opens <= drill.start <= (drill.end or drill.start) <= closes:
            absent.append(f"grades {format_grades(grades)} are there from {opens:%H:%M} to {closes:%H:%M}")
    return "; ".join(absent)


def _overlaps(drills: tuple[Drill, ...]) -> list[EntryProblem]:
    by_campus_day: dict[tuple[str, object], list[Drill]] = defaultdict(list)
    for drill in drills:
        if drill.start is not None:
            by_campus_day[drill.campus_id, drill.date].append(drill)
    problems = []
    for same_day in by_campus_day.values():
        in_order = sorted(same_day, key=lambda drill: minutes_of(drill.start) if drill.start else 0)
        for position, drill in enumerate(in_order):
            earlier = in_order[:position]
            first = next((other for other in earlier if other.overlaps(drill) or other.start == drill.start), None)
            if first is not None:
                message = f"it overlaps {first.drill_id} at the same campus"
                problems.append(EntryProblem.about(drill, "clash", message))
    return problems
