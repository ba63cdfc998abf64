"""The staff list, ``staff.csv``: the adults who can be given a position.

Columns: ``staff_id``, ``name``, ``campus_id``, and ``title`` are required. ``phone``, ``radio``,
``certifications`` (joined by ``;``), and ``teaches`` (yes or no; empty counts as no) are optional. So are
``days``, ``hours``, ``absent``, ``free_periods``, and ``grades``, which say when a person is present and teaches
(:mod:`.working_hours`), and ``away_with``, which names groups of people who would be away together. ``campus_id``
is ``district`` for people without a campus. ``note`` is ignored; any other column is not used, and reported as
such.

A personnel office's list (Name, School, Position) is read too (:mod:`.staff_export`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, in_line_order, listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.row_reader import FOR_PEOPLE
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.intake.people.staff_export import StaffExport, as_staff_list, export_columns, export_headings
from drillplanner.intake.people.working_hours import TIME_COLUMNS, working_time, working_time_problems
from drillplanner.intake.schools.names.in_tables import with_school_ids
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import DISTRICT_OFFICE, StaffMember

AWAY_WITH = "away_with"

#: Words in ``away_with`` that answer a question and so cannot name a group.
_ANSWERS = frozenset({"-", "–", "—", "n/a", "na", "no", "nobody", "none", "no one", "yes", "y", "n"})


def away_group_problems(table: Table, row: TableRow) -> Iterator[Problem]:
    """Yield a problem for each answer in place of a group's name.

    Otherwise two people with "none" would be in a group of that name.
    """
    for name in cells.list_items(row.get(AWAY_WITH)):
        if _key(name) in _ANSWERS:
            message = f"'{AWAY_WITH}' names no group: people with the same word would count as away together"
            allowed = "names of groups, joined by ';', or empty for somebody in none"
            yield table.problem(row, message, name, allowed)


def with_uniform_groups(members: Sequence[StaffMember]) -> tuple[StaffMember, ...]:
    """Return the people with each group in one spelling, whatever the order of the rows.

    Capitals and spaces do not make another group.
    """
    spelling_by_key: dict[str, str] = {}
    for name in sorted(name for member in members for name in member.away_with or ()):
        spelling_by_key.setdefault(_key(name), " ".join(name.split()))
    return tuple(
        member.model_copy(
            update={"away_with": tuple(dict.fromkeys(spelling_by_key[_key(name)] for name in member.away_with))}
        )
        if member.away_with
        else member
        for member in members
    )


def single_member_sentences(staff: Sequence[StaffMember], file: str) -> Iterator[str]:
    """Yield a sentence on each group with only one person, which is usually a misspelled name."""
    groups: dict[str, list[StaffMember]] = {}
    for member in staff:
        for name in member.away_with or ():
            groups.setdefault(name, []).append(member)
    for name, people in groups.items():
        if len(people) == 1:
            others = tuple(other for other in groups if other != name)
            meant = maybe_meant(name, others)
            yield (
                f"'{AWAY_WITH}' of {file} names '{name}' for {people[0].name} alone, so that it keeps "
                f"nobody apart."
                f"{f' {meant}' if meant else ''}"
            )


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


REQUIRED = ("staff_id", "name", "campus_id", "title")
OPTIONAL = ("phone", "radio", "certifications", "teaches", *TIME_COLUMNS, AWAY_WITH)

#: The usual name of a staff list; it is read only if district.yaml links to it.
USUAL_STAFF_FILE = "staff.csv"


def staff_headings() -> frozenset[str]:
    """Return every heading by which a staff list, or a personnel office's list, is known."""
    return frozenset((*REQUIRED, *OPTIONAL, *export_headings()))


