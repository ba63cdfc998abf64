"""The campus list, ``campuses.csv``: one row for each school.

Columns: ``campus_id``, ``name``, and ``grades`` are required; ``enrollment``, ``bell_schedule``,
``counselor_days``, ``evacuation_site``, ``building``, ``wings``, and the columns of :mod:`.special_columns` are
optional. Any other column is

- a **fact** about the building if more than half of its filled cells are yes or no ("fire_escapes"); then every
  cell must be yes, no, or empty, and empty means "not known";
- ignored if it is called ``note`` or ``notes``, which people keep for themselves;
- otherwise not used, and reported as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.file_names import LONGEST_ID, is_device_name, unfit_id
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import NAMES_LISTED, ReadResult, in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import FOR_PEOPLE
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.files.written.weekdays import is_weekdays, weekdays
from drillplanner.intake.schools.special_columns import (
    HOW_TO_LEAVE_OUT,
    LEAVE_OUT,
    NICKNAME_COLUMNS,
    OTHER_IDS,
    left_out_school,
    nickname_problems,
    nicknames_of,
    reason_problems,
)
from drillplanner.model import ALLOWED_GRADES, GRADES, WEEKDAYS, Campus, LeftOutSchool, read_grades

REQUIRED = ("campus_id", "name", "grades")
OPTIONAL = (
    "enrollment",
    "bell_schedule",
    "counselor_days",
    "evacuation_site",
    "building",
    "wings",
    *NICKNAME_COLUMNS,
    OTHER_IDS,
    LEAVE_OUT,
)

#: Other names that people give a column; they are too different for a search for typing mistakes.
_OTHER_NAMES = {
    "bells": "bell_schedule",
    "bell": "bell_schedule",
    "schedule": "bell_schedule",
    "students": "enrollment",
    "counselors": "counselor_days",
    "counsellors": "counselor_days",
}

#: The word in ``counselor_days`` for a campus that never has a counselor.
NO_COUNSELOR = "none"
ALLOWED_COUNSELOR_DAYS = (
    "weekdays, for example monday;thursday or M/Th; "
    f"'{NO_COUNSELOR}' where there is no counselor; or empty where it is not known"
)
ALLOWED_ID = (
    "letters, digits, hyphens and underscores, beginning with a letter or digit, for example burnet-hill; "
    f"at most {LONGEST_ID} of them, and no name that Windows keeps for itself, such as con or aux"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class CampusList:
    """The campuses that could be read, in the order of the file, and the ids of all planned rows that have one.

    ``left_out`` are the rows whose ``leave_out`` gives a reason. ``known_ids`` is None if a planned row has no id
    or another row's id, so that the ids of the campuses are uncertain.
    """

    campuses: tuple[Campus, ...]
    ids: tuple[str, ...]
    known_ids: tuple[str, ...] | None
    left_out: tuple[LeftOutSchool, ...] = ()

    @property
    def ids_in_other_files(self) -> tuple[str, ...] | None:
        """Return the ids that other files may name, those of schools left out included; None if uncertain."""
        if self.known_ids is None:
            return None
        return (*self.known_ids, *(school.campus_id for school in self.left_out if school.campus_id))

    @property
    def with_placeholders(self) -> tuple[Campus, ...]:
        """Return all campuses; those with problems as bare names that teach every grade.

        With them the calendar and the staff list can be checked in the same run without false alarms.
        """
        read = {campus.campus_id: campus for campus in self.campuses}
        return tuple(
            read.get(campus_id) or Campus.model_construct(campus_id=campus_id, name=campus_id, grades=GRADES)
            for campus_id in self.ids
        )


def read_campuses(
    files: InputFolder, link: Link, bell_schedules: tuple[str, ...] | None, sites: tuple[str, ...] | None = None
) -> ReadResult[CampusList]:
    """Read the campus list; ``bell_schedules`` and ``sites`` are the ids that a campus may name (None: not known
    now).

    Problems of rows are in the result.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_table(files.read(link), link.target, "campus list", headings=(*REQUIRED, *OPTIONAL))
    missing = table.missing_columns(REQUIRED)
    if missing:
        raise InputError((*missing, *table.problems))
    facts = fact_columns(table, (*REQUIRED, *OPTIONAL))
    problems = list(table.problems)
    campuses: list[Campus] = []
    first_line: dict[str, int] = {}
    ids: list[str] = []
    counted: dict[str, list[str]] = {}
    left_out: list[LeftOutSchool] = []
    planned_rows = [row for row in table.rows if not row.get(LEAVE_OUT)]
    for row in table.rows:
        if (left_out_row := left_out_school(row)) is not None:
            problems.extend(reason_problems(table, row))
            left_out.append(left_out_row)
            continue
        row_problems = _row_problems(table, row, facts, bell_schedules)
        campus_id = row.get("campus_id")
        key = campus_id.lower()
        if key in first_line:
            row_problems.append(
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
        row_problems += _site_problems(table, row, sites)
        problems.extend(row_problems)
        if not row_problems:
            campuses.append(_campus(row, facts))
            for sentence in read_grades(row.get("grades")).counted:
                counted.setdefault(sentence, []).append(row.get("name") or campus_id)
    assumptions = (
        *table.assumptions,
        *counted_grades_sentences(counted),
        *_unused_column_sentences(table, facts),
        *_missing_bells_sentences(table.file, planned_rows),
        *_single_building_sentences(table.file, planned_rows),
    )
    problems += nickname_problems(table, planned_rows)
    if not planned_rows and not problems:
        problems.append(_nothing_planned(table))
    known_ids = tuple(ids) if len(ids) == len(planned_rows) and not table.problems else None
    schools = CampusList(tuple(campuses), tuple(ids), known_ids, tuple(left_out))
    return ReadResult(schools, assumptions, in_line_order(problems))


def _nothing_planned(table: Table) -> Problem:
    message = f"every row is left out: '{LEAVE_OUT}' is filled everywhere, so there is no school to plan"
    return Problem(table.file, table.header_line, message, None, f"at least one row with '{LEAVE_OUT}' empty")


def counted_grades_sentences(schools_by_sentence: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return each sentence on grades that are counted as others, with the schools that it concerns."""
    return tuple(
        f"{sentence.rstrip('.')}: {listed(schools, NAMES_LISTED)}."
        for sentence, schools in schools_by_sentence.items()
    )


def fact_columns(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that are facts: more than half of their filled cells are yes or no."""
    facts = []
    for column in table.columns:
        filled = [row.get(column) for row in table.rows if row.get(column)]
        yes_or_no_cells = sum(cells.is_yes_or_no(cell) for cell in filled)
        if column not in (*known, *FOR_PEOPLE) and yes_or_no_cells * 2 > len(filled):
            facts.append(column)
    return tuple(facts)


def _row_problems(
    table: Table, row: TableRow, facts: tuple[str, ...], bell_schedules: tuple[str, ...] | None
) -> list[Problem]:
    problems = []
    campus_id, grades = row.get("campus_id"), row.get("grades")
    if not campus_id:
        problems.append(table.problem(row, "the campus has no campus_id", None, ALLOWED_ID))
    elif (unfit := unfit_id(campus_id)) is not None:
        problems.append(
            table.problem(row, unfit[0], campus_id, ALLOWED_ID, f"Write {unfit[1]}, here and wherever it stands.")
        )
    elif not is_identifier(campus_id):
        problems.append(table.problem(row, "this cannot be a campus_id", campus_id, ALLOWED_ID))
    if not row.get("name"):
        problems.append(table.problem(row, f"the campus '{campus_id}' has no name", None, "the school's name"))
    try:
        read_grades(grades)
    except ValueError as error:
        problems.append(
            table.problem(
                row, f"grades: {error}", grades or None, ALLOWED_GRADES, grades_hint(grades) or HOW_TO_LEAVE_OUT
            )
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
            "counselor_days: "
            + (f"'{NO_COUNSELOR}' stands alone" if word == NO_COUNSELOR else "this is not a weekday"),
            word,
            ALLOWED_COUNSELOR_DAYS,
            maybe_meant(word, WEEKDAYS),
        )


def unknown_counselor_days(cell: str) -> list[str]:
    """Return the words that are no weekdays, or the cell itself if it is filled but has no word."""
    words = [word.lower() for word in cells.list_items(cell)]
    if not words or words == [NO_COUNSELOR]:
        return [cell] if cell and not words else []
    return [word for word in words if not is_weekdays(word)]


def counselor_days_text(days: tuple[int, ...] | None) -> str:
    """Return the cell that :func:`counselor_days` reads as these weekdays."""
    if days is None:
        return ""
    return ";".join(WEEKDAYS[day] for day in days) or NO_COUNSELOR


def counselor_days(cell: str) -> tuple[int, ...] | None:
    """Return the weekdays in a cell without unknown words; None for an empty cell."""
    words = [word for word in cells.list_items(cell) if word.lower() != NO_COUNSELOR]
    return tuple(sorted({day for word in words for day in weekdays(word)})) if cell else None


def is_identifier(text: str) -> bool:
    """Check whether the text can be the id of a campus or person: ASCII letters, digits, ``-``, and ``_``.

    Files and folders are named after it, so it is no name that Windows keeps for itself.
    """
    plain = text.isascii() and text[:1].isalnum() and all(mark.isalnum() or mark in "-_" for mark in text)
    return plain and not is_device_name(text)


def grades_hint(grades: str) -> str | None:
    """Return what may have happened to a text that gives no grades; None if unknown."""
    if any(month in grades.lower() for month in _MONTHS) or grades.count("/") > 1:
        return "Maybe a spreadsheet took a span such as 9-12 for a date; write it as 9,10,11,12."
    return None


def _campus(row: TableRow, facts: tuple[str, ...]) -> Campus:
    enrollment = row.get("enrollment")
    grades = read_grades(row.get("grades"))
    return Campus(
        campus_id=row.get("campus_id"),
        name=row.get("name"),
        grades=grades.grades,
        grade_names=grades.names,
        also_called=nicknames_of(row),
        other_ids=tuple(dict.fromkeys(cells.list_items(row.get(OTHER_IDS)))),
        enrollment=cells.whole_number(enrollment) if enrollment else None,
        bell_schedule=row.get("bell_schedule") or None,
        counselor_days=counselor_days(row.get("counselor_days")),
        evacuation_site=row.get("evacuation_site") or None,
        building=row.get("building").casefold() or None,
        wings=tuple(dict.fromkeys(cells.list_items(row.get("wings")))),
        facts={fact: cells.yes_or_no(row.get(fact)) for fact in facts if row.get(fact)},
    )


def _unused_column_sentences(table: Table, facts: tuple[str, ...]) -> list[str]:
    used = {*REQUIRED, *OPTIONAL, *FOR_PEOPLE, *facts}
    return [
        f"The column '{table.titles[column]}' of {table.file} is not used: {_why_unused(table, column)}"
        for column in table.columns
        if column not in used
    ]


def _why_unused(table: Table, column: str) -> str:
    if not any(row.get(column) for row in table.rows):
        return "it is empty."
    missing = [name for name in OPTIONAL if name not in table.columns]
    usual = _OTHER_NAMES.get(column)
    maybe = f"Maybe you meant '{usual}'." if usual in missing else maybe_meant(column, missing)
    return "its cells are not yes or no." + (f" {maybe}" if maybe else "")


def _missing_bells_sentences(file: str, rows: Sequence[TableRow]) -> list[str]:
    campuses = [row.get("campus_id") for row in rows if not row.get("bell_schedule")]
    if not campuses:
        return []
    return [
        f"{file} names no bell schedule for {listed(campuses)}: no time of day can be chosen for drills there."
    ]


def _single_building_sentences(file: str, rows: Sequence[TableRow]) -> list[str]:
    """Return sentences on buildings with one campus: usually one id written in two ways."""
    campus_ids_by_building: dict[str, list[str]] = {}
    for row in rows:
        if row.get("building"):
            campus_ids_by_building.setdefault(row.get("building").casefold(), []).append(row.get("campus_id"))
    sentences = []
    for building, ids in campus_ids_by_building.items():
        if len(ids) == 1:
            hint = maybe_meant(building, [other for other in campus_ids_by_building if other != building]) or ""
            sentence = f"The building '{building}' of {file} is that of {ids[0]} alone: "
            sentences.append(f"{sentence}nothing is planned together there. {hint}".rstrip())
    return sentences
