"""The drills of a plan on a day of the year: held, still to come, or past without a record."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from drillplanner.model import DayKind, Drill, DrillRecord, Plan, Workspace
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.spared_grades import as_happened_with_grades

#: A drill without a record counts as planned for this many school days after its day. Our choice: an office needs
#: a day to write it down, and one more if the person who does it is away.
GRACE_SCHOOL_DAYS = 2


@dataclass(frozen=True)
class DrillsAsOf:
    """The drills of a plan as of a day.

    ``held`` are those that the log says were held by that day, and ``to_come`` those planned from that day on.
    ``in_grace`` are past ones without a record that count as planned for two school days, and ``unrecorded`` the
    other past ones without a record. Drills on days that were closed since are in none of them. ``later`` are
    entries of the log that say a drill was held on a later day: they do not count yet. ``given_up`` are entries
    that say a drill of a later day was not or will not be held: they count, since they may be written beforehand.
    """

    held: tuple[Drill, ...]
    to_come: tuple[Drill, ...]
    in_grace: tuple[Drill, ...]
    unrecorded: tuple[Drill, ...]
    later: tuple[DrillRecord, ...] = ()
    given_up: tuple[DrillRecord, ...] = ()

    @property
    def standing(self) -> tuple[Drill, ...]:
        """The drills that count: held, or planned and not yet overdue for a record."""
        return (*self.held, *self.in_grace, *self.to_come)


def drills_as_of(prepared: Prepared, plan: Plan, as_of: date) -> DrillsAsOf:
    """Sort the drills of the plan by the log, the calendar, and the day."""
    workspace = prepared.workspace
    later = tuple(record for record in prepared.records if record.held and record.date > as_of)
    known = tuple(record for record in prepared.records if not (record.held and record.date > as_of))
    happened = as_happened_with_grades(plan.drills, replace(prepared, records=known))
    with_school = [
        drill
        for drill in happened.open
        if drill.campus_id in workspace.campus_by_id
        and workspace.calendar.kind_at(drill.date, drill.campus_id) is not DayKind.CLOSED
    ]
    past = [drill for drill in with_school if drill.date < as_of]
    return DrillsAsOf(
        held=tuple(drill for drill in happened.held if drill.campus_id in workspace.campus_by_id),
        to_come=tuple(drill for drill in with_school if drill.date >= as_of),
        in_grace=tuple(drill for drill in past if is_in_grace(drill, as_of, workspace)),
        unrecorded=tuple(drill for drill in past if not is_in_grace(drill, as_of, workspace)),
        later=later,
        given_up=tuple(record for record in known if not record.held and record.date > as_of),
    )


def past_without_record(prepared: Prepared, plan: Plan, as_of: date) -> tuple[Drill, ...]:
    """Return the planned drills whose day is over and that no record mentions."""
    drills = drills_as_of(prepared, plan, as_of)
    return (*drills.in_grace, *drills.unrecorded)


def is_in_grace(drill: Drill, as_of: date, workspace: Workspace) -> bool:
    """Check whether a past drill still counts as planned although nobody has recorded it."""
    dates = workspace.calendar.dates_at(drill.campus_id)
    return school_days_after(drill.date, as_of, dates) <= GRACE_SCHOOL_DAYS


def school_days_after(on: date, until: date, dates: tuple[date, ...]) -> int:
    """Count the school days after ``on`` up to ``until``; after the last one, weekdays count instead."""
    days = bisect_right(dates, until) - bisect_right(dates, on)
    return days + _weekdays_after(max(on, dates[-1]), until) if dates else days


def _weekdays_after(on: date, until: date) -> int:
    """Count the weekdays after ``on`` up to ``until``; by weeks, since ``until`` may be any day that is typed."""
    weeks, days = divmod(max(0, (until - on).days), 7)
    return 5 * weeks + sum((on + timedelta(day)).weekday() < 5 for day in range(1, days + 1))
