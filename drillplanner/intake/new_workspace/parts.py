"""The parts of a new workspace: the files that each given file adds, and sentences about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed, names_of
from drillplanner.files.sheet_names import WORKBOOK_ENDINGS, file_ending
from drillplanner.files.tables.csv_copy import as_csv
from drillplanner.files.yaml_document import parse_as, parse_document, read_document
from drillplanner.intake.bells.bell_lists import LIST_ENDINGS, is_bell_list, read_bell_list
from drillplanner.intake.bells.bell_table import BELL_TABLE_ENDINGS, read_bell_table, yaml_text
from drillplanner.intake.bells.schedule_files import bell_schedule_of, unread_file_sentence
from drillplanner.intake.bells.school_hours import DayHours, read_school_hours
from drillplanner.intake.bells.sources import SCHEDULES_FILE, bell_sources
from drillplanner.intake.calendar_files.reader import CSV_ENDING, read_calendar_file
from drillplanner.intake.calendar_files.written.reader import WRITTEN_ENDINGS
from drillplanner.intake.new_workspace.assumed_bells import choose_bells
from drillplanner.intake.new_workspace.assumed_calendar import assumed_calendar
from drillplanner.intake.new_workspace.assumed_district import year_start
from drillplanner.intake.new_workspace.file_texts import campuses_text, staff_text
from drillplanner.intake.new_workspace.given_files import WORKSPACE_TABLES
from drillplanner.intake.new_workspace.site_template import site_template
from drillplanner.intake.oneroster.reader import OneRoster, import_oneroster
from drillplanner.intake.people import staff_table
from drillplanner.intake.schools.school_list import CampusImport, import_campuses
from drillplanner.intake.workspace.reader import ANSWERS_FILE
from drillplanner.intake.workspace.site_file import SITE_FILE, map_names
from drillplanner.model import NOTES_OF_GUESSES, Campus, Frozen, LeftOutSchool


class _AssumedFact(Frozen):
    fact: str
    value: bool
    because: str


@cache
def _assumed_facts() -> tuple[_AssumedFact, ...]:
    name = "assumed_facts.yaml"
    return parse_as(tuple[_AssumedFact, ...], read_document(Path(__file__).with_name(name), name))


def with_assumed_facts(campuses: tuple[Campus, ...]) -> tuple[tuple[Campus, ...], tuple[str, ...], dict[str, str]]:
    """Return the campuses with the facts of ``assumed_facts.yaml`` filled in, sentences, and guesses."""
    values = {fact.fact: fact.value for fact in _assumed_facts()}
    filled = tuple(campus.model_copy(update={"facts": {**values, **campus.facts}}) for campus in campuses)
    sentences, guesses = [], {}
    for fact in _assumed_facts():
        without_fact = [campus.name for campus in campuses if fact.fact not in campus.facts]
        if without_fact:
            word = "yes" if fact.value else "no"
            sentences.append(
                f"'{fact.fact}' is ASSUMED to be {word} for {names_of(without_fact, len(campuses))}: "
                f"{fact.because}. "
                "Correct the column in campuses.csv."
            )
            schools = counted(len(without_fact), "school")
            guesses[fact.fact] = f"We wrote '{word}' into the column '{fact.fact}' for {schools}: {fact.because}."
    return filled, tuple(sentences), guesses


#: Used only to count entries; their days are read in the district's own time zone later.
UTC = ZoneInfo("UTC")

_TEXT_ENDINGS = (".txt", ".tsv")


@dataclass(frozen=True)
class WorkspacePart:
    """The files that one given file (or its absence) adds to a workspace, and sentences about it.

    ``files`` are by name in the workspace, and ``sources`` are the files they were copied from, by the same names;
    ``note`` is printed with every output. ``left_out`` are rows of the list of schools that are not planned.
    ``guesses`` are sentences, by name, that ``check`` and ``plan`` repeat until someone confirms or corrects them.
    """

    files: dict[str, bytes]
    sources: dict[str, str] = field(default_factory=dict)
    understood: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    not_placed: tuple[str, ...] = ()
    note: str = ""
    left_out: tuple[LeftOutSchool, ...] = ()
    guesses: dict[str, str] = field(default_factory=dict)


def calendar_part(given: Path | None, raw: bytes | None, first_year: int, namespace: uuid.UUID) -> WorkspacePart:
    """Return the given calendar under the ending of its format, or else an assumed year."""
    if given is not None and raw is not None:
        name = calendar_name(given, raw)
        understood: tuple[str, ...] = ()
        with suppress(InputError):  # reported when the workspace is read back
            tally = read_calendar_file(raw, name, UTC, None, first_year).tally
            understood = (f"{given}: {tally.sentence}.",)
        return WorkspacePart({name: raw}, {name: str(given)}, understood)
    assumed = assumed_calendar(first_year, namespace, year_start(first_year))
    return WorkspacePart(
        {"calendar.ics": assumed.icalendar},
        assumed=(assumed.sentence,),
        note=NOTES_OF_GUESSES["calendar"],
        guesses={"calendar": "The school calendar is made up. Every date of a plan depends on it."},
    )


def calendar_name(given: Path | None, raw: bytes | None) -> str:
    """Return the calendar's name in the workspace; a text file is a table unless it is iCalendar."""
    ending = "" if given is None else file_ending(str(given))
    is_text = ending in _TEXT_ENDINGS and b"BEGIN:VCALENDAR" not in (raw or b"").upper()
    is_table = is_text or ending in (CSV_ENDING, *WORKBOOK_ENDINGS, *WRITTEN_ENDINGS)
    return f"calendar{CSV_ENDING}" if is_table else "calendar.ics"


