"""The files in a folder of a district, sorted by their use (``drillplanner init DIR --from FOLDER``).

Files are recognized by their contents, not by their names: calendars (.ics, .csv), a list of schools, a staff
list, a OneRoster export (a folder or an archive), bell schedules (.yaml, .bell, folders of them),
``calendar.yaml``, and the other tables of a workspace. If two files have the same use, the user must choose; every
unused file is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.reading.bounded import MAXIMUM_BYTES
from drillplanner.files.sheet_names import TABLE_ENDINGS, WORKBOOK_ENDINGS, split_sheet
from drillplanner.files.tables.archive import UnreadableArchiveError, opened_archive
from drillplanner.files.tables.file_kinds import file_kind
from drillplanner.files.tables.table import Table, read_table
from drillplanner.files.tables.workbook import read_sheets
from drillplanner.files.yaml_document import YAML_ENDINGS, parse_mapping
from drillplanner.intake.bells.bell_headings import bell_headings
from drillplanner.intake.bells.bell_lists import LIST_ENDINGS, is_bell_list
from drillplanner.intake.bells.bell_table import is_bell_table
from drillplanner.intake.bells.school_hours import is_hours_page
from drillplanner.intake.bells.sources import BELL_ENDING, CALENDAR_FILE, META_FILE, SCHEDULES_FILE, bell_sources
from drillplanner.intake.calendar import closures_table
from drillplanner.intake.calendar_files.table_events import (
    calendar_headings,
    has_dates,
    is_calendar_table,
    is_pasted_list,
)
from drillplanner.intake.calendar_files.written.reader import (
    PASTED_ENDINGS,
    WRITTEN_ENDINGS,
    is_pasted_months,
    read_written_calendar,
)
from drillplanner.intake.people import staff_table
from drillplanner.intake.people.staff_export import POSITION_COLUMNS, POSITIONS_FILE, export_columns
from drillplanner.intake.schools import units_table
from drillplanner.intake.schools.list_columns import list_headings, school_columns
from drillplanner.intake.schools.nces_directory import is_directory
from drillplanner.intake.workspace import events_table, filed_table
from drillplanner.intake.workspace.reader import ANSWERS_FILE
from drillplanner.intake.workspace.site_file import SITE_FILE
from drillplanner.model import SiteFile

CALENDAR, CAMPUSES, STAFF, BELLS = "CALENDAR", "CAMPUSES", "STAFF", "BELLS"
#: Tables that have a fixed name in a workspace, with their required columns.
WORKSPACE_TABLES = {
    events_table.EVENTS_FILE: events_table.REQUIRED,
    closures_table.CLOSURES_FILE: closures_table.REQUIRED,
    filed_table.FILED_FILE: filed_table.REQUIRED,
    units_table.UNITS_FILE: units_table.REQUIRED,
    POSITIONS_FILE: POSITION_COLUMNS,
}
#: The tables of a OneRoster export (1EdTech OneRoster 1.1 and 1.2, CSV binding).
ROSTER_TABLES = (
    "manifest.csv",
    "orgs.csv",
    "users.csv",
    "roles.csv",
    "classes.csv",
    "academicSessions.csv",
    "courses.csv",
    "enrollments.csv",
    "demographics.csv",
    "userProfiles.csv",
    "userResources.csv",
    "classResources.csv",
    "courseResources.csv",
    "resources.csv",
    "categories.csv",
    "lineItems.csv",
    "results.csv",
    "scoreScales.csv",
)


def table_use(raw: bytes, name: str) -> str | None:
    """Return CALENDAR, CAMPUSES, STAFF, or BELLS, the name of a workspace's table, or None for another table.

    A table of a workspace is recognized by its name and columns.

    Raises InputError: the file is no table.
    """
    table = read_table(raw, name, "table", may_be_empty=True, headings=_headings())
    own_name = f"{PurePath(split_sheet(name)[0]).stem}.csv"
    if own_name in WORKSPACE_TABLES and set(WORKSPACE_TABLES[own_name]) <= set(table.columns):
        return own_name
    use = next((use for use, is_such in _USES if is_such(table)), None)
    return CALENDAR if use is None and is_pasted_list(raw, name) else use


def _is_staff(table: Table) -> bool:
    return set(staff_table.REQUIRED) <= set(table.columns) or export_columns(table) is not None


def _is_list_of_schools(table: Table) -> bool:
    with suppress(InputError):
        school_columns(table)
        return True
    return is_directory(table)


#: The uses of a table in the order in which they are tried.
_USES: tuple[tuple[str, Callable[[Table], bool]], ...] = (
    (STAFF, _is_staff),
    (CALENDAR, lambda table: is_calendar_table(table) and has_dates(table)),
    (BELLS, is_bell_table),
    (CAMPUSES, _is_list_of_schools),
)


def _headings() -> frozenset[str]:
    own = (column for columns in WORKSPACE_TABLES.values() for column in columns)
    return frozenset(
        (*own, *staff_table.staff_headings(), *calendar_headings(), *list_headings(), *bell_headings())
    )


_CALENDAR_ENDINGS = (".ics", ".ical", ".icalendar")
_ARCHIVE = "orgs.csv"
#: Keys by which a YAML file is recognized as a bell schedule or as ``calendar.yaml``.
_BELL_KEYS = ({"name", "days"}, {"name", "groups"})
_ANSWER_KEYS = {
    *("first_day", "last_day", "first_staff_day", "understood", "semesters", "trimesters", "quarters"),
    *("summer_session", "weekly", "tracks", "leave_out"),
}

_HINTS = {
    ".numbers": "a Numbers document; in Numbers choose File, Export To, Excel",
    ".gsheet": "a link to a Google Sheet; in the browser choose File, Download, Microsoft Excel",
    ".gdoc": "a link to a Google Doc; in the browser choose File, Download",
    ".url": "a link to a page; download the document it leads to",
    ".webloc": "a link to a page; download the document it leads to",
    ".doc": "an old Word document; in Word choose Save As, .docx",
}


#: The name of a file that is meant as the academic calendar.
_CALENDAR_NAME = re.compile(r"calend[ae]r|(?:key|important)[ _-]?dates", re.IGNORECASE)


def _unread_calendar(problem: Problem) -> Problem:
    """Return why the file that looks like the calendar is not used; no year is made up in its place."""
    return replace(
        problem,
        message=f"this looks like your calendar, and it cannot be used: {problem.message}",
        allowed=problem.allowed
        or "a calendar as .ics, .csv, .xlsx, .docx, .pdf with text, or .txt; or --calendar FILE",
        maybe=" ".join(
            filter(
                None, (problem.maybe, "To try the program with a made-up year, take the file out of the folder.")
            )
        ),
    )


class FileUse(StrEnum):
    """The use of a file of the folder."""

    CALENDAR = "the academic calendar"
    CAMPUSES = "the list of schools"
    STAFF = "the staff list"
    ONEROSTER = "the OneRoster export"
    ANSWERS = "answers to the calendar's questions"

    @property
    def option(self) -> str:
        """Return the option of ``init`` that names such a file."""
        return f"--{self.name.lower()}"


@dataclass(frozen=True)
class GivenFolder:
    """The files of a folder by their use, and sentences on the rest.

    ``bells`` are folders, each with the names of the files that are used (None: all); ``tables`` are other tables
    of a workspace by their names in it.
    """

    by_use: Mapping[FileUse, Path] = field(default_factory=dict)
    bells: tuple[tuple[Path, frozenset[str] | None], ...] = ()
    tables: Mapping[str, Path] = field(default_factory=dict)
    hours_pages: tuple[Path, ...] = ()
    """Pages with the start and the end of the school day, and no periods."""
    understood: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()


def sort_folder(folder: Path, given_by_option: frozenset[FileUse] = frozenset()) -> GivenFolder:
    """Return the files of the folder by their use; uses in ``given_by_option`` are skipped.

    Raises InputError: it is not a folder, has nothing of use, or has two files for one use.
    """
    return _Sorter(folder, given_by_option).result()


class _Sorter:
    """The files of a folder as they are sorted by use."""

    def __init__(self, folder: Path, given_by_option: frozenset[FileUse]) -> None:
        self._folder, self._given_by_option = folder, given_by_option
        self._files = InputFolder(folder)
        self._found: dict[FileUse, list[Path]] = {}
        self._bells: list[tuple[Path, frozenset[str] | None]] = []
        self._bell_files: set[str] = set()
        self._tables: dict[str, Path] = {}
        self._hours_pages: list[Path] = []
        self._not_placed: list[str] = []
        self._unread_calendars: list[Problem] = []

    def result(self) -> GivenFolder:
        """Sort every file of the folder. Raises InputError as :func:`sort_folder`."""
        names = self._files.names_in(Link("."))
        # The folder may itself be an export, or the folder of one school.
        roster = {name for name in names if name in ROSTER_TABLES} if _ARCHIVE in names else set()
        school_files = {SCHEDULES_FILE, CALENDAR_FILE, META_FILE} if SCHEDULES_FILE in names else set()
        if roster:
            self._use(FileUse.ONEROSTER, self._folder)
        for name in names:
            if name in school_files:
                self._bell_files.add(name)
            elif name not in roster:
                self._sort(self._folder / name)
        if self._bell_files:
            self._bells.append((self._folder, frozenset(self._bell_files)))
        self._refuse_duplicates()
        if self._unread_calendars and not {FileUse.CALENDAR} & {*self._found, *self._given_by_option}:
            raise InputError(map(_unread_calendar, self._unread_calendars))
        by_use = {use: paths[0] for use, paths in self._found.items() if use not in self._given_by_option}
        if not (by_use or self._bells or self._tables or self._hours_pages or self._given_by_option):
            raise InputError(self._nothing_usable())
        return GivenFolder(
            by_use,
            tuple(self._bells),
            self._tables,
            tuple(self._hours_pages),
            tuple(self._understood(by_use)),
            tuple(self._not_placed),
        )

    def _sort(self, path: Path) -> None:
        ending = path.suffix.lower()
        try:
            if self._files.path_of(Link(path.name)).is_dir():
                self._sort_folder(path)
            elif ending in YAML_ENDINGS:
                self._sort_yaml(path)
            elif ending == BELL_ENDING:
                self._bell_files.add(path.name)
            elif ending == ".zip":
                self._sort_archive(path)
            elif ending in WRITTEN_ENDINGS:
                self._sort_written(path)
            elif ending in WORKBOOK_ENDINGS:
                self._sort_workbook(path)
            elif ending in (*_CALENDAR_ENDINGS, *TABLE_ENDINGS):
                self._sort_text(path)
            else:
                self._skip_kind(path, _HINTS.get(ending, "a file of this kind is not read"))
        except InputError as error:
            problem = error.problems[0]
            if ending in _CALENDAR_ENDINGS or _CALENDAR_NAME.search(path.stem):
                self._unread_calendars.append(replace(problem, file=str(path)))
            self._skip(path, f"{problem.message}{f' ({problem.value})' if problem.value else ''}")

    def _sort_folder(self, path: Path) -> None:
        if (path / _ARCHIVE).is_file():
            self._use(FileUse.ONEROSTER, path)
        elif bell_sources(InputFolder(path), Link("."))[0]:
            self._bells.append((path, None))
        else:
            self._skip(path, "a folder without bell schedules and without a OneRoster export")

    def _sort_yaml(self, path: Path) -> None:
        keys = set(parse_mapping(self._files.read(Link(path.name)), path.name).data)
        if path.name == SITE_FILE and keys <= set(SiteFile.model_fields):
            self._tables[SITE_FILE] = path
        elif any(keys >= required for required in _BELL_KEYS):
            self._bell_files.add(path.name)
        elif path.name == ANSWERS_FILE or keys & _ANSWER_KEYS:
            self._use(FileUse.ANSWERS, path)
        else:
            self._skip(path, "neither a bell schedule nor calendar.yaml nor site.yaml")

    def _sort_archive(self, path: Path) -> None:
        try:
            with opened_archive(path) as archive:
                is_roster = any(name.rpartition("/")[2] == _ARCHIVE for name in archive.namelist())
        except UnreadableArchiveError as error:
            self._skip(path, f"the archive cannot be read: {error}")
            return
        if is_roster:
            self._use(FileUse.ONEROSTER, path)
        else:
            self._skip(path, "an archive that is no OneRoster export; unpack it")

    def _sort_text(self, path: Path) -> None:
        raw = self._files.read(Link(path.name))
        if path.suffix.lower() in _CALENDAR_ENDINGS or b"BEGIN:VCALENDAR" in raw[:MAXIMUM_BYTES].upper():
            self._use(FileUse.CALENDAR, path)
            return
        if path.suffix.lower() in PASTED_ENDINGS and is_pasted_months(raw):
            self._use(FileUse.CALENDAR, path)
            return
        if (
            path.suffix.lower() in LIST_ENDINGS
            and is_hours_page(raw, path.name)
            and not is_pasted_list(raw, path.name)
        ):
            self._hours_pages.append(path)
            return
        if path.suffix.lower() in LIST_ENDINGS and is_bell_list(raw, path.name):
            self._bell_files.add(path.name)
            return
        self._sort_table(path, table_use(raw, path.name))

    def _sort_written(self, path: Path) -> None:
        """Sort a PDF, a Word document, or a saved web page: a calendar if it has a list of dates, or bells.

        Only a page with hardly any date is one of bells or of the hours of the day.
        """
        raw = self._files.read(Link(path.name))
        if path.suffix.lower() in LIST_ENDINGS and is_bell_list(raw, path.name):
            if is_hours_page(raw, path.name):
                self._hours_pages.append(path)
            else:
                self._bell_files.add(path.name)
            return
        read_written_calendar(raw, path.name, None)
        self._use(FileUse.CALENDAR, path)

    def _sort_workbook(self, path: Path) -> None:
        """Sort each sheet by its own use; a workbook often holds the schools on one and the staff on another."""
        raw = self._files.read(Link(path.name))
        sheets = read_sheets(raw, file_kind(raw, path.name), path.name)
        if not sheets:
            self._skip(path, "the workbook is empty")
        for sheet in sheets:
            if "/" in sheet.name:
                self._skip(path, f"a sheet is called '{sheet.name}'; rename it without the slash")
                continue
            named = path if len(sheets) == 1 else path.with_name(f"{path.name}#{sheet.name}")
            try:
                self._sort_table(named, table_use(raw, named.name))
            except InputError as error:
                self._skip(named, error.problems[0].message)

    def _sort_table(self, path: Path, kind: str | None) -> None:
        if kind in WORKSPACE_TABLES:
            self._tables[kind] = path
        elif kind == BELLS:
            self._bells.append((path, None))
        elif kind is not None and kind in FileUse.__members__:
            self._use(FileUse[kind], path)
        else:
            self._skip_kind(
                path, "its columns are those of no calendar, list of schools, staff list or other table"
            )

    def _use(self, use: FileUse, path: Path) -> None:
        if use in self._given_by_option:
            self._skip(path, f"{use.option} names another file")
        else:
            self._found.setdefault(use, []).append(path)

    def _skip_kind(self, path: Path, why: str) -> None:
        if _CALENDAR_NAME.search(path.stem):
            self._unread_calendars.append(Problem(str(path), None, why))
        self._skip(path, why)

    def _skip(self, path: Path, why: str) -> None:
        self._not_placed.append(f"{path} is left out: {why}.")

    def _refuse_duplicates(self) -> None:
        problems = [
            Problem(
                str(self._folder),
                None,
                f"several files may be {use}",
                ", ".join(path.name for path in paths),
                f"one of them; or name it with {use.option}",
            )
            for use, paths in self._found.items()
            if len(paths) > 1
        ]
        if problems:
            raise InputError(problems)

    def _nothing_usable(self) -> Problem:
        return Problem(
            str(self._folder),
            None,
            "nothing in this folder is a district's file",
            "; ".join(self._not_placed[:3]) or "it is empty",
            "a calendar (.ics, .csv, .xlsx), a list of schools (.csv, .xlsx), bell schedules (.yaml, .bell), "
            "a OneRoster export",
        )

    def _understood(self, by_use: Mapping[FileUse, Path]) -> list[str]:
        sentences = [f"{path} is {use.value}." for use, path in by_use.items()]
        for path, names in self._bells:
            of = "" if names is None else f": {', '.join(sorted(names))}"
            sentences.append(f"{path} holds bell schedules{of}.")
        sentences += [f"{path} gives the hours of the school day." for path in self._hours_pages]
        sentences += [f"{path} is the workspace's {name}." for name, path in sorted(self._tables.items())]
        return sentences
