"""Bell schedules with the dates of their variants, which depend on the calendar's school days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from drillplanner.files.read_result import listed
from drillplanner.intake.bells.bell_school import BellCalendar
from drillplanner.intake.bells.calendar_differences import difference_sentences
from drillplanner.intake.bells.grade_groups import GroupedBells
from drillplanner.intake.bells.schedule_files import BellFolder
from drillplanner.model import AcademicCalendar, BellSchedule, Campus, DayKind
from drillplanner.model.calendar.bells import GradeBells


def with_variant_dates(
    bells: BellFolder, campuses: Sequence[Campus], calendar: AcademicCalendar
) -> tuple[dict[str, BellSchedule], tuple[str, ...]]:
    """Return the schedules of the folder with the dates on which their variants apply, and sentences.

    The school days are those of the calendar as published, so that a closure does not change what other days are.
    """
    followers: dict[str, list[str]] = {}
    for campus in campuses:
        for schedule_id in _schedules_of_campus(campus, bells):
            followers.setdefault(schedule_id, []).append(campus.campus_id)
    schedules = dict(bells.schedules)
    sentences: list[str] = []
    for schedule_id, campus_ids in followers.items():
        schedule = schedules.get(schedule_id)
        if schedule is None or not schedule.variants:
            continue
        open_dates = tuple(sorted({on for campus_id in campus_ids for on in calendar.dates_at(campus_id)}))
        if (rules := bells.rules.get(schedule_id)) is not None:
            variant_by_date = rules.variant_by_date(open_dates)
            sentences.extend(
                _unused_date_sentences(rules.file, rules.dates_without_school(open_dates), campus_ids)
            )
            if rules.rotation is not None:
                sentences.extend(_different_open_days(rules.file, campus_ids, calendar))
        else:
            variant_by_date = _bell_file_variants(bells.calendars[schedule_id], schedule, open_dates)
        full = {name for name, variant in schedule.variants.items() if variant.kind is DayKind.FULL}
        has_ordinary_days = any(
            calendar.kind_at(on, campus_id) is DayKind.FULL and variant_by_date.get(on) not in full
            for campus_id in campus_ids
            for on in calendar.dates_at(campus_id)
        )
        schedules[schedule_id] = schedule.model_copy(
            update={"variant_by_date": variant_by_date, "has_ordinary_days": has_ordinary_days}
        )
    for schedule_id, bell_calendar in bells.calendars.items():
        # Campuses that follow it as a whole had these sentences when their calendar was read.
        by_grade = [
            campus.campus_id for campus in campuses if schedule_id in _schedules_of_campus(campus, bells)[1:]
        ]
        if by_grade:
            sentences.extend(difference_sentences(calendar, bell_calendar, by_grade))
    for schedule_id, grouped in bells.groups.items():
        if all(group.bells in schedules for group in grouped.groups):
            schedules[schedule_id] = _grouped_schedule(
                schedule_id, grouped, schedules, bells, calendar, followers.get(schedule_id, [])
            )
    return schedules, tuple(sentences)


def _schedules_of_campus(campus: Campus, bells: BellFolder) -> tuple[str, ...]:
    """Return the ids of the campus's bell schedule and of those of its grades."""
    if campus.bell_schedule is None:
        return ()
    grouped = bells.groups.get(campus.bell_schedule)
    by_grade = () if grouped is None else dict.fromkeys(group.bells for group in grouped.groups)
    return (campus.bell_schedule, *by_grade)


def _grouped_schedule(
    schedule_id: str,
    grouped: GroupedBells,
    schedules: dict[str, BellSchedule],
    bells: BellFolder,
    calendar: AcademicCalendar,
    campus_ids: list[str],
) -> BellSchedule:
    """Return the schedules of the groups as one, for campuses whose full days are known now.

    If a ``.bell`` file says that its grades leave early, begin late, or test on a full day, that holds for them.
    """
    full_dates = {
        on
        for campus_id in campus_ids
        for on in calendar.dates_at(campus_id)
        if calendar.kind_at(on, campus_id) is DayKind.FULL
    }
    return BellSchedule(
        bell_schedule_id=schedule_id,
        name=grouped.name,
        days={},
        staff_hours=grouped.staff_hours,
        groups=tuple(
            GradeBells(
                grades=group.grades,
                schedule=schedules[group.bells],
                kind_by_date=bells.calendars[group.bells].kinds_on(sorted(full_dates))
                if group.bells in bells.calendars
                else {},
            )
            for group in grouped.groups
        ),
        full_dates=tuple(sorted(full_dates)),
    )


def _bell_file_variants(
    bell_calendar: BellCalendar, schedule: BellSchedule, open_dates: tuple[date, ...]
) -> dict[date, str]:
    followed = ((on, bell_calendar.followed_on(on)) for on in open_dates)
    return {on: rule.plan for on, rule in followed if rule is not None and rule.plan in schedule.variants}


def _unused_date_sentences(file: str, unused_dates: list[str], campus_ids: list[str]) -> Iterator[str]:
    if unused_dates:
        yield (
            f"{file}: there is no school on {listed(unused_dates)} at {listed(campus_ids)}; "
            "these 'dates' count for nothing."
        )


def _different_open_days(file: str, campus_ids: list[str], calendar: AcademicCalendar) -> Iterator[str]:
    if len({calendar.dates_at(campus_id) for campus_id in campus_ids}) > 1:
        yield (
            f"{file}: its campuses {listed(campus_ids)} are not open on the same days; the rotation moves on each "
            "day on which one of them is. Please check their days."
        )
