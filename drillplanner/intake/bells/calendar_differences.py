"""Days on which a school's ``.bell`` files and the academic calendar differ.

The calendar decides whether there is school. For a full day of the calendar, a ``.bell`` file can say that this
school releases early, opens late, or tests. Every other difference becomes a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from drillplanner.files.read_result import listed
from drillplanner.intake.bells.bell_school import DIFFERENT_DAYS, BellCalendar
from drillplanner.model import AcademicCalendar, Campus, DayKind, DayVariation, SchoolDay


def with_bell_dates(
    calendar: AcademicCalendar, campuses: Iterable[Campus], calendars: Mapping[str, BellCalendar]
) -> tuple[AcademicCalendar, tuple[str, ...]]:
    """Return the calendar with those days varied at the campuses that follow these bells, and sentences."""
    followers: dict[str, list[str]] = {}
    for campus in campuses:
        if campus.bell_schedule is not None and campus.bell_schedule in calendars:
            followers.setdefault(campus.bell_schedule, []).append(campus.campus_id)
    if not followers:
        return calendar, ()
    days = calendar.days
    sentences: list[str] = []
    for schedule, campus_ids in followers.items():
        bell_calendar = calendars[schedule]
        days = tuple(_with_variation(day, bell_calendar, campus_ids) for day in days)
        sentences.extend(difference_sentences(calendar, bell_calendar, campus_ids))
    return calendar.model_copy(update={"days": days}), tuple(sentences)


def _with_variation(day: SchoolDay, bell_calendar: BellCalendar, campus_ids: list[str]) -> SchoolDay:
    entry = bell_calendar.followed_on(day.date)
    kind = None if entry is None else bell_calendar.kinds.get(entry.plan)
    with_full_day = tuple(campus_id for campus_id in campus_ids if day.kind_at(campus_id) is DayKind.FULL)
    if entry is None or kind not in DIFFERENT_DAYS or not with_full_day:
        return day
    title = entry.note or bell_calendar.titles[entry.plan]
    variation = DayVariation(campus_ids=with_full_day, kind=kind, title=title)
    # The first variation that names a campus counts.
    return day.model_copy(update={"variations": (variation, *day.variations)})


def difference_sentences(
    calendar: AcademicCalendar, bell_calendar: BellCalendar, campus_ids: Sequence[str]
) -> Iterable[str]:
    """Yield sentences, with lines, on days of a ``.bell`` file that have no effect at these campuses."""
    where = f"at {listed(campus_ids)}"
    outside = [
        date for date in bell_calendar.dates if date.last < calendar.first_day or date.first > calendar.last_day
    ]
    if outside:
        yield (
            f"{outside[0].file}: {len(outside)} special days lie outside the school year {where} and are not used "
            f"(lines {outside[0].line} to {outside[-1].line})."
        )
    groups: dict[tuple[str, str], list[str]] = {}
    for day in calendar.days:
        entry = bell_calendar.special_on(day.date)
        reason = None if entry is None else _reason_unused(day, bell_calendar, entry.plan, campus_ids)
        if entry is not None and reason is not None:
            groups.setdefault((entry.file, reason), []).append(f"{day.date.isoformat()} (line {entry.line})")
    for (file, reason), dates in groups.items():
        yield f"{file}: {reason} {where}: {listed(dates)}."


def _reason_unused(
    day: SchoolDay, bell_calendar: BellCalendar, plan: str, campus_ids: Sequence[str]
) -> str | None:
    """Return why a special day has no effect, or None if it has one or if both files agree."""
    kinds_here = {day.kind_at(campus_id) for campus_id in campus_ids}
    if plan not in bell_calendar.kinds:
        return f"left out, since there is no day schedule '{plan}',"
    kind = bell_calendar.kinds[plan]
    if kind is None:
        return None  # its bells apply on that day; the calendar decides the kind of day
    if kinds_here == {kind} or (kind in DIFFERENT_DAYS and DayKind.FULL in kinds_here):
        return None
    shown = ", ".join(sorted(kind_here.value for kind_here in kinds_here))
    return f"'{plan}' says '{kind.value}', the academic calendar says '{shown}' and is believed,"
