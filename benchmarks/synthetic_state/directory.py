"""The invented districts and schools of a state, and their NCES directories in the columns of the real ones.

Every name says that it is invented, and every LEAID begins with 99, which is no state's number. Some districts
share a name, as real ones do; some schools are closed, to come, or online only, which ``fleet init`` leaves out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.synthetic_state.sizes import (
    enrollments,
    levels_of_schools,
    schools_of_districts,
    students_of_schools,
)

SCHOOL_YEAR = "2026-2027"
DISTRICTS_FILE, SCHOOLS_FILE, CHARACTERISTICS_FILE = (
    "ccd_lea_029_invented.csv",
    "ccd_sch_029_invented.csv",
    "ccd_sch_129_invented.csv",
)
#: The lowest and the highest grade by level; of several one is drawn.
_GRADES = {
    "all": (("KG", "12"), ("PK", "12"), ("KG", "08")),
    "lower": (("PK", "06"), ("KG", "05"), ("PK", "05")),
    "upper": (("07", "12"), ("06", "12")),
    "elementary": (("PK", "05"), ("KG", "05"), ("PK", "04"), ("KG", "06"), ("KG", "02"), ("03", "05")),
    "middle": (("06", "08"), ("05", "08"), ("07", "08")),
    "high": (("09", "12"), ("09", "12"), ("10", "12")),
    "other": (("KG", "08"), ("PK", "12"), ("06", "12")),
    "prekindergarten": (("PK", "PK"),),
}
_TITLES = {
    "all": "School",
    "lower": "Elementary School",
    "upper": "High School",
    "elementary": "Elementary School",
    "middle": "Middle School",
    "high": "High School",
    "other": "Academy",
    "prekindergarten": "Early Learning Center",
}
#: Every so many districts one has the name of the district before it.
_SAME_NAME = 50
#: Every so many schools there is one more that is closed, to come, or online only.
_NOT_PLANNED = 40
_NOT_PLANNED_KINDS = (("2", "Closed", "NOTVIRTUAL"), ("7", "Future", "NOTVIRTUAL"), ("1", "Open", "FULLVIRTUAL"))


@dataclass(frozen=True)
class InventedSchool:
    """A school: its NCESSCH, name, lowest and highest grade, students, and status, as in the CCD files."""

    number: str
    name: str
    grades: tuple[str, str]
    students: int
    status: tuple[str, str] = ("1", "Open")
    virtual: str = "NOTVIRTUAL"


@dataclass(frozen=True)
class InventedDistrict:
    """A district with its schools; ``state_number`` is its number in its state."""

    leaid: str
    name: str
    state_number: str
    students: int
    schools: tuple[InventedSchool, ...]


def invented_districts(districts: int, schools: int, chance: Random) -> Iterator[InventedDistrict]:
    """Yield that many districts with, in all, that many open schools."""
    students = enrollments(districts, chance)
    numbers = schools_of_districts(students, schools)
    made = 0
    for place, (size, count) in enumerate(zip(students, numbers, strict=True), start=1):
        leaid = f"99{place:05}"
        called = place - 1 if place % _SAME_NAME == 0 else place
        own = list(_schools(leaid, size, count, chance))
        for _ in range((made + count) // _NOT_PLANNED - made // _NOT_PLANNED):
            code, text, virtual = chance.choice(_NOT_PLANNED_KINDS)
            own.append(
                InventedSchool(
                    f"{leaid}{len(own) + 1:05}",
                    f"Invented School {len(own) + 1}",
                    ("KG", "12"),
                    0,
                    (code, text),
                    virtual,
                )
            )
        made += count
        name = f"Invented District {called:04}"
        yield InventedDistrict(leaid, name, f"9{place:05}", size, tuple(own))


def _schools(leaid: str, students: int, count: int, chance: Random) -> Iterator[InventedSchool]:
    sizes = students_of_schools(students, count, chance)
    levels = [level for level, number in levels_of_schools(count).items() for _ in range(number)]
    for place, (level, size) in enumerate(zip(levels, sizes, strict=True), start=1):
        yield InventedSchool(
            f"{leaid}{place:05}", f"Invented {_TITLES[level]} {place}", chance.choice(_GRADES[level]), size
        )


def write_directories(folder: Path, state: str, districts: Iterable[InventedDistrict], other_rows: int) -> None:
    """Write the three directories; that of schools has ``other_rows`` more rows, of schools of no other state."""
    folder.mkdir(parents=True, exist_ok=True)
    given = tuple(districts)
    _write(folder / DISTRICTS_FILE, _district_rows(state, given))
    _write(folder / SCHOOLS_FILE, _school_rows(state, given, other_rows))
    _write(folder / CHARACTERISTICS_FILE, _characteristics_rows(state, given))


def _write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


_BEGIN = ("SCHOOL_YEAR", "FIPST", "STATENAME", "ST")
_STATUS = ("SY_STATUS", "SY_STATUS_TEXT", "UPDATED_STATUS", "UPDATED_STATUS_TEXT")


def _district_rows(state: str, districts: Iterable[InventedDistrict]) -> Iterator[Iterable[object]]:
    yield (*_BEGIN, "LEA_NAME", "ST_LEAID", "LEAID", *_STATUS, "LEA_TYPE", "LEA_TYPE_TEXT", "OPERATIONAL_SCHOOLS")
    for district in districts:
        begin = (SCHOOL_YEAR, "99", "INVENTED", state)
        kind = ("1", "Regular public school district")
        number = f"{state}-{district.state_number}"
        status = ("1", "Open", "1", "Open")
        yield (*begin, district.name, number, district.leaid, *status, *kind, len(district.schools))


def _school_rows(state: str, districts: Iterable[InventedDistrict], other_rows: int) -> Iterator[Iterable[object]]:
    yield (
        *(*_BEGIN, "SCH_NAME", "LEA_NAME", "ST_LEAID", "LEAID", "NCESSCH", *_STATUS, "SCH_TYPE_TEXT"),
        *("CHARTER_TEXT", "GSLO", "GSHI", "LEVEL", "MEMBER"),
    )
    for district in districts:
        for school in district.schools:
            number = f"{state}-{district.state_number}"
            yield (
                *(SCHOOL_YEAR, "99", "INVENTED", state, school.name, district.name, number, district.leaid),
                *(school.number, "1", "Open", *school.status, "Regular School", "No", *school.grades),
                *("Not applicable", school.students or ""),
            )
    for place in range(other_rows):
        number = f"98{place // 10:05}{place % 10:05}"
        yield (
            *(SCHOOL_YEAR, "98", "INVENTED", "ZZ", f"Invented Elsewhere School {place}", "Invented Elsewhere"),
            *("ZZ-1", number[:7], number, "1", "Open", "1", "Open", "Regular School", "No", "KG", "05"),
            *("Elementary", 300),
        )


def _characteristics_rows(state: str, districts: Iterable[InventedDistrict]) -> Iterator[Iterable[object]]:
    yield ("SCHOOL_YEAR", "ST", "SCH_NAME", "LEAID", "NCESSCH", "VIRTUAL", "VIRTUAL_TEXT")
    for district in districts:
        for school in district.schools:
            yield (SCHOOL_YEAR, state, school.name, district.leaid, school.number, school.virtual, "")
