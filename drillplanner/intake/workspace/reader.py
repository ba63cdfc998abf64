"""A district's folder read as a whole: every file into one frozen workspace, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, listed, maybe_meant, read_or_problems
from drillplanner.files.yaml_document import YAML_ENDINGS, Document, parse_document
from drillplanner.intake.bells.calendar_differences import with_bell_dates
from drillplanner.intake.bells.grade_groups import campus_group_problems, group_sentences
from drillplanner.intake.bells.schedule_files import BellFolder, read_bells
from drillplanner.intake.bells.variant_dates import with_variant_dates
from drillplanner.intake.calendar.closures_table import CLOSURES_FILE, read_closures, with_closures
from drillplanner.intake.people.staff_table import read_staff
from drillplanner.intake.people.working_hours import unknown_free_period_sentences, untaught_grade_sentences
from drillplanner.intake.schools.campus_table import CampusList, read_campuses
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.intake.schools.units_table import UNITS_FILE, read_units, with_units
from drillplanner.intake.workspace.district_file import DistrictFile, read_district_file
from drillplanner.intake.workspace.events_table import EVENTS_FILE, read_events
from drillplanner.intake.workspace.filed_table import FILED_FILE, read_filed
from drillplanner.intake.workspace.left_out_schools import LeftOutIds
from drillplanner.intake.workspace.named_schools import with_school_ids
from drillplanner.intake.workspace.scenario_files import read_scenarios
from drillplanner.intake.workspace.site_file import read_site_file
from drillplanner.intake.workspace.standing_orders import standing_order_problems
from drillplanner.model import (
    WEEKDAYS,
    AcademicCalendar,
    BellSchedule,
    Campus,
    DayKind,
    District,
    PeriodTag,
    Workspace,
)

#: The district's answers about its calendar; read if it exists.
ANSWERS_FILE = "calendar.yaml"
#: The district's own mandates. The ``law`` package reads them; here their bytes only count among the inputs.
MANDATES_FOLDER = "mandates"

Value = TypeVar("Value")


def read_workspace(folder: Path, replacements: Mapping[str, bytes] | None = None) -> Workspace:
    """Read and validate everything in a workspace's folder.

    ``replacements`` holds the bytes of files, by name, that are read in place of what the folder has, so that the
    effect of a change can be seen before it is written.

    Raises InputError, with every problem of every file, in the order district, bell schedules, campuses, units,
    staff, scenarios, calendar, closures, events, filed drills, ``site.yaml``; problems of pins and blocked days
    only if nothing else is wrong. If ``district.yaml`` is not valid YAML, only its problems are reported, since
    nothing then says which other files belong to the workspace.
    """
    files = InputFolder(folder, replacements)
    problems: list[Problem] = []
    assumptions: list[str] = []

    def collect(read: Callable[[], ReadResult[Value]]) -> Value | None:
        result = read_or_problems(read)
        problems.extend(result.problems)
        assumptions.extend(result.assumptions)
        return result.value

    district_file = collect(lambda: read_district_file(files))
    if district_file is None:
        raise InputError(problems)
    links = district_file.links
    # A file that could not be read is None, and no file is checked against it: one mistake gives one problem.
    bells = collect(lambda: _read_bells(files, links["bells"]))
    campuses = collect(lambda: _read_campuses(files, links["campuses"], bells, district_file.for_checking))
    collect(lambda: ReadResult(None, problems=_grade_group_problems(bells, campuses)))
    known_ids = campuses.ids_in_other_files if campuses else None
    names = _school_names(campuses, district_file)
    units = collect(lambda: read_units(files, known_ids, names))
    staff = collect(lambda: read_staff(files, links["staff"], known_ids, names))
    # The words of a district with problems are not read, so that one mistake gives one problem.
    own = district_file.district
    vocabulary, languages = (None, ()) if own is None else (own.vocabulary, own.calendars.families.languages)
    scenarios = collect(lambda: read_scenarios(files, vocabulary, languages))
    collect(lambda: _digest_mandates(files))
    collect(lambda: _digest_practice(files, district_file))
    published = collect(lambda: _read_calendar(files, district_file, campuses, bells))
    dated_bells = collect(lambda: _with_dates(bells, campuses, published))
    closures = collect(lambda: read_closures(files, known_ids, published, names)) or ()
    aside = LeftOutIds(school.campus_id for school in (campuses.left_out if campuses else ()))
    closures = aside.without_dated(closures, CLOSURES_FILE)
    calendar = None if published is None else with_closures(published, closures)
    year = _year(district_file.for_checking, calendar)
    events = collect(lambda: read_events(files, known_ids, year, names))
    filed = collect(lambda: read_filed(files, known_ids, calendar, closures, names))
    # A folder of its own, so that what decides no date does not count among the inputs of a plan.
    sites = collect(lambda: read_site_file(InputFolder(folder, replacements), known_ids)) or {}
    district = district_file.district
    if problems or district is None or dated_bells is None or campuses is None or calendar is None:
        raise InputError(problems)
    if names is not None:
        district, how_read = with_school_ids(district, names, district_file.document.file)
        assumptions.extend(how_read)

    workspace = Workspace(
        district=district,
        campuses=with_units(
            campuses.campuses, aside.without(units or (), lambda unit: unit.campus_id, UNITS_FILE)
        ),
        calendar=calendar,
        bells=dated_bells,
        staff=aside.without(staff or (), lambda person: person.campus_id, district.staff or ""),
        scenarios=scenarios or (),
        events=aside.without_dated(events or (), EVENTS_FILE),
        filed=aside.without(filed or (), lambda drill: drill.campus_id, FILED_FILE),
        inputs_hash=files.digest(),
        left_out=campuses.left_out,
        school_sites={
            campus.campus_id: sites[campus.campus_id] for campus in campuses.campuses if campus.campus_id in sites
        },
    )
    if unknown := _unknown_cleared_scenarios(district_file.document, workspace):
        raise InputError(unknown)
    if order_problems := standing_order_problems(district_file.document, workspace):
        raise InputError(order_problems)
    return workspace.model_copy(
        update={"assumptions": (*assumptions, *aside.sentences, *_workspace_assumptions(workspace))}
    )


def read_for_recording(files: InputFolder, with_scenarios: bool = False) -> Workspace:
    """Read what an entry of the drill log is checked against: the schools, their bells, and the calendar.

    The rest of the workspace is left empty: a mistake in a list of staff must not keep anyone from writing down
    what happened. Scenarios are read only ``with_scenarios``.

    Raises InputError, with every problem of the files that are read.
    """
    problems: list[Problem] = []

    def collect(read: Callable[[], ReadResult[Value]]) -> Value | None:
        result = read_or_problems(read)
        problems.extend(result.problems)
        return result.value

    district_file = collect(lambda: read_district_file(files))
    if district_file is None:
        raise InputError(problems)
    links, district = district_file.links, district_file.district
    bells = collect(lambda: _read_bells(files, links["bells"]))
    campuses = collect(lambda: _read_campuses(files, links["campuses"], bells, district_file.for_checking))
    known_ids = campuses.ids_in_other_files if campuses else None
    scenarios = collect(lambda: read_scenarios(files)) if with_scenarios else ()
    published = collect(lambda: _read_calendar(files, district_file, campuses, bells))
    dated_bells = collect(lambda: _with_dates(bells, campuses, published))
    names = _school_names(campuses, district_file)
    closures = collect(lambda: read_closures(files, known_ids, published, names)) or ()
    if problems or district is None or dated_bells is None or campuses is None or published is None:
        raise InputError(problems)
    aside = LeftOutIds(school.campus_id for school in campuses.left_out)
    return Workspace(
        district=district,
        campuses=campuses.campuses,
        calendar=with_closures(published, aside.without_dated(closures, CLOSURES_FILE)),
        bells=dated_bells,
        staff=(),
        scenarios=scenarios or (),
        left_out=campuses.left_out,
    )


def _unknown_cleared_scenarios(document: Document, workspace: Workspace) -> tuple[Problem, ...]:
    """Return a Problem for each cleared line of a scenario that there is not."""
    known = sorted(workspace.scenario_by_id)
    return tuple(
        document.problem(
            ("cleared_lines", number, "scenario"),
            "there is no such scenario",
            cleared.scenario,
            listed(known, limit=40),
            maybe_meant(cleared.scenario, known),
        )
        for number, cleared in enumerate(workspace.district.cleared_lines)
        if cleared.scenario not in workspace.scenario_by_id
    )


def _workspace_assumptions(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on what is assumed because two files do not fit each other."""
    return (
        *_days_without_periods(workspace),
        *_days_without_buses(workspace),
        *_counselor_days_without_school(workspace),
        *unknown_free_period_sentences(workspace),
        *untaught_grade_sentences(workspace),
        *group_sentences(workspace),
    )


