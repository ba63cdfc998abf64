"""The dates of an exercise's meetings and reports, in the order of HSEEP.

Reports and debriefs fall on school days of the campus, meetings on its school days or, outside the school year, on
weekdays. No meeting is planned for a day that was over when the plan was made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import AcademicCalendar, ExerciseSettings, Frozen, LeadColumn, Milestone

_SATURDAY = 5
#: The type under another name, for a model with a field called ``date``.
_Day = date
#: The reports of an exercise, the first one first.
_REPORTS = (Milestone.DRAFT_REPORT, Milestone.FINAL_REPORT)


class DatedMilestone(Frozen):
    """A meeting or report with its date. ``days`` is its distance from the exercise; negative is before.

    ``moved_from`` is the day on which a meeting would have been, if that day was over when the plan was made.
    """

    milestone: Milestone
    date: date
    days: int
    moved_from: _Day | None = None


@dataclass(frozen=True)
class AfterActionDay:
    """The day by which the plan wants the after-action report of a drill, and whether the law asks for it."""

    due: date
    by_law: bool


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
    on: date,
    days: Mapping[Milestone, int],
    campus_id: str,
    calendar: AcademicCalendar,
    reference: Reference,
    made_on: date,
    after_action: AfterActionDay | None = None,
) -> tuple[DatedMilestone, ...]:
    """Return each milestone of an exercise that the campus holds ``on`` a date.

    A date without school moves to the school day before, so that no report is late and the order stays; but never
    from after the exercise to before it. A meeting whose day was over before the plan was made (``made_on``) moves
    to the first possible day, and is left out if there is none before the exercise.

    ``after_action`` is the day of the report that the plan asks for already. The report is then due on this day
    and on no other: the first report of the exercise, or all of its reports if the law asks for it.
    """
    school_days = calendar.dates_at(campus_id) or calendar.school_dates
    days = _with_after_action(on, days, after_action)
    dated = []
    for milestone, offset in days.items():
        target = on + timedelta(offset)
        if reference.milestones[milestone].when == "after":
            dated.append(
                DatedMilestone(milestone=milestone, date=_school_day_by(target, on, school_days), days=offset)
            )
            continue
        day = target
        while not _is_working_day(day, school_days, calendar, reference):
            day -= timedelta(1)
        first = (
            day
            if day >= made_on or on <= made_on
            else _first_working_day(made_on, school_days, calendar, reference)
        )
        if first == day:
            dated.append(DatedMilestone(milestone=milestone, date=day, days=offset))
        elif first < on:
            moved = DatedMilestone(milestone=milestone, date=first, days=(first - on).days, moved_from=day)
            dated.append(moved)
    return tuple(dated)


def _with_after_action(
    on: date, days: Mapping[Milestone, int], after_action: AfterActionDay | None
) -> Mapping[Milestone, int]:
    """Return the distances with the day on which the plan asks for the after-action report."""
    reports = [milestone for milestone in _REPORTS if milestone in days]
    if after_action is None or not reports:
        return days
    due = (after_action.due - on).days
    first = reports[0]
    changed = dict(days)
    order = list(Milestone)
    for milestone in order[order.index(Milestone.HOT_WASH) :]:
        if milestone not in days:
            continue
        if milestone is first:
            changed[milestone] = due
        elif order.index(milestone) < order.index(first) or after_action.by_law:
            changed[milestone] = min(days[milestone], due)
        else:
            changed[milestone] = max(days[milestone], due)
    return changed


def _school_day_by(target: date, on: date, school_days: tuple[date, ...]) -> date:
    """Return the last school day from the exercise to the target; the day of the exercise if there is none."""
    position = bisect_right(school_days, target)
    return max(on, school_days[position - 1]) if position else on


def _first_working_day(
    start: date, school_days: tuple[date, ...], calendar: AcademicCalendar, reference: Reference
) -> date:
    day = start
    while not _is_working_day(day, school_days, calendar, reference):
        day += timedelta(1)
    return day


def _is_working_day(
    on: date, school_days: tuple[date, ...], calendar: AcademicCalendar, reference: Reference
) -> bool:
    """Check for a school day; outside the school year, for a weekday on which people work."""
    if calendar.first_day <= on <= calendar.last_day:
        position = bisect_left(school_days, on)
        return position < len(school_days) and school_days[position] == on
    return on.weekday() < _SATURDAY and f"{on:%m-%d}" not in reference.never_on
