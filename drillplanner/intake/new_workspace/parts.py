"""What each thing that ``init`` was given, or was not, adds to the workspace: files, and what is said of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.bells.schedule_files import not_a_bell_schedule
from drillplanner.intake.bells.sources import SCHEDULES_FILE, bell_sources
from drillplanner.intake.calendar_files.reader import CSV_ENDING, read_calendar_file
from drillplanner.intake.new_workspace.assumed_bells import choose_bells
from drillplanner.intake.new_workspace.assumed_calendar import assumed_calendar
from drillplanner.intake.new_workspace.assumed_district import year_start
from drillplanner.intake.new_workspace.file_texts import campuses_text, staff_text
from drillplanner.intake.oneroster.reader import OneRoster, import_oneroster
from drillplanner.intake.schools.school_list import import_campuses
from drillplanner.intake.workspace.reader import ANSWERS_FILE
from drillplanner.model import Campus, Frozen


class _AssumedFact(Frozen):
    fact: str
    value: bool
    because: str


@cache
def _assumed_facts() -> tuple[_AssumedFact, ...]:
    name = "assumed_facts.yaml"
    return parse_as(tuple[_AssumedFact, ...], read_document(Path(__file__).with_name(name), name))


def with_assumed_facts(campuses: tuple[Campus, ...]) -> tuple[tuple[Campus, ...], tuple[str, ...]]:
    """The campuses with the facts of ``assumed_facts.yaml`` filled in, and a sentence on each that was."""
    values = {fact.fact: fact.value for fact in _assumed_facts()}
    filled = tuple(campus.model_copy(update={"facts": {**values, **campus.facts}}) for campus in campuses)
    said = []
    for fact in _assumed_facts():
        silent = [campus.campus_id for campus in campuses if fact.fact not in campus.facts]
        if silent:
            word = "yes" if fact.value else "no"
            said.append(
                f"'{fact.fact}' is ASSUMED to be {word} for {listed(silent)}: {fact.because}. "
                "Correct the column in campuses.csv."
            )
    return filled, tuple(said)


#: For counting entries only: their days are read in the district's own time zone.
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class WorkspacePart:
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


def calendar_part(given: Path | None, raw: bytes | None, first_year: int, namespace: uuid.UUID) -> WorkspacePart:
    """The calendar that was given, under the ending that tells its format; else an assumed year."""
    if given is not None and raw is not None:
        name = calendar_name(given)
        understood: tuple[str, ...] = ()
        with suppress(InputError):  # told when the workspace is read back
            tally = read_calendar_file(raw, name, UTC, None, first_year).tally
            understood = (f"{given}: {tally.sentence}.",)
        return WorkspacePart({name: raw}, {name: str(given)}, understood)
    assumed = assumed_calendar(first_year, namespace, year_start(first_year))
    note = "The school calendar is ASSUMED, not the district's own; this plan is a trial and must not be followed."
    return WorkspacePart({"calendar.ics": assumed.icalendar}, assumed=(assumed.sentence,), note=note)


def calendar_name(given: Path | None) -> str:
    """The calendar's name in the workspace."""
    is_table = given is not None and given.suffix.lower() == CSV_ENDING
    return f"calendar{CSV_ENDING}" if is_table else "calendar.ics"


def roster_of(
    given: Path | None, campuses: Path | None, staff: Path | None, first_year: int | None
) -> OneRoster | None:
    """The export that was given. Raises InputError where a list of schools or staff was given beside it."""
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
    """The terms as ``calendar.yaml``: only beside the district's own calendar, whose year they must fit."""
    if roster.terms is None or roster.terms.text is None:
        return WorkspacePart({})
    if answers is not None:
        return WorkspacePart(
            {}, not_placed=(f"The export's terms are left out: {answers} says what there is to say.",)
        )
    if not has_calendar:
        said = "The export's terms are left out: without --calendar nobody says which days they hold."
        return WorkspacePart({}, not_placed=(said,))
    return WorkspacePart({ANSWERS_FILE: roster.terms.text.encode()}, understood=roster.terms.understood)


