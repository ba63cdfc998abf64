"""The setup of a workspace from the files that a district has (``drillplanner init``).

Everything is made in a temporary folder, read back like any workspace, and only then given its name. Only this
module reads the clock and draws a random number; both are written into ``district.yaml``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from drillplanner.files.atomic_write import new_folder
from drillplanner.files.errors import InputError
from drillplanner.files.sheet_names import TABLE_ENDINGS, file_ending
from drillplanner.intake.calendar_files.table_events import calendar_headings
from drillplanner.intake.new_workspace.assumed_district import (
    assumed_agencies,
    assumed_agencies_guess,
    assumed_agencies_sentence,
    assumed_district_name,
    planning_date,
    school_year,
    school_year_text,
    state_code,
    time_zone_sentence,
    year_start,
)
from drillplanner.intake.new_workspace.file_texts import district_text
from drillplanner.intake.new_workspace.given_files import FileUse, GivenFolder, sort_folder
from drillplanner.intake.new_workspace.parts import (
    WorkspacePart,
    bells_part,
    calendar_name,
    calendar_part,
    campuses_part,
    copied_part,
    read_given,
    read_given_table,
    read_roster,
    site_part,
    staff_part,
    terms_part,
)
from drillplanner.intake.new_workspace.report import InitReport, calendar_questions, understood_sentences
from drillplanner.intake.new_workspace.written_calendar import WrittenPart, is_written, written_part
from drillplanner.intake.oneroster.reader import OneRoster
from drillplanner.intake.schools.school_list import CampusImport
from drillplanner.intake.workspace.reader import ANSWERS_FILE, read_workspace
from drillplanner.intake.workspace.site_file import SITE_FILE
from drillplanner.intake.workspace.states import states
from drillplanner.model import MADE_UP, USUAL_PRACTICE, Campus, District, GoalWeights, Workspace, first_year_of


def initialize(
    folder: Path,
    state: str,
    *,
    year: str | None = None,
    calendar: Path | None = None,
    campuses: Path | None = None,
    bells: Path | None = None,
    staff: Path | None = None,
    name: str | None = None,
    oneroster: Path | None = None,
    answers: Path | None = None,
    district: str | None = None,
    from_folder: Path | None = None,
    schools: CampusImport | None = None,
    namespace: uuid.UUID | None = None,
    confirm: Callable[[InitReport], None] | None = None,
    complete: Callable[[Path], None] | None = None,
    today: date | None = None,
) -> InitReport:
    """Make a workspace in ``folder`` that can be planned at once, and report what was assumed for it.

    ``state`` is a postal code, ``year`` a school year such as 2025-26, ``calendar`` an academic calendar (.ics, a
    table, a PDF, or a Word document), ``campuses`` a list of schools in any common shape (``district`` names the
    one that is meant in a directory of several), ``bells`` a folder of bell schedules, ``staff`` a staff list with
    the columns of ``staff.csv``, or one of a personnel office, ``oneroster`` a OneRoster export in a folder or an
    archive, instead of both lists, and ``answers`` a ``calendar.yaml``. ``from_folder`` has such files under any
    names; files given by the other arguments take precedence. ``schools`` are schools that were read already,
    instead of ``campuses``, and ``namespace`` is that of the workspace's calendars, random by default. ``confirm``
    sees the report before anything is written, and stops the setup by raising; ``complete`` may then change the
    workspace, which still is in a temporary folder. ``today`` is for tests; by default the clock is read.

    Raises InputError: a given file cannot be used, or ``folder`` is not empty; then nothing is left behind.
    """
    by_option = {
        FileUse.CALENDAR: calendar,
        FileUse.CAMPUSES: campuses,
        FileUse.STAFF: staff,
        FileUse.ONEROSTER: oneroster,
        FileUse.ANSWERS: answers,
    }
    given, paths = _given_files(by_option, from_folder)
    today = today or date.today()
    code = state_code(state)
    path = paths[FileUse.CALENDAR]
    written = written_part(path, first_year_of(year or "")) if path is not None and is_written(path) else None
    calendar_bytes = None if path is None else written.content if written is not None else _calendar_bytes(path)
    year, year_sentences, roster = _year_and_roster(year, calendar_bytes, paths, today)
    setup = _Setup(
        folder=folder,
        state=code,
        year=year,
        year_sentences=year_sentences,
        given=given,
        paths=paths,
        calendar_bytes=calendar_bytes,
        written=written,
        roster=roster,
        bells=bells,
        name=name,
        district=district,
        schools=schools,
        today=today,
        namespace=namespace or uuid.uuid4(),
    )
    with new_folder(folder) as draft:
        report = _make_workspace(draft, setup)
        if confirm is not None:
            confirm(report)
        if complete is not None:
            complete(draft)
        return report.model_copy(update={"files": _files_in(draft)})


@dataclass(frozen=True)
class _Setup:
    """What a new workspace is made from, after options, a folder of files, and defaults are reconciled.

    ``name`` is the district's name as given, ``district`` the one that is meant in a directory of several.
    ``namespace`` is the workspace's own, from which its calendars' ids are derived.
    """

    folder: Path
    state: str
    year: str
    year_sentences: tuple[str, ...]
    given: GivenFolder
    paths: Mapping[FileUse, Path | None]
    calendar_bytes: bytes | None
    written: WrittenPart | None
    roster: OneRoster | None
    bells: Path | None
    name: str | None
    district: str | None
    schools: CampusImport | None
    today: date
    namespace: uuid.UUID

    @property
    def first_year(self) -> int:
        return int(self.year[:4])

    @property
    def bell_folders(self) -> tuple[tuple[Path, frozenset[str] | None], ...]:
        return (*self.given.bells, *(() if self.bells is None else ((self.bells, None),)))


def _make_workspace(draft: Path, setup: _Setup) -> InitReport:
    """Write the workspace's files into ``draft``, read them back, and report."""
    given, answers_path = setup.given, setup.paths[FileUse.ANSWERS]
    campuses, campus_part, name_in_list = campuses_part(
        setup.schools or setup.paths[FileUse.CAMPUSES], setup.roster, setup.district
    )
    name, name_sentences = _district_name(setup.name or name_in_list, setup.calendar_bytes, setup.folder)
    parts = _parts(setup, name, campuses, campus_part)
    district = _new_district(setup, name, parts, len(campuses))
    _write_district(draft, district)
    _write_parts(draft, parts)
    workspace, unfit_part = _with_fitting_terms(draft, parts, setup.roster if answers_path is None else None)
    planned_on, planned_sentences = planning_date(workspace, setup.today)
    if planned_on != district.planned_on:
        _write_district(draft, district.model_copy(update={"planned_on": planned_on}))
        workspace = read_workspace(draft)
    district_assumptions = (
        assumed_agencies_sentence(len(campuses)),
        *setup.year_sentences,
        *planned_sentences,
        *name_sentences,
        *time_zone_sentence(setup.state),
    )
    folder_part = WorkspacePart({}, understood=given.understood, not_placed=given.not_placed)
    return _report(draft, workspace, (folder_part, *parts, unfit_part), district_assumptions)


