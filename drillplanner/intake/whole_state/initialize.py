"""The workspaces of all districts of a state, made one after another (``drillplanner fleet init``).

Each workspace is made as ``init`` makes it, in a temporary folder that then gets its name: a run that is stopped
has made whole workspaces only, and the next run makes the others. A workspace whose rows and calendar are the same
is not touched; one that a person has changed is never touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import LETTER, read_file
from drillplanner.intake.new_workspace.assumed_district import school_year, state_code
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.new_workspace.report import InitReport
from drillplanner.intake.schools.school_list import CampusImport, campuses_of, slug
from drillplanner.intake.whole_state.calendars import StateCalendars, find_calendars
from drillplanner.intake.whole_state.directory import NotTaken, StateDistrict, read_state_directory
from drillplanner.intake.whole_state.made_workspace import (
    WRITTEN_BY_COMMANDS,
    MadeWorkspace,
    hashes_of,
    read_record,
    records_in,
    write_record,
)
from drillplanner.intake.whole_state.state_report import (
    DistrictReport,
    MadeHow,
    StateReport,
    district_report,
    write_tables,
)
from drillplanner.progress import Progress, silent

#: The most letters of a district's name in the name of its folder; the LEAID follows.
_LONGEST_NAME = 32


def initialize_state(
    folder: Path,
    state: str,
    directories: Iterable[Path],
    *,
    calendars: Path | None = None,
    year: str | None = None,
    today: date | None = None,
    progress: Progress = silent,
    is_recorded: Callable[[Path], bool] | None = None,
) -> StateReport:
    """Make a workspace in ``folder`` for each district of the NCES directory, and tables of what was not taken.

    ``state`` is a postal code, ``directories`` are NCES files of schools, of districts, and of characteristics,
    ``calendars`` is a folder of calendars named after districts, and ``year`` the school year of all. ``today`` is
    for tests; by default the clock is read. ``is_recorded`` tells whether drills of a workspace are recorded
    outside its folder, on a server: then it is not made again.

    Raises InputError: a directory cannot be used; then nothing is written. A district whose calendar cannot be
    used is reported, and the others are made.
    """
    code = state_code(state)
    today = today or date.today()
    year, year_sentences = school_year(year, None, today)
    directory = read_state_directory(directories, code, progress)
    no_calendars = StateCalendars({}, ())
    found = no_calendars if calendars is None else find_calendars(calendars, directory.districts)
    run = _Run(folder, code, year, today, found, is_recorded)
    known = records_in(folder)
    not_taken = [*directory.not_taken, *found.not_used]
    reports: list[DistrictReport] = []
    for number, district in enumerate(directory.districts):
        progress("Making workspaces", number, len(directory.districts))
        schools = campuses_of(district.schools())
        if not schools.campuses:
            not_taken.extend(_without_schools(district, schools))
            continue
        reports.append(run.report_on(district, schools, known.get(district.leaid)))
    leaids = {district.leaid for district in directory.districts}
    not_taken.extend(
        NotTaken(what="workspace", leaid=leaid, name=path.name, reason=_GONE, file=str(path))
        for leaid, path in known.items()
        if leaid not in leaids
    )
    report = StateReport(
        folder=folder,
        districts=tuple(reports),
        not_taken=tuple(not_taken),
        understood=directory.understood,
        assumed=(*directory.assumed, *year_sentences),
    )
    write_tables(report)
    return report


_GONE = "its district is no longer in the directory; the workspace stays as it is"


_NOT_TAKEN = (
    "new rows or a new calendar were not taken. To take them: move the folder away, run this again, and put your "
    "changes in."
)


def _without_schools(district: StateDistrict, schools: CampusImport) -> Iterator[NotTaken]:
    yield NotTaken(what="district", leaid=district.leaid, name=district.name, reason="no school can be planned")
    for school in schools.left_out:
        yield NotTaken(
            what="school",
            leaid=district.leaid,
            name=school.name,
            reason=school.reason,
            file=district.file,
            line=school.row,
        )


@dataclass(frozen=True)
class _Run:
    """What is the same for all districts of one run."""

    folder: Path
    state: str
    year: str
    today: date
    calendars: StateCalendars
    is_recorded: Callable[[Path], bool] | None

    def report_on(self, district: StateDistrict, schools: CampusImport, earlier: Path | None) -> DistrictReport:
        """Make the district's workspace, or leave the one that is there; ``earlier`` is that of an earlier run."""
        calendar = self.calendars.by_leaid.get(district.leaid)
        target = earlier or self.folder / folder_name(district)
        _take_up_again(self.folder / f".{district.leaid}.old", target)
        try:
            made_from = self._made_from(district, calendar)
            how, reason = self._how(target, made_from, calendar)
            if how in (MadeHow.MADE, MadeHow.MADE_AGAIN):
                self._make(district, schools, calendar, target, made_from)
        except InputError as error:
            how, reason = MadeHow.NOT_MADE, " ".join(str(error).split())
            if earlier is not None:
                reason += " The workspace made earlier stays as it is."
        return district_report(district.leaid, district.name, target, how, reason)

    def _how(self, target: Path, made_from: str, calendar: Path | None) -> tuple[MadeHow, str]:
        """Return what is to be done for a workspace, and why it is left as it is."""
        if not target.exists():
            return MadeHow.MADE, ""
        record = read_record(target)
        if record is None:
            return MadeHow.KEPT, f"'{target.name}' was there, and 'fleet init' did not make it"
        if record.made_from == made_from:
            return MadeHow.UNCHANGED, ""
        if record.calendar and calendar is None:
            return (
                MadeHow.KEPT,
                f"its calendar '{record.calendar}' was not given this time, and none is assumed for it",
            )
        if work := self._work_of_people(record, target):
            return MadeHow.KEPT, f"{work}, so {_NOT_TAKEN}"
        return MadeHow.MADE_AGAIN, ""

    def _work_of_people(self, record: MadeWorkspace, target: Path) -> str:
        """Return what people did with a workspace, as half a sentence; empty: nothing that would be lost."""
        if not record.is_untouched(target):
            return f"'{target.name}' was changed since it was made"
        if self.is_recorded is not None and self.is_recorded(target):
            return f"drills of '{target.name}' are recorded on the server"
        return ""

    def _make(
        self, district: StateDistrict, schools: CampusImport, calendar: Path | None, target: Path, made_from: str
    ) -> None:
        draft = self.folder / f".{district.leaid}.new"
        shutil.rmtree(draft, ignore_errors=True)
        reports: list[InitReport] = []

        def keep_record(made: Path) -> None:
            report = reports[-1]
            write_record(
                made,
                MadeWorkspace(
                    leaid=district.leaid,
                    district=district.name,
                    made_from=made_from,
                    files=hashes_of(made),
                    calendar="" if calendar is None else calendar.name,
                    schools=report.schools,
                    left_out=report.left_out,
                    guesses=report.guesses,
                    understood=report.understood,
                    assumed=report.assumed,
                    not_placed=report.not_placed,
                ),
            )

        initialize(
            draft,
            self.state,
            year=self.year,
            calendar=calendar,
            name=district.name,
            schools=schools,
            # Ids of calendar entries stay the same if the workspace is made again; those of another year differ.
            namespace=uuid.uuid5(uuid.NAMESPACE_URL, f"https://nces.ed.gov/leaid/{district.leaid}/{self.year}"),
            confirm=reports.append,
            complete=keep_record,
            today=self.today,
        )
        _put_in_place(draft, target)

    def _made_from(self, district: StateDistrict, calendar: Path | None) -> str:
        """Return the SHA-256 of what the workspace is made from. Raises InputError: the calendar is unreadable."""
        calendar_hash = None
        if calendar is not None:
            calendar_hash = (calendar.name, hashlib.sha256(read_file(calendar, LETTER)).hexdigest())
        rows = [[*row.cells, _online_only(district, row.cells)] for row in district.rows]
        made_from = [self.state, self.year, district.leaid, district.name, district.columns, rows, calendar_hash]
        return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def folder_name(district: StateDistrict) -> str:
    """Return the name of a district's folder: two districts of one name differ by their LEAIDs."""
    return f"{slug(district.name, _LONGEST_NAME)}-{district.leaid}"


def _online_only(district: StateDistrict, cells: tuple[str, ...]) -> bool:
    return not district.online_only.isdisjoint(cells)


def _put_in_place(draft: Path, target: Path) -> None:
    """Give a finished workspace its name, in place of the one that is there, of which it takes over the plan.

    Raises InputError: a file cannot be copied, or is open in another program.
    """
    old = draft.with_suffix(".old")
    try:
        if target.exists():
            # Another command may be writing a plan into it: its end is waited for.
            with locked_workspace(target, "fleet init"):
                _copy_what_commands_wrote(target, draft)
            target.rename(old)
        draft.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        message = f"the folder cannot be replaced: {error.strerror or error}"
        raise InputError(Problem(str(target), None, message)) from error


def _take_up_again(old: Path, target: Path) -> None:
    """Give a workspace its name back if a run was killed between taking it away and putting the new one there."""
    if old.exists() and not target.exists():
        old.rename(target)


def _copy_what_commands_wrote(source: Path, draft: Path) -> None:
    for name in WRITTEN_BY_COMMANDS:
        if (source / name).is_dir():
            shutil.copytree(source / name, draft / name)
        elif (source / name).is_file():
            shutil.copy2(source / name, draft / name)
