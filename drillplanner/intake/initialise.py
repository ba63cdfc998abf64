"""A workspace from what a district has: ``drillplanner init``.

Everything is made in a temporary folder, read back like any workspace, and only then given its name. This is
the only place that reads the clock and draws a random number; both are written into ``district.yaml``.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from drillplanner.documents import parse_as, read_document
from drillplanner.errors import InputError, Problem
from drillplanner.intake.assumed_bells import choose_bells
from drillplanner.intake.assumed_calendar import assumed_calendar
from drillplanner.intake.assumed_facts import with_assumed_facts
from drillplanner.intake.bell_files import not_a_bell_schedule
from drillplanner.intake.bell_sources import SCHEDULES_FILE, bell_sources
from drillplanner.intake.campus_import import import_campuses
from drillplanner.intake.district_choices import (
    WITHOUT_LIMIT,
    about_time_zone,
    agencies_without_limit,
    day_planned_on,
    known_state,
    name_of_district,
    school_year,
    year_from,
    year_start,
)
from drillplanner.intake.init_report import InitReport, calendar_questions, what_was_understood
from drillplanner.intake.input_files import InputFiles, Link
from drillplanner.intake.new_folder import new_folder
from drillplanner.intake.oneroster_import import OneRoster, import_oneroster
from drillplanner.intake.states import states
from drillplanner.intake.workspace import ANSWERS_FILE, read_workspace
from drillplanner.intake.workspace_text import campuses_text, district_text, staff_text
from drillplanner.model import Campus, District, Workspace


@dataclass(frozen=True)
class _Part:
    """What one thing that was given, or was not, adds to the workspace.

    ``files`` by name in the workspace, ``sources`` the files they were copied from, by the same names;
    ``note`` is printed with every output.
    """

    files: dict[str, bytes]
    sources: dict[str, str] = field(default_factory=dict)
    understood: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()
    note: str = ""


def initialise(
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
    today: date | None = None,
) -> InitReport:
    """Make a workspace in ``folder`` that can be planned at once, and say what was assumed for it.

    ``state`` is a postal code, ``year`` a school year such as 2025-26, ``calendar`` an academic calendar as
    .ics, ``campuses`` a CSV list of schools in any common shape, ``bells`` a folder of bell schedules,
    ``staff`` a staff list with the columns of ``staff.csv``, ``oneroster`` a OneRoster export in a folder or an
    archive, instead of both lists. ``today`` is for tests; without it the clock
    is read.

    Raises InputError, and leaves nothing behind, where something given cannot be used or ``folder`` is not
    empty.
    """
    today = today or date.today()
    code = known_state(state)
    given_calendar = None if calendar is None else _read_given(calendar)
    told_year = year is not None or given_calendar is not None
    year, year_assumed = school_year(year, given_calendar, today)
    roster = _roster(oneroster, campuses, staff, int(year[:4]) if told_year else None)
    if not told_year and roster is not None and roster.terms is not None and roster.terms.first_year is not None:
        year = year_from(roster.terms.first_year)
        year_assumed = (f"The school year is that of the export's academic sessions: {year}.",)
    assumed_name, name_assumed = name_of_district(given_calendar, folder)
    name = name or (roster.district if roster else None)
    first_year = int(year[:4])
    namespace = uuid.uuid4()
    with new_folder(folder) as draft:
        listed_campuses, campus_part = _campuses(campuses, roster)
        bell_part = _bells(bells, listed_campuses)
        parts = (
            _calendar(calendar, given_calendar, first_year, namespace),
            campus_part,
            bell_part,
            _staff(staff, roster),
            *([] if roster is None else [_terms(roster, given_calendar is not None)]),
        )
        district = District(
            name=name or assumed_name,
            state=code,
            timezone=states()[code].timezone,
            year=year,
            planned_on=year_start(first_year),
            calendar_namespace=namespace,
            note=" ".join(part.note for part in parts if part.note),
            staff="staff.csv" if any("staff.csv" in part.files for part in parts) else None,
            agencies=agencies_without_limit(len(listed_campuses)),
        )
        _write_district(draft, district)
        for file, raw in ((file, raw) for part in parts for file, raw in part.files.items()):
            (draft / file).parent.mkdir(parents=True, exist_ok=True)
            (draft / file).write_bytes(raw)
        workspace, unfit = _with_fitting_terms(draft, parts, roster)
        planned_on, planned_assumed = day_planned_on(workspace, today)
        if planned_on != workspace.district.planned_on:
            _write_district(draft, district.model_copy(update={"planned_on": planned_on}))
            workspace = read_workspace(draft)
        said_of_district = (
            WITHOUT_LIMIT,
            *year_assumed,
            *planned_assumed,
            *(() if name else (name_assumed,)),
            *about_time_zone(code),
        )
        return _report(draft, workspace, (*parts, unfit), said_of_district)


def _report(
    folder: Path, workspace: Workspace, parts: tuple[_Part, ...], assumed_of_district: tuple[str, ...]
) -> InitReport:
    return InitReport(
        files=tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())),
        understood=(*what_was_understood(workspace), *(said for part in parts for said in part.understood)),
        assumed=(
            *(said for part in parts for said in part.assumed),
            *assumed_of_district,
            *workspace.assumptions,
        ),
        not_placed=(
            *(said for part in parts for said in part.not_placed),
            *calendar_questions(workspace),
        ),
    )


def _calendar(given: Path | None, raw: bytes | None, first_year: int, namespace: uuid.UUID) -> _Part:
    if given is not None and raw is not None:
        return _Part({"calendar.ics": raw}, {"calendar.ics": str(given)})
    assumed = assumed_calendar(first_year, namespace, year_start(first_year))
    note = "The school calendar is ASSUMED, not the district's own; this plan is a trial and must not be followed."
    return _Part({"calendar.ics": assumed.icalendar}, assumed=(assumed.sentence,), note=note)


def _roster(
    given: Path | None, campuses: Path | None, staff: Path | None, first_year: int | None
) -> OneRoster | None:
    for option, other in (("--campuses", campuses), ("--staff", staff)):
        if given is not None and other is not None:
            raise InputError(
                Problem(
                    option,
                    None,
                    "the export has schools and staff of its own",
                    str(other),
                    f"{option} or --oneroster",
                )
            )
    return None if given is None else import_oneroster(given, first_year)


def _terms(roster: OneRoster, has_calendar: bool) -> _Part:
    """The terms as ``calendar.yaml``: only beside the district's own calendar, whose year they must fit."""
    if roster.terms is None or roster.terms.text is None:
        return _Part({})
    if not has_calendar:
        said = "The export's terms are left out: without --calendar nobody says which days they hold."
        return _Part({}, not_placed=(said,))
    return _Part({ANSWERS_FILE: roster.terms.text.encode()}, understood=roster.terms.understood)


