"""Campuses, agencies, sites, and the district's own file, district.yaml."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from drillplanner.files.counting import counted
from drillplanner.files.iso_date import IsoDate
from drillplanner.files.written.weekdays import WEEKDAY_NAMES, weekdays
from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.district.attendance import ChosenAttendance, WantedAgency
from drillplanner.model.district.calendar_choices import CalendarChoices
from drillplanner.model.district.letter_choices import LetterChoices
from drillplanner.model.district.same_day import SameDay
from drillplanner.model.district.standing_orders import ForbiddenDays, Pin
from drillplanner.model.district.state_numbers import StateNumbers
from drillplanner.model.exercises.settings import ExerciseSettings
from drillplanner.model.grades import GradeBand, bands_of, format_grades
from drillplanner.model.people.units import Unit
from drillplanner.model.plain_values import FileId
from drillplanner.model.plans.goals import GoalWeights
from drillplanner.model.scenarios.line_answers import ClearedLine, LineAnswers
from drillplanner.model.scenarios.response_actions import Vocabulary
from drillplanner.model.vocabulary import AgencyKind, DrillType

#: Drills whose alarm or announcement reaches a whole building, unless the district says otherwise.
#: The list is our choice. These drills prepare for hazards that affect every school in the building: fire, a
#: dangerous person inside or outside, bad air, storm, earthquake, tsunami. A hold clears the halls of one school
#: only; dismissal, bus, and first-aid drills and exercises for adults have no alarm.
WHOLE_BUILDING = (
    DrillType.FIRE_EVACUATION,
    DrillType.EVACUATION_OTHER,
    DrillType.LOCKDOWN,
    DrillType.ACTIVE_ASSAILANT,
    DrillType.SECURE,
    DrillType.SHELTER_HAZMAT,
    DrillType.SEVERE_WEATHER,
    DrillType.EARTHQUAKE,
    DrillType.TSUNAMI,
    DrillType.BOMB_THREAT,
)

#: The guesses about what is nobody's: a calendar or schools that were made up, where the district gave none.
MADE_UP = ("calendar", "campuses")
#: What ``init`` writes into ``note`` with a guess: printed with every output until someone confirms the guess.
NOTES_OF_GUESSES = {
    "bells": "Some bell schedules are ASSUMED.",
    "calendar": (
        "The school calendar is ASSUMED, not the district's own; this plan is a trial and must not be followed."
    ),
    "campuses": "The campuses are samples, not real schools.",
}


def campuses_sharing_building(campus: Campus, campuses: Sequence[Campus]) -> tuple[Campus, ...]:
    """Return the other campuses in the building of a campus; empty if it has a building of its own."""
    if campus.building is None:
        return ()
    return tuple(
        other for other in campuses if other.building == campus.building and other.campus_id != campus.campus_id
    )


def shared_buildings(campuses: Sequence[Campus]) -> dict[str, tuple[Campus, ...]]:
    """Return the campuses of each building that has more than one, in the order of their first campus."""
    by_building: dict[str, tuple[Campus, ...]] = {}
    for campus in campuses:
        if campus.building is not None:
            by_building[campus.building] = (*by_building.get(campus.building, ()), campus)
    return {building: sharing for building, sharing in by_building.items() if len(sharing) > 1}


def buildings_by_campus(campuses: Iterable[Campus]) -> dict[str, str]:
    """Return the building of each campus for which one is named, by campus id."""
    return {campus.campus_id: campus.building for campus in campuses if campus.building is not None}


WEEKDAYS = WEEKDAY_NAMES


class Campus(Frozen):
    """A school at one location."""

    campus_id: str = Field(
        description="Short, stable, unique; letters, digits and hyphens.",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
    )
    name: str
    grades: tuple[str, ...] = Field(min_length=1)
    grade_names: dict[str, str] = Field(
        default_factory=dict,
        description='Words of the district\'s own for some grades, as format_grades takes them: {"K": "TK-K"}.',
    )
    also_called: tuple[str, ...] = Field(default=(), description="Nicknames by which people mean this school.")
    other_ids: tuple[str, ...] = Field(
        default=(), description="Numbers by which other lists mean this school: of NCES, the state, the district."
    )
    enrollment: int | None = Field(default=None, ge=0, description="Students.")
    bell_schedule: str | None = Field(default=None, description="Id of the campus's bell schedule.")
    facts: dict[str, bool] = Field(
        default_factory=dict,
        description="What a mandate may ask of a building ('fire_escapes', 'buses', ...); absent means unknown.",
    )

    counselor_days: tuple[int, ...] | None = Field(
        default=None,
        description="Weekdays on which a school counselor, psychologist or social worker is there, Monday is 0; "
        "None: nobody says.",
    )
    evacuation_site: str | None = Field(
        default=None, description="Id of the site to which people are taken in off-site evacuations."
    )
    building: str | None = Field(
        default=None, description="Id of the building, where several campuses share one; they hear one alarm."
    )
    wings: tuple[str, ...] = Field(
        default=(), description="Wings or floors by which classes report in a drill, in their order."
    )
    units: tuple[Unit, ...] = Field(
        default=(), description="Buildings, buses, cohorts … of the campus, where units.csv lists them."
    )

    @property
    def bands(self) -> tuple[GradeBand, ...]:
        """The grade bands that the campus teaches, youngest first."""
        return bands_of(self.grades)

    def grades_text(self, grades: tuple[str, ...] | None = None) -> str:
        """Return grades of the campus, all of them by default, in the district's own words: "TK-5"."""
        return format_grades(self.grades if grades is None else grades, self.grade_names)