def campuses_part(
    given: Path | None, roster: OneRoster | None, district: str | None
) -> tuple[tuple[Campus, ...], WorkspacePart, str]:
    """The campuses, what is to be said of them, and the district's name where their list tells it.

    Their table is written when they have bell schedules.
    """
    campuses, part, name = _listed_campuses(given, roster, district)
    filled, assumed = with_assumed_facts(campuses)
    return filled, replace(part, assumed=(*part.assumed, *assumed)), name


def _listed_campuses(
    given: Path | None, roster: OneRoster | None, district: str | None
) -> tuple[tuple[Campus, ...], WorkspacePart, str]:
    if roster is not None:
        found = roster.campuses
        part = WorkspacePart({}, {}, tuple(found.understood), tuple(found.assumed), tuple(found.not_placed))
        return tuple(found.campuses), part, roster.district or ""
    if given is not None:
        found = import_campuses(read_given(given), str(given), district)
        part = WorkspacePart({}, {}, tuple(found.understood), tuple(found.assumed), tuple(found.not_placed))
        return tuple(found.campuses), part, found.district
    path = Path(__file__).with_name("sample_campuses.yaml")
    sample = parse_as(tuple[Campus, ...], read_document(path, path.name))
    said = (
        f"No list of schools was given, so {len(sample)} SAMPLE campuses are written: "
        f"{', '.join(campus.name for campus in sample)}. Put the district's own into campuses.csv."
    )
    return sample, WorkspacePart({}, assumed=(said,), note="The campuses are samples, not real schools."), ""


def bells_part(given: Iterable[tuple[Path, frozenset[str] | None]], campuses: tuple[Campus, ...]) -> WorkspacePart:
    """The bell schedules of some folders (as in ``GivenFolder.bells``), and which campus follows which."""
    files: dict[str, bytes] = {}
    sources: dict[str, str] = {}
    not_read: list[str] = []
    ids: list[str] = []
    for folder, names in given:
        _add_bells(folder, names, files, sources, not_read, ids)
    choice = choose_bells(campuses, tuple(sorted(set(ids))))
    files.update({f"bells/{file}": raw for file, raw in choice.files.items()})
    files["campuses.csv"] = campuses_text(choice.campuses).encode()
    note = "Some bell schedules are ASSUMED." if choice.files else ""
    return WorkspacePart(files, sources, (), choice.assumed, (*not_read, *choice.not_placed), note)


def _add_bells(
    given: Path,
    names: frozenset[str] | None,
    files: dict[str, bytes],
    sources: dict[str, str],
    not_read: list[str],
    ids: list[str],
) -> None:
    folder = InputFolder(given)
    # A school's own folder is given, not a folder of such folders.
    home = f"bells/{given.resolve().name}" if (given / SCHEDULES_FILE).is_file() else "bells"
    found, others = bell_sources(folder, Link("."))
    if names is None:
        not_read += [not_a_bell_schedule(str(given / other)) for other in others]
    for source in found:
        if names is not None and not names & {PurePosixPath(file).parts[0] for file in source.files}:
            continue
        is_own = home != "bells" and PurePosixPath(source.files[0]).name == SCHEDULES_FILE
        ids.append(PurePosixPath(home).name if is_own else source.bell_schedule_id)
        for file in source.files:
            name = f"{home if is_own else 'bells'}/{file}"
            if name in files:
                taken = Problem(str(given / file), None, "two files would be one bell schedule", sources[name])
                raise InputError(taken)
            files[name] = folder.read(Link(file, named_in=str(given / file)))
            sources[name] = str(given / file)


def copied_part(given: Mapping[str, Path]) -> WorkspacePart:
    """Files that a workspace has as they are, by their names in it."""
    files = {name: read_given(path) for name, path in sorted(given.items())}
    return WorkspacePart(files, {name: str(given[name]) for name in files})


def staff_part(given: Path | None, roster: OneRoster | None) -> WorkspacePart:
    """The staff list that was given, or that of an export."""
    if roster is not None and roster.staff:
        return WorkspacePart({"staff.csv": staff_text(roster.staff).encode()})
    return (
        WorkspacePart({})
        if given is None
        else WorkspacePart({"staff.csv": read_given(given)}, {"staff.csv": str(given)})
    )


def read_given(path: Path) -> bytes:
    """A file that the user names; it may lie anywhere, and be a symbolic link."""
    whole = path.resolve()
    return InputFolder(whole.parent).read(Link(whole.name, named_in=str(path)))
