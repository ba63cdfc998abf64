"""Days of the calendar as candidates: testing, short, and closed days, in runs as a coordinator sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from drillplanner.model import AcademicCalendar, ConflictMember, DayKind, SchoolDay, Workspace, weekdays_between
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate
from drillplanner.solve.explain.candidates.case import ConflictCase

#: Kinds of school days that are not full.
_PARTIAL_DAYS = (DayKind.TESTING, DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING)


def calendar_candidates(
    case: ConflictCase, spans: Sequence[tuple[date, date]], with_closed: bool
) -> Iterator[ConflictCandidate]:
    """Yield the days of each kind that is not full, and the runs of closed weekdays, inside the spans."""
    inside = [day for day in case.workspace.calendar.days if any(a <= day.date <= b for a, b in spans)]
    for kind in _PARTIAL_DAYS:
        days = [day for day in inside if _is(day, kind, case.campus_ids)]
        if days:
            yield _days(kind.days_phrase, [day.date for day in days])
    if with_closed:
        closed = [day for day in inside if _is(day, DayKind.CLOSED, case.campus_ids) and day.date.weekday() < 5]
        for run in _runs(closed):
            title = next((title for day in run if (title := _title(day, case.campus_ids))), "")
            yield _days("no school" + (f" ({title})" if title else ""), [day.date for day in run])


def _is(day: SchoolDay, kind: DayKind, campus_ids: Iterable[str]) -> bool:
    return any(day.kind_at(campus_id) is kind for campus_id in campus_ids)


def _title(day: SchoolDay, campus_ids: Sequence[str]) -> str:
    return day.title_at(campus_ids[0])


def _runs(days: Sequence[SchoolDay]) -> Iterator[list[SchoolDay]]:
    """Yield runs of days with no other weekday between them."""
    run: list[SchoolDay] = []
    for day in days:
        if run and weekdays_between(run[-1].date, day.date):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _days(words: str, dates: list[date]) -> ConflictCandidate:
    member = ConflictMember(kind="calendar", words=f"{words}: {date_ranges(dates)}", where="the calendar")
    days = tuple(dates)
    return ConflictCandidate(
        member, lambda case: case.in_workspace(lambda workspace: with_full_days(workspace, days)), days
    )


def with_full_days(workspace: Workspace, dates: Iterable[date]) -> Workspace:
    """Return the workspace with these days as ordinary school days everywhere."""
    full = set(dates)
    calendar: AcademicCalendar = workspace.calendar
    days = tuple(
        day.model_copy(update={"kind": DayKind.FULL, "variations": ()}) if day.date in full else day
        for day in calendar.days
    )
    return workspace.model_copy(update={"calendar": calendar.model_copy(update={"days": days})})


def date_ranges(dates: Sequence[date]) -> str:
    """Return dates in words: '2026-03-02 to 2026-03-06, 2026-03-16'. Weekends do not break a range."""
    runs: list[list[date]] = []
    for on in sorted(dates):
        if runs and not weekdays_between(runs[-1][-1], on):
            runs[-1].append(on)
        else:
            runs.append([on])
    ranges = [f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    if len(ranges) > 6:
        ranges = [*ranges[:4], f"and {sum(len(run) for run in runs[4:])} days more"]
    return ", ".join(ranges)
