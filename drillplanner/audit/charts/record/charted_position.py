"""A position as a chart shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section
from drillplanner.model import Frozen
from drillplanner.model.calendar.bells import Clock


class PositionState(StrEnum):
    """The state of a position on the chart."""

    OPENED = "opened"
    ON_CALL = "on_call"  # named, but not opened at the start
    ABSORBED = "absorbed"  # another position does its work (modular organization)
    COORDINATION = "coordination"  # outside the tree, such as a district's operations center


class CustodyStep(StrEnum):
    """A step of handing a child to a parent; no one may do two of them."""

    VERIFIES = "verifies"  # the request gate, the checker
    HANDS_OVER = "hands_over"  # the release gate, the reunifier
    ACCOUNTS = "accounts"  # keeps the tally of who left with whom


class CommandMember(Frozen):
    """A member of unified command."""

    agency: str = Field(description="The agency, or 'school' for the school itself.")
    person: str | None = None


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ChartedPosition(Frozen):
    """One position of a chart: who leads it, who stands in, to whom it reports, and its state."""

    id: str = Field(description="Unique on the chart, for example OPS-MED, or SEARCH-2 for the second team.")
    role: str | None = Field(
        default=None, description="The position of the catalogue that it is; left out where 'id' is that."
    )
    title: str | None = Field(default=None, description="As printed; left out: the catalogue's.")
    local_title: str | None = None
    level: OrganizationLevel | None = Field(default=None, description="Left out: the catalogue's.")
    section: Section | None = Field(default=None, description="Left out: the catalogue's.")
    state: PositionState = PositionState.OPENED
    drawn: bool | None = Field(default=None, description="Has a box on the chart; left out: if it is opened.")
    reports_to: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(
        default=(), description="The positions to which a line of command is drawn; command has none."
    )
    absorbed_by: str | None = Field(default=None, description="Of an absorbed position: who does its work.")
    asked_for: bool | None = Field(
        default=None,
        description="Of an absorbed position: whether the drill asks for it; left out: by the kind of drill.",
    )
    people: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(
        default=(), description="Ids of people; the first is in charge, all others are members of the team."
    )
    alternates: Annotated[tuple[str, ...] | None, BeforeValidator(_as_list)] = Field(
        default=None, description="Ids of people, the second in line first. None: not said."
    )
    held_by: str | None = Field(
        default=None,
        description="Where no one person holds it: 'every_teacher', or 'agency' for an outside agency.",
    )
    members: tuple[CommandMember, ...] = Field(default=(), description="Of unified command.")
    begins: Clock | None = Field(default=None, description="When it opens; None: with the drill.")
    ends: Clock | None = Field(default=None, description="When it closes; None: with the drill.")
    custody_step: CustodyStep | None = Field(default=None, description="Left out: by the role, if it has one.")
    treats_casualties: bool | None = Field(
        default=None, description="Whether a medical position treats casualties (not only responders)."
    )
    stated_reports: int | None = Field(
        default=None, ge=0, description="How many direct reports the chart says that it has, if it says so."
    )

    @property
    def role_id(self) -> str:
        """The catalog position that it is, or its own id."""
        return self.role or self.id

    @property
    def opened(self) -> bool:
        """Whether it is opened."""
        return self.state is PositionState.OPENED
