"""The bell schedule of each campus in a new workspace, if its list of schools does not name one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from drillplanner.files.read_result import listed, names_of
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.bells.school_hours import DayHours
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, DayKind

_HERE = Path(__file__).parent
_DAY = re.compile(r"  (\w+):")
_CLOCK = re.compile(r"\b(\d{2}):(\d{2})\b")
_SPAN = re.compile(r"start: [\d:]{5}, end: [\d:]{5}")
#: How much later a delayed opening begins, in minutes, as the default bell schedules have it.
_DELAY = 120
#: Words of a file's name that say what it is, and not whose.
_BELL_WORDS = re.compile(r"\b(?:bells?|schedules?|times?|hours|daily|school day)\b", re.IGNORECASE)


@cache
def _grades_by_level() -> dict[str, tuple[str, ...]]:
    name = "school_levels.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(_HERE / name, name))


def levels() -> tuple[str, ...]:
    """Return the levels, youngest first: elementary, middle, high."""
    return tuple(_grades_by_level())


def level_of(grades: tuple[str, ...]) -> str:
    """Return the level that has most of the grades, the younger one if two have equally many."""
    shared = {level: len(set(grades) & set(members)) for level, members in _grades_by_level().items()}
    return max(
        shared, key=lambda level: shared[level]
    )  # max returns the first of equals, and levels are youngest first


def has_every_level(grades: tuple[str, ...]) -> bool:
    """Check whether a school teaches grades of each level."""
    return all(set(grades) & set(members) for members in _grades_by_level().values())


def default_bell_schedule(level: str, hours: DayHours | None = None) -> bytes:
    """Return the YAML file of a default bell schedule for that level, with full, early, and delayed days.

    With ``hours`` the full day is stretched to them. The early release begins with it, and ends when they say or
    is as long as before. The delayed opening begins two hours later and ends with it.
    """
    text = (_HERE / "default_bells" / f"{level}.yaml").read_bytes()
    if hours is None:
        return text
    lines = text.decode().splitlines()
    start, end = _minutes(hours.start), _minutes(hours.end)
    for day, rows in _lines_by_day(lines).items():
        arrival, dismissal = _clock(lines[rows[0]]), _clock(lines[rows[-1]])
        new_first = start + (_DELAY if day == DayKind.DELAYED_OPENING else 0)
        early_end = start + dismissal[1] - arrival[0] if hours.early_end is None else _minutes(hours.early_end)
        new_last = early_end if day == DayKind.EARLY_RELEASE else end
        # Arrival and dismissal keep their length: a bus drill must fit into one of them.
        classes_begin = new_first + arrival[1] - arrival[0]
        classes_end = new_last - (dismissal[1] - dismissal[0])
        scale = (classes_end - classes_begin) / (dismissal[0] - arrival[1])
        for row in rows:
            new = [classes_begin + round((minute - arrival[1]) * scale) for minute in _clock(lines[row])]
            if row == rows[0]:
                new = [new_first, classes_begin]
            elif row == rows[-1]:
                new = [classes_end, new_last]
            start_at, end_at = (f"{minute // 60:02}:{minute % 60:02}" for minute in new)
            lines[row] = _SPAN.sub(f"start: {start_at}, end: {end_at}", lines[row])
    return "\n".join(["# The day begins and ends at the hours that were given.", *lines, ""]).encode()


def _lines_by_day(lines: list[str]) -> dict[str, list[int]]:
    """Return the places of the lines with periods, by the kind of their day."""
    days: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if heading := _DAY.fullmatch(line):
            days[heading[1]] = []
        elif days and _CLOCK.search(line):
            next(reversed(days.values())).append(place)
    return days


def _clock(line: str) -> list[int]:
    """Return the times in a line, in minutes after midnight."""
    return [60 * int(hour) + int(minute) for hour, minute in _CLOCK.findall(line)]


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _in_a_name(hours: DayHours) -> str:
    early = "" if hours.early_end is None else f"-early-{hours.early_end:%H%M}"
    return f"-{hours.start:%H%M}-{hours.end:%H%M}{early}"


def _levels_named(schedule_id: str) -> set[str]:
    """Return the levels that a schedule's name says; "highland" says none."""
    return set(re.split(r"[^a-z]+", schedule_id.lower())) & set(levels())


