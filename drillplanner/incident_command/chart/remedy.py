"""A remedy for a gap in a chart: a course to take or a person to ask."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from drillplanner.incident_command.positions.catalog import PositionId
from drillplanner.model import Frozen


class RemedyKind(StrEnum):
    """The kinds of remedy."""

    TRAIN = "train"
    ASK = "ask"
    ASK_OUTSIDE = "ask_outside"
    ENTER_STAFF = "enter_staff"
    PRACTICE = "practice"


class Remedy(Frozen):
    """One thing to do before a drill. It follows our own choices, not a federal rule."""

    kind: RemedyKind
    message: str = Field(description="The whole of it in words, ready to print.")
    campus_id: str = Field(description="The campus that lacks something.")
    position_ids: tuple[PositionId, ...] = Field(default=(), description="The posts that it is for.")
    staff_id: str = Field(default="", description="Who takes the course, or who is asked; empty: nobody known.")
    name: str = ""
    courses: tuple[str, ...] = Field(default=(), description="Of 'train': courses and certificates, as printed.")
    by: datetime.date | None = Field(default=None, description="The day of the drill before which it is needed.")
    from_campus: str = Field(default="", description="Of 'ask': the campus at which the person works.")


def form_date(day: datetime.date) -> str:
    """Return a date as the forms print it: ``08/28/2025``."""
    return f"{day:%m/%d/%Y}"


def joined_with_and(items: Sequence[str]) -> str:
    """Return the items as in a sentence: "one, two and three"."""
    *rest, last = items
    return f"{', '.join(rest)} and {last}" if rest else last