def _parts(
    setup: _Setup, name: str, campuses: tuple[Campus, ...], campus_part: WorkspacePart
) -> tuple[WorkspacePart, ...]:
    """Return the files of the workspace except ``district.yaml``, in the order of the report."""
    calendar_path, answers_path = setup.paths[FileUse.CALENDAR], setup.paths[FileUse.ANSWERS]
    has_calendar = setup.calendar_bytes is not None
    answers = {} if answers_path is None else {ANSWERS_FILE: answers_path}
    return (
        calendar_part(calendar_path, setup.calendar_bytes, setup.first_year, setup.namespace),
        *(() if setup.written is None else (setup.written.as_part(),)),
        campus_part,
        bells_part(setup.bell_folders, campuses, campus_part.left_out, setup.given.hours_pages, name),
        staff_part(setup.paths[FileUse.STAFF], setup.roster),
        *([] if setup.roster is None else [terms_part(setup.roster, has_calendar, answers_path)]),
        site_part(setup.given.tables.get(SITE_FILE), campuses),
        copied_part({name: path for name, path in {**setup.given.tables, **answers}.items() if name != SITE_FILE}),
    )


def _new_district(setup: _Setup, name: str, parts: tuple[WorkspacePart, ...], campus_count: int) -> District:
    """Return the district with the defaults of a new workspace."""
    return District(
        name=name,
        state=setup.state,
        timezone=states()[setup.state].timezone,
        year=setup.year,
        planned_on=year_start(setup.first_year),
        calendar_namespace=setup.namespace,
        note=" ".join(part.note for part in parts if part.note),
        calendar=calendar_name(setup.paths[FileUse.CALENDAR], setup.calendar_bytes),
        staff="staff.csv" if any("staff.csv" in part.files for part in parts) else None,
        agencies=assumed_agencies(campus_count),
        practice=USUAL_PRACTICE,
        weights=GoalWeights(agency_load=0, lone_trip=0),
        guesses={
            **{name: sentence for part in parts for name, sentence in part.guesses.items()},
            "agencies": assumed_agencies_guess(campus_count),
            **({"timezone": " ".join(zone)} if (zone := time_zone_sentence(setup.state)) else {}),
        },
    )


