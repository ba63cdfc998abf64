"""A bell schedule that differs by grade: a YAML file that names another schedule for each group of grades.

::

    name: Cedar School, K to 8 (invented)
    groups:
      - {grades: K, bells: kindergarten}
      - {grades: 1-5, bells: elementary}
      - {grades: 6-8, bells: middle}
    staff_hours: {start: 15:30, end: 16:15}

``bells`` are ids of other schedules of the folder, YAML or ``.bell``; each keeps its weekdays, rotation, dates.
The sentences on what such bells mean for a campus's drills and teachers are here too (:func:`group_sentences`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.yaml_document import Document, parse_as
from drillplanner.model import (
    ALLOWED_GRADES,
    Audience,
    BellSchedule,
    Campus,
    DayKind,
    Frozen,
    Period,
    Scenario,
    StaffHours,
    Workspace,
    format_grades,
    parse_grades,
    sort_grades,
)


def _read_grades(value: object) -> object:
    words = [str(entry) for entry in value] if isinstance(value, list) else [str(value)]
    if isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(entry, dict | list) for entry in value)
    ):
        raise ValueError(f"these are not grades; allowed: {ALLOWED_GRADES}")
    try:
        return parse_grades(",".join(words))
    except ValueError as error:
        raise ValueError(f"{error}; allowed: {ALLOWED_GRADES}") from error


class _Group(Frozen):
    grades: Annotated[tuple[str, ...], BeforeValidator(_read_grades)]
    bells: str = Field(description="The id of another bell schedule of the folder.")


class _GroupedFile(Frozen):
    """The contents of the file; the id is the file's name."""

    name: str
    groups: tuple[_Group, ...] = Field(min_length=2)
    staff_hours: StaffHours | None = None


@dataclass(frozen=True)
class GroupedBells:
    """A file with groups of grades, each of which follows another schedule."""

    document: Document
    name: str
    groups: tuple[_Group, ...]
    staff_hours: StaffHours | None

    @property
    def grades(self) -> frozenset[str]:
        """Return all grades that have bells in this file."""
        return frozenset(grade for group in self.groups for grade in group.grades)


def is_grouped(document: Document) -> bool:
    """Check whether the file gives grades different bells."""
    return "groups" in document.data


def read_grouped(document: Document) -> GroupedBells:
    """Return the groups of a file.

    Raises InputError: the file is malformed, a grade is in two groups, or staff hours do not end after their
    start.
    """
    parsed = parse_as(_GroupedFile, document)
    problems = list(_overlaps(document, parsed.groups))
    hours = parsed.staff_hours
    if hours is not None and hours.end <= hours.start:
        message = "'staff_hours' do not end after their start"
        problems.append(document.problem(("staff_hours",), message, _span(hours), "an end later than the start"))
    if problems:
        raise InputError(problems)
    return GroupedBells(document, parsed.name, parsed.groups, hours)


def _overlaps(document: Document, groups: Sequence[_Group]) -> Iterator[Problem]:
    first_group: dict[str, int] = {}
    for number, group in enumerate(groups):
        repeated = [grade for grade in group.grades if grade in first_group]
        if repeated:
            line = document.line_of(("groups", first_group[repeated[0]]))
            yield document.problem(
                ("groups", number, "grades"),
                f"a grade has the bells of two groups (first on line {line})",
                format_grades(tuple(repeated)),
                "each grade in one group",
            )
        first_group |= {grade: number for grade in group.grades if grade not in first_group}


def group_problems(
    groups: Mapping[str, GroupedBells], schedules: Mapping[str, BellSchedule], ids: Sequence[str]
) -> Iterator[Problem]:
    """Yield problems of groups with other files: unknown schedules, nested groups, and staff hours during school.

    A schedule of ``ids`` that could not be read is not reported again.
    """
    for grouped in groups.values():
        known = [schedule_id for schedule_id in ids if schedule_id not in groups]
        for number, group in enumerate(grouped.groups):
            if group.bells in known:
                continue
            message = "there is no such bell schedule"
            if group.bells in groups:
                message = "this bell schedule has groups itself"
            yield grouped.document.problem(
                ("groups", number, "bells"),
                message,
                group.bells,
                listed(known) or "the name of another file of the folder without its ending",
                maybe_meant(group.bells, known),
            )
        yield from _staff_hours_problems(grouped, schedules)


def _staff_hours_problems(grouped: GroupedBells, schedules: Mapping[str, BellSchedule]) -> Iterator[Problem]:
    hours = grouped.staff_hours
    for group in grouped.groups if hours is not None else ():
        schedule = schedules.get(group.bells)
        for day, periods in _days_of(schedule) if schedule is not None else ():
            opens, closes = min(period.start for period in periods), max(period.end for period in periods)
            if hours is not None and hours.end > opens and hours.start < closes:
                yield grouped.document.problem(
                    ("staff_hours",),
                    f"'staff_hours' lie in the school day of grades {format_grades(group.grades)}, "
                    f"the day '{day}' of '{group.bells}'",
                    _span(hours),
                    f"an end at {opens:%H:%M} or earlier, or a start at {closes:%H:%M} or later",
                )
                break