def _school_names(campuses: CampusList | None, district_file: DistrictFile) -> SchoolNames | None:
    if campuses is None or campuses.ids_in_other_files is None:
        return None
    district = district_file.for_checking
    return SchoolNames(campuses.with_placeholders, campuses.left_out, "" if district is None else district.name)


def _read_bells(files: InputFolder, link: Link | None) -> ReadResult[BellFolder | None]:
    return ReadResult(None) if link is None else read_or_problems(lambda: read_bells(files, link))


def _grade_group_problems(bells: BellFolder | None, campuses: CampusList | None) -> tuple[Problem, ...]:
    """Return grades of a campus without bells, and grades with bells that their campus does not teach."""
    return (
        () if bells is None or campuses is None else tuple(campus_group_problems(bells.groups, campuses.campuses))
    )


def _read_campuses(
    files: InputFolder, link: Link | None, bells: BellFolder | None, district: District | None
) -> ReadResult[CampusList | None]:
    if link is None:
        return ReadResult(None)
    sites = None if district is None else tuple(site.site_id for site in district.sites)
    return read_or_problems(lambda: read_campuses(files, link, bells.ids if bells else None, sites))


def _read_calendar(
    files: InputFolder, district_file: DistrictFile, campuses: CampusList | None, bells: BellFolder | None
) -> ReadResult[AcademicCalendar | None]:
    # Imported late: the reader of calendars loads heavy libraries.
    from drillplanner.intake.calendar.academic_calendar import academic_calendar_of

    link, district = district_file.links["calendar"], district_file.for_checking
    if link is None:
        return ReadResult(None)
    raw = files.read(link)
    answers = Link(ANSWERS_FILE)
    document = parse_document(files.read(answers), ANSWERS_FILE) if files.exists(answers) else None
    if district is None or campuses is None:
        return ReadResult(None)
    calendar = academic_calendar_of(raw, link.target, district, campuses.with_placeholders, document)
    return ReadResult(*with_bell_dates(calendar, campuses.campuses, bells.calendars if bells else {}))


