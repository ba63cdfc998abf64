"""``attend`` in district.yaml: agencies that come to drills because the district asks them, not the law."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import Field, field_validator

from drillplanner.files.iso_date import IsoDate
from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import AgencyKind, DrillType

_PERCENT = re.compile(r"([1-9]\d?|100)%")
#: What 'share' can be, for a message.
SHARES = "all, once, or a percentage from 1% to 100%, such as 50%"


class AttendedPart(NamedTuple):
    """At least ``drills`` of every ``of_every`` drills; None: one of all drills of the school year."""

    drills: int
    of_every: int | None

    @property
    def is_all(self) -> bool:
        """Whether it is every drill."""
        return self.drills == self.of_every


class WantedAgency(Frozen):
    """The agency that an entry means: one of a kind, or the one with an id if the district lists several."""

    kind: AgencyKind
    agency_id: str | None = None

    @property
    def phrase(self) -> str:
        """The agency as a phrase for a sentence: 'police', or its id."""
        return self.agency_id or self.kind.replace("_", " ")


class ChosenAttendance(Frozen):
    """One entry of ``attend``: an agency, the drills it comes to, and to how many of them."""

    agency: str = Field(
        min_length=1, description="An 'agency_id' of 'agencies', or a kind of agency that is listed there."
    )
    drills: tuple[DrillType, ...] = Field(min_length=1, description="Types of drill that it comes to.")
    share: str = Field(
        default="all",
        description="At each school: 'all' of these drills, 'once' a school year if any is held, or a percentage "
        "of them, such as 50%, rounded up.",
    )
    from_: IsoDate | None = Field(
        default=None,
        alias="from",
        description="The day from which it holds, if it was agreed within the school year; earlier drills do not "
        "count.",
    )

    @field_validator("share", mode="before")
    @classmethod
    def _known_share(cls, value: object) -> object:
        if not isinstance(value, str) or not (value in {"all", "once"} or _PERCENT.fullmatch(value)):
            raise ValueError(f"'{value}' is not a share of drills; allowed: {SHARES}")
        return value

    @property
    def part(self) -> AttendedPart:
        """The share in numbers."""
        if self.share == "once":
            return AttendedPart(1, None)
        percent = 100 if self.share == "all" else int(self.share.removesuffix("%"))
        return AttendedPart(percent, 100)

    @property
    def drills_phrase(self) -> str:
        """The drills in the singular: 'lockdown or active-assailant drill'."""
        return _joined([drill_type.phrase for drill_type in self.drills])

    @property
    def drills_plural(self) -> str:
        """The drills in the plural: 'lockdown or active-assailant drills'."""
        return _joined([f"{drill_type.phrase}s" for drill_type in self.drills])


def _joined(phrases: list[str]) -> str:
    """Return phrases joined by 'or', with a noun that the last one has in common said once."""
    *others, last = phrases
    noun = last.rsplit(" ", 1)[-1]
    return " or ".join((*(phrase.removesuffix(f" {noun}") for phrase in others), last))