def _days_of(schedule: BellSchedule) -> Iterator[tuple[str, tuple[Period, ...]]]:
    yield from ((kind.value, periods) for kind, periods in schedule.days.items() if periods)
    yield from ((name, variant.periods) for name, variant in schedule.variants.items())


def campus_group_problems(groups: Mapping[str, GroupedBells], campuses: Iterable[Campus]) -> Iterator[Problem]:
    """Yield grades of a campus without bells in its groups, and grades of groups that it does not teach."""
    for campus in campuses:
        grouped = groups.get(campus.bell_schedule or "")
        if grouped is None:
            continue
        document, taught = grouped.document, set(campus.grades)
        if without := sort_grades(taught - grouped.grades):
            yield document.problem(
                ("groups",),
                f"'{campus.campus_id}' teaches grades {format_grades(campus.grades)}, and some have no bells here",
                format_grades(without),
                "every grade of the campus in one group",
            )
        for number, group in enumerate(grouped.groups):
            if unknown := sort_grades(set(group.grades) - taught):
                yield document.problem(
                    ("groups", number, "grades"),
                    f"'{campus.campus_id}', which follows these bells, does not teach all grades of this group",
                    format_grades(unknown),
                    f"grades of {format_grades(campus.grades)}",
                    "Maybe two campuses with other grades need a file each.",
                )


def _span(hours: StaffHours) -> str:
    return f"{hours.start:%H:%M} to {hours.end:%H:%M}"


def group_sentences(workspace: Workspace) -> Iterator[str]:
    """Yield everything to report about such bells, campus by campus."""
    for campus in workspace.campuses:
        bells = workspace.bells.get(campus.bell_schedule or "")
        if bells is not None and bells.groups:
            yield from _missing_periods_sentences(workspace, campus, bells)
            yield from _unused_staff_hours_sentences(campus, bells)
            yield from _long_scenario_sentences(workspace, campus, bells)
            yield from _teacher_sentences(workspace, campus)


def _missing_periods_sentences(workspace: Workspace, campus: Campus, bells: BellSchedule) -> Iterator[str]:
    """Yield sentences on kinds of day on which some grades have periods and others have none."""
    held = {day.kind_at(campus.campus_id) for day in workspace.calendar.days} - {DayKind.CLOSED}
    for kind in DayKind:
        groups = bells.groups_on(kind) if kind in held else ()
        without_periods = [format_grades(grades) for grades, periods in groups if not periods]
        if without_periods and len(without_periods) < len(groups):
            yield (
                f"At {campus.campus_id} grades {listed(without_periods)} have no periods on days of the kind "
                f"'{kind.value}': no drill with students is placed on them there, since it is for all grades."
            )


def _unused_staff_hours_sentences(campus: Campus, bells: BellSchedule) -> Iterator[str]:
    named = [group.schedule.bell_schedule_id for group in bells.groups if group.schedule.staff_hours is not None]
    if named and bells.staff_hours is None:
        yield (
            f"'staff_hours' of {listed(named)} are not taken for {campus.campus_id}, where other grades may still "
            f"be there; they can be named in bells/{bells.bell_schedule_id}.yaml."
        )


def _long_scenario_sentences(workspace: Workspace, campus: Campus, bells: BellSchedule) -> Iterator[str]:
    """Yield a sentence on scenarios that fit each group's bells but no stretch of a full day that all share."""
    stretches = bells.full_day_periods
    too_long = [
        scenario
        for scenario in workspace.scenarios
        if scenario.audience is not Audience.STAFF
        and set(campus.bands) <= set(scenario.bands)
        and all(_fits_somewhere(scenario, group.schedule) for group in bells.groups)
        and not any(
            scenario.minutes <= stretch.length and scenario.can_be_held_in(stretch.tags, stretch.by_grades)
            for stretch in stretches
        )
    ]
    if too_long:
        named = listed(f"{scenario.scenario_id} ({scenario.minutes} minutes)" for scenario in too_long)
        longest = max((stretch.length for stretch in stretches), default=0)
        yield (
            f"The grades of {campus.campus_id} have bells of their own. No stretch of a full day without a bell "
            f"takes {named}; the longest has {longest} minutes. Such drills run over a bell of some grades."
        )


def _fits_somewhere(scenario: Scenario, schedule: BellSchedule) -> bool:
    return any(
        scenario.minutes <= period.length and scenario.can_be_held_in(period.tags)
        for period in schedule.full_day_periods
    )


def _teacher_sentences(workspace: Workspace, campus: Campus) -> Iterator[str]:
    teachers = [member for member in workspace.staff if member.campus_id == campus.campus_id and member.teaches]
    without_grades = [teacher.name for teacher in teachers if not teacher.grades]
    if without_grades:
        yield (
            f"staff.csv does not say which 'grades' teachers of {campus.campus_id} have, where grades have bells "
            f"of their own: each counts as in class while any grades are. So for {listed(without_grades, 5)}."
        )
    elsewhere = [
        teacher.name for teacher in teachers if teacher.grades and set(teacher.grades).isdisjoint(campus.grades)
    ]
    if elsewhere:
        yield (
            f"'grades' of staff.csv are none that {campus.campus_id} teaches for {listed(elsewhere, 5)}: each "
            "counts as in class while any grades are."
        )
