"""What is known of one district after its task, as frozen values; nothing about people is in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from drillplanner.api import Frozen


class FleetWork(StrEnum):
    """What is done for each district."""

    PLAN = "plan"
    AUDIT = "audit"
    STATUS = "status"
    PUBLISH = "publish"


class Outcome(StrEnum):
    """How the work on a district ended."""

    DONE = "done"
    BAD_INPUT = "bad_input"
    REFUSED = "refused"
    NO_PLAN = "no_plan"
    NOT_PLANNED = "not_planned"
    KEPT = "kept"
    OUT_OF_TIME = "out_of_time"
    NOT_ACCEPTED = "not_accepted"
    NOT_WRITTEN = "not_written"
    CRASHED = "crashed"

    @property
    def phrase(self) -> str:
        """The outcome as a short label for people."""
        return _PHRASES[self]

    @property
    def may_pass(self) -> bool:
        """Whether the same files may end otherwise the next time: such work is tried again."""
        return self in {Outcome.CRASHED, Outcome.NOT_WRITTEN}


_PHRASES: Mapping[Outcome, str] = {
    Outcome.DONE: "done",
    Outcome.BAD_INPUT: "files cannot be used",
    Outcome.REFUSED: "scenario not fit for children",
    Outcome.NO_PLAN: "no lawful plan exists",
    Outcome.NOT_PLANNED: "no plan yet",
    Outcome.KEPT: "plan updated during the year or by hand, kept as it is",
    Outcome.OUT_OF_TIME: "no plan found within the effort allowed",
    Outcome.NOT_ACCEPTED: "did not pass the independent check",
    Outcome.NOT_WRITTEN: "files could not be written",
    Outcome.CRASHED: "the program did not finish",
}


class MandateCount(Frozen):
    """The requirements of one mandate at all campuses of a district, by the judge's verdict."""

    mandate_id: str
    title: str
    layer: str | None = Field(description="Where the mandate comes from, such as 'state' or 'district'.")
    is_presumed: bool = Field(description="From a model fire code of which nobody confirmed that it binds.")
    is_task: bool = Field(description="A notice, a filing, or another task; no drill can meet it.")
    met: int
    violated: int
    cannot_tell: int
    campuses: int = Field(description="Campuses that owe it.")


class PackVersion(Frozen):
    """A pack of law that a result rests on."""

    pack_id: str
    reviewed: date = Field(description="The day on which the pack was last held against its sources.")
    review_by: date = Field(description="After this day the pack is old.")
    sha256: str = Field(description="Of the pack's content: two results with the same hash rest on the same law.")


class PlanFigures(Frozen):
    """The plan of a district in numbers."""

    status: str = Field(description="optimal, or feasible where a better plan is not ruled out.")
    ended_early: str | None = Field(description="Why the search did not run to its end; None where it did.")
    drills: int
    cost: int = Field(description="Penalty points of all preferences; less is better.")
    bound: int = Field(description="No lawful plan with as few drills and visits costs less.")
    gap: float = Field(description="(cost - bound) / max(cost, 1).")
    practice_kept: int = Field(description="Good practices that the year keeps, each once for each campus.")
    practice_of: int
    planned_on: date
    sha256: str = Field(description="Of the bytes of plan/plan.json.")


class JudgedFigures(Frozen):
    """What the independent judge says of a district's plan, in addition to its mandates."""

    impossible_entries: int = Field(description="Entries that cannot be right, such as a drill on a closed day.")
    well_being_broken: int = Field(description="Binding well-being rules that are broken, grouped.")
    well_being_open: int = Field(description="Binding well-being rules that need an answer, grouped.")
    not_judged: int = Field(description="Requirements that a schedule cannot show.")


class DistrictResult(Frozen):
    """The result of one district's task: no path but its name in the fleet, no clock, no name of a person.

    The same task gives the same result on any machine. What a result lacks because the work failed is empty or
    None, never 0 where a number would be a claim.
    """

    folder: str = Field(description="The name of the district's workspace in the fleet.")
    work: FleetWork
    outcome: Outcome
    sentence: str = Field(default="", description="Of a failure: why, in one sentence without values from files.")
    words: str = Field(default="", description="Of a failure: all that the command for one district would print.")
    district: str = Field(default="", description="The district's name; empty if its files could not be read.")
    state: str = Field(default="", description="The two-letter code; empty if the files could not be read.")
    year: str = ""
    campuses: int | None = None
    laws: tuple[PackVersion, ...] = ()
    mandates: tuple[MandateCount, ...] = Field(default=(), description="In the order of their ids.")
    questions: dict[str, int] = Field(
        default_factory=dict,
        description="What is not known, to be read before anyone relies on the plan: how many points of each kind "
        "(model.CaveatKind), such as 'law_open', 'fact', 'guess'.",
    )
    plan: PlanFigures | None = Field(default=None, description="The plan that was made, judged, or published.")
    judged: JudgedFigures | None = None
    unrecorded: int | None = Field(
        default=None, description="Drills before the day of an audit or a status of which there is no record."
    )
    is_current: bool | None = Field(
        default=None,
        description="Of an audit or a status: whether the plan was made of the files as they are now.",
    )
    as_of: date | None = Field(default=None, description="Of 'status': its day.")
    duty_states: dict[str, int] = Field(
        default_factory=dict, description="Of 'status': how many requirements are in each state (model.DutyState)."
    )
    files: int | None = Field(default=None, description="Of 'publish': how many files were written.")
    notes: tuple[str, ...] = Field(default=(), description="Of 'publish': what to know about the files.")

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan that the result speaks of."""
        return self.plan is not None

    @property
    def open_questions(self) -> int:
        """How many points are not known."""
        return sum(self.questions.values())

    @property
    def violated(self) -> int:
        """Requirements that are not met."""
        return sum(count.violated for count in self.mandates)

    @property
    def cannot_tell(self) -> int:
        """Requirements that need an answer before they can be judged."""
        return sum(count.cannot_tell for count in self.mandates)


class FleetEntry(Frozen):
    """A district of a fleet with its latest result, as the records keep it."""

    folder: str
    work: FleetWork
    key: str = Field(description="SHA-256 of all that the result depends on (fleet/key.py).")
    result: DistrictResult
    tries: int = Field(description="How often the work was begun for this key and did not finish, or 1.")
    is_parked: bool = Field(description="It failed three times and is not tried again by itself.")
    processor_seconds: float = Field(description="Of the last try; measured, and no part of what is compared.")
