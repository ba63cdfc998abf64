"""A record that a state or a fire code wants kept, filed, posted, or certified, and the fields it asks for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.model import Confidence, DrillType, Frozen

#: The longest period that we found in any state: results of some drills in Tennessee. Keep records for that long.
YEARS_SUGGESTED = 5
#: What is no drill: a record of all drills does not ask for these.
NO_DRILLS = frozenset((DrillType.TABLETOP, DrillType.FUNCTIONAL, DrillType.FULL_SCALE, DrillType.INSTRUCTION))


class RecordPurpose(StrEnum):
    """What is done with the record."""

    KEPT = "kept"
    FILED = "filed"
    POSTED = "posted"
    CERTIFIED = "certified"


class RecordPer(StrEnum):
    """What one entry of the record is about."""

    DRILL = "drill"
    MONTH = "month"
    YEAR = "year"


class FieldAsk(Frozen):
    """One field that a record asks for.

    ``required`` is true if the law, the rule, or the filing itself asks for it: a drill without it is not
    evidenced. Otherwise the form has a place for it, and it may stay empty.
    """

    field: str
    heading: str = Field(min_length=1, description="What the form calls it, in our own words.")
    required: bool = False


class Retention(Frozen):
    """How long a record is kept; ``years`` is None if no period was found.

    ``drills`` are the types of drills that the period is about; empty means all that the record is about. ``only``
    names whose records it is about if that is a part of the schools: for others no period was found.
    """

    years: int | None = Field(ge=1)
    words: str = Field(min_length=1)
    drills: tuple[DrillType, ...] = ()
    only: str = ""

    def last_day(self, school_year: int) -> date | None:
        """Return the last day to keep records of the year that begins in ``school_year``; None if not known."""
        return None if self.years is None else last_day_after(school_year, self.years)

    def is_known_for(self, drill_type: DrillType) -> bool:
        """Check whether a period was found for the records of a drill of this type at any school."""
        return self.years is not None and not self.only and (not self.drills or drill_type in self.drills)


def last_day_after(school_year: int, years: int) -> date:
    """Return the day on which records of the year that begins in ``school_year`` are ``years`` old.

    The years are counted from the end of the school year: a law that counts from the drill ends earlier.
    """
    return date(school_year + 1 + years, 6, 30)


class KeptRecord(Frozen):
    """A record of drills that a state or a model fire code asks for, as far as we know it.

    ``drills`` are the types of drills that it is about; empty means all of them, without lessons and exercises.
    ``not_certain`` says what was not read or found, and ``certainty`` what the fields were read in.
    """

    record: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Its id.")
    state: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    code: str | None = Field(default=None, description="The model fire code that asks for it, instead of a state.")
    title: str
    purpose: RecordPurpose
    goes_to: str
    due: str = ""
    per: RecordPer = RecordPer.DRILL
    drills: tuple[DrillType, ...]
    asks: tuple[FieldAsk, ...]
    cite: str
    url: str = Field(description="Where it was read; empty if no address is known.")
    read: date = Field(description="The day on which the source was read.")
    certainty: Confidence
    not_certain: str
    retention: Retention

    @model_validator(mode="after")
    def _is_of_one(self) -> KeptRecord:
        if (self.state is None) == (self.code is None):
            raise ValueError("give one of 'state' and 'code'")
        if not self.asks and not self.not_certain:
            raise ValueError("a record without fields says in 'not_certain' what was not found")
        return self

    @property
    def asked_by(self) -> str:
        """The state or the fire code that asks, for a sentence."""
        return self.state or f"fire code ({self.code})"

    def is_about(self, drill_type: DrillType) -> bool:
        """Check whether drills of this type belong into the record."""
        return drill_type in self.drills or (not self.drills and drill_type not in NO_DRILLS)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields without which a drill is not evidenced."""
        return tuple(ask.field for ask in self.asks if ask.required)
