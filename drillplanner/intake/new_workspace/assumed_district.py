"""Facts assumed about the district of a new workspace: year, planning date, name, time zone, agencies."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.intake.calendar_files.table_events import CSV_ENDING, read_calendar_table
from drillplanner.intake.workspace.states import states
from drillplanner.model import WEEKDAYS, Agency, AgencyKind, Workspace, first_year_of

#: If no year is given, from this month on the school year that starts in the same calendar year is planned.
_PLANNING_MONTH = 4
#: A school year starts in July or later.
_FIRST_MONTH = 7
#: A school year in words, such as "2025-26", "2025–2026", "2025/26", or "'25-'26".
_YEAR_IN_WORDS = re.compile(r"(?:(?<![\d/.-])20|(?<!\w)['’‘])(\d\d)\s?[-–—/]\s?(?:20|['’‘])?(\d\d)(?![\d/.-])")
#: What an agency is called until the district writes its name: as it can stand on a paper. More than one word,
#: since letters to families leave out a passage that has an agency's name in it.
_AGENCY_NAMES = {
    AgencyKind.POLICE: "Local police",
    AgencyKind.FIRE: "Local fire department",
    AgencyKind.EMERGENCY_MEDICAL: "Local emergency medical service",
    AgencyKind.EMERGENCY_MANAGEMENT: "Local emergency management",
    AgencyKind.DISTRICT_SAFETY: "District safety office",
}
_START = re.compile(rb"^DTSTART[^:\r\n]*:(\d{4})(\d{2})", re.MULTILINE | re.IGNORECASE)
# A name that is folded over several lines is not matched; then the folder's name is used.
_CALENDAR_NAME = re.compile(
    rb"^(?:X-WR-CALNAME|NAME)[^:\r\n]*:([^\r\n]+)\r?\n(?![ \t])", re.MULTILINE | re.IGNORECASE
)
_CALENDAR_WORDS = re.compile(
    r"\b(?:(?:academic|district|school)\s+)?calendar\b|\bschool year\b|\b20\d\d(?:[-/–]\d{2,4})?\b", re.IGNORECASE
)

#: An agency is assumed to be at one school at a time for so many schools of the district. A school day has more
#: moments for a visit than that, travel included, so that the assumption makes no day impossible.
SCHOOLS_A_CREW = 6
_TRAVEL_MINUTES = 15


def state_code(state: str) -> str:
    """Return the postal code of a state, given as a code or a name. Raises InputError: any other word."""
    code = state.strip().upper()
    if code not in states():
        by_name = {entry.name.upper(): known for known, entry in states().items()}
        maybe = f"Maybe you meant '{by_name[code]}'." if code in by_name else None
        raise InputError(Problem("--state", None, "there is no such state", state, ", ".join(states()), maybe))
    return code


def school_year(
    given: str | None, calendar: bytes | None, today: date, file: str = "calendar.ics"
) -> tuple[str, tuple[str, ...]]:
    """Return the school year, and a sentence if it was not given.

    ``calendar`` has the bytes of a calendar whose dates may show the year; by its name ``file`` it is a table or
    iCalendar.

    Raises InputError: the text is not a school year.
    """
    if given is not None:
        first = first_year_of(given)
        if first is None:
            allowed = "two years in a row, for example 2025-26"
            raise InputError(Problem("--year", None, "this is not a school year", given, allowed))
        return school_year_text(first), ()
    months = _months_in(calendar or b"", file)
    if months:
        year, month = months[len(months) // 2]
        year_of_calendar = school_year_text(year - (month < _FIRST_MONTH))
        return year_of_calendar, (f"The school year is taken from the calendar's dates: {year_of_calendar}.",)
    named = _years_named_in(calendar or b"")
    if len(named) == 1:
        (year_of_calendar,) = named
        return year_of_calendar, (f"The school year is taken from the calendar's words: {year_of_calendar}.",)
    assumed = school_year_text(today.year - (today.month < _PLANNING_MONTH))
    return assumed, (f"No school year was given; {assumed} is taken, by the day on which init was run.",)


def _years_named_in(calendar: bytes) -> frozenset[str]:
    """Return the school years that the text names ("2025-26 Important Dates")."""
    pairs = _YEAR_IN_WORDS.findall(calendar.decode("utf-8", "replace"))
    return frozenset(
        school_year_text(2000 + int(first)) for first, last in pairs if (int(first) + 1) % 100 == int(last)
    )


def _months_in(calendar: bytes, file: str) -> list[tuple[int, int]]:
    """Return the year and month of each entry, in order; for a table only if its dates have a year."""
    if not file.endswith(CSV_ENDING):
        return sorted((int(year), int(month)) for year, month in _START.findall(calendar))
    try:
        events = read_calendar_table(calendar, file, None).events
    except InputError:
        return []  # reported when the workspace is read back
    return [(event.first.year, event.first.month) for event in events]


def planning_date(workspace: Workspace, today: date) -> tuple[date, tuple[str, ...]]:
    """Return today, or July 1 before a year that has already begun, so that all of it is planned."""
    if today <= workspace.calendar.first_day:
        return today, ()
    start = year_start(workspace.district.first_year)
    return start, (
        f"The school year {workspace.district.year} had begun by {today.isoformat()}; the whole year is planned, "
        f"as on {start.isoformat()} ('planned_on' in district.yaml), past days included.",
    )


def assumed_district_name(calendar: bytes | None, folder: Path) -> tuple[str, str]:
    """Return an assumed name for a district, and a sentence on its source.

    The name is the calendar's own name without words such as "school calendar", or else the name of the folder.
    """
    match = _CALENDAR_NAME.search(calendar or b"")
    if match is not None:
        text = match[1].decode("utf-8", "replace").replace("\\", "")
        words = " ".join(_CALENDAR_WORDS.sub(" ", text).split()).strip(" -,()")
        if words:
            return words, f"The district is called '{words}' after its calendar; change 'name' in district.yaml."
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    title = (words.title() if words.islower() else words) or "Unnamed district"
    return title, f"The district is called '{title}' after the folder; change 'name' in district.yaml."


def assumed_agencies_sentence(campuses: int) -> str:
    """Return a sentence on ``assumed_agencies``."""
    return (
        "No agencies were given: police, fire and the others are ASSUMED to be able to come to every campus on "
        f"any day, to {counted(_crews(campuses), 'school')} at a time. Put their real limits under 'agencies' in "
        "district.yaml, and take out the 'weights' below them: until then their days are left out of the cost."
    )


def assumed_agencies_guess(campuses: int) -> str:
    """Return the same as a guess that ``check`` and ``plan`` repeat until someone confirms or corrects it."""
    return (
        "No one said when police, fire, and the other agencies can come. We assume any school, any day, any time, "
        f"at {counted(_crews(campuses), 'school')} at once."
    )


def _crews(campuses: int) -> int:
    return -(-campuses // SCHOOLS_A_CREW)


def assumed_agencies(campuses: int) -> tuple[Agency, ...]:
    """Return one agency of each kind that can come to every school on one day, but not to all at once."""
    return tuple(
        Agency(
            agency_id=kind.value.replace("_", "-"),
            name=_AGENCY_NAMES[kind],
            kind=kind,
            visits_per_day=campuses,
            crews=_crews(campuses),
            travel_minutes=_TRAVEL_MINUTES,
            weekdays=WEEKDAYS,
        )
        for kind in AgencyKind
    )


def time_zone_sentence(code: str) -> tuple[str, ...]:
    """Return a sentence if the state has more than one time zone."""
    state = states()[code]
    if not state.also:
        return ()
    return (
        f"{state.name} has more than one time zone; {state.timezone}, that of most of its people, is taken. "
        f"Parts of it have {', '.join(state.also)}: then change 'timezone' in district.yaml.",
    )


def school_year_text(first_year: int) -> str:
    """Return the school year that starts in a calendar year, as 2025-26."""
    return f"{first_year}-{(first_year + 1) % 100:02d}"


def year_start(first_year: int) -> date:
    """Return the July 1 on which a school year begins for planning."""
    return date(first_year, _FIRST_MONTH, 1)
