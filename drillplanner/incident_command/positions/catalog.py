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


class OrganizationLevel(StrEnum):
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
    OrganizationLevel.OFFICER: "Officer",
    OrganizationLevel.REPRESENTATIVE: "Representative",
    OrganizationLevel.CHIEF: "Section Chief",
    OrganizationLevel.DIRECTOR: "Branch Director",
    OrganizationLevel.GROUP: "Group Supervisor",
    OrganizationLevel.UNIT: "Unit Leader",
    OrganizationLevel.MANAGER: "Manager",
    OrganizationLevel.TEAM: "Team Leader",
}


class Tier(StrEnum):
    """How much structure a drill gets, from one or two people to full sections."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Band(StrEnum):
    """How many adults are free at that campus and hour, which decides the shape of the organisation (ours: D)."""

    XS = "XS"
    S = "S"
    M = "M"
    L = "L"


class CertaintyMark(StrEnum):
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


class HolderRequirement(Frozen):
    """What a person must bring to hold a post at all: one of these certificates or everyday titles."""

    certifications: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class FormPlace(Frozen):
    """Where ICS 203 lists the position."""

    block: int = Field(ge=3, le=8)
    label: str


class Basis(Frozen):
    """How sure each part of a position's record is."""

    role: CertaintyMark
    opening: CertaintyMark
    exclusion: CertaintyMark
    people: CertaintyMark


class Position(Frozen):
    """One position of the catalogue."""

    id: PositionId = Field(pattern=r"^[A-Z]{3}-[A-Z]{2,4}$")
    title: str = Field(description="Title by level, as on the federal forms.")
    local_title: str = Field(description="What a school calls it.")
    short: str = Field(description="One or two words, for lists inside a box.")
    section: Section
    level: OrganizationLevel
    reports_to: PositionId | None
    branch: PositionId | None = Field(
        default=None, description="The branch that takes it in, if branches are formed."
    )
    opened_at_start: tuple[DrillType, ...] = ()
    on_call: tuple[DrillType, ...] = ()
    off_site: Literal["at_start", "on_call"] | None = Field(
        default=None, description="Whether an evacuation to a place off the grounds opens it, whatever its kind."
    )
    simulated: tuple[DrillType, ...] = Field(
        default=(), description="Exercises in which the simulation cell plays it, so that nobody is put into it."
    )
    opened_if_agency_attends: bool = False
    brings: tuple[PositionId, ...] = Field(
        default=(), description="Posts that it cannot do without: opened with it, whatever the drill asks."
    )
    replaces: PositionId | None = Field(
        default=None, description="A simpler post whose work it takes over where there are people enough."
    )
    kept_free_on_call: bool = Field(
        default=False,
        description="While it is on call its person is not given another post: the nurse stays the nurse.",
    )
    min_tier: Tier = Field(description="The least structure in which it is opened as a post of its own.")
    absorbed_up_to: Tier | None = Field(
        default=Tier.L3,
        description="The highest tier at which the next level up may do its work where people are too few. None: "
        "never, the post then stays vacant and somebody is to be asked.",
    )
    named_when_absorbed: Tier | None = Field(
        default=None,
        description="From this tier on its work is named under whoever does it while it is not opened.",
    )
    training_tier: Literal["T0", "T1", "T2", "T3", "T4"] = "T0"
    certifications: tuple[str, ...] = Field(
        default=(), description="Certificates wanted, by code of training.yaml."
    )
    requires_one_of: HolderRequirement | None = None
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


class BandShape(Frozen):
    """The shape of the organisation from so many adults on who are there and hold no class (ours: D)."""

    band: Band
    adults_from: int = Field(ge=0)
    first: tuple[PositionId, ...] = Field(description="Filled before all others, in this order.")
    closes: tuple[PositionId, ...] = Field(default=(), description="Not opened: the next level up does them.")
    chief_from: int | None = Field(
        default=None, description="So many operations teams bring an operations section chief; None: none does."
    )

    def rank(self, position: Position) -> int:
        """The place of a post in the order of filling; 1 is filled first."""
        if position.id in self.first:
            return self.first.index(position.id) + 1
        return len(self.first) + position.fill_order