class LeftOutSchool(Frozen):
    """A row of the list of schools that is not planned, and the reason; ``row`` is its line in the file."""

    name: str
    reason: str
    campus_id: str = ""
    grades: str = Field(default="", description="As the list writes them.")
    row: int | None = None


class Agency(Frozen):
    """An outside agency whose people attend drills, and its capacity for visits."""

    agency_id: FileId = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    name: str
    kind: AgencyKind
    visits_per_day: int = Field(default=1, ge=1, description="Drills it can attend on one day, over all campuses.")
    crews: int = Field(default=1, ge=1, description="Drills it can attend at the same time.")
    travel_minutes: int = Field(default=15, ge=0, description="Minutes a crew needs between two campuses.")
    weekdays: tuple[str, ...] = Field(default=WEEKDAYS[:5], description="Days of the week on which it can come.")
    available_from: Clock | None = None
    available_until: Clock | None = None
    unavailable: tuple[IsoDate, ...] = ()

    @field_validator("weekdays", mode="before")
    @classmethod
    def _known_weekdays(cls, value: object) -> object:
        """Take "Mon-Thu" and [mon, wed] too."""
        entries = [value] if isinstance(value, str) else value
        if not isinstance(entries, list | tuple) or not all(isinstance(entry, str) for entry in entries):
            return value
        days: set[int] = set()
        for entry in entries:
            try:
                days |= set(weekdays(entry))
            except ValueError:
                raise ValueError(f"'{entry}' is not a weekday; allowed: {', '.join(WEEKDAYS)}") from None
        return tuple(WEEKDAYS[day] for day in sorted(days))

    def can_come_on(self, on: date) -> bool:
        """Check whether the agency works on the date."""
        return WEEKDAYS[on.weekday()] in self.weekdays and on not in self.unavailable


class Site(Frozen):
    """A place away from the campuses to which people are taken for an off-site evacuation or a reunification."""

    site_id: FileId = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    name: str
    drills_at_once: int = Field(default=1, ge=1, description="Drills that it takes at one time.")
    minutes_between: int = Field(
        default=30, ge=0, description="Minutes that it needs between a drill that ends and one that begins."
    )

    @property
    def capacity_phrase(self) -> str:
        """The site's capacity as a phrase for a sentence."""
        drills = "one drill" if self.drills_at_once == 1 else f"{self.drills_at_once} drills"
        return f"{drills} at once, {counted(self.minutes_between, 'minute')} apart"


