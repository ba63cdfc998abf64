"""The dates of an exercise's meetings and reports, in the order of HSEEP, on working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import AcademicCalendar, DayKind, ExerciseSettings, Frozen, LeadColumn, Milestone

_SATURDAY = 5


class DatedMilestone(Frozen):
    """A meeting or report with its date. ``days`` is its distance from the exercise; negative is before."""

    milestone: Milestone
    date: date
    days: int
    is_late: bool = False
    """Whether the date was over before the plan was made, so that the lead time is too short."""


def lead_days(column: LeadColumn, settings: ExerciseSettings, reference: Reference) -> Mapping[Milestone, int]:
    """Return the days from the exercise to each milestone of the column, in order; negative is before.

    Raises InputError if the district's own numbers break the order of milestones.
    """
    days = {**reference.lead_days[column], **settings.lead_days.get(column, {})}
    signed = {
        milestone: -days[milestone] if reference.milestones[milestone].when == "before" else days[milestone]
        for milestone in Milestone
        if milestone in days
    }
    problems = []
    for first, second in zip(list(signed), list(signed)[1:], strict=False):
        if signed[first] > signed[second]:
            problems.append(_out_of_order(column, first, second, days))
    planning = [milestone for milestone in signed if reference.milestones[milestone].when == "before"]
    problems += [
        Problem(
            "district.yaml",
            None,
            f"exercises.lead_days.{column.value}: the meeting would be on the day of the exercise or after it",
            f"{milestone.value}: {days[milestone]}",
            "at least 1 day before",
        )
        for milestone in planning
        if signed[milestone] > -1
    ]
    if problems:
        raise InputError(problems)
    return signed


def _out_of_order(
    column: LeadColumn, first: Milestone, second: Milestone, days: Mapping[Milestone, int]
) -> Problem:
    return Problem(
        "district.yaml",
        None,
        f"exercises.lead_days.{column.value}: {second.value} would come before {first.value}",
        f"{first.value}: {days[first]}, {second.value}: {days[second]}",
        "the order " + ", ".join(milestone.value for milestone in Milestone),
        "Maybe give both in 'lead_days': what is not given there keeps its default.",
    )


def dated_milestones(
    on: date, days: Mapping[Milestone, int], calendar: AcademicCalendar, reference: Reference, made_on: date
) -> tuple[DatedMilestone, ...]:
    """Return each milestone of an exercise held ``on`` a date.

    A date without school moves to the school day before, so that no report is late and the order stays; but
    never from after the exercise to before it. Outside the school year, weekdays count.
    """
    dated = []
    for milestone, offset in days.items():
        day = on + timedelta(offset)
        while day != on and not _is_working_day(day, calendar, reference):
            day -= timedelta(1)
        dated.append(DatedMilestone(milestone=milestone, date=day, days=offset, is_late=day < made_on))
    return tuple(dated)


def _is_working_day(on: date, calendar: AcademicCalendar, reference: Reference) -> bool:
    if calendar.first_day <= on <= calendar.last_day:
        day = calendar.day(on)
        return day is not None and (
            day.kind is not DayKind.CLOSED
            or any(variation.kind is not DayKind.CLOSED for variation in day.variations)
        )
    return on.weekday() < _SATURDAY and f"{on:%m-%d}" not in reference.never_on
