"""``campuses.csv``: one row for each school.

Columns: ``campus_id``, ``name`` and ``grades`` must be there; ``enrollment``, ``bell_schedule``,
``counselor_days``, ``evacuation_site`` and ``building`` may.
Any further column is

- a **fact** of the building where more than half of its filled cells say yes or no ("fire_escapes"); then
  every cell must be yes, no or empty, and empty means "not known";
- for people only where it is called ``note`` or ``notes``;
- otherwise not used, and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import FOR_PEOPLE
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.model import ALLOWED_GRADES, GRADES, WEEKDAYS, Campus, parse_grades

REQUIRED = ("campus_id", "name", "grades")
OPTIONAL = ("enrollment", "bell_schedule", "counselor_days", "evacuation_site", "building")

#: What people call a column where the name is too far off to be a slip of the pen.
_OTHER_NAMES = {
    "bells": "bell_schedule",
    "bell": "bell_schedule",
    "schedule": "bell_schedule",
    "students": "enrollment",
    "counselors": "counselor_days",
    "counsellors": "counselor_days",
}

#: In ``counselor_days``: there is no counselor at the campus on any day.
NOBODY = "none"
ALLOWED_COUNSELOR_DAYS = (
    f"weekdays in full joined by semicolons, for example monday;thursday; '{NOBODY}' where there is no counselor; "
    "or empty where it is not known"
)
ALLOWED_ID = "letters, digits, hyphens and underscores, beginning with a letter or digit, for example burnet-hill"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class CampusList:
    """The campuses that could be read, in the order of the file, and the ids of all rows that have one.

    ``known_ids`` is None where a row has no id or another row's, so that nobody can tell which campuses
    there are.
    """

    campuses: tuple[Campus, ...]
    ids: tuple[str, ...]
    known_ids: tuple[str, ...] | None

    @property
    def with_stand_ins(self) -> tuple[Campus, ...]:
        """All campuses; those with problems as bare names that teach every grade.

        So that the calendar and the staff list can be checked in the same run without false alarms.
        """
        read = {campus.campus_id: campus for campus in self.campuses}
        return tuple(
            read.get(campus_id) or Campus.model_construct(campus_id=campus_id, name=campus_id, grades=GRADES)
            for campus_id in self.ids
        )


def read_campuses(
    files: InputFolder, link: Link, bell_schedules: tuple[str, ...] | None, sites: tuple[str, ...] | None = None
) -> ReadResult[CampusList]:
    """Read the campus list; ``bell_schedules`` and ``sites`` are ids that a campus may name (None: not known now).

    Raises InputError where no table with the required columns can be made of the file; problems of rows are
    in the reading.
    """
    table = read_table(files.read(link), link.target, "campus list")
    missing = table.missing_columns(REQUIRED)
    if missing:
        raise InputError((*missing, *table.problems))
    facts = fact_columns(table, (*REQUIRED, *OPTIONAL))
    problems = list(table.problems)
    campuses: list[Campus] = []
    first_line: dict[str, int] = {}
    ids: list[str] = []
    for row in table.rows:
        found = _row_problems(table, row, facts, bell_schedules)
        campus_id = row.get("campus_id")
        key = campus_id.lower()
        if key in first_line:
            found.append(
                table.problem(
                    row,
                    f"two campuses have one id (first on line {first_line[key]})",
                    campus_id,
                    "a different campus_id for each campus; upper and lower case count as the same",
                )
            )
        elif campus_id:
            first_line[key] = row.line
            ids.append(campus_id)
        found += _site_problems(table, row, sites)
        problems.extend(found)
        if not found:
            campuses.append(_campus(row, facts))
    said = (*table.assumptions, *_about_columns(table, facts), *_about_bells(table), *_about_buildings(table))
    known_ids = tuple(ids) if len(ids) == len(table.rows) and not table.problems else None
    return ReadResult(CampusList(tuple(campuses), tuple(ids), known_ids), said, in_line_order(problems))


def fact_columns(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that are facts of a building: more than half of their filled cells say yes or no."""
    facts = []
    for column in table.columns:
        filled = [row.get(column) for row in table.rows if row.get(column)]
        agreeing = sum(cells.is_yes_or_no(cell) for cell in filled)
        if column not in (*known, *FOR_PEOPLE) and agreeing * 2 > len(filled):
            facts.append(column)
    return tuple(facts)


def _row_problems(
    table: Table, row: TableRow, facts: tuple[str, ...], bell_schedules: tuple[str, ...] | None
) -> list[Problem]:
    problems = []
    campus_id, grades = row.get("campus_id"), row.get("grades")
    if not campus_id:
        problems.append(table.problem(row, "the campus has no campus_id", None, ALLOWED_ID))
    elif not is_identifier(campus_id):
        problems.append(table.problem(row, "this cannot be a campus_id", campus_id, ALLOWED_ID))
    if not row.get("name"):
        problems.append(table.problem(row, f"the campus '{campus_id}' has no name", None, "the school's name"))
    try:
        parse_grades(grades)
    except ValueError as error:
        problems.append(
            table.problem(row, f"grades: {error}", grades or None, ALLOWED_GRADES, grades_hint(grades))
        )
    if row.get("enrollment"):
        try:
            cells.whole_number(row.get("enrollment"))
        except ValueError as error:
            problems.append(
                table.problem(row, f"enrollment: {error}", row.get("enrollment"), cells.ALLOWED_STUDENTS)
            )
    bell_schedule = row.get("bell_schedule")
    if bell_schedule and bell_schedules is not None and bell_schedule not in bell_schedules:
        problems.append(
            table.problem(
                row,
                "there is no such bell schedule",
                bell_schedule,
                listed(bell_schedules) or "none: no bell schedule was found",
                maybe_meant(bell_schedule, bell_schedules),
            )
        )
    problems.extend(_counselor_problems(table, row))
    problems.extend(
        table.problem(
            row,
            f"the fact '{table.titles[fact]}' of '{campus_id}' is neither yes nor no",
            row.get(fact),
            cells.ALLOWED_YES_NO,
        )
        for fact in facts
        if row.get(fact) and not cells.is_yes_or_no(row.get(fact))
    )
    return problems


