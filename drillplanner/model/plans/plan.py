"""The plan: drills, tasks, findings, costs, and a proven bound on the cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.plans.caveats import Caveat
from drillplanner.model.plans.changes import Repair
from drillplanner.model.plans.crowded_day import CrowdedDay
from drillplanner.model.plans.drill import Drill
from drillplanner.model.plans.drill_numbers import DrillNumbers
from drillplanner.model.plans.findings import GroupedFinding
from drillplanner.model.plans.goals import GoalCost
from drillplanner.model.plans.practice import PracticeOutcome
from drillplanner.model.scenarios.fact_vocabulary import ToldGroup

#: Printed on every output.
DISCLAIMER = "Not legal advice. Check every requirement against the current official text before relying on it."

#: Begins each warning of a plan about a developmental rule that it leaves open.
INCOMPLETE = "Incomplete: "


#: The reason why a search did not run to its end.
EndedEarly = Literal["time_limit", "interrupted"]
#: The reasons as the beginning of a sentence.
ENDED: Mapping[EndedEarly, str] = {
    "time_limit": "The time limit cut the search short",
    "interrupted": "The search was interrupted",
}


class Task(Frozen):
    """A dated chore that the law requires, or a developmental rule to which the drill's scenario commits."""

    task_id: str
    mandate_id: str = Field(description="The mandate, or the developmental rule, that asks for it.")
    campus_id: str
    drill_id: str | None = Field(description="The drill that brings it; None for a yearly chore.")
    kind: str = Field(description="notify, notify_after, report, record, prepare, post, file, certify, ...")
    who: str = Field(description="To whom it is owed, in words.")
    text: str
    due: date
    due_words: str = Field(description="The lead time as the mandate gives it, in words.")
    was_due: date | None = Field(
        default=None,
        description="Of a chore for which it was late already when its drill came to its day: when it was due.",
    )
    not_before: date | None = Field(default=None, description="The first day on which it counts; None is any.")
    dates: tuple[date, ...] = Field(default=(), description="Of an offer: the dates to offer, in order.")
    keep_years: int | None = Field(default=None, description="How many years the record is to be kept.")
    developmental: bool = Field(default=False, description="A developmental rule asks for it, not the law.")
    tells: tuple[ToldGroup, ...] = Field(default=(), description="Of a notice: whom it reaches.")
    hours_before: int | None = Field(
        default=None,
        description="Of a notice: so many hours before the drill it leaves at the latest, whatever its last day.",
    )
    covers: tuple[str, ...] = Field(
        default=(),
        description="Of a chore other than a notice: the promises of scenarios that it is or keeps.",
    )
    serves: tuple[str, ...] = Field(
        default=(), description="Of a chore of the law: developmental rules that it serves as well."
    )


class Provenance(Frozen):
    """The origin of a plan, so that it can be reproduced byte for byte."""

    program: str
    solver: str
    seed: int
    inputs: str = Field(description="SHA-256 over the workspace's files that were read.")
    packs: dict[str, str] = Field(description="The day on which each pack was last held against its sources.")
    planned_on: date


class Plan(Frozen):
    """A school year of drills."""

    format_version: int = 1
    district: str
    state: str
    year: str
    status: str = Field(description="optimal, or feasible where a better plan is not ruled out.")
    ended_early: EndedEarly | None = Field(
        default=None,
        description="Why the search did not run to its end, so that a better plan may exist; None where it did.",
    )
    objective: int = Field(description="Points of all soft goals; less is better.")
    bound: int = Field(description="No lawful plan with as few drills and visits costs less.")
    gap: float = Field(description="(objective - bound) / max(objective, 1).")
    costs: tuple[GoalCost, ...] = Field(description="The objective, goal by goal.")
    drills: tuple[Drill, ...]
    crowded_days: tuple[CrowdedDay, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="Days on which a campus holds more than 'drills_a_day', because the law leaves no other way.",
    )
    tasks: tuple[Task, ...] = ()
    findings: tuple[GroupedFinding, ...] = Field(
        default=(), description="What developmental rules say of these drills; none is prohibited."
    )
    practice: PracticeOutcome = Field(
        default=PracticeOutcome(), description="How far the year keeps good practice, which is not law."
    )
    numbers: tuple[DrillNumbers, ...] = Field(
        default=(),
        exclude_if=lambda value: not value,
        description="The number of drills of each school, by who asks for them.",
    )
    before_you_rely: tuple[Caveat, ...] = Field(
        default=(), description="What is not known, to be read before anyone relies on the plan."
    )
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = Field(
        default=(), description="What this plan leaves out or did not prove, in sentences."
    )
    repair: Repair | None = Field(
        default=None, description="Of a plan made by 'replan': what it kept and how few drills it moved."
    )
    provenance: Provenance
    disclaimer: str = DISCLAIMER

    @property
    def version(self) -> str:
        """A short id of this plan's inputs, printed on every sheet."""
        return self.provenance.inputs[:8]
