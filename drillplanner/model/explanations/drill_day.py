"""Why a drill has its date, and what other dates would cost, as plain values for JSON."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (fields below have the plain name)

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.explanations.conflicts import ConflictMember


class RuledOut(Frozen):
    """Days on which a drill is not possible, and why."""

    reason: str
    dates: tuple[Date, ...]
    cites: tuple[str, ...] = Field(default=(), description="The law that says so.")
    members: tuple[ConflictMember, ...] = Field(
        default=(), description="Where several things together stand in the way: each of them is necessary."
    )


class KeptOff(Frozen):
    """Lawful days that good practice, or the district's limit on schools, keeps free of a drill, and why."""

    practice: str = Field(description="The id of the practice, such as GP-20; or 'schools_a_day'.")
    reason: str
    dates: tuple[Date, ...]


class GoalDifference(Frozen):
    """How many more points of a soft goal another day would cost; negative if fewer."""

    goal: str
    points: int


class OtherDay(Frozen):
    """The best year of the campus with the drill on another day, compared with the plan; lower is better."""

    date: Date
    drills: int = Field(description="Drills more than in the plan.")
    breaches: int = Field(description="Breaches of required developmental rules more.")
    practice: int = Field(default=0, description="Breaches of good practice more.")
    practice_broken: tuple[str, ...] = Field(
        default=(), description="The good practice that is broken more often, each with its id."
    )
    visits: int = Field(description="Visits of agencies more.")
    points: int = Field(description="Points of soft goals more.")
    goals: tuple[GoalDifference, ...] = Field(default=(), description="The points, goal by goal.")
    others_moved: int = Field(description="Other drills of the campus that would be on another day.")
    points_alone: int | None = Field(
        description="Points more where no other drill moves; null where that takes more drills or visits, or "
        "cannot be."
    )
    is_proven: bool = Field(description="Whether no year with the drill on that day is better.")


class DrillExplanation(Frozen):
    """The reasons for a drill's date."""

    drill_id: str
    campus_id: str
    drill_type: str
    date: Date
    needed_for: tuple[str, ...] = Field(description="Duties that would not be met without it, in words.")
    also_meets: tuple[str, ...] = Field(default=(), description="Other duties for which it counts, in words.")
    costs_here: tuple[GoalDifference, ...] = Field(
        default=(), description="Points of the plan that would not be there without this drill, goal by goal."
    )
    is_forced: bool = Field(description="Whether no other day is lawful for it.")
    is_possible: bool = Field(
        default=True, description="Whether the campus has a lawful year at all, by the files as they are now."
    )
    is_past: bool = Field(default=False, description="It was held: its day is no longer a choice.")
    lawful: tuple[Date, ...] = Field(default=(), description="Other days on which it could be.")
    ruled_out: tuple[RuledOut, ...] = ()
    kept_off: tuple[KeptOff, ...] = Field(
        default=(),
        description="Of the other days, those that good practice keeps free of it if all other drills stay.",
    )
    next_best: tuple[OtherDay, ...] = ()