def _site_problems(table: Table, row: TableRow, sites: tuple[str, ...] | None) -> list[Problem]:
    site = row.get("evacuation_site")
    if not site or sites is None or site in sites:
        return []
    allowed = listed(sites) or "none: district.yaml lists no 'sites'"
    message = "evacuation_site: there is no such site"
    return [table.problem(row, message, site, allowed, maybe_meant(site, sites))]


def _counselor_problems(table: Table, row: TableRow) -> Iterator[Problem]:
    for word in unknown_counselor_days(row.get("counselor_days")):
        yield table.problem(
            row,
            "counselor_days: " + (f"'{NOBODY}' stands alone" if word == NOBODY else "this is not a weekday"),
            word,
            ALLOWED_COUNSELOR_DAYS,
            maybe_meant(word, WEEKDAYS),
        )


def unknown_counselor_days(cell: str) -> list[str]:
    """What of the cell is no weekday; the cell itself where it is filled and names nothing."""
    words = [word.lower() for word in cells.list_items(cell)]
    if not words or words == [NOBODY]:
        return [cell] if cell and not words else []
    return [word for word in words if word not in WEEKDAYS]


def counselor_days_text(days: tuple[int, ...] | None) -> str:
    """The cell from which these weekdays are read again."""
    if days is None:
        return ""
    return ";".join(WEEKDAYS[day] for day in days) or NOBODY


def counselor_days(cell: str) -> tuple[int, ...] | None:
    """The weekdays in a cell without unknown ones; None for an empty one."""
    words = [word.lower() for word in cells.list_items(cell)]
    return tuple(sorted({WEEKDAYS.index(word) for word in words if word != NOBODY})) if words else None


def is_identifier(text: str) -> bool:
    """Whether the text can be a campus's or staff member's id: ASCII letters, digits, ``-`` and ``_``."""
    return text.isascii() and text[:1].isalnum() and all(mark.isalnum() or mark in "-_" for mark in text)


def grades_hint(grades: str) -> str | None:
    """What may have happened to a text that gives no grades; None where we do not know."""
    if any(month in grades.lower() for month in _MONTHS) or grades.count("/") > 1:
        return "Maybe a spreadsheet took a span such as 9-12 for a date; write it as 9,10,11,12."
    return None


def _campus(row: TableRow, facts: tuple[str, ...]) -> Campus:
    enrollment = row.get("enrollment")
    return Campus(
        campus_id=row.get("campus_id"),
        name=row.get("name"),
        grades=parse_grades(row.get("grades")),
        enrollment=cells.whole_number(enrollment) if enrollment else None,
        bell_schedule=row.get("bell_schedule") or None,
        counselor_days=counselor_days(row.get("counselor_days")),
        evacuation_site=row.get("evacuation_site") or None,
        building=row.get("building").casefold() or None,
        facts={fact: cells.yes_or_no(row.get(fact)) for fact in facts if row.get(fact)},
    )


def _about_columns(table: Table, facts: tuple[str, ...]) -> list[str]:
    used = {*REQUIRED, *OPTIONAL, *FOR_PEOPLE, *facts}
    return [
        f"The column '{table.titles[column]}' of {table.file} is not used: {_why_unused(table, column)}"
        for column in table.columns
        if column not in used
    ]


def _why_unused(table: Table, column: str) -> str:
    if not any(row.get(column) for row in table.rows):
        return "it is empty."
    free = [name for name in OPTIONAL if name not in table.columns]
    usual = _OTHER_NAMES.get(column)
    maybe = f"Maybe you meant '{usual}'." if usual in free else maybe_meant(column, free)
    return "its cells are not yes or no." + (f" {maybe}" if maybe else "")


def _about_bells(table: Table) -> list[str]:
    silent = [row.get("campus_id") for row in table.rows if not row.get("bell_schedule")]
    if not silent:
        return []
    return [
        f"{table.file} names no bell schedule for {listed(silent)}: no time of day can be chosen for drills there."
    ]


def _about_buildings(table: Table) -> list[str]:
    """Buildings of one campus: mostly an id that is written in two ways."""
    ids: dict[str, list[str]] = {}
    for row in table.rows:
        if row.get("building"):
            ids.setdefault(row.get("building").casefold(), []).append(row.get("campus_id"))
    return [
        f"The building '{building}' of {table.file} is that of {some[0]} alone: nothing is planned together "
        f"there. {maybe_meant(building, [one for one in ids if one != building]) or ''}".rstrip()
        for building, some in ids.items()
        if len(some) == 1
    ]
