"""Sentences on campuses whose grades have bells of their own: what those bells leave out, and what is not said."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.files.read_result import listed
from drillplanner.model import Audience, BellSchedule, Campus, DayKind, Scenario, Workspace, format_grades


def about_groups(workspace: Workspace) -> Iterator[str]:
    """Everything that is to be said, campus by campus."""
    for campus in workspace.campuses:
        bells = workspace.bells.get(campus.bell_schedule or "")
        if bells is not None and bells.groups:
            yield from _silent_groups(workspace, campus, bells)
            yield from _staff_hours_left_out(campus, bells)
            yield from _too_long(workspace, campus, bells)
            yield from _teachers(workspace, campus)


def _silent_groups(workspace: Workspace, campus: Campus, bells: BellSchedule) -> Iterator[str]:
    """Kinds of day on which some grades have periods and others none."""
    held = {day.kind_at(campus.campus_id) for day in workspace.calendar.days} - {DayKind.CLOSED}
    for kind in DayKind:
        there = bells.groups_on(kind) if kind in held else ()
        silent = [format_grades(grades) for grades, periods in there if not periods]
        if silent and len(silent) < len(there):
            yield (
                f"At {campus.campus_id} grades {listed(silent)} have no periods on days of the kind "
                f"'{kind.value}': no drill with students is placed on them there, since it is for all grades."
            )


def _staff_hours_left_out(campus: Campus, bells: BellSchedule) -> Iterator[str]:
    named = [one.schedule.bell_schedule_id for one in bells.groups if one.schedule.staff_hours is not None]
    if named and bells.staff_hours is None:
        yield (
            f"'staff_hours' of {listed(named)} are not taken for {campus.campus_id}, where other grades may still "
            f"be there; they can be named in bells/{bells.bell_schedule_id}.yaml."
        )


def _too_long(workspace: Workspace, campus: Campus, bells: BellSchedule) -> Iterator[str]:
    """Scenarios that fit the bells of each group, and no stretch of a full day that they have in common."""
    stretches = bells.full_day_periods
    lost = [
        one
        for one in workspace.scenarios
        if one.audience is not Audience.STAFF
        and set(campus.bands) <= set(one.bands)
        and all(_fits_somewhere(one, group.schedule) for group in bells.groups)
        and not any(one.minutes <= p.length and one.can_be_held_in(p.tags, p.by_grades) for p in stretches)
    ]
    if lost:
        named = listed(f"{one.scenario_id} ({one.minutes} minutes)" for one in lost)
        longest = max((one.length for one in stretches), default=0)
        yield (
            f"The grades of {campus.campus_id} have bells of their own. No stretch of a full day without a bell "
            f"takes {named}; the longest has {longest} minutes. Such drills run over a bell of some grades."
        )


def _fits_somewhere(scenario: Scenario, schedule: BellSchedule) -> bool:
    return any(
        scenario.minutes <= one.length and scenario.can_be_held_in(one.tags) for one in schedule.full_day_periods
    )


def _teachers(workspace: Workspace, campus: Campus) -> Iterator[str]:
    teachers = [one for one in workspace.staff if one.campus_id == campus.campus_id and one.teaches]
    silent = [one.name for one in teachers if not one.grades]
    if silent:
        yield (
            f"staff.csv does not say which 'grades' teachers of {campus.campus_id} have, where grades have bells "
            f"of their own: each counts as in class while any grades are. So for {listed(silent, 5)}."
        )
    elsewhere = [one.name for one in teachers if one.grades and set(one.grades).isdisjoint(campus.grades)]
    if elsewhere:
        yield (
            f"'grades' of staff.csv are none that {campus.campus_id} teaches for {listed(elsewhere, 5)}: each "
            "counts as in class while any grades are."
        )