def read_roster(
    given: Path | None, campuses: Path | None, staff: Path | None, first_year: int | None
) -> OneRoster | None:
    """Return the given export, if any.

    Raises InputError: a list of schools or of staff was given too.
    """
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


def terms_part(roster: OneRoster, has_calendar: bool, answers: Path | None) -> WorkspacePart:
    """Return the terms as ``calendar.yaml``, only with the district's own calendar, whose year they must fit."""
    if roster.terms is None or roster.terms.text is None:
        return WorkspacePart({})
    if answers is not None:
        return WorkspacePart(
            {}, not_placed=(f"The export's terms are left out: {answers} says what there is to say.",)
        )
    if not has_calendar:
        sentence = "The export's terms are left out: without --calendar nobody says which days they hold."
        return WorkspacePart({}, not_placed=(sentence,))
    return WorkspacePart({ANSWERS_FILE: roster.terms.text.encode()}, understood=roster.terms.understood)


def campuses_part(
    given: Path | CampusImport | None, roster: OneRoster | None, district: str | None
) -> tuple[tuple[Campus, ...], WorkspacePart, str]:
    """Return the campuses, a part with sentences about them, and the district's name if their list gives it.

    Their table is written later, when they have bell schedules.
    """
    campuses, part, name = _listed_campuses(given, roster, district)
    filled, assumed, guesses = with_assumed_facts(campuses)
    part = replace(part, assumed=(*part.assumed, *assumed), guesses=part.guesses | guesses)
    return filled, part, name


def _listed_campuses(
    given: Path | CampusImport | None, roster: OneRoster | None, district: str | None
) -> tuple[tuple[Campus, ...], WorkspacePart, str]:
    if roster is not None:
        return tuple(roster.campuses.campuses), _part_of(roster.campuses), roster.district or ""
    if given is not None:
        source = import_campuses(read_given(given), str(given), district) if isinstance(given, Path) else given
        return tuple(source.campuses), _part_of(source), source.district
    path = Path(__file__).with_name("sample_campuses.yaml")
    sample = parse_as(tuple[Campus, ...], read_document(path, path.name))
    sentence = (
        f"No list of schools was given, so {len(sample)} SAMPLE campuses are written: "
        f"{', '.join(campus.name for campus in sample)}. Put the district's own into campuses.csv."
    )
    note = NOTES_OF_GUESSES["campuses"]
    guesses = {"campuses": "The schools in campuses.csv are samples, not real ones."}
    return sample, WorkspacePart({}, assumed=(sentence,), note=note, guesses=guesses), ""


def _part_of(source: CampusImport) -> WorkspacePart:
    return WorkspacePart(
        {},
        {},
        tuple(source.understood),
        tuple(source.assumed),
        tuple(source.not_placed),
        left_out=tuple(source.left_out),
    )


def bells_part(
    given: Iterable[tuple[Path, frozenset[str] | None]],
    campuses: tuple[Campus, ...],
    left_out: tuple[LeftOutSchool, ...] = (),
    hours_pages: Iterable[Path] = (),
    district_name: str = "",
) -> WorkspacePart:
    """Return the bell schedules of folders (as in ``GivenFolder.bells``), and the list of schools with them.

    ``hours_pages`` are pages with the start and the end of the school day
    (:mod:`drillplanner.intake.bells.school_hours`).
    """
    files: dict[str, bytes] = {}
    sources: dict[str, str] = {}
    not_read: list[str] = []
    ids: list[str] = []
    understood: list[str] = []
    for folder, names in given:
        if folder.is_dir():
            _add_bells(folder, names, files, sources, not_read, ids)
            folder_files = InputFolder(folder)
            names_there = folder_files.names_in(Link(".")) if names is None else tuple(sorted(names))
            tables = [folder / name for name in names_there if file_ending(name) in BELL_TABLE_ENDINGS]
        else:
            tables = [folder]
        for table in tables:
            _add_bell_table(table, files, sources, understood, ids)
    hours: dict[str, DayHours] = {}
    for page in hours_pages:
        read = read_school_hours(read_given(page), str(page), campuses, district_name)
        hours |= read.by_campus
        not_read += read.not_used
    choice = choose_bells(campuses, tuple(sorted(set(ids))), hours)
    files.update({f"bells/{file}": raw for file, raw in choice.files.items()})
    files["campuses.csv"] = campuses_text(choice.campuses, left_out).encode()
    note = NOTES_OF_GUESSES["bells"] if choice.files else ""
    fitted = sorted(f"bells/{file}" for file in choice.fitted)
    made_up = sorted(f"bells/{file}" for file in choice.files if file not in choice.fitted)
    what = [f"the bell times in {listed(made_up)}"] if made_up else []
    what += [f"the periods between the start and the end that you gave, in {listed(fitted)}"] if fitted else []
    guess = f"We made up {'; and '.join(what)}. They decide at what time of day each drill is held."
    guesses = {"bells": guess} if choice.files else {}
    not_placed = (*not_read, *choice.not_placed)
    return WorkspacePart(files, sources, tuple(understood), choice.assumed, not_placed, note, guesses=guesses)