class ChartPalette(StrEnum):
    """A set of colors for the sections of command charts, defined in ``templates/palettes.yaml``."""

    HOSPITAL = "hospital"
    PUBLIC_SAFETY = "public_safety"
    BLACK_AND_WHITE = "black_and_white"


class District(Frozen):
    """The district's own file, ``district.yaml``."""

    name: str
    state: str = Field(pattern=r"^[A-Z]{2}$", description="Two-letter code of the state whose law applies.")
    timezone: str = Field(description="IANA name, for example America/New_York.")
    year: str = Field(pattern=r"^\d{4}-\d{2}$", description="School year, for example 2025-26.")
    planned_on: IsoDate | None = Field(
        default=None,
        description="The day this plan counts as made, printed on it. Without it, 1 July of the year.",
    )
    calendar_namespace: uuid.UUID | None = Field(
        default=None,
        description="Random UUID in which calendar entries get their ids; init writes one. "
        "Without it, one is made from state, name and year.",
    )
    note: str = Field(default="", description="Printed with every output, for example that data is invented.")
    chart_palette: ChartPalette = Field(
        default=ChartPalette.HOSPITAL,
        description="Tints of the sections on command charts. No standard sets them, and a chart reads without.",
    )
    calendar: str = "calendar.ics"
    campuses: str = "campuses.csv"
    bells: str = "bells"
    staff: str | None = Field(
        default=None, description="The staff list; without it charts are printed with open posts."
    )
    month_counts_from: int = Field(
        default=1,
        ge=1,
        le=10,
        description="A calendar month owes its monthly drills from so many school days on. More than 1 is looser "
        "than the words of most laws: the program then names the months that it leaves out.",
    )
    drills_a_day: int = Field(
        default=1,
        ge=1,
        le=4,
        description="The most drills that a campus usually holds on one day. Where the law leaves no other way, a "
        "plan holds more and says on which days.",
    )
    staff_minutes_after_last_bell: int = Field(
        default=45,
        ge=0,
        le=240,
        description="Where a bell schedule names no 'staff_hours', adults are taken to be on duty, without "
        "students, for so many minutes after the last bell; 0: nobody is. 45 is a default of ours.",
    )
    fire_codes: tuple[str, ...] | None = Field(
        default=None,
        description="Model fire codes that bind the schools as they stand, by the word of the local fire "
        "authority: IFC, NFPA; an empty list: the authority said that none does. Without this line, what is known "
        "of the state's fire code decides.",
    )
    fire_drills_a_year: int | None = Field(
        default=None,
        ge=1,
        le=60,
        description="Fire drills in each school year that the local fire authority asks of a school. They take "
        "the place of a model fire code that is only presumed to bind.",
    )
    record_fields: tuple[str, ...] = Field(
        default=(),
        description="Fields of a drill's record that the district itself asks of its schools, such as weather.",
    )
    fire_drills_said_by: str = Field(
        default="", description="Who gave the number in 'fire_drills_a_year', and when."
    )
    attend: tuple[ChosenAttendance, ...] = Field(
        default=(),
        description="Agencies that come to drills because the district asks them, whether or not a law does.",
    )
    practice: str | None = Field(
        default=None,
        description="The level of good practice that a plan keeps beyond the law where it can: baseline, lighter, "
        "none, or the name of a .yaml file of your own (docs/a-good-year.md). Without this line, baseline.",
    )
    accepts: tuple[str, ...] = Field(
        default=(),
        description="Mandates for which the state has confirmed that talks, tabletops, and exercises for staff "
        "alone count where a plan counts them.",
    )
    settled: tuple[str, ...] = Field(
        default=(),
        description="Ids of open questions of law, such as NV-Q1, and of topics of which we hold nothing, such as "
        "AL-bus, that the district has settled itself.",
    )
    guesses: dict[str, str] = Field(
        default_factory=dict,
        description="What 'init' guessed, each in a sentence by its name, until someone confirms or corrects it.",
    )
    agencies: tuple[Agency, ...] = ()
    sites: tuple[Site, ...] = Field(default=(), description="Sites that campuses share; campuses.csv names them.")
    pins: tuple[Pin, ...] = Field(default=(), description="Drills that must stand on a date.")
    same_day: tuple[SameDay, ...] = Field(
        default=(), description="Drills that several campuses hold on one day, which the plan chooses."
    )
    whole_building: tuple[DrillType, ...] = Field(
        default=WHOLE_BUILDING,
        description="Drills that all campuses of one building hold together, since one alarm or announcement "
        "reaches them all.",
    )
    forbidden: tuple[ForbiddenDays, ...] = Field(default=(), description="Dates on which nothing is planned.")
    not_avoided: tuple[str, ...] = Field(
        default=(),
        description="Days of the bundled list of days without drills that this district uses all the same: names "
        "(Diwali), kinds (religious_holiday), or dates (2026-04-20).",
    )
    schools_a_day: Annotated[int, Field(ge=1)] | Literal["third", "none"] | None = Field(
        default=None,
        description="The most schools of one level (elementary, middle, high) that hold the same kind of drill on "
        "one date, so that district staff can watch: a number, 'third' for a third of the level and at least one, "
        "or 'none' for no limit. Without it, a third where good practice is kept ('practice'), else no limit.",
    )
    weights: GoalWeights = GoalWeights()
    calendars: CalendarChoices = Field(
        default=CalendarChoices(), description="Alarms, and what calendars for families say."
    )
    state_numbers: StateNumbers = Field(
        default=StateNumbers(), description="Numbers by which the state knows the district and its schools."
    )
    letters: LetterChoices = Field(
        default=LetterChoices(), description="How letters to families are put together."
    )
    exercises: ExerciseSettings = ExerciseSettings()
    vocabulary: Vocabulary = Field(
        default=Vocabulary(), description="The district's own words for response actions, such as lockdown."
    )
    cleared_lines: tuple[ClearedLine, ...] = Field(
        default=(),
        description="Lines of scenarios that the well-being rules ask about, and that a person read and cleared.",
    )

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"'{value}' is not a time zone; write a name such as America/New_York") from error
        return value

    @field_validator("year")
    @classmethod
    def _consecutive(cls, value: str) -> str:
        if (int(value[:4]) + 1) % 100 != int(value[5:]):
            raise ValueError(f"'{value}' is not a school year; write two years in a row, for example 2025-26")
        return value

    @property
    def line_answers(self) -> LineAnswers:
        """What the district has settled about the lines of its scenarios."""
        return LineAnswers(vocabulary=self.vocabulary, cleared=self.cleared_lines)

    def wanted_agency(self, word: str) -> WantedAgency | None:
        """Return the agency that a word means, an id or a kind in ``agencies``; None if it is neither.

        A word that is both is the kind: any agency of that kind serves.
        """
        kinds = [agency.kind for agency in self.agencies]
        if word in kinds:
            return WantedAgency(kind=AgencyKind(word))
        named = next((agency for agency in self.agencies if agency.agency_id == word), None)
        if named is None:
            return None
        return WantedAgency(kind=named.kind, agency_id=word if kinds.count(named.kind) > 1 else None)

    @property
    def first_year(self) -> int:
        """The calendar year in which the school year starts."""
        return int(self.year[:4])

    @property
    def stamp_date(self) -> date:
        """The date on which this plan counts as made."""
        return self.planned_on or date(self.first_year, 7, 1)

    @property
    def namespace(self) -> uuid.UUID:
        """The namespace of this district's calendar entries."""
        return self.calendar_namespace or uuid.uuid5(
            uuid.NAMESPACE_URL, f"drillplanner:{self.state}:{self.name}:{self.year}"
        )
