"""The folder of bell schedules: one YAML file each; the file's name without its ending is the schedule's id.

The folder may also have schools in the ``.bell`` format (:mod:`drillplanner.intake.bells.sources`).

::

    name: Elementary schools
    days:
      full:
        - {name: Arrival, start: 08:15, end: 08:35, tags: [arrival]}
        - {name: Lesson 1, start: 08:35, end: 09:20}
    staff_hours: {start: 15:30, end: 16:15}
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from pydantic import Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, listed, read_or_problems
from drillplanner.files.sheet_names import file_ending
from drillplanner.files.yaml_document import Document, parse_as, parse_mapping
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.bells.bell_lists import read_bell_list
from drillplanner.intake.bells.bell_school import BellCalendar
from drillplanner.intake.bells.bell_table import BELL_TABLE_ENDINGS, read_bell_table
from drillplanner.intake.bells.bell_wording import period_meaning
from drillplanner.intake.bells.grade_groups import GroupedBells, group_problems, is_grouped, read_grouped
from drillplanner.intake.bells.sources import bell_sources, read_bell_school
from drillplanner.intake.bells.variants import BellRules, DatedVariant, Rotation, by_weekday, variant_rule_problems
from drillplanner.model import STAFF_HOURS, BellSchedule, DayKind, Frozen, Period, PeriodTag, StaffHours
from drillplanner.model.calendar.bells import BellVariant


class _BellFile(Frozen):
    """The contents of one YAML file; the id is the file's name."""

    name: str
    days: dict[DayKind, tuple[Period, ...]] = Field(min_length=1)
    staff_hours: StaffHours | None = None
    variants: dict[str, BellVariant] = Field(default_factory=dict)
    weekdays: dict[str, str] = Field(default_factory=dict)
    rotation: Rotation | None = None
    dates: tuple[DatedVariant, ...] = ()


@dataclass(frozen=True)
class BellFolder:
    """The schedules that could be read, by id, and the ids of all that the folder has.

    By the same ids, ``calendars`` holds what ``.bell`` files say about single days, and ``rules`` what YAML files
    say. ``groups`` are the files that give grades different bells: they are not schedules yet, but name schedules.
    """

    schedules: dict[str, BellSchedule]
    ids: tuple[str, ...] = ()
    calendars: dict[str, BellCalendar] = field(default_factory=dict)
    rules: dict[str, BellRules] = field(default_factory=dict)
    groups: dict[str, GroupedBells] = field(default_factory=dict)


def read_bells(files: InputFolder, link: Link) -> ReadResult[BellFolder]:
    """Read every bell schedule of the folder.

    A missing folder that no file names is not a problem, but is reported. Problems of the files are in the result.

    Raises InputError: the folder cannot be read.
    """
    if not link.is_explicit and not files.exists(link):
        return ReadResult(BellFolder({}), (f"There is no folder '{link.target}': no bell schedule is known.",))
    folder = PurePosixPath(link.target).as_posix()
    sources, others = bell_sources(files, link)
    schedules: dict[str, BellSchedule] = {}
    calendars: dict[str, BellCalendar] = {}
    rules: dict[str, BellRules] = {}
    groups: dict[str, GroupedBells] = {}
    first_file: dict[str, str] = {}
    tables = [other for other in others if file_ending(other) in BELL_TABLE_ENDINGS]
    assumptions = [unread_file_sentence(other) for other in others if other not in tables]
    problems: list[Problem] = []
    for source in sources:
        schedule_id, file = source.bell_schedule_id, source.files[0]
        if schedule_id in first_file:
            problems.append(_given_twice(file, schedule_id, first_file[schedule_id]))
            continue
        first_file[schedule_id] = file
        try:
            if source.is_yaml:
                document = parse_mapping(files.read(Link(file)), file)
                if is_grouped(document):
                    groups[schedule_id] = read_grouped(document)
                else:
                    schedules[schedule_id], rules[schedule_id] = bell_schedule_of(document, schedule_id)
                    assumptions.extend(rules[schedule_id].notes)
                continue
            if source.is_list:
                bell_list = read_bell_list(files.read(Link(file)), file)
                assumptions.extend(bell_list.notes)
                schedules[schedule_id], rules[schedule_id] = _without_lines(bell_list.document, schedule_id)
                assumptions.extend(rules[schedule_id].notes)
                continue
            school = read_bell_school(files, source, folder)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(school.problems)
        assumptions.extend(school.notes)
        if school.schedule is not None:
            schedules[schedule_id], calendars[schedule_id] = school.schedule, school.calendar
    for file in tables:
        tabled = read_or_problems(partial(_tabled, files, file, first_file))
        problems.extend(tabled.problems)
        assumptions.extend(tabled.assumptions)
        for schedule_id, (schedule, schedule_rules) in (tabled.value or {}).items():
            schedules[schedule_id], rules[schedule_id] = schedule, schedule_rules
    if not first_file:
        assumptions.append(f"The folder '{link.target}' holds no bell schedule.")
    problems.extend(group_problems(groups, schedules, tuple(first_file)))
    bell_folder = BellFolder(schedules, tuple(first_file), calendars, rules, groups)
    return ReadResult(bell_folder, tuple(dict.fromkeys(assumptions)), tuple(problems))


