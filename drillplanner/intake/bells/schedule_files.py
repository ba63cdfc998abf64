"""The folder of bell schedules: one YAML file each, whose name without its ending is the schedule's id.

Schools in the ``.bell`` format lie beside them (see ``bell_sources.py``).

::

    name: Elementary schools
    days:
      full:
        - {name: Arrival, start: 08:15, end: 08:35, tags: [arrival]}
        - {name: Lesson 1, start: 08:35, end: 09:20}
    staff_hours: {start: 15:30, end: 16:15}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath

from pydantic import Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult
from drillplanner.files.yaml_document import Document, parse_as, parse_mapping
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.bells.bell_school import BellCalendar
from drillplanner.intake.bells.grade_groups import GroupedBells, is_grouped, problems_between, read_grouped
from drillplanner.intake.bells.sources import bell_sources, read_bell_school
from drillplanner.intake.bells.variants import BellRules, DatedVariant, Rotation, problems_of_rules
from drillplanner.model import STAFF_HOURS, BellSchedule, DayKind, Frozen, Period, StaffHours
from drillplanner.model.calendar.bells import BellVariant


class _BellFile(Frozen):
    """What is written in the file; the id is the file's name."""

    name: str
    days: dict[DayKind, tuple[Period, ...]] = Field(min_length=1)
    staff_hours: StaffHours | None = None
    variants: dict[str, BellVariant] = Field(default_factory=dict)
    weekdays: dict[str, str] = Field(default_factory=dict)
    rotation: Rotation | None = None
    dates: tuple[DatedVariant, ...] = ()


@dataclass(frozen=True)
class BellFolder:
    """The schedules that could be read, by id, and the ids of all that are there.

    ``calendars`` holds, by the same ids, what ``.bell`` files say of single days, ``rules`` what YAML files do.
    ``groups`` are the files that give grades bells of their own: no schedules yet, but names of such.
    """

    schedules: dict[str, BellSchedule]
    ids: tuple[str, ...] = ()
    calendars: dict[str, BellCalendar] = field(default_factory=dict)
    rules: dict[str, BellRules] = field(default_factory=dict)
    groups: dict[str, GroupedBells] = field(default_factory=dict)


def read_bells(files: InputFolder, link: Link) -> ReadResult[BellFolder]:
    """Read every bell schedule of the folder.

    A folder that nobody names and that is not there is no problem, but said. Raises InputError where the
    folder cannot be read; problems of the files are in the reading.
    """
    if not link.is_explicit and not files.exists(link):
        return ReadResult(BellFolder({}), (f"There is no folder '{link.target}': no bell schedule is known.",))
    folder = PurePosixPath(link.target).as_posix()
    sources, others = bell_sources(files, link)
    schedules: dict[str, BellSchedule] = {}
    calendars: dict[str, BellCalendar] = {}
    rules: dict[str, BellRules] = {}
    groups: dict[str, GroupedBells] = {}
    first: dict[str, str] = {}
    said = [not_a_bell_schedule(other) for other in others]
    problems: list[Problem] = []
    for source in sources:
        stem, file = source.bell_schedule_id, source.files[0]
        if stem in first:
            problems.append(
                Problem(file, None, "two files give one bell schedule", stem, f"another name than {first[stem]}")
            )
            continue
        first[stem] = file
        try:
            if source.is_yaml:
                document = parse_mapping(files.read(Link(file)), file)
                if is_grouped(document):
                    groups[stem] = read_grouped(document)
                else:
                    schedules[stem], rules[stem] = bell_schedule_of(document, stem)
                continue
            school = read_bell_school(files, source, folder)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(school.problems)
        said.extend(school.notes)
        if school.schedule is not None:
            schedules[stem], calendars[stem] = school.schedule, school.calendar
    if not first:
        said.append(f"The folder '{link.target}' holds no bell schedule.")
    problems.extend(problems_between(groups, schedules, tuple(first)))
    folder_read = BellFolder(schedules, tuple(first), calendars, rules, groups)
    return ReadResult(folder_read, tuple(dict.fromkeys(said)), tuple(problems))


def not_a_bell_schedule(file: str) -> str:
    """A sentence on a file of the folder that is not read."""
    return f"{file} is not read: a bell schedule ends in .yaml or .bell, or is a folder with schedules.bell."


def read_bell_schedule(raw: bytes, name: str, bell_schedule_id: str) -> tuple[BellSchedule, BellRules]:
    """One bell schedule from the bytes of its file; see :func:`bell_schedule_of`."""
    return bell_schedule_of(parse_mapping(raw, name), bell_schedule_id)


def bell_schedule_of(document: Document, bell_schedule_id: str) -> tuple[BellSchedule, BellRules]:
    """One bell schedule, the periods of each day in the order of their start, and when its variants hold.

    Raises InputError for a file that is no bell schedule, for periods that overlap, end before they start
    or share a name, for a closed day with periods, for staff hours at which students are there, and for variants
    of which nothing says when they hold.
    """
    parsed = parse_as(_BellFile, document)
    problems = [
        problem for kind, periods in parsed.days.items() for problem in _kind_problems(document, kind, periods)
    ]
    for variant, one in parsed.variants.items():
        problems += _day_problems(document, ("variants", variant, "periods"), variant, one.periods)
    problems += problems_of_rules(document, parsed.variants, parsed.weekdays, parsed.rotation, parsed.dates)
    problems += _staff_problems(document, parsed)
    if problems:
        raise InputError(problems)
    schedule = BellSchedule(
        bell_schedule_id=bell_schedule_id,
        name=parsed.name,
        days={kind: _in_order(periods) for kind, periods in parsed.days.items()},
        variants={
            variant: one.model_copy(update={"periods": _in_order(one.periods)})
            for variant, one in parsed.variants.items()
        },
        staff_hours=parsed.staff_hours,
    )
    return schedule, BellRules(document.file, parsed.weekdays, parsed.rotation, parsed.dates)


def _in_order(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda one: one.start))


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
    """Staff hours that end before they start, or in which students are there on some kind of day."""
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
    days += [(variant, one.periods) for variant, one in parsed.variants.items()]
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
