"""Bell schedules with the dates of their variants, once the calendar tells which days are school."""

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
    """The schedules of the folder with the dates on which their variants hold, and sentences.

    Days are those of the calendar as published, so that a closure does not change what the other days are.
    """
    followers: dict[str, list[str]] = {}
    for campus in campuses:
        for schedule_id in _schedules_of_campus(campus, bells):
            followers.setdefault(schedule_id, []).append(campus.campus_id)
    schedules = dict(bells.schedules)
    said: list[str] = []
    for schedule_id, campus_ids in followers.items():
        schedule = schedules.get(schedule_id)
        if schedule is None or not schedule.variants:
            continue
        open_dates = tuple(sorted({on for campus_id in campus_ids for on in calendar.dates_at(campus_id)}))
        if (rules := bells.rules.get(schedule_id)) is not None:
            found = rules.variant_by_date(open_dates)
            said.extend(_unused_date_sentences(rules.file, rules.dates_without_school(open_dates), campus_ids))
            if rules.rotation is not None:
                said.extend(_different_open_days(rules.file, campus_ids, calendar))
        else:
            found = _bell_file_variants(bells.calendars[schedule_id], schedule, open_dates)
        full = {name for name, one in schedule.variants.items() if one.kind is DayKind.FULL}
        ordinary = any(
            calendar.kind_at(on, campus_id) is DayKind.FULL and found.get(on) not in full
            for campus_id in campus_ids
            for on in calendar.dates_at(campus_id)
        )
        schedules[schedule_id] = schedule.model_copy(
            update={"variant_by_date": found, "has_ordinary_days": ordinary}
        )
    for schedule_id, told in bells.calendars.items():
        # Campuses that follow it as a whole have been told when their calendar was read.
        of_grades = [
            campus.campus_id for campus in campuses if schedule_id in _schedules_of_campus(campus, bells)[1:]
        ]
        if of_grades:
            said.extend(difference_sentences(calendar, told, of_grades))
    for schedule_id, grouped in bells.groups.items():
        if all(group.bells in schedules for group in grouped.groups):
            schedules[schedule_id] = _grouped_schedule(
                schedule_id, grouped, schedules, bells, calendar, followers.get(schedule_id, [])
            )
    return schedules, tuple(said)


def _schedules_of_campus(campus: Campus, bells: BellFolder) -> tuple[str, ...]:
    """The bell schedule of the campus, and those of its grades."""
    if campus.bell_schedule is None:
        return ()
    grouped = bells.groups.get(campus.bell_schedule)
    of_grades = () if grouped is None else dict.fromkeys(group.bells for group in grouped.groups)
    return (campus.bell_schedule, *of_grades)


def _grouped_schedule(
    schedule_id: str,
    grouped: GroupedBells,
    schedules: dict[str, BellSchedule],
    bells: BellFolder,
    calendar: AcademicCalendar,
    campus_ids: list[str],
) -> BellSchedule:
    """The schedules of the groups as one, for campuses whose full days are known now.

    Where a ``.bell`` file says of a full day that its grades leave early, begin late or test, it is so for them.
    """
    full_dates = {
        on for one in campus_ids for on in calendar.dates_at(one) if calendar.kind_at(on, one) is DayKind.FULL
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
    told: BellCalendar, schedule: BellSchedule, open_dates: tuple[date, ...]
) -> dict[date, str]:
    followed = ((on, told.followed_on(on)) for on in open_dates)
    return {on: one.plan for on, one in followed if one is not None and one.plan in schedule.variants}


def _unused_date_sentences(file: str, in_vain: list[str], campus_ids: list[str]) -> Iterator[str]:
    if in_vain:
        yield (
            f"{file}: there is no school on {listed(in_vain)} at {listed(campus_ids)}; "
            "these 'dates' count for nothing."
        )


def _different_open_days(file: str, campus_ids: list[str], calendar: AcademicCalendar) -> Iterator[str]:
    if len({calendar.dates_at(campus_id) for campus_id in campus_ids}) > 1:
        yield (
            f"{file}: its campuses {listed(campus_ids)} are not open on the same days; the rotation moves on each "
            "day on which one of them is. Please check their days."
        )
