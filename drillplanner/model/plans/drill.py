"""Drills: in a plan, in a schedule made by anyone, and in the drill log."""

from __future__ import annotations

from datetime import date
from datetime import date as Date  # noqa: N812 (the field below has the plain name)
from typing import Final

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock, minutes_of
from drillplanner.model.calendar.events import EventKind, MissedBecause
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.vocabulary import Audience, DrillFormat, DrillType, PeriodTag, Route

#: A drill that is not held on its day is made up within this many school days. Our choice: two weeks of school
#: leave room for a notice, and people still know what they prepared.
BACK_UP_SCHOOL_DAYS: Final = 10


class Drill(Frozen):
    """A drill at one campus on one date.

    In a plan made by drillplanner, every field is filled. In a schedule made by hand, only campus, type, and date
    are required; None means that the schedule does not say.
    """

    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: date
    scenario_id: str | None = None
    format: DrillFormat | None = None
    audience: Audience | None = None
    grades: tuple[str, ...] | None = None
    spared_grades: tuple[str, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="Grades of the campus that a law spares this drill on its date. On the same day they have "
        "what the scenario names under 'instead'; 'grades' does not hold them.",
    )
    start: Clock | None = None
    end: Clock | None = None
    period: str | None = None
    period_tags: tuple[PeriodTag, ...] | None = None
    by_grades: tuple[GradeMoment, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="At a campus whose grades have bells of their own: what it is for which grades at that time. "
        "'period_tags' are then those of all.",
    )
    route: Route | None = None
    announced: bool | None = None
    agencies: tuple[str, ...] | None = Field(default=None, description="Ids (or kinds) of agencies that attend.")
    units: tuple[str, ...] | None = Field(
        default=None,
        description="Ids of the campus's buildings, buses or cohorts that take part; None: all of them.",
    )
    credits: tuple[str, ...] = Field(default=(), description="Ids of the duties that it is claimed to meet.")
    held: bool | None = Field(
        default=None,
        description="True where a record says that it was held, False where it says planned; None: not said.",
    )
    back_up: Date | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="The day on which it is made up if it cannot be held on its date: one of the next ten school "
        "days.",
    )
    no_back_up: str = Field(
        default="",
        exclude_if=lambda value: not value,
        description="Of a plan: why no day is its back-up date, as the beginning of a sentence; empty if one is.",
    )
    row: int | None = Field(default=None, description="Line of the schedule that it was read from.")

    @property
    def minutes(self) -> int | None:
        """The length in minutes; None if the schedule lacks the start or the end."""
        if self.start is None or self.end is None:
            return None
        return minutes_of(self.end) - minutes_of(self.start)

    def overlaps(self, other: Drill, margin: int = 0) -> bool:
        """Check whether two drills of one day overlap or are less than ``margin`` minutes apart.

        False if times are unknown.
        """
        if self.date != other.date or self.start is None or other.start is None:
            return False
        if self.end is None or other.end is None:
            return False
        starts = sorted([(self.start, self.end), (other.start, other.end)])
        return minutes_of(starts[1][0]) < minutes_of(starts[0][1]) + margin

    def surely_apart(self, other: Drill, margin: int = 0) -> bool:
        """Check whether one person can surely attend both drills with ``margin`` minutes between them.

        On the same day, False if times are unknown.
        """
        if self.date != other.date:
            return True
        return self.minutes is not None and other.minutes is not None and not self.overlaps(other, margin)


class EntryProblem(Frozen):
    """A row of a schedule that cannot be right, or cannot be read."""

    row: int | None
    problem: str = Field(
        description="weekend, holiday, out_of_year, not_a_school_day, future, outside_hours, clash, duplicate, "
        "unknown_campus, unknown_type, unknown_unit, agency_overbooked, grades_left_out, unreadable, ..."
    )
    message: str
    campus_id: str | None = None
    drill_id: str | None = None

    @classmethod
    def about(cls, drill: Drill, problem: str, message: str) -> EntryProblem:
        """Return a problem with a drill that could be read."""
        return cls(
            row=drill.row, problem=problem, message=message, campus_id=drill.campus_id, drill_id=drill.drill_id
        )


class Schedule(Frozen):
    """A schedule from any source: its drills, and the rows that could not be read as drills."""

    source: str
    drills: tuple[Drill, ...]
    problems: tuple[EntryProblem, ...] = ()
    notes: tuple[str, ...] = Field(
        default=(), description="What was assumed or left out without a problem, in sentences."
    )
    of_campus: str | None = Field(
        default=None,
        description="The school whose table it is: its title names one, and no column any.",
    )
    remarks: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="What each cell for people says of a drill ('Comments'), by its id."
    )
    other_cells: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="The same cells by the normalized heading of their column, by the id of the drill: a column "
        "may be a field of the drill's record.",
    )


class DrillRecord(Frozen):
    """An entry of the drill log: a drill was held, or was not held, on a day.

    ``drill_id`` is the plan's id, or a new one for a drill outside any plan. The last entry for a drill and a day
    counts: a correction comes after the entry that it corrects.
    """

    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: Date
    held: bool
    scenario_id: str | None = None
    start: Clock | None = None
    minutes: int | None = Field(default=None, ge=1)
    recorded_by: str
    cause: EventKind | MissedBecause | None = Field(
        default=None, description="Why it was not held; a law may ask for it."
    )
    note: str = ""
    fields: dict[str, str] = Field(
        default_factory=dict,
        description="What a state, a fire code, or the district asks for beyond the rest, by the field: "
        "alert_method, weather.",
    )
    row: int | None = Field(default=None, description="Line of the log.")

    @property
    def key(self) -> tuple[str, Date]:
        """The drill and the day that the entry is about."""
        return self.drill_id, self.date