class SupportRole(Frozen):
    """A role beside the incident organisation: exercise staff, or the district's own room. Never in the tree."""

    id: PositionId = Field(pattern=r"^[A-Z]{3}-[A-Z]{2,4}$")
    title: str
    short: str
    chart: Literal["exercise", "district"]
    reports_to: str = Field(description="A role of the same chart, or in words whom it answers to outside.")
    used_for: tuple[str, ...] = Field(description="Kinds of exercise (HSEEP's words) that have it.")
    from_tier: Tier = Tier.L1
    duties: str
    training_tier: Literal["T0", "T1", "T2", "T3", "T4"] = "T0"
    courses: tuple[str, ...] = Field(default=(), description="Courses wanted beside the tier.")
    may_combine: tuple[PositionId, ...] = ()
    must_not_combine: tuple[PositionId, ...] = ()
    span_high: int | None = None
    basis: CertaintyMark

    @property
    def exclusion(self) -> tuple[str, ...]:
        """Exercise staff know the script and hold no post of the incident organisation (X5)."""
        return ("X5",) if self.chart == "exercise" else ()


class ExclusionClass(Frozen):
    """Posts whose holder must not be drawn away, and for whom that holder may stand in as an alternate."""

    id: str = Field(pattern=r"^X\d$")
    name: str
    reason: str
    basis: CertaintyMark
    stands_in_for: Literal["nobody", "outside_operations", "same_class", "outside_class"]

    def allows_alternate(self, other: Position) -> bool:
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


class PositionCatalog(Frozen):
    """All positions, in the order of the forms, with the tables that belong to them."""

    positions: tuple[Position, ...]
    tiers: dict[DrillType, Tier]
    exclusion_classes: tuple[ExclusionClass, ...]
    off_site_tier: Tier = Field(default=Tier.L3, description="Of an evacuation to a place off the grounds.")
    bands: tuple[BandShape, ...] = Field(default=(), description="From the fewest adults to the most.")
    beside: tuple[SupportRole, ...] = Field(
        default=(), description="Exercise staff and the district's room: on charts of their own."
    )

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

    def in_form_order(self, ids: set[PositionId] | frozenset[PositionId]) -> tuple[PositionId, ...]:
        """The ids in the order of the forms."""
        return tuple(sorted(ids, key=self.order.__getitem__))

    def tier_of(self, drill_type: DrillType, *, off_site: bool = False) -> Tier:
        """How much structure a drill gets."""
        return max(self.tiers[drill_type], self.off_site_tier) if off_site else self.tiers[drill_type]

    def band_of(self, adults: int) -> BandShape:
        """The shape for so many adults who hold no class."""
        return next(band for band in reversed(self.bands) if band.adults_from <= adults)

    def excludes(self, one: PositionId, other: PositionId) -> bool:
        """Whether a post or an exclusion class of one of the two bars holding it beside the other."""
        first, second = self.by_id[one], self.by_id[other]
        return bool(
            {second.id, *second.exclusion} & set(first.must_not_combine)
            or {first.id, *first.exclusion} & set(second.must_not_combine)
        )

    def may_merge(self, one: PositionId, other: PositionId) -> bool:
        """Whether one person may hold both beside each other, where both answer to the same supervisor."""
        listed = other in self.by_id[one].merge_ok or one in self.by_id[other].merge_ok
        return one != other and listed and not self.excludes(one, other)

    def may_be_alternate(self, own: PositionId, other: PositionId) -> bool:
        """Whether the primary of ``own`` may be named as an alternate of ``other``."""
        return (own, other) in self._stand_ins

    @cached_property
    def _stand_ins(self) -> frozenset[tuple[PositionId, PositionId]]:
        return frozenset(
            (own.id, other.id)
            for own in self.positions
            for other in self.positions
            if own.id != other.id and all(self._class_by_id[one].allows_alternate(other) for one in own.exclusion)
        )
