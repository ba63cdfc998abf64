"""How well tables are read that districts give: ``python -m benchmarks.given_tables.run``.

Twelve or more tables each of drills, schools, bell times, and staff, in the shapes of published ones; names and
people are invented. For each the script tells how many rows are placed, asked about, refused with their file, and
placed wrongly. Six of each are set aside: nobody changed a reader after a look at how they are read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.given_tables.files import Case, cases, saved
from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.intake.bells.bell_table import read_bell_table
from drillplanner.intake.bells.schedule_files import bell_schedule_of
from drillplanner.intake.people.staff_table import read_staff
from drillplanner.intake.schedules.table_schedule import read_table_schedule
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.intake.schools.school_list import import_campuses
from drillplanner.model import DISTRICT_OFFICE, BellSchedule, Campus, Period, format_grades, parse_grades

SCHOOLS = tuple(
    Campus(campus_id=campus_id, name=name, grades=parse_grades(grades))
    for campus_id, name, grades in (
        ("oak", "Oak Hill Elementary School", "K-5"),
        ("caroline", "Caroline Street School", "K-5"),
        ("elm", "Elm Street Middle School", "6-8"),
        ("sshs", "Stony Shore High School", "9-12"),
    )
)
_FIRST_YEAR = 2026


@dataclass(frozen=True)
class Read:
    """What was read from a table, as short texts, and the number of rows that were asked about."""

    rows: tuple[str, ...]
    asked: int


def _drills(raw: bytes, name: str) -> Read:
    found = read_table_schedule(raw, name, SCHOOLS, SchoolNames(SCHOOLS), _FIRST_YEAR)
    rows = tuple(f"{drill.campus_id} {drill.drill_type} {drill.date:%m-%d}" for drill in found.drills)
    return Read(rows, len(found.problems))


def _schools(raw: bytes, name: str) -> Read:
    found = import_campuses(raw, name)
    rows = tuple(f"{one.campus_id} {one.name} {format_grades(one.grades)}" for one in found.campuses)
    return Read(rows, len(found.left_out))


def _bells(raw: bytes, name: str) -> Read:
    schedules = [
        bell_schedule_of(document, key)[0] for key, document in read_bell_table(raw, name).documents.items()
    ]
    return Read(tuple(row for schedule in schedules for row in _bell_rows(schedule)), 0)


def _bell_rows(schedule: BellSchedule) -> list[str]:
    def rows(day: str, periods: tuple[Period, ...]) -> list[str]:
        return [f"{day} {period.name} {period.start:%H:%M}-{period.end:%H:%M}" for period in periods]

    named = [(kind.value, periods) for kind, periods in schedule.days.items()]
    named += [(name, variant.periods) for name, variant in schedule.variants.items()]
    return [row for day, periods in named for row in rows(day, periods)]


def _staff(raw: bytes, name: str) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(raw)
        ids = tuple(school.campus_id for school in SCHOOLS)
        found = read_staff(InputFolder(Path(folder)), Link(name), ids, SchoolNames(SCHOOLS))
    known = (*ids, DISTRICT_OFFICE)  # a person at an unknown school has a problem, and nothing is planned
    rows = tuple(
        f"{one.name} {one.campus_id} {one.title.lower()}" for one in found.value if one.campus_id in known
    )
    asked = len(found.problems) + sum("in no chart until you say" in sentence for sentence in found.assumptions)
    return Read(rows, asked)


READERS: dict[str, Callable[[bytes, str], Read]] = {
    "drills": _drills,
    "schools": _schools,
    "bells": _bells,
    "staff": _staff,
}


@dataclass
class Tally:
    """Rows of several tables: placed, asked, refused with their file, and placed wrongly."""

    tables: int = 0
    placed: int = 0
    asked: int = 0
    refused: int = 0
    wrong: int = 0

    def add(self, case: Case, kind: str) -> str:
        """Count a case, and return what is not as wanted in words; empty if all is."""
        self.tables += 1
        try:
            read = READERS[kind](saved(case), case.file_name)
        except InputError as error:
            rows = len(case.wanted) + case.asks
            if not case.wanted:  # there is nothing else to read in the table: its rows are asked about
                self.asked += rows
                return ""
            self.refused += rows
            return f"refused: {error.problems[0]}"
        missing = [row for row in case.wanted if row not in read.rows]
        wrong = [row for row in read.rows if row not in case.wanted]
        self.placed += len(case.wanted) - len(missing)
        self.asked += read.asked
        self.wrong += len(wrong)
        return "; ".join(
            [
                *(f"not placed: {row}" for row in missing),
                *(f"WRONG: {row}" for row in wrong),
                *([f"{read.asked} asked, {case.asks} expected"] if read.asked != case.asks else []),
            ]
        )


def main() -> int:
    """Print the table of the docs, and with ``--each`` what is not as wanted. Return 1 if a row is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true", help="Show each table that is not read as wanted.")
    parser.add_argument("--only-tuned", action="store_true", help="Leave out the tables that are set aside.")
    options = parser.parse_args()
    print("| tables of | set aside | tables | rows placed | asked | refused | wrong |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    is_wrong = False
    for kind in READERS:
        for aside in (False, True):
            if aside and options.only_tuned:
                continue
            tally, notes = Tally(), []
            for case in cases(kind):
                if case.aside is aside and (note := tally.add(case, kind)):
                    notes.append(f"    {case.name}: {note}")
            is_wrong |= tally.wrong > 0
            counts = f"{tally.tables} | {tally.placed} | {tally.asked} | {tally.refused} | {tally.wrong}"
            print(f"| {kind} | {'yes' if aside else 'no'} | {counts} |")
            if options.each:
                print("\n".join(notes))
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