def _campuses(given: Path | None, roster: OneRoster | None) -> tuple[tuple[Campus, ...], _Part]:
    """The campuses, and what is to be said of them; their table is written when they have bell schedules."""
    campuses, part = _listed_campuses(given, roster)
    filled, assumed = with_assumed_facts(campuses)
    return filled, replace(part, assumed=(*part.assumed, *assumed))


def _listed_campuses(given: Path | None, roster: OneRoster | None) -> tuple[tuple[Campus, ...], _Part]:
    if roster is not None:
        found = roster.campuses
        part = _Part({}, {}, tuple(found.understood), tuple(found.assumed), tuple(found.not_placed))
        return tuple(found.campuses), part
    if given is not None:
        found = import_campuses(_read_given(given), str(given))
        part = _Part({}, {}, tuple(found.understood), tuple(found.assumed), tuple(found.not_placed))
        return tuple(found.campuses), part
    path = Path(__file__).with_name("sample_campuses.yaml")
    sample = parse_as(tuple[Campus, ...], read_document(path, path.name))
    said = (
        f"No list of schools was given, so {len(sample)} SAMPLE campuses are written: "
        f"{', '.join(campus.name for campus in sample)}. Put the district's own into campuses.csv."
    )
    return sample, _Part({}, assumed=(said,), note="The campuses are samples, not real schools.")


def _bells(given: Path | None, campuses: tuple[Campus, ...]) -> _Part:
    files: dict[str, bytes] = {}
    sources: dict[str, str] = {}
    not_read: list[str] = []
    ids: list[str] = []
    if given is not None:
        folder = InputFiles(given)
        # A school's own folder is given, not a folder of such folders.
        home = f"bells/{given.resolve().name}" if (given / SCHEDULES_FILE).is_file() else "bells"
        found, others = bell_sources(folder, Link("."))
        not_read = [not_a_bell_schedule(str(given / one)) for one in others]
        for source in found:
            is_own = home != "bells" and PurePosixPath(source.files[0]).name == SCHEDULES_FILE
            ids.append(PurePosixPath(home).name if is_own else source.bell_schedule_id)
            for file in source.files:
                name = f"{home if is_own else 'bells'}/{file}"
                files[name] = folder.read(Link(file, named_in=str(given / file)))
                sources[name] = str(given / file)
    choice = choose_bells(campuses, tuple(sorted(set(ids))))
    files.update({f"bells/{file}": raw for file, raw in choice.files.items()})
    files["campuses.csv"] = campuses_text(choice.campuses).encode()
    note = "Some bell schedules are ASSUMED." if choice.files else ""
    return _Part(files, sources, (), choice.assumed, (*not_read, *choice.not_placed), note)


def _staff(given: Path | None, roster: OneRoster | None) -> _Part:
    if roster is not None and roster.staff:
        return _Part({"staff.csv": staff_text(roster.staff).encode()})
    return _Part({}) if given is None else _Part({"staff.csv": _read_given(given)}, {"staff.csv": str(given)})


def _read_given(path: Path) -> bytes:
    """A file that the user names; it may lie anywhere, and be a symbolic link."""
    whole = path.resolve()
    return InputFiles(whole.parent).read(Link(whole.name, named_in=str(path)))


def _with_fitting_terms(
    draft: Path, parts: tuple[_Part, ...], roster: OneRoster | None
) -> tuple[Workspace, _Part]:
    """The workspace; terms of an export that do not fit into the calendar's year are taken out of it and said."""
    try:
        return _read_back(draft, parts), _Part({})
    except InputError as error:
        if roster is None or any(one.file != ANSWERS_FILE for one in error.problems):
            raise
        (draft / ANSWERS_FILE).unlink()
        reasons = "; ".join(f"{one.message} ({one.value})" for one in error.problems)
        return _read_back(draft, parts), _Part({}, not_placed=(f"The export's terms are left out: {reasons}.",))


def _read_back(draft: Path, parts: tuple[_Part, ...]) -> Workspace:
    """The workspace as any command reads it; its problems are told of the files that the user gave."""
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