def _tabled(
    files: InputFolder, file: str, first_file: dict[str, str]
) -> ReadResult[dict[str, tuple[BellSchedule, BellRules]]]:
    """Return the schedules of a table by id, and add the ids to ``first_file``.

    Raises InputError: the table cannot be read, or another file has one of its schedules.
    """
    read = read_bell_table(files.read(Link(file)), file)
    twice = [_given_twice(file, one, first_file[one]) for one in read.documents if one in first_file]
    first_file.update(dict.fromkeys(read.documents, file))
    if twice:
        raise InputError(twice)
    schedules = {name: bell_schedule_of(document, name) for name, document in read.documents.items()}
    return ReadResult(schedules, tuple(read.notes))


def _given_twice(file: str, schedule_id: str, first: str) -> Problem:
    return Problem(file, None, "two files give one bell schedule", schedule_id, f"another name than {first}")


def _without_lines(document: Document, bell_schedule_id: str) -> tuple[BellSchedule, BellRules]:
    """Return the bell schedule of a list like :func:`bell_schedule_of`; its problems name periods and no lines."""
    try:
        return bell_schedule_of(document, bell_schedule_id)
    except InputError as error:
        raise InputError(replace(problem, line=None) for problem in error.problems) from error


def unread_file_sentence(file: str) -> str:
    """Return a sentence on a file of the folder that is not read."""
    return (
        f"{file} is not read: a bell schedule ends in .yaml or .bell, is a folder with schedules.bell, or is a "
        "table or a pasted .txt with periods, starts, and ends."
    )


def read_bell_schedule(raw: bytes, name: str, bell_schedule_id: str) -> tuple[BellSchedule, BellRules]:
    """Return one bell schedule from the bytes of its file, like :func:`bell_schedule_of`."""
    return bell_schedule_of(parse_mapping(raw, name), bell_schedule_id)


def bell_schedule_of(document: Document, bell_schedule_id: str) -> tuple[BellSchedule, BellRules]:
    """Return one bell schedule, with the periods of each day in order, and the rules for its variants.

    Raises InputError: the file is not a bell schedule; periods overlap, end before they start, or share a name; a
    closed day has periods; staff hours overlap the students' day; or nothing says when a variant applies.
    """
    parsed = parse_as(_BellFile, document)
    problems = [
        problem for kind, periods in parsed.days.items() for problem in _kind_problems(document, kind, periods)
    ]
    for name, variant in parsed.variants.items():
        problems += _day_problems(document, ("variants", name, "periods"), name, variant.periods)
    problems += variant_rule_problems(document, parsed.variants, parsed.weekdays, parsed.rotation, parsed.dates)
    problems += _staff_problems(document, parsed)
    if problems:
        raise InputError(problems)
    named: dict[str, str] = {}
    schedule = BellSchedule(
        bell_schedule_id=bell_schedule_id,
        name=parsed.name,
        days={kind: _in_order(periods, named) for kind, periods in parsed.days.items()},
        variants={
            name: variant.model_copy(update={"periods": _in_order(variant.periods, named)})
            for name, variant in parsed.variants.items()
        },
        staff_hours=parsed.staff_hours,
    )
    notes = (
        [f"{document.file}: {listed(named.values())} by the name of the period; 'tags' would say it."]
        if named
        else []
    )
    return schedule, BellRules(
        document.file, by_weekday(parsed.weekdays), parsed.rotation, parsed.dates, tuple(notes)
    )


