"""The catalogue of incident-command positions: data in ``catalogue/*.yaml``, read into frozen models.

A position is a job on the chart, not a person. Titles follow the NIMS title table, school words stand beside
them; for which drill a position is opened, who is preferred for it and what must not be combined are design
choices and carry the mark that says so (``basis``).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from drillplanner.model import DrillType, Frozen

PositionId = str


class Section(StrEnum):
    """The functions of ICS, in the order in which the forms list them."""

    COMMAND = "command"
    OPERATIONS = "operations"
    PLANNING = "planning"
    LOGISTICS = "logistics"
    FINANCE = "finance"

    @property
    def letter(self) -> str:
        """The flag in the corner of a box, so that colour is never needed."""
        return self.value[0].upper()


class Level(StrEnum):
    """Organisational levels; each has its own word in the title (NIMS 2017, as taught in FEMA IS-200.C)."""

    COMMAND = "command"
    DEPUTY = "deputy"
    OFFICER = "officer"
    REPRESENTATIVE = "representative"
    CHIEF = "chief"
    DIRECTOR = "director"
    GROUP = "group"
    UNIT = "unit"
    MANAGER = "manager"
    TEAM = "team"
    SINGLE_RESOURCE = "single_resource"


#: How a title of that level ends. Command and single resources have titles of their own.
TITLE_ENDS = {
    Level.OFFICER: "Officer",
    Level.REPRESENTATIVE: "Representative",
    Level.CHIEF: "Section Chief",
    Level.DIRECTOR: "Branch Director",
    Level.GROUP: "Group Supervisor",
    Level.UNIT: "Unit Leader",
    Level.MANAGER: "Manager",
    Level.TEAM: "Team Leader",
}


class Tier(StrEnum):
    """How much structure a drill gets, from one or two people to full sections."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Mark(StrEnum):
    """How sure a statement is: A issuing body's text, B restatement, C well known, D our design choice."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class FilledBy(StrEnum):
    """Who holds a position."""

    STAFF = "staff"
    EVERY_TEACHER = "every_teacher"
    AGENCIES = "agencies"


class Span(Frozen):
    """Span of control: how many people should report to a supervisor. Students are exempt."""

    low: int = Field(default=3, ge=0)
    best: int = Field(default=5, ge=0)
    high: int = Field(default=7, ge=1, description="More direct reports than this ask for another layer.")
    exempt: bool = Field(default=False, description="Those supervised are students and teachers with a class.")


class Requirement(Frozen):
    """What a person must bring to hold a post at all: one of these certificates or everyday titles."""

    certifications: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class FormPlace(Frozen):
    """Where ICS 203 lists the position."""

    block: int = Field(ge=3, le=8)
    label: str


class Basis(Frozen):
    """How sure each part of a position's record is."""

    role: Mark
    opening: Mark
    exclusion: Mark
    people: Mark


class Position(Frozen):
    """One position of the catalogue."""

    id: PositionId = Field(pattern=r"^[A-Z]{3}-[A-Z]{2,4}$")
    title: str = Field(description="Title by level, as on the federal forms.")
    local_title: str = Field(description="What a school calls it.")
    short: str = Field(description="One or two words, for lists inside a box.")
    section: Section
    level: Level
    reports_to: PositionId | None
    branch: PositionId | None = Field(
        default=None, description="The branch that takes it in, if branches are formed."
    )
    opened_at_start: tuple[DrillType, ...] = ()
    on_call: tuple[DrillType, ...] = ()
    opened_if_agency_attends: bool = False
    kept_free_on_call: bool = Field(
        default=False,
        description="While it is on call its person is not given another post: the nurse stays the nurse.",
    )
    min_tier: Tier = Field(description="The least structure in which it is opened as a post of its own.")
    named_when_absorbed: Tier | None = Field(
        default=None,
        description="From this tier on its work is named under whoever does it while it is not opened.",
    )
    training_tier: Literal["T0", "T1", "T2", "T3", "T4"] = "T0"
    certifications: tuple[str, ...] = Field(
        default=(), description="Certificates wanted, by code of training.yaml."
    )
    requires_one_of: Requirement | None = None
    duties: str
    merge_ok: tuple[PositionId, ...] = Field(default=(), description="Posts that one person may hold beside it.")
    must_not_combine: tuple[str, ...] = Field(default=(), description="Posts and exclusion classes that bar it.")
    exclusion: tuple[str, ...] = Field(default=(), description="Exclusion classes of which it is a member.")
    span: Span = Span()
    seats: int = Field(
        default=1, ge=1, description="People that it needs at least; more than one makes it a team."
    )
    filled_by: FilledBy = FilledBy.STAFF
    fill_order: int = Field(ge=1, le=99, description="When people are few, 1 is filled first.")
    preferred_titles: tuple[str, ...] = Field(default=(), description="Families of staff_titles.yaml, best first.")
    signs: tuple[str, ...] = Field(default=(), description="Blocks of ICS forms that its holder signs.")
    form_203: FormPlace
    basis: Basis


class ExclusionClass(Frozen):
    """Posts whose holder must not be drawn away, and for whom that holder may stand in as an alternate."""

    id: str = Field(pattern=r"^X\d$")
    name: str
    reason: str
    basis: Mark
    stands_in_for: Literal["nobody", "outside_operations", "same_class", "outside_class"]

    def lets_stand_in(self, other: Position) -> bool:
        """Whether the holder of a post of this class may be named as an alternate for ``other``."""
        match self.stands_in_for:
            case "nobody":
                return False
            case "outside_operations":
                return other.section is not Section.OPERATIONS
            case "same_class":
                return self.id in other.exclusion
            case "outside_class":
                return self.id not in other.exclusion


class Catalogue(Frozen):
    """All positions, in the order of the forms, with the tables that belong to them."""

    positions: tuple[Position, ...]
    tiers: dict[DrillType, Tier]
    exclusion_classes: tuple[ExclusionClass, ...]

    @cached_property
    def by_id(self) -> dict[PositionId, Position]:
        """Positions by id."""
        return {position.id: position for position in self.positions}

    @cached_property
    def order(self) -> dict[PositionId, int]:
        """The place of each position in the order of the forms."""
        return {position.id: place for place, position in enumerate(self.positions)}

    @cached_property
    def _class_by_id(self) -> dict[str, ExclusionClass]:
        return {one.id: one for one in self.exclusion_classes}

    def sort(self, ids: set[PositionId] | frozenset[PositionId]) -> tuple[PositionId, ...]:
        """The ids in the order of the forms."""
        return tuple(sorted(ids, key=self.order.__getitem__))

    def may_stand_in(self, own: PositionId, other: PositionId) -> bool:
        """Whether the primary of ``own`` may be named as an alternate of ``other``."""
        classes = (self._class_by_id[one] for one in self.by_id[own].exclusion)
        return own != other and all(one.lets_stand_in(self.by_id[other]) for one in classes)