@dataclass(frozen=True)
class BellChoice:
    """Campuses with a bell schedule each, the default schedules to write, and sentences about the choice."""

    campuses: tuple[Campus, ...]
    files: dict[str, bytes]
    assumed: tuple[str, ...]
    not_placed: tuple[str, ...]
    fitted: frozenset[str] = frozenset()
    """Files whose day begins and ends at hours that were given."""


def _called_after(campuses: tuple[Campus, ...], given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the schedules whose names name a campus, by its id."""
    names = SchoolNames(campuses)
    found: dict[str, tuple[str, ...]] = {}
    for schedule_id in given:
        school_id = names.meant(_BELL_WORDS.sub(" ", schedule_id.replace("_", " ").replace("-", " "))).school_id
        if school_id is not None:
            found[school_id] = (*found.get(school_id, ()), schedule_id)
    return found


def choose_bells(
    campuses: tuple[Campus, ...], given: tuple[str, ...], hours: Mapping[str, DayHours] | None = None
) -> BellChoice:
    """Give each campus a bell schedule; ``given`` are the ids of those that the district has.

    ``hours`` are the start and the end of the day by campus id, if they are known: a default schedule keeps them.

    In this order: the one that the campus names, if it exists; the one that is called after the campus ("Elm HS
    bell schedule"); the only one that exists, unless its name says another level ("high"); the one whose name
    includes the campus's level, if there is just one; a default schedule of its level.
    """
    chosen: list[Campus] = []
    by_schedule: dict[tuple[str, bool], list[str]] = {}
    files: dict[str, bytes] = {}
    missing: dict[str, list[str]] = {}
    with_hours: set[str] = set()
    called_after = _called_after(campuses, given)
    for campus in campuses:
        if campus.bell_schedule in given:
            chosen.append(campus)
            continue
        if campus.bell_schedule is not None:
            missing.setdefault(campus.bell_schedule, []).append(campus.name)
        level = level_of(campus.grades)
        fitting = tuple(schedule_id for schedule_id in given if level in schedule_id.lower())
        if len(given) == 1 and not _levels_named(given[0]):
            fitting = given
        fitting = called_after.get(campus.campus_id, fitting)
        if len(fitting) == 1:
            schedule = fitting[0]
        else:
            own_hours = (hours or {}).get(campus.campus_id)
            span = "" if own_hours is None else _in_a_name(own_hours)
            schedule = f"assumed-{level}{span}"
            files[f"{schedule}.yaml"] = default_bell_schedule(level, own_hours)
            if own_hours:
                with_hours.add(schedule)
        by_schedule.setdefault((schedule, schedule in given), []).append(campus.name)
        chosen.append(campus.model_copy(update={"bell_schedule": schedule}))
    assumed = tuple(
        f"The bell schedule '{schedule}' is taken for {names_of(names, len(campuses))}."
        if is_given
        else f"bells/{schedule}.yaml begins and ends the day at the hours you gave for "
        f"{names_of(names, len(campuses))}; the periods between them are ASSUMED, and decide at what time a drill "
        "is placed."
        if schedule in with_hours
        else f"bells/{schedule}.yaml, a bell schedule that is ASSUMED and no school's own, is taken for "
        f"{names_of(names, len(campuses))}: its bells decide at what time a drill is placed."
        for (schedule, is_given), names in by_schedule.items()
    )
    not_placed = tuple(
        f"There is no bell schedule '{name}', named for {names_of(names, len(campuses))}; "
        f"there is {listed(given) or 'none'}."
        for name, names in missing.items()
    )
    return BellChoice(
        tuple(chosen), files, assumed, not_placed, frozenset(f"{schedule}.yaml" for schedule in with_hours)
    )