def _add_bell_table(
    table: Path, files: dict[str, bytes], sources: dict[str, str], understood: list[str], ids: list[str]
) -> None:
    """Add the bell schedules of a table as YAML files, or a page with a list of bells as it is.

    Raises InputError: the file cannot be read.
    """
    if file_ending(str(table)) in LIST_ENDINGS and is_bell_list(raw := read_given(table), table.name):
        read_bell_list(raw, str(table))  # a problem is told with the row of the list
        files[f"bells/{table.name}"], sources[f"bells/{table.name}"] = raw, str(table)
        ids.append(table.stem)
        return
    tabled = read_bell_table(read_given(table), str(table))
    for schedule_id, document in tabled.documents.items():
        name = f"bells/{schedule_id}.yaml"
        if name in files:
            raise InputError(Problem(str(table), None, "two files would be one bell schedule", sources[name]))
        bell_schedule_of(document, schedule_id)  # a problem is told with the row of the table
        files[name], sources[name] = yaml_text(document).encode(), str(table)
        ids.append(schedule_id)
    understood += tabled.notes


def _add_bells(
    given: Path,
    names: frozenset[str] | None,
    files: dict[str, bytes],
    sources: dict[str, str],
    not_read: list[str],
    ids: list[str],
) -> None:
    folder = InputFolder(given)
    # The folder may be that of one school, instead of a folder of bell schedules.
    target_folder = f"bells/{given.resolve().name}" if (given / SCHEDULES_FILE).is_file() else "bells"
    sources_found, others = bell_sources(folder, Link("."))
    if names is None:
        unread = [other for other in others if file_ending(other) not in BELL_TABLE_ENDINGS]
        not_read += [unread_file_sentence(str(given / other)) for other in unread]
    for source in sources_found:
        if names is not None and not names & {PurePosixPath(file).parts[0] for file in source.files}:
            continue
        is_own = target_folder != "bells" and PurePosixPath(source.files[0]).name == SCHEDULES_FILE
        ids.append(PurePosixPath(target_folder).name if is_own else source.bell_schedule_id)
        for file in source.files:
            name = f"{target_folder if is_own else 'bells'}/{file}"
            if name in files:
                conflict = Problem(str(given / file), None, "two files would be one bell schedule", sources[name])
                raise InputError(conflict)
            files[name] = folder.read(Link(file, named_in=str(given / file)))
            sources[name] = str(given / file)


def copied_part(given: Mapping[str, Path]) -> WorkspacePart:
    """Return files that a workspace has unchanged, by their names in it."""
    files = {name: _read_by_name(path, name) for name, path in sorted(given.items())}
    return WorkspacePart(files, {name: str(given[name]) for name in files})


def _read_by_name(path: Path, name: str) -> bytes:
    headings = WORKSPACE_TABLES.get(name)
    return read_given(path) if headings is None else read_given_table(path, name, headings)


def staff_part(given: Path | None, roster: OneRoster | None) -> WorkspacePart:
    """Return the given staff list, or that of an export."""
    if roster is not None and roster.staff:
        return WorkspacePart({"staff.csv": staff_text(roster.staff).encode()})
    return (
        WorkspacePart({})
        if given is None
        else WorkspacePart(
            {"staff.csv": read_given_table(given, "staff list", staff_table.staff_headings())},
            {"staff.csv": str(given)},
        )
    )


def site_part(given: Path | None, campuses: Iterable[Campus]) -> WorkspacePart:
    """Return the given ``site.yaml`` with the maps that it names, else one with every key and no value.

    Raises InputError: it is not YAML.
    """
    if given is None:
        return WorkspacePart({SITE_FILE: site_template(campuses).encode()})
    raw = read_given(given)
    files = InputFolder(given.resolve().parent)
    maps = [link for name in map_names(parse_document(raw, SITE_FILE)) if files.exists(link := Link(name))]
    return WorkspacePart(
        {SITE_FILE: raw, **{link.target: files.read(link) for link in maps}}, {SITE_FILE: str(given)}
    )


def read_given_table(path: Path, what: str, headings: Collection[str]) -> bytes:
    """Return the bytes of a table that the user names; a sheet of a workbook becomes CSV text.

    ``headings`` are headings by which the sheet is known; ``what`` is the table in messages.
    """
    return as_csv(read_given(path), str(path), what, headings)


def read_given(path: Path) -> bytes:
    """Return the bytes of a file that the user names; it may be anywhere and may be a symbolic link."""
    whole = path.resolve()
    return InputFolder(whole.parent).read(Link(whole.name, named_in=str(path)))
