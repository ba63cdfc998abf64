"""The dates of an exercise's meetings and reports, in the order of HSEEP, on days when people are at work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import AcademicCalendar, DayKind, ExerciseSettings, Frozen, LeadColumn, Milestone

_SATURDAY = 5


class DatedMilestone(Frozen):
    """A meeting or report on its day. ``days`` is how far from the exercise it should be; below 0 is before."""

    milestone: Milestone
    date: date
    days: int
    is_late: bool = False
    """Whether the day was past before the plan was made, so that the lead is shorter than it should be."""


def lead_days(column: LeadColumn, settings: ExerciseSettings, reference: Reference) -> Mapping[Milestone, int]:
    """Days from the exercise for each milestone that the column has, in order; below 0 is before it.

    Raises InputError where the district's own days break the order of milestones.
    """
    days = {**reference.lead_days[column], **settings.lead_days.get(column, {})}
    signed = {
        one: -days[one] if reference.milestones[one].when == "before" else days[one]
        for one in Milestone
        if one in days
    }
    problems = []
    for first, then in zip(list(signed), list(signed)[1:], strict=False):
        if signed[first] > signed[then]:
            problems.append(_out_of_order(column, first, then, days))
    planning = [one for one in signed if reference.milestones[one].when == "before"]
    problems += [
        Problem(
            "district.yaml",
            None,
            f"exercises.lead_days.{column.value}: the meeting would be on the day of the exercise or after it",
            f"{one.value}: {days[one]}",
            "at least 1 day before",
        )
        for one in planning
        if signed[one] > -1
    ]
    if problems:
        raise InputError(problems)
    return signed


def _out_of_order(column: LeadColumn, first: Milestone, then: Milestone, days: Mapping[Milestone, int]) -> Problem:
    return Problem(
        "district.yaml",
        None,
        f"exercises.lead_days.{column.value}: {then.value} would come before {first.value}",
        f"{first.value}: {days[first]}, {then.value}: {days[then]}",
        "the order " + ", ".join(one.value for one in Milestone),
        "Maybe give both in 'lead_days': what is not given there keeps its default.",
    )


def dated_milestones(
    on: date, days: Mapping[Milestone, int], calendar: AcademicCalendar, reference: Reference, made_on: date
) -> tuple[DatedMilestone, ...]:
    """Each milestone of an exercise that is held ``on``.

    What would fall on a day without school moves to the school day before, so that no report is late and the
    order stays; never from after the exercise to before it. Outside the school year weekdays count.
    """
    found = []
    for milestone, offset in days.items():
        ideal = on + timedelta(offset)
        while ideal != on and not _people_are_at_work(ideal, calendar, reference):
            ideal -= timedelta(1)
        found.append(DatedMilestone(milestone=milestone, date=ideal, days=offset, is_late=ideal < made_on))
    return tuple(found)


def _people_are_at_work(on: date, calendar: AcademicCalendar, reference: Reference) -> bool:
    if calendar.first_day <= on <= calendar.last_day:
        day = calendar.day(on)
        return day is not None and (
            day.kind is not DayKind.CLOSED
            or any(variation.kind is not DayKind.CLOSED for variation in day.variations)
        )
    return on.weekday() < _SATURDAY and f"{on:%m-%d}" not in reference.never_on
