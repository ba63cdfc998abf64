"""Days of the academic calendar that a school's ``.bell`` files say are not full days.

The calendar decides whether there is school; a ``.bell`` file tells, of a day that the calendar has as a full
day, that this school lets out early, opens late or tests. Everything else on which the two differ is a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from drillplanner.files.read_result import listed
from drillplanner.intake.bells.bell_school import DIFFERENT_DAYS, BellCalendar
from drillplanner.model import AcademicCalendar, Campus, DayKind, DayVariation, SchoolDay


def with_bell_dates(
    calendar: AcademicCalendar, campuses: Iterable[Campus], calendars: Mapping[str, BellCalendar]
) -> tuple[AcademicCalendar, tuple[str, ...]]:
    """The calendar with those days varied at the campuses that follow these bell schedules, and sentences."""
    followers: dict[str, list[str]] = {}
    for campus in campuses:
        if campus.bell_schedule is not None and campus.bell_schedule in calendars:
            followers.setdefault(campus.bell_schedule, []).append(campus.campus_id)
    if not followers:
        return calendar, ()
    days = calendar.days
    said: list[str] = []
    for schedule, campus_ids in followers.items():
        told = calendars[schedule]
        days = tuple(_with_variation(day, told, campus_ids) for day in days)
        said.extend(difference_sentences(calendar, told, campus_ids))
    return calendar.model_copy(update={"days": days}), tuple(said)


def _with_variation(day: SchoolDay, told: BellCalendar, campus_ids: list[str]) -> SchoolDay:
    entry = told.followed_on(day.date)
    kind = None if entry is None else told.kinds.get(entry.plan)
    own = tuple(one for one in campus_ids if day.kind_at(one) is DayKind.FULL)
    if entry is None or kind not in DIFFERENT_DAYS or not own:
        return day
    title = entry.note or told.titles[entry.plan]
    variation = DayVariation(campus_ids=own, kind=kind, title=title)
    # The first variation that names a campus counts.
    return day.model_copy(update={"variations": (variation, *day.variations)})


def difference_sentences(
    calendar: AcademicCalendar, told: BellCalendar, campus_ids: Sequence[str]
) -> Iterable[str]:
    """Sentences on days of a ``.bell`` file that count for nothing at these campuses, with their lines."""
    where = f"at {listed(campus_ids)}"
    outside = [date for date in told.dates if date.last < calendar.first_day or date.first > calendar.last_day]
    if outside:
        yield (
            f"{outside[0].file}: {len(outside)} special days lie outside the school year {where} and are not used "
            f"(lines {outside[0].line} to {outside[-1].line})."
        )
    groups: dict[tuple[str, str], list[str]] = {}
    for day in calendar.days:
        entry = told.special_on(day.date)
        reason = None if entry is None else _reason_unused(day, told, entry.plan, campus_ids)
        if entry is not None and reason is not None:
            groups.setdefault((entry.file, reason), []).append(f"{day.date.isoformat()} (line {entry.line})")
    for (file, reason), dates in groups.items():
        yield f"{file}: {reason} {where}: {listed(dates)}."


def _reason_unused(day: SchoolDay, told: BellCalendar, plan: str, campus_ids: Sequence[str]) -> str | None:
    """Why what is said of a special day changes nothing; None where it does, or where both say the same."""
    here = {day.kind_at(one) for one in campus_ids}
    if plan not in told.kinds:
        return f"left out, since there is no day schedule '{plan}',"
    kind = told.kinds[plan]
    if kind is None:
        return None  # its bells hold on that day, whose kind is the calendar's
    if here == {kind} or (kind in DIFFERENT_DAYS and DayKind.FULL in here):
        return None
    shown = ", ".join(sorted(one.value for one in here))
    return f"'{plan}' says '{kind.value}', the academic calendar says '{shown}' and is believed,"