def _calendar_bytes(path: Path) -> bytes:
    is_table = file_ending(str(path)) in TABLE_ENDINGS
    return read_given_table(path, "calendar", calendar_headings()) if is_table else read_given(path)


def _given_files(
    by_option: Mapping[FileUse, Path | None], folder: Path | None
) -> tuple[GivenFolder, Mapping[FileUse, Path | None]]:
    """Return what ``folder`` has, and the file for each use; a file given by an option takes precedence."""
    uses_by_option = frozenset(use for use, path in by_option.items() if path is not None)
    given = GivenFolder() if folder is None else sort_folder(folder, uses_by_option)
    return given, {use: path or given.by_use.get(use) for use, path in by_option.items()}


def _year_and_roster(
    year: str | None, calendar: bytes | None, paths: Mapping[FileUse, Path | None], today: date
) -> tuple[str, tuple[str, ...], OneRoster | None]:
    """Return the school year, sentences on where it is from, and the given OneRoster export, if any.

    The year comes from the option, else from the calendar, else from the export, else from the clock.
    """
    is_known = year is not None or calendar is not None
    name = calendar_name(paths[FileUse.CALENDAR], calendar)
    year, sentences = school_year(year, calendar, today, name)
    roster = read_roster(
        paths[FileUse.ONEROSTER],
        paths[FileUse.CAMPUSES],
        paths[FileUse.STAFF],
        int(year[:4]) if is_known else None,
    )
    if not is_known and roster is not None and roster.terms is not None and roster.terms.first_year is not None:
        year = school_year_text(roster.terms.first_year)
        sentences = (f"The school year is that of the export's academic sessions: {year}.",)
    return year, sentences, roster


def _district_name(known_name: str, calendar: bytes | None, folder: Path) -> tuple[str, tuple[str, ...]]:
    """Return the district's name, and a sentence if it had to be assumed (``known_name`` is empty)."""
    if known_name:
        return known_name, ()
    name, sentence = assumed_district_name(calendar, folder)
    return name, (sentence,)


def _write_parts(draft: Path, parts: Iterable[WorkspacePart]) -> None:
    for part in parts:
        for file, raw in part.files.items():
            (draft / file).parent.mkdir(parents=True, exist_ok=True)
            (draft / file).write_bytes(raw)


def _report(
    folder: Path, workspace: Workspace, parts: tuple[WorkspacePart, ...], district_assumptions: tuple[str, ...]
) -> InitReport:
    guesses = workspace.district.guesses
    return InitReport(
        files=_files_in(folder),
        made_up=tuple(guesses[name] for name in MADE_UP if name in guesses),
        understood=(
            *understood_sentences(workspace),
            *(sentence for part in parts for sentence in part.understood),
        ),
        assumed=(
            *(sentence for part in parts for sentence in part.assumed),
            *district_assumptions,
            *workspace.assumptions,
        ),
        not_placed=(
            *(sentence for part in parts for sentence in part.not_placed),
            *calendar_questions(workspace),
        ),
        schools=len(workspace.campuses),
        left_out=workspace.left_out,
        guesses=dict(guesses),
    )


def _files_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _with_fitting_terms(
    draft: Path, parts: tuple[WorkspacePart, ...], roster: OneRoster | None
) -> tuple[Workspace, WorkspacePart]:
    """Return the workspace; terms of an export that do not fit the calendar's year are removed and reported."""
    try:
        return _read_back(draft, parts), WorkspacePart({})
    except InputError as error:
        if roster is None or any(problem.file != ANSWERS_FILE for problem in error.problems):
            raise
        (draft / ANSWERS_FILE).unlink()
        reasons = "; ".join(f"{problem.message} ({problem.value})" for problem in error.problems)
        return _read_back(draft, parts), WorkspacePart(
            {}, not_placed=(f"The export's terms are left out: {reasons}.",)
        )


def _read_back(draft: Path, parts: tuple[WorkspacePart, ...]) -> Workspace:
    """Return the workspace as any command reads it; its problems name the files that the user gave."""
    sources = {file: source for part in parts for file, source in part.sources.items()}
    try:
        return read_workspace(draft)
    except InputError as error:
        raise InputError(
            replace(problem, file=sources.get(problem.file, problem.file)) for problem in error.problems
        ) from error


def _write_district(folder: Path, district: District) -> None:
    text = district_text(district, states()[district.state])
    (folder / "district.yaml").write_text(text, encoding="utf-8", newline="\n")
