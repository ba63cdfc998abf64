"""A mandate: one cited requirement; and a duty: a mandate bound to a campus and a dated window."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from drillplanner.mandates.kinds import AnyRequirement
from drillplanner.mandates.window import Window
from drillplanner.model import Confidence, Frozen, Layer


class Source(Frozen):
    """A text that was read."""

    cite: str
    url: str
    version: str = Field(description="What is known of the text's date; 'undated' if nothing.")
    read: date = Field(description="The day on which it was read.")
    known_by: Confidence
    note: str = ""


class Effective(Frozen):
    """When a mandate is in force; None is open."""

    since: date | None = None
    until: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """Whether it is in force at any time from first to last."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)


class Mandate(Frozen):
    """One cited requirement."""

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
    also_counts_for: tuple[str, ...] = Field(
        default=(), description="Mandates for which the same drill may count as well; without it, none."
    )
    reading: str = Field(default="", description="How we read what the text leaves open.")
    requirement: AnyRequirement


class NotEncoded(Frozen):
    """A requirement that no schedule can show to be kept, with the reason."""

    mandate_id: str
    text: str
    reason: str
    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


class Duty(Frozen):
    """A mandate bound to a campus and a window: what the solver must do and the judge decides."""

    duty_id: str = Field(description="mandate/campus/window, for example NJ-01/burnet-hill/2025-10.")
    mandate: Mandate
    campus_id: str
    window: Window
    missing_fact: str | None = Field(
        default=None,
        description="A fact of the campus that decides whether the mandate applies, and is not known.",
    )
    cite: str
    url: str

    @property
    def sentence(self) -> str:
        """What is owed, in words."""
        return self.mandate.requirement.owes(self.window)
