"""Drills that a coordinator moved by hand in ``plan/schedule.csv``: the plan as that table has it now.

A row may have another date, start, or end, and may be gone: the next update takes that over and judges it. What
else is different is refused, with what to do instead. The file is compared with the table of the plan, read by the
same reader, so that a spreadsheet's way to write dates and times changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import PLAN, read_file_if_any
from drillplanner.model import DayKind, Drill, EntryProblem, Plan, Schedule, Workspace, clock_of, minutes_of
from drillplanner.model.calendar.nearest_day import no_school_message
from drillplanner.records.as_happened import at_time
from drillplanner.workflow.plan_files import SCHEDULE_FILE

_FILE = SCHEDULE_FILE.as_posix()
#: Fields that a row must leave as they are, as the columns are called. The others follow from day and time.
_FIXED = {
    "campus_id": "campus_id",
    "drill_type": "drill_type",
    "scenario": "scenario_id",
    "format": "format",
    "audience": "audience",
    "route": "route",
    "announced": "announced",
    "agencies": "agencies",
    "back_up": "back_up",
}
_GO_BACK = f"To go back to the plan as it was, delete {_FILE} and run 'drillplanner replan' again."


@dataclass(frozen=True)
class HandEdits:
    """The drills of a plan as ``schedule.csv`` has them now.

    ``moved`` holds the drills that were moved by hand, as they are now, and ``removed`` those whose row is gone.
    """

    drills: tuple[Drill, ...]
    moved: tuple[Drill, ...] = ()
    removed: tuple[Drill, ...] = ()

    @property
    def moved_ids(self) -> frozenset[str]:
        """The ids of the drills that were moved by hand."""
        return frozenset(drill.drill_id for drill in self.moved)


def hand_edits(folder: Path, plan: Plan, workspace: Workspace, held: frozenset[str]) -> HandEdits:
    """Return the plan's drills with what was changed by hand; the plan's own without the file.

    ``held`` are ids of drills that the log says were held: what it says counts, whatever their rows say.

    Raises InputError: a change cannot be taken over; it carries every problem, with the line and what to do.
    """
    from drillplanner.intake.schedules.table_schedule import read_table_schedule
    from drillplanner.publish.tables.schedule import schedule_csv

    raw = read_file_if_any(folder / SCHEDULE_FILE, PLAN, _FILE)
    written = schedule_csv(plan, workspace.campuses).encode()
    if raw is None or raw == written:
        return HandEdits(plan.drills)
    edited = read_table_schedule(raw, _FILE, workspace.campuses)
    table = read_table_schedule(written, _FILE, workspace.campuses)
    return _Comparison(plan, table, edited, workspace, held).edits()


@dataclass(frozen=True)
class _Comparison:
    """The table of the plan as it was written, and as it is now."""

    plan: Plan
    written: Schedule
    edited: Schedule
    workspace: Workspace
    held: frozenset[str]

    def edits(self) -> HandEdits:
        """Return what was changed. Raises InputError with every change that cannot be taken over."""
        was = {drill.drill_id: drill for drill in self.written.drills}
        now = {drill.drill_id: drill for drill in self.edited.drills}
        problems = list(self._problems(was, now))
        if problems:
            raise InputError(problems)
        planned = {drill.drill_id: drill for drill in self.plan.drills}
        unread = {problem.drill_id for problem in self.edited.problems}
        drills: dict[str, Drill] = {}
        moved, removed = [], []
        for drill_id, drill in planned.items():
            row = now.get(drill_id)
            if drill_id in self.held or drill_id not in was or (row is None and drill_id in unread):
                drills[drill_id] = drill
            elif row is None:
                removed.append(drill)
            elif _when(row) == _when(was[drill_id]):
                drills[drill_id] = drill
            else:
                drills[drill_id] = self._moved(drill, was[drill_id], row)
                moved.append(drills[drill_id])
        return HandEdits(tuple(drills.values()), tuple(moved), tuple(removed))

    def _problems(self, was: dict[str, Drill], now: dict[str, Drill]) -> Iterator[Problem]:
        if not now and was:
            message = "the table has no row of the plan any more"
            yield Problem(_FILE, None, message, allowed="one row for each drill", maybe=_GO_BACK)
            return
        known = {(problem.drill_id, problem.problem) for problem in self.written.problems}
        for problem in self.edited.problems:
            if (problem.drill_id, problem.problem) not in known:
                yield _unreadable(problem)
        yield from self._duplicates()
        for drill_id, row in now.items():
            if drill_id not in was:
                yield _added(row)
            elif drill_id not in self.held:
                yield from self._changes_to_refuse(was[drill_id], row)

    def _duplicates(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for drill in self.edited.drills:
            if drill.drill_id in seen:
                message = "two rows are the same drill"
                yield Problem(_FILE, drill.row, message, drill.drill_id, "each drill once", _how_to_add(drill))
            seen.add(drill.drill_id)

    def _changes_to_refuse(self, was: Drill, row: Drill) -> Iterator[Problem]:
        for column, field in _FIXED.items():
            value = getattr(row, field)
            # A table that was written before there were back-up dates lacks the column.
            if getattr(was, field) != value and not (field == "back_up" and value is None):
                shown = ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
                yield Problem(
                    _FILE,
                    row.row,
                    f"'{column}' of {row.drill_id} was changed by hand, and only date, start, and end may be",
                    shown,
                    "the value of the plan",
                    _GO_BACK,
                )
        calendar = self.workspace.calendar
        is_closed = calendar.kind_at(row.date, row.campus_id) is DayKind.CLOSED
        # A day that was closed since the row was changed is no slip: the drill finds another day.
        if row.date != was.date and is_closed and calendar.closed_since(row.date, row.campus_id) is None:
            message, near = no_school_message(calendar, row.date, row.campus_id)
            yield Problem(
                _FILE,
                row.row,
                f"{row.drill_id} was moved by hand, and {message}",
                str(row.date),
                "a school day",
                near,
            )
        if row.start is not None and row.end is not None and row.end <= row.start:
            message = f"{row.drill_id} ends before it begins"
            yield Problem(
                _FILE, row.row, message, f"{row.start:%H:%M} to {row.end:%H:%M}", "an end after the start"
            )

    def _moved(self, drill: Drill, was: Drill, row: Drill) -> Drill:
        """Return the drill at the day and time of its row.

        If only the date was changed and the bells of that day differ, it is as far into the same period. If only
        the start was changed, the drill is as long as it was.
        """
        start = row.start or drill.start
        minutes = drill.minutes
        if start is not None and row.end is not None and row.end != was.end:
            minutes = minutes_of(row.end) - minutes_of(start)
        if row.start == was.start and row.date != was.date and drill.start is not None:
            start = self._as_far_into_its_period(drill, row) or drill.start
        return at_time(drill, row.date, start, minutes or 0, self.workspace)

    def _as_far_into_its_period(self, drill: Drill, row: Drill) -> time | None:
        campus = self.workspace.campus_by_id[drill.campus_id]
        calendar = self.workspace.calendar
        before, after = calendar.day(drill.date), calendar.day(row.date)
        if before is None or after is None or drill.start is None:
            return None
        old = [period for period in self.workspace.periods(campus, before) if period.name == drill.period]
        new = [period for period in self.workspace.periods(campus, after) if period.name == drill.period]
        if not old or not new:
            return None
        return clock_of(minutes_of(new[0].start) + minutes_of(drill.start) - minutes_of(old[0].start))


def _when(drill: Drill) -> tuple[object, ...]:
    return drill.date, drill.start, drill.end


def _unreadable(problem: EntryProblem) -> Problem:
    return Problem(_FILE, problem.row, problem.message, maybe=f"Correct the row. {_GO_BACK}")


def _added(row: Drill) -> Problem:
    message = f"the plan has no drill '{row.drill_id}', and a row cannot add one"
    return Problem(_FILE, row.row, message, allowed="the rows of the plan", maybe=_how_to_add(row))


def _how_to_add(row: Drill) -> str:
    pin = f"{{campus: {row.campus_id}, drill_type: {row.drill_type.value}, date: {row.date}}}"
    return f"To add a drill, take the row out, and write under 'pins:' in district.yaml: - {pin}"


def hand_edit_sentences(
    edits: HandEdits, before: Iterable[Drill], after: Iterable[Drill], onto_full_days: Container[str] = ()
) -> Iterator[str]:
    """Yield a sentence for each drill that was moved or removed by hand: from where, and where it is now.

    ``onto_full_days`` are ids of those whose new day had its drills already.
    """
    was = {drill.drill_id: drill for drill in before}
    now = {drill.drill_id: drill for drill in after}
    for drill in edits.moved:
        old, new = was[drill.drill_id], now.get(drill.drill_id)
        move = f"{drill.drill_id} was moved by hand in {_FILE} from {_day(old)} to {_day(drill)}"
        if new is not None and _when(new) == _when(drill):
            yield f"{move}. The plan keeps it there."
        else:
            place = "it is no longer planned" if new is None else f"it is now on {_day(new)}"
            why = ", since that day has its drill already" if drill.drill_id in onto_full_days else ""
            yield f"{move}. The plan cannot keep it there{why}: {place}."
    for drill in edits.removed:
        yield f"{drill.drill_id} ({_day(drill)}) was taken out by hand in {_FILE}."


def _day(drill: Drill) -> str:
    return f"{drill.date:%a} {drill.date}" + (f" {drill.start:%H:%M}" if drill.start is not None else "")
