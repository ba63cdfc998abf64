"""A mandate (one cited requirement of law or policy) and a duty (a mandate for one campus and date range)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator

from drillplanner.law.duties.applicability import Grades
from drillplanner.law.kinds import AnyRequirement
from drillplanner.law.requirement import Demand
from drillplanner.law.window import Window
from drillplanner.model import Audience, Confidence, DrillFormat, Frozen, Layer, Unit, UnitKind
from drillplanner.model.plain_values import WebAddress


class Source(Frozen):
    """A text of law, or a summary of one, that we read."""

    cite: str = Field(min_length=3)
    url: WebAddress
    version: str = Field(description="What is known of the text's date; 'undated' if nothing.")
    read: date = Field(description="The day on which it was read.")
    known_by: Confidence
    note: str = ""


class Effective(Frozen):
    """The time in which a mandate is in force; None means no limit."""

    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Effective:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"it is in force until {self.until}, which is before {self.since}")
        return self

    def covers(self, first: date, last: date) -> bool:
        """Check whether it is in force on any day from first to last."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)

    def outside(self, on: date) -> str:
        """Return when it ended or starts, for a day on which it is not in force: ``until 2026-06-30``."""
        has_ended = self.until is not None and self.until < on
        return f"until {self.until}" if has_ended else f"from {self.since}"

    def clip(self, window: Window) -> Window | None:
        """Return the part of the window in which it is in force, or None."""
        if not self.covers(window.first, window.last):
            return None
        first = max(window.first, self.since or window.first)
        last = min(window.last, self.until or window.last)
        return window if (first, last) == (window.first, window.last) else _cut(window, first, last)


def _cut(window: Window, first: date, last: date) -> Window:
    label = f"{window.label}, as far as it is in force (from {first} to {last})"
    return window.model_copy(update={"first": first, "last": last, "label": label})


class AcceptedForms(Frozen):
    """Forms of a drill that count by the words of the law itself, although nothing is practiced in full."""

    formats: tuple[DrillFormat, ...] = ()
    audiences: tuple[Audience, ...] = ()


class Mandate(Frozen):
    """One cited requirement of law or policy: to whom it applies, where it comes from, and what it requires."""

    mandate_id: str = Field(pattern=r"^[A-Z0-9]+-[A-Za-z0-9.-]+$")
    title: str = Field(description="One line, for calendars and tables.")
    text: str = Field(description="The rule restated in our own words.")
    layer: Layer
    sources: tuple[str, ...] = Field(
        min_length=1, description="Ids of the pack's sources, the deciding one first."
    )
    confidence: Confidence
    effective: Effective = Effective()
    applies_if: dict[str, bool] = Field(
        default_factory=dict, description="Facts of the campus that must be so for the mandate to apply."
    )
    grades: Grades | None = Field(default=None, description="Grades that the campus must teach.")
    students_from: int | None = Field(default=None, ge=1, description="Students from which it applies.")
    unit: UnitKind = Field(
        default=UnitKind.CAMPUS,
        description="What owes it. A campus of which units.csv lists no such unit owes it as a whole.",
    )
    also_counts_for: tuple[str, ...] = Field(
        default=(), description="Mandates for which the same drill may count as well."
    )
    separate_from: tuple[str, ...] = Field(
        default=(), description="Mandates for which the same drill may not count as well."
    )
    vague: str = Field(
        default="",
        description="The text's own words where they set no measure ('at reasonable intervals'). The "
        "requirement is then our default: it is planned where it can be, and a schedule that misses it cannot be "
        "told to break the law.",
    )
    accepts: AcceptedForms = Field(
        default=AcceptedForms(),
        description="Formats and audiences that count by the words of the law, as 'text' restates them. Without "
        "it, a plan that counts talks, tabletops, or staff-only exercises asks whether the state accepts them.",
    )
    reading: str = Field(default="", description="How we read what the text leaves open.")
    requirement: AnyRequirement

    @model_validator(mode="after")
    def _says_how_it_reads_vague_words(self) -> Mandate:
        if self.vague and not self.reading:
            raise ValueError("'vague' words need a 'reading' that says which default is taken")
        return self


class SetAside(Frozen):
    """A mandate of another pack that does not apply in this district, with the clause that allows that."""

    mandate: str = Field(description="Id of the mandate that is set aside.")
    clause: str = Field(min_length=3, description="The clause of the law that allows it.")
    authority: str = Field(min_length=3, description="Who allowed it, and when.")


class NotEncoded(Frozen):
    """A requirement that drillplanner does not check, with the reason."""

    mandate_id: str
    text: str
    reason: str
    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    since: date | None = Field(
        default=None, description="The day from which it binds, if it is recent or to come."
    )


class Force(StrEnum):
    """How firmly a duty binds: whether missing it breaks the law, and what a plan does for it."""

    BINDS = "binds"
    """A plan meets it; a schedule that misses it breaks the law."""
    WHERE_POSSIBLE = "where_possible"
    """Its words set no measure, or it is only presumed to bind: planned where it can be met with the firm ones."""
    WITHOUT_MORE_DRILLS = "without_more_drills"
    """A fact that decides whether it applies is missing: planned only where that takes no more drills."""


class Duty(Frozen):
    """A mandate for one campus and one window: what a plan must schedule and an audit checks.

    Shown to users as a requirement.
    """

    duty_id: str = Field(
        description="mandate/campus/window, or mandate/campus/unit/window: NJ-01/burnet-hill/2025-10."
    )
    mandate: Mandate
    campus_id: str
    window: Window
    missing_fact: str | None = Field(
        default=None,
        description="What decides whether it applies, or how, and is not known: a fact of the campus, an event.",
    )
    presumed: str = Field(
        default="",
        description="Of a mandate that is only presumed to bind, what decides that it does, as a clause: 'whether "
        "the state keeps the drill section of the International Fire Code'. Empty: nothing else decides.",
    )
    unit: Unit | None = Field(
        default=None, description="The building, bus or cohort that owes it; None: the campus."
    )
    cite: str = Field(min_length=3)
    url: str

    @property
    def sentence(self) -> str:
        """The duty in words: 'at least 1 fire drill in October 2025, for bus 12'."""
        sentence = self.mandate.requirement.sentence(self.window)
        return sentence if self.unit is None else f"{sentence}, for {self.unit.kind.phrase} {self.unit.unit_id}"

    @cached_property
    def demand(self) -> Demand | None:
        """The number of drills that it asks for; None if it asks for no number (``Requirement.asks``)."""
        return self.mandate.requirement.asks(self.window)

    @property
    def doubt(self) -> str | None:
        """Why missing this duty may not break the law, as a clause; None if it binds firmly.

        It is a fact that is not known, a code that may not bind, or words without a measure.
        """
        if self.missing_fact is not None:
            return self.missing_fact
        if self.presumed:
            return self.presumed
        return f'what "{self.mandate.vague}" means here' if self.mandate.vague else None

    @property
    def force(self) -> Force:
        """How firmly the duty binds. Planner and judge ask this, and not which doubt it is."""
        if self.doubt is None:
            return Force.BINDS
        return Force.WHERE_POSSIBLE if self.missing_fact is None else Force.WITHOUT_MORE_DRILLS

    @property
    def binds_firmly(self) -> bool:
        """Whether a schedule that misses this duty breaks the law."""
        return self.force is Force.BINDS