def _with_dates(
    bells: BellFolder | None, campuses: CampusList | None, calendar: AcademicCalendar | None
) -> ReadResult[dict[str, BellSchedule] | None]:
    if bells is None or campuses is None or calendar is None:
        return ReadResult(None)
    return ReadResult(*with_variant_dates(bells, campuses.campuses, calendar))


#: When the buses of a school are there.
_BUS_TIMES = frozenset({PeriodTag.ARRIVAL, PeriodTag.DISMISSAL})


def _year(district: District | None, calendar: AcademicCalendar | None) -> tuple[date, date] | None:
    """Return the dates that belong to the school year, including the summers before and after it."""
    if district is None or calendar is None:
        return None
    first, last = date(district.first_year, 7, 1), date(district.first_year + 1, 6, 30)
    return min(first, calendar.first_day), max(last, calendar.last_day)


def _digest_mandates(files: InputFolder) -> ReadResult[None]:
    folder = Link(MANDATES_FOLDER)
    if files.exists(folder):
        for name in files.names_in(folder):
            if name.lower().endswith(YAML_ENDINGS):
                files.read(Link(f"{MANDATES_FOLDER}/{name}"))
    return ReadResult(None)


def _digest_practice(files: InputFolder, district_file: DistrictFile) -> ReadResult[None]:
    """Count the district's own level of good practice among the inputs. The ``practice`` package reads it."""
    own = district_file.district
    if own is not None and own.practice is not None and own.practice.endswith(YAML_ENDINGS):
        line = district_file.document.line_of(("practice",))
        files.read(Link(own.practice, district_file.document.file, line))
    return ReadResult(None)


def _counselor_days_without_school(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on weekdays of a counselor on which a campus never has school."""
    campuses_by_weekday: dict[int, list[str]] = {}
    for campus in workspace.campuses:
        school_weekdays = {on.weekday() for on in workspace.calendar.dates_at(campus.campus_id)}
        for weekday in campus.counselor_days or ():
            if weekday not in school_weekdays:
                campuses_by_weekday.setdefault(weekday, []).append(campus.campus_id)
    return tuple(
        f"A counselor is there on a {WEEKDAYS[weekday].capitalize()}, by 'counselor_days', but no school day is "
        f"one: {listed(campus_ids)}."
        for weekday, campus_ids in sorted(campuses_by_weekday.items())
    )


def _days_without_periods(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on kinds of day that the calendar has and a campus's bell schedule lacks."""
    campuses_by_kind: dict[tuple[str, DayKind], list[str]] = {}
    for campus in workspace.campuses:
        for kind in _kinds_without_periods(workspace, campus):
            campuses_by_kind.setdefault((campus.bell_schedule or "", kind), []).append(campus.campus_id)
    return tuple(
        f"The bell schedule '{schedule}' has no periods for the kind of day '{kind.value}': "
        f"no drill is placed on such days at {listed(campus_ids)}."
        for (schedule, kind), campus_ids in campuses_by_kind.items()
    )


def _kinds_without_periods(workspace: Workspace, campus: Campus) -> list[DayKind]:
    if campus.bell_schedule is None:
        return []
    schedule = workspace.bells[campus.bell_schedule]
    held = {day.kind_at(campus.campus_id) for day in workspace.calendar.days} - {DayKind.CLOSED}
    return [kind for kind in DayKind if kind in held and not schedule.periods_on(kind)]


def _days_without_buses(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on schedules that leave open when the buses of their campuses are at the school."""
    campuses: dict[str, list[str]] = {}
    for campus in workspace.campuses:
        schedule = workspace.bells.get(campus.bell_schedule or "")
        periods = () if schedule is None else schedule.periods_on(DayKind.FULL)
        if (
            periods
            and campus.facts.get("buses")
            and not any(_BUS_TIMES.intersection(period.tags) for period in periods)
        ):
            campuses.setdefault(campus.bell_schedule or "", []).append(campus.campus_id)
    return tuple(
        f"The bell schedule '{schedule}' says neither when buses arrive nor when they leave: no bus drill can be "
        f"placed at {listed(campus_ids)}. Add a period with tags: [arrival] or tags: [dismissal]."
        for schedule, campus_ids in campuses.items()
    )
