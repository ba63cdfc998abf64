"""A personnel office's list of staff (Name, School, Position) as the rows of a staff list.

Headings are matched by ``position_words.yaml``. Names may be "Last, First". A person of several schools, in one
cell or several rows, is on the list as district staff: nobody says at which school the person is on a day. A
position that is not understood is asked: its people are in no chart until ``positions.csv`` says what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from drillplanner.files.counting import counted
from drillplanner.files.errors import Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.phrases import clean, comparable
from drillplanner.files.read_result import listed
from drillplanner.files.tables.row_reader import read_optional_table
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.intake.people.positions import EverydayTitle, everyday_title, position_words, title_named
from drillplanner.intake.schools.campus_table import is_identifier
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.intake.schools.school_list import slug
from drillplanner.model import DISTRICT_OFFICE

POSITIONS_FILE = "positions.csv"
POSITION_COLUMNS = ("position", "title")
#: In ``positions.csv``: people with this position are not on the list.
LEAVE_OUT = "leave out"
#: Uses of columns in the order in which they choose theirs: "Last Name" is no whole name.
_ORDER = (
    *("staff_id", "last_name", "first_name", "name", "school", "position"),
    *("phone", "radio", "certifications", "teaches", "status"),
)
_KEPT = ("phone", "radio", "certifications")
#: Columns of a staff list that a personnel list may have under the same names.
_SAME = ("days", "hours", "absent", "free_periods", "grades", "away_with")
_LISTED = 12
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class StaffExport:
    """A personnel list as a staff list, sentences on how it was read, and problems of ``positions.csv``."""

    table: Table
    sentences: tuple[str, ...]
    problems: tuple[Problem, ...]


def export_headings() -> frozenset[str]:
    """Return every heading by which a personnel list is known."""
    return frozenset(heading for headings in position_words().headings.values() for heading in headings)


def export_columns(table: Table) -> dict[str, str] | None:
    """Return the columns of a personnel list by their use, or None if the table is none.

    It has a column of positions, one of schools, and one of names (or two of first and last names).
    """
    used: dict[str, str] = {}
    for use in _ORDER:
        headings = position_words().headings[use]
        column = next(
            (heading for heading in headings if heading in table.columns and heading not in used.values()), None
        )
        if use == "staff_id" and column == "employee" and not _are_ids(table, column):
            column = None
        if column is not None:
            used[use] = column
    has_name = "name" in used or {"last_name", "first_name"} <= set(used)
    return used if has_name and {"school", "position"} <= set(used) else None


def _are_ids(table: Table, column: str) -> bool:
    return all(any(mark.isdigit() for mark in row.get(column)) for row in table.rows if row.get(column))


def read_positions(files: InputFolder) -> tuple[dict[str, EverydayTitle | None], tuple[Problem, ...]]:
    """Return the district's own meanings of positions (None: leave the people out), and problems of rows.

    Raises InputError: the file is no table with the required columns.
    """
    table = read_optional_table(files, POSITIONS_FILE, "list of positions", POSITION_COLUMNS)
    if table is None:
        return {}, ()
    meanings: dict[str, EverydayTitle | None] = {}
    problems = list(table.problems)
    for row in table.rows:
        title = title_named(row.get("title"))
        if title is None and comparable(row.get("title")) != LEAVE_OUT:
            titles = (known.title for known in position_words().titles)
            message = "this is no title that charts use"
            problems.append(table.problem(row, message, row.get("title"), f"{listed(titles, 40)}; {LEAVE_OUT}"))
        meanings[comparable(row.get("position"))] = title
    return meanings, tuple(problems)


def as_staff_list(
    table: Table, columns: Mapping[str, str], names: SchoolNames | None, files: InputFolder
) -> StaffExport:
    """Return a personnel list as a table with the columns of a staff list.

    Raises InputError: ``positions.csv`` is no table with the required columns.
    """
    own, problems = read_positions(files)
    reader = _PersonnelReader(table, columns, names, own)
    rows = tuple(filter(None, map(reader.row, table.rows)))
    headings = ("staff_id", "name", "campus_id", "title", "teaches", *(use for use in _KEPT if use in columns))
    headings += tuple(column for column in _SAME if column in table.columns)
    known = {use: table.titles[column] for use, column in columns.items()}
    staff = replace(
        table, columns=headings, titles={heading: known.get(heading, heading) for heading in headings}, rows=rows
    )
    return StaffExport(staff, tuple(reader.sentences()), problems)


class _PersonnelReader:
    """A reader of the rows of a personnel list that counts what it took for what."""

    def __init__(
        self,
        table: Table,
        columns: Mapping[str, str],
        names: SchoolNames | None,
        own: Mapping[str, EverydayTitle | None],
    ) -> None:
        self._table, self._columns, self._names, self._own = table, columns, names, own
        self._used_ids: Counter[str] = Counter()
        self._taken: dict[str, Counter[str]] = {}
        self._asked: Counter[str] = Counter()
        self._several: dict[str, str] = {}
        self._gone = self._vacant = self._left_out = 0
        self._places: dict[str, str] = {}
        schools: dict[str, set[str]] = {}
        for row in table.rows:
            schools.setdefault(self._person(row), set()).add(comparable(self._cell(row, "school")))
        self._in_several_rows = {person for person, places in schools.items() if len(places) > 1}

    def _person(self, row: TableRow) -> str:
        return self._cell(row, "staff_id") or comparable(self._name(row))

    def row(self, row: TableRow) -> TableRow | None:
        """Return the row of a staff list, or None if it is nobody who can be given a post."""
        name = self._name(row)
        if comparable(self._cell(row, "status")) in position_words().gone:
            self._gone += 1
            return None
        if not name or comparable(name) in position_words().vacant:
            self._vacant += 1
            return None
        position = clean(self._cell(row, "position"))
        key = comparable(position)
        title = self._own[key] if key in self._own else everyday_title(position)
        if title is None:
            if key in self._own:
                self._left_out += 1
            else:
                self._asked[position or "(empty)"] += 1
            return None
        if self._person(row) in self._in_several_rows and not row.get("days"):
            if self._person(row) in self._several:
                return None  # listed once as district staff
            self._several[self._person(row)] = name
        self._taken.setdefault(title.title, Counter())[position] += 1
        teaches = self._cell(row, "teaches") or ("yes" if title.teaches else "no")
        return replace(
            row,
            cells={
                "staff_id": self._id(row, name),
                "name": name,
                "campus_id": self._campus(row, name),
                "title": title.title,
                "teaches": teaches,
                **{use: self._cell(row, use) for use in _KEPT if use in self._columns},
                **{column: row.get(column) for column in _SAME},
            },
        )

    def _cell(self, row: TableRow, use: str) -> str:
        return row.get(self._columns[use]) if use in self._columns else ""

    def _name(self, row: TableRow) -> str:
        """Return the name as it is said: "Last, First" the other way round."""
        last, first = self._cell(row, "last_name"), self._cell(row, "first_name")
        name = f"{first} {last}" if last or first else self._cell(row, "name")
        parts = [part.strip() for part in clean(name).split(",") if part.strip()]
        suffixes = [part for part in parts[1:] if _SUFFIX.match(part)]
        parts = [part for part in parts if part not in suffixes]
        if len(parts) > 1 and _SUFFIX.match(parts[1].split()[-1]):  # "Birch, Sample Jr."
            *first_names, suffix = parts[1].split()
            parts[1], suffixes = " ".join(first_names), [suffix]
        said = " ".join([*parts[1:], *parts[:1], *suffixes])
        return _with_small_letters(said) if said.isupper() or said.islower() else said

    def _id(self, row: TableRow, name: str) -> str:
        given = self._cell(row, "staff_id")
        base = given if is_identifier(given) else slug(given or name)
        self._used_ids[base] += 1
        return base if self._used_ids[base] == 1 else f"{base}-{self._used_ids[base]}"

    def _campus(self, row: TableRow, name: str) -> str:
        """Return the school's id; the text itself if it is not sure or unknown, which the staff list reports."""
        text = clean(self._cell(row, "school"))
        if comparable(text) in position_words().not_schools or not text:
            self._places.setdefault(text or "(empty)", DISTRICT_OFFICE)
            return DISTRICT_OFFICE
        if self._names is None:
            return text
        if self._person(row) in self._several:
            return DISTRICT_OFFICE
        several = self._names.all_meant(text)
        if len(several) > 1:
            if all(meant.school_id for meant in several):
                self._several[self._person(row)] = name
                return DISTRICT_OFFICE
            unsure = next(meant for meant in several if not meant.school_id)
            return unsure.text
        return text

    def sentences(self) -> Iterator[str]:
        """Yield what was read as what, and what is asked."""
        file = self._table.file
        heads = listed(f"'{self._table.titles[column]}' as {use}" for use, column in self._columns.items())
        yield f"{file} is a personnel list; columns are read so: {heads}."
        for title, positions in self._taken.items():
            words = listed((f"'{position}' ({number})" for position, number in positions.most_common()), _LISTED)
            if set(map(comparable, positions)) != {comparable(title)}:
                yield f"{file}: {counted(positions.total(), 'person', 'people')} as {title}: {words}."
        if self._asked:
            words = listed((f"'{position}' ({number})" for position, number in self._asked.most_common()), _LISTED)
            number = self._asked.total()
            first = next(iter(self._asked))
            yield (
                f"{file}: {counted(number, 'person is', 'people are')} in no chart until you say what their "
                f"position is: {words}. Write {POSITIONS_FILE} with the columns position,title; for example "
                f'"{first},Secretary" or "{first},{LEAVE_OUT}".'
            )
        if people := listed(self._several.values(), _LISTED):
            works = counted(len(self._several), "person works", "people work")
            yield (
                f"{file}: {works} at several schools, so no school's chart counts on them: {people}. The list "
                "does not say who is where on which days. To count a person, give one row a school, with 'days'."
            )
        if self._places:
            yield f"{file}: people at {listed(self._places, _LISTED)} are counted as district staff."
        for number, why in ((self._gone, "no longer work there"), (self._vacant, "name nobody (vacant)"),
                            (self._left_out, f"are left out by {POSITIONS_FILE}")):  # fmt: skip
            if number:
                yield f"{file}: {counted(number, 'row')} not used: they {why}."


def _with_small_letters(name: str) -> str:
    """Return a name in capitals as people write it: "MCDONALD, O'NEIL-SMITH" has capitals inside."""
    title = name.lower().title()
    return re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", title)