def _in_order(periods: tuple[Period, ...], named: dict[str, str]) -> tuple[Period, ...]:
    """Return periods by their start. One without tags that is called "Lunch" is lunch, and goes into ``named``."""
    return tuple(sorted((_with_tags(period, named) for period in periods), key=lambda period: period.start))


def _with_tags(period: Period, named: dict[str, str]) -> Period:
    meaning = period_meaning(period.name)
    if "tags" in period.model_fields_set or not meaning.is_sure or meaning.tags == (PeriodTag.INSTRUCTION,):
        return period
    named[period.name] = f"'{period.name}' is taken for {' and '.join(meaning.tags)}"
    return period.model_copy(update={"tags": meaning.tags})


def _kind_problems(document: Document, kind: DayKind, periods: tuple[Period, ...]) -> list[Problem]:
    path = ("days", kind.value)
    if kind is DayKind.CLOSED:
        return [document.problem(path, "a closed day has no periods", kind.value, _open_kinds())]
    if not periods:
        return [
            document.problem(
                path, f"the day '{kind.value}' has no periods", "[]", "at least one period, or the day left out"
            )
        ]
    return _day_problems(document, path, kind.value, periods)


def _day_problems(document: Document, path: KeyPath, day: str, periods: tuple[Period, ...]) -> list[Problem]:
    problems = []
    first_line: dict[str, int | None] = {}
    for position, period in enumerate(periods):
        line = document.line_of((*path, position))
        if period.name in first_line:
            problems.append(
                document.problem(
                    (*path, position),
                    f"two periods of the day '{day}' have one name (first on line {first_line[period.name]})",
                    period.name,
                    "a different name for each period of a day",
                )
            )
        first_line.setdefault(period.name, line)
        if period.name.casefold() == STAFF_HOURS.casefold():
            problems.append(
                document.problem(
                    (*path, position),
                    f"no period of the day '{day}' may be called '{STAFF_HOURS}'",
                    period.name,
                    "another name; when adults are on duty alone is said under 'staff_hours'",
                )
            )
        if period.end <= period.start:
            problems.append(
                document.problem(
                    (*path, position),
                    f"the period '{period.name}' of the day '{day}' does not end after its start",
                    _span(period),
                    "an end later than the start, in hours from 00:00 to 23:59",
                    "Maybe the afternoon is meant: 1:15 in the afternoon is 13:15.",
                )
            )
    in_order = sorted(
        (position for position, period in enumerate(periods) if period.start < period.end),
        key=lambda position: (periods[position].start, periods[position].end),
    )
    for earlier, later in pairwise(in_order):
        before, after = periods[earlier], periods[later]
        if after.start < before.end:
            problems.append(
                document.problem(
                    (*path, later),
                    f"the periods '{before.name}' ({_span(before)}) and '{after.name}' of the day '{day}' overlap",
                    _span(after),
                    f"a start at {before.end:%H:%M} or later",
                )
            )
    return problems


def _staff_problems(document: Document, parsed: _BellFile) -> list[Problem]:
    """Return problems with staff hours that end before they start, or overlap the students' day."""
    hours = parsed.staff_hours
    if hours is None:
        return []
    path = ("staff_hours",)
    if hours.end <= hours.start:
        return [
            document.problem(
                path,
                "'staff_hours' do not end after their start",
                _span(hours),
                "an end later than the start, in hours from 00:00 to 23:59",
                "Maybe the afternoon is meant: 3:15 in the afternoon is 15:15.",
            )
        ]
    problems = []
    days = [(kind.value, periods) for kind, periods in parsed.days.items()]
    days += [(name, variant.periods) for name, variant in parsed.variants.items()]
    for day, periods in days:
        opens = min((period.start for period in periods), default=hours.end)
        closes = max((period.end for period in periods), default=hours.start)
        if hours.end > opens and hours.start < closes:
            problems.append(
                document.problem(
                    path,
                    f"'staff_hours' lie in the school day of the day '{day}', when students are there",
                    _span(hours),
                    f"an end at {opens:%H:%M} or earlier, or a start at {closes:%H:%M} or later",
                )
            )
    return problems


def _span(period: Period | StaffHours) -> str:
    return f"{period.start:%H:%M} to {period.end:%H:%M}"


def _open_kinds() -> str:
    return ", ".join(kind.value for kind in DayKind if kind is not DayKind.CLOSED)
