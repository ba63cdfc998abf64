"""Whether a district can be planned, how tight it is, and how a duty is met, as plain values for JSON."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.explanations.conflicts import Conflict
from drillplanner.model.plans.goals import GoalCost


class TightDuty(Frozen):
    """A duty with few days to spare."""

    duty: str = Field(description="Id of the duty; at several campuses, of the first of them.")
    campuses: tuple[str, ...] = Field(description="Ids of the campuses where it is just as tight.")
    words: str
    cite: str
    needed: int = Field(description="Drills that it asks for.")
    days: int = Field(description="Days on which one fits and the agency that it wants can come.")

    @property
    def spare(self) -> int:
        """The number of days beyond the drills needed."""
        return self.days - self.needed


class DistrictExplanation(Frozen):
    """Whether there is a plan or one is possible, and if not, why."""

    status: str = Field(
        description="planned: there is a plan of today's files; possible: there can be one; infeasible; "
        "countable: each campus can be planned alone, and the visits are enough by count; unknown: the effort "
        "does not tell."
    )
    is_stale: bool = Field(default=False, description="There is a plan, and the files have changed since.")
    plan_status: str | None = Field(default=None, description="optimal or feasible")
    objective: int | None = None
    bound: int | None = None
    gap: float | None = None
    costs: tuple[GoalCost, ...] = ()
    tightest: tuple[TightDuty, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class CreditedDrill(Frozen):
    """A drill that counts for a duty."""

    drill_id: str
    date: date
    drill_type: str


class DutyExplanation(Frozen):
    """How a duty is met, or why it cannot be met."""

    duty: str
    campus_id: str
    words: str
    cite: str
    url: str
    status: str = Field(
        description="By the plan: met, violated or cannot_tell. Without one: possible (alone, where others "
        "conflict), infeasible, countable, unknown or set_aside."
    )
    reason: str = ""
    is_stale: bool = False
    asks_for_drills: bool = Field(
        default=True, description="Whether drills are owed; a limit or a notice is only about some."
    )
    drills: tuple[CreditedDrill, ...] = ()
    room: str = Field(default="", description="What the campus has to meet it with.")
    in_conflict: bool = Field(default=False, description="Whether it is a member of one of the conflicts.")
    conflicts: tuple[Conflict, ...] = Field(
        default=(), description="Why it cannot be met; or, where it is in none of them, what else stops a plan."
    )