def read_staff(
    files: InputFolder, link: Link | None, campus_ids: tuple[str, ...] | None, names: SchoolNames | None = None
) -> ReadResult[tuple[StaffMember, ...]]:
    """Read the staff list in the order of the file; without a link there is no staff, which is reported.

    ``campus_ids`` are the ids of all campuses (None: not known now); ``names`` finds them by other names. Problems
    of rows are in the result.

    Raises InputError: the file is no table with the required columns, or the list is empty.
    """
    if link is None:
        return ReadResult((), (_without_staff(files),))
    table = read_table(files.read(link), link.target, "staff list", headings=staff_headings())
    export: StaffExport | None = None
    if table.missing_columns(REQUIRED) and (columns := export_columns(table)) is not None:
        export = as_staff_list(table, columns, names, files)
        table = export.table
    missing = table.missing_columns(REQUIRED)
    if missing:
        raise InputError((*missing, *table.problems))
    schools = with_school_ids(table, campus_ids, names, not_schools=frozenset({DISTRICT_OFFICE}))
    table, campus_ids = schools.table, schools.ids
    problems = [
        *table.problems,
        *(() if export is None else export.problems),
        *schools.problems,
        *(_campus_problems(table, campus_ids) if campus_ids is not None else ()),
    ]
    members: list[StaffMember] = []
    first_line: dict[str, int] = {}
    for row in table.rows:
        row_problems = _row_problems(table, row)
        staff_id = row.get("staff_id")
        if staff_id in first_line:
            row_problems.append(
                table.problem(
                    row,
                    f"two staff members have one id (first on line {first_line[staff_id]})",
                    staff_id,
                    "a different staff_id for each person",
                )
            )
        elif staff_id:
            first_line[staff_id] = row.line
        problems.extend(row_problems)
        if not row_problems:
            members.append(_member(table, row))
    staff = with_uniform_groups(members)
    assumptions = (
        *table.assumptions,
        *(() if export is None else export.sentences),
        *schools.sentences,
        *_unused_column_sentences(table),
        *single_member_sentences(staff, table.file),
    )
    return ReadResult(staff, assumptions, in_line_order(problems))


def _without_staff(files: InputFolder) -> str:
    sentence = "district.yaml names no staff list: charts and role lists are printed with open posts."
    if files.exists(Link(USUAL_STAFF_FILE)):
        sentence += f" {USUAL_STAFF_FILE} lies in the folder, but no line 'staff: {USUAL_STAFF_FILE}' links to it."
    return sentence


def _campus_problems(table: Table, campus_ids: tuple[str, ...]) -> list[Problem]:
    """Return one problem for each unknown campus that staff names, at the first such row."""
    rows_by_campus: dict[str, list[TableRow]] = {}
    for row in table.rows:
        if row.get("campus_id") and row.get("campus_id") not in (*campus_ids, DISTRICT_OFFICE):
            rows_by_campus.setdefault(row.get("campus_id"), []).append(row)
    problems = []
    for campus_id, rows in rows_by_campus.items():
        others = len(rows) - 1
        more = f" (and so do {others} more, to line {rows[-1].line})" if others else ""
        problems.append(
            table.problem(
                rows[0],
                f"'{rows[0].get('name')}' works at a campus that the campus list does not have{more}",
                campus_id,
                f"{listed(campus_ids)}; '{DISTRICT_OFFICE}' for people of no campus",
                maybe_meant(campus_id, campus_ids),
            )
        )
    return problems


def _row_problems(table: Table, row: TableRow) -> list[Problem]:
    problems = [
        table.problem(row, f"the column '{column}' is empty in this row", None, f"a value for '{column}'")
        for column in REQUIRED
        if not row.get(column)
    ]
    teaches = row.get("teaches")
    if teaches and not cells.is_yes_or_no(teaches):
        problems.append(
            table.problem(row, "'teaches' is neither yes nor no", teaches, "yes, no, or empty, which counts as no")
        )
    return [*problems, *working_time_problems(table, row), *away_group_problems(table, row)]


def _member(table: Table, row: TableRow) -> StaffMember:
    teaches = row.get("teaches")
    time = working_time(row)
    return StaffMember(
        staff_id=row.get("staff_id"),
        name=row.get("name"),
        campus_id=row.get("campus_id"),
        title=row.get("title"),
        phone=row.get("phone"),
        radio=row.get("radio"),
        certifications=cells.list_items(row.get("certifications")),
        teaches=cells.yes_or_no(teaches) if teaches else False,
        days=time.days,
        works_from=time.works_from,
        works_until=time.works_until,
        absent=time.absent,
        free_periods=time.free_periods,
        grades=time.grades,
        away_with=cells.list_items(row.get(AWAY_WITH)) if AWAY_WITH in table.columns else None,
    )


def _unused_column_sentences(table: Table) -> list[str]:
    known = (*REQUIRED, *OPTIONAL, *FOR_PEOPLE)
    return [
        f"The column '{table.titles[column]}' of {table.file} is not used."
        for column in table.columns
        if column not in known
    ]
