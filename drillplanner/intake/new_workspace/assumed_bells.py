"""The bell schedule of each campus in a new workspace, if its list of schools does not name one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drillplanner.files.read_result import listed, names_of
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus

_HERE = Path(__file__).parent
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


def default_bell_schedule(level: str) -> bytes:
    """Return the YAML file of a default bell schedule for that level, with full, early, and delayed days."""
    return (_HERE / "default_bells" / f"{level}.yaml").read_bytes()


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


def _called_after(campuses: tuple[Campus, ...], given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the schedules whose names name a campus, by its id."""
    names = SchoolNames(campuses)
    found: dict[str, tuple[str, ...]] = {}
    for schedule_id in given:
        school_id = names.meant(_BELL_WORDS.sub(" ", schedule_id.replace("_", " ").replace("-", " "))).school_id
        if school_id is not None:
            found[school_id] = (*found.get(school_id, ()), schedule_id)
    return found


def choose_bells(campuses: tuple[Campus, ...], given: tuple[str, ...]) -> BellChoice:
    """Give each campus a bell schedule; ``given`` are the ids of those that the district has.

    In this order: the one that the campus names, if it exists; the one that is called after the campus ("Elm HS
    bell schedule"); the only one that exists, unless its name says another level ("high"); the one whose name
    includes the campus's level, if there is just one; a default schedule of its level.
    """
    chosen: list[Campus] = []
    by_schedule: dict[tuple[str, bool], list[str]] = {}
    files: dict[str, bytes] = {}
    missing: dict[str, list[str]] = {}
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
            schedule = f"assumed-{level}"
            files[f"{schedule}.yaml"] = default_bell_schedule(level)
        by_schedule.setdefault((schedule, schedule in given), []).append(campus.name)
        chosen.append(campus.model_copy(update={"bell_schedule": schedule}))
    assumed = tuple(
        f"The bell schedule '{schedule}' is taken for {names_of(names, len(campuses))}."
        if is_given
        else f"bells/{schedule}.yaml, a bell schedule that is ASSUMED and no school's own, is taken for "
        f"{names_of(names, len(campuses))}: its bells decide at what time a drill is placed."
        for (schedule, is_given), names in by_schedule.items()
    )
    not_placed = tuple(
        f"There is no bell schedule '{name}', named for {names_of(names, len(campuses))}; "
        f"there is {listed(given) or 'none'}."
        for name, names in missing.items()
    )
    return BellChoice(tuple(chosen), files, assumed, not_placed)
