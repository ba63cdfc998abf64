"""Events, closures, and drills whose dates were filed with an authority."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.bells import Clock
from drillplanner.model.vocabulary import DrillType


class EventKind(StrEnum):
    """The kind of an event, as far as drill law and developmental rules distinguish it."""

    STUDENT_TRAINING = "student_training"
    STAFF_TRAINING = "staff_training"
    ATHLETIC_SEASON = "athletic_season"
    PUBLIC_EVENT = "public_event"
    STATE_ASSESSMENT = "state_assessment"
    REAL_EMERGENCY = "real_emergency"
    SEVERE_WEATHER = "severe_weather"
    FIRE = "fire"
    EPIDEMIC = "epidemic"
    UTILITY_FAILURE = "utility_failure"
    WATER_FAILURE = "water_failure"
    HEALTH_CONDITION = "health_condition"
    VIOLENCE_ON_CAMPUS = "violence_on_campus"
    VIOLENCE_IN_COMMUNITY = "violence_in_community"
    VIOLENCE_IN_THE_NEWS = "violence_in_the_news"
    DEATH_AT_SCHOOL = "death_at_school"
    DEATH_IN_COMMUNITY = "death_in_community"
    HOAX_CALL = "hoax_call"
    SWATTING = "swatting"
    SENSITIVE_DATE = "sensitive_date"

    @property
    def phrase(self) -> str:
        """The kind as a phrase for a sentence."""
        return self.replace("_", " ")

    @property
    def calls_for_pause(self) -> bool:
        """Whether drills about violence should pause after an event of this kind.

        A real emergency calls for one if the school locked down: see :func:`calls_for_pause`.
        """
        return self.startswith(("violence_", "death_")) or self in (EventKind.HOAX_CALL, EventKind.SWATTING)


#: The activities of a real emergency in which people locked down in earnest, as after a hoax call.
LOCKED_DOWN = (DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT)


def calls_for_pause(kind: EventKind, drill_type: DrillType | None) -> bool:
    """Check whether drills about violence should pause after an event; also after a real lockdown."""
    return kind.calls_for_pause or (kind is EventKind.REAL_EMERGENCY and drill_type in LOCKED_DOWN)


class MissedBecause(StrEnum):
    """Why a school did not hold a drill, where no event was the cause. No law excuses a drill for it."""

    FORGOT = "forgot"
    CONFLICT = "conflict"
    STAFFING = "staffing"

    @property
    def phrase(self) -> str:
        """The reason as a phrase for a sentence."""
        return _MISSED_PHRASES[self]


_MISSED_PHRASES = {
    MissedBecause.FORGOT: "forgotten",
    MissedBecause.CONFLICT: "conflict in the schedule",
    MissedBecause.STAFFING: "staffing",
}


class Event(Frozen):
    """An event that affects drills, past or planned, on a span of days (both ends included)."""

    kind: EventKind
    first: date
    last: date
    campus_ids: tuple[str, ...] | None = Field(default=None, description="None: the whole district.")
    drill_type: DrillType | None = Field(
        default=None, description="Of a real emergency: the drill whose activities it involved."
    )
    mental_health_signoff: bool | None = Field(
        default=None,
        description="After violence, a death, a real lockdown or a hoax: a mental health lead agrees to drills in "
        "its pause.",
    )
    extra_support: bool | None = Field(
        default=None, description="After violence or a death: extra notice and extra counselors are planned."
    )
    reason_recorded: bool | None = Field(
        default=None,
        description="After violence or a death: why the law's deadline is met in its pause is on file.",
    )
    note: str = ""
    row: int | None = Field(default=None, description="Line of events.csv.")

    @model_validator(mode="after")
    def _in_order(self) -> Event:
        if self.last < self.first:
            raise ValueError(f"it ends ({self.last}) before it begins ({self.first})")
        return self

    @property
    def calls_for_pause(self) -> bool:
        """Whether drills about violence should pause after the event."""
        return calls_for_pause(self.kind, self.drill_type)

    def concerns(self, campus_id: str) -> bool:
        """Check whether the event concerns the campus."""
        return self.campus_ids is None or campus_id in self.campus_ids


class Closure(Frozen):
    """A school day of the published calendar that was later closed."""

    on: date
    campus_ids: tuple[str, ...] | None = Field(default=None, description="None: the whole district.")
    cause: EventKind | None = Field(default=None, description="Why, where the law asks for it.")
    note: str = ""
    row: int | None = Field(default=None, description="Line of closures.csv.")

    @property
    def title(self) -> str:
        """The title of the day in the calendar after the closure."""
        why = self.note or (self.cause.phrase if self.cause else "")
        return f"Closed since: {why}" if why else "Closed since"

    def concerns(self, campus_id: str) -> bool:
        """Check whether the campus is closed."""
        return self.campus_ids is None or campus_id in self.campus_ids


class FiledDrill(Frozen):
    """A drill whose date was filed with an authority and is binding; and where it was moved to, and why.

    With a ``cause`` and no ``moved_to``, it could not be held and must still be made up.
    """

    campus_id: str
    drill_type: DrillType
    on: date = Field(description="The day that was filed.")
    start: Clock | None = None
    moved_to: date | None = None
    cause: EventKind | None = Field(default=None, description="Why it was moved.")
    row: int | None = Field(default=None, description="Line of filed.csv.")

    @property
    def effective_date(self) -> date:
        """The date on which the drill is now to be held."""
        return self.moved_to or self.on

    @property
    def needs_new_date(self) -> bool:
        """Whether the drill could not be held and has no new date yet."""
        return self.cause is not None and self.moved_to is None
