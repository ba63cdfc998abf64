"""A drill: a scenario placed at a campus; and the row of anyone's schedule from which one is read."""

from __future__ import annotations

from datetime import date
from datetime import date as Date  # noqa: N812 (the field below has the plain name)

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock, minutes_of
from drillplanner.model.calendar.events import EventKind
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.vocabulary import Audience, DrillFormat, DrillType, PeriodTag, Route


class Drill(Frozen):
    """One drill on one day at one campus.

    In a plan of ours every field is filled. In a schedule made by hand only campus, type and date need be;
    None means that the schedule does not say.
    """

    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: date
    scenario_id: str | None = None
    format: DrillFormat | None = None
    audience: Audience | None = None
    grades: tuple[str, ...] | None = None
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
    row: int | None = Field(default=None, description="Line of the schedule that it was read from.")

    @property
    def minutes(self) -> int | None:
        """Length in minutes, where the schedule tells start and end."""
        if self.start is None or self.end is None:
            return None
        return minutes_of(self.end) - minutes_of(self.start)

    def overlaps(self, other: Drill, margin: int = 0) -> bool:
        """Whether both happen at once on one day, ``margin`` minutes between them; False if times are unknown."""
        if self.date != other.date or self.start is None or other.start is None:
            return False
        if self.end is None or other.end is None:
            return False
        starts = sorted([(self.start, self.end), (other.start, other.end)])
        return minutes_of(starts[1][0]) < minutes_of(starts[0][1]) + margin

    def surely_apart(self, other: Drill, margin: int = 0) -> bool:
        """Whether one person can be at both, ``margin`` minutes between; on one day only if times are known."""
        if self.date != other.date:
            return True
        return self.minutes is not None and other.minutes is not None and not self.overlaps(other, margin)


class EntryProblem(Frozen):
    """A row of a schedule that cannot be true, or cannot be read."""

    row: int | None
    problem: str = Field(
        description="weekend, holiday, out_of_year, not_a_school_day, future, outside_hours, clash, duplicate, "
        "unknown_campus, unknown_type, unknown_unit, agency_overbooked, unreadable, ..."
    )
    message: str
    campus_id: str | None = None
    drill_id: str | None = None

    @classmethod
    def about(cls, drill: Drill, problem: str, message: str) -> EntryProblem:
        """A problem with a drill that could be read."""
        return cls(
            row=drill.row, problem=problem, message=message, campus_id=drill.campus_id, drill_id=drill.drill_id
        )


class Schedule(Frozen):
    """Anyone's schedule as read: the drills, and the rows that could not be made into one."""

    source: str
    drills: tuple[Drill, ...]
    problems: tuple[EntryProblem, ...] = ()
    notes: tuple[str, ...] = Field(
        default=(), description="What was assumed or left out without a problem, in sentences."
    )


class DrillRecord(Frozen):
    """One entry of the log: a drill was held, or was not, on a day.

    ``drill_id`` is that of the plan, or one of its own for a drill that no plan knows. The last entry for a drill
    and a day counts: a correction stands below what it corrects.
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
    cause: EventKind | None = Field(default=None, description="Why it was not held, where the law asks for it.")
    note: str = ""
    row: int | None = Field(default=None, description="Line of the log.")

    @property
    def key(self) -> tuple[str, Date]:
        """What one entry is about."""
        return self.drill_id, self.date
