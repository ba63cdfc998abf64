"""The catalog of positions: titles, sections, levels, tiers, size bands, and who may combine what.

The data is in ``data/*.yaml``. A position is a job on the chart, not a person. Titles follow the NIMS title
table, with the school's words next to them. Which drill opens a position, whose everyday title suits it, and
what must not be combined are design choices; each record carries the mark that says so (``basis``).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from drillplanner.model import DrillType, Frozen

PositionId = str


class Section(StrEnum):
    """The functions of ICS, in the order of the forms."""

    COMMAND = "command"
    OPERATIONS = "operations"
    PLANNING = "planning"
    LOGISTICS = "logistics"
    FINANCE = "finance"

    @property
    def letter(self) -> str:
        """Return the letter in the corner of a box, so that color is never needed to tell sections apart."""
        return self.value[0].upper()


class OrganizationLevel(StrEnum):
    """Organizational levels; each has its own word in the title (NIMS 2017, as taught in FEMA IS-200.C)."""

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


#: The ending of a title, by level. Titles of command and single resources follow no pattern.
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
    """How much structure a drill gets, from one or two people (L1) to full sections (L3)."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Band(StrEnum):
    """The size of the organization, by the adults free at the campus at that time (our design choice: D)."""

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
    """Who holds a position: staff, every teacher with a class, or outside agencies."""

    STAFF = "staff"
    EVERY_TEACHER = "every_teacher"
    AGENCIES = "agencies"


class Span(Frozen):
    """Span of control: how many people should report to a supervisor. Students do not count."""

    low: int = Field(default=3, ge=0)
    best: int = Field(default=5, ge=0)
    high: int = Field(default=7, ge=1, description="More direct reports than this ask for another layer.")
    exempt: bool = Field(default=False, description="Those supervised are students and teachers with a class.")


class HolderRequirement(Frozen):
    """The certificates or everyday titles of which a person needs at least one to hold a post."""

    certifications: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class Qualification(Frozen):
    """A hard rule of who holds some posts by everyday title, as long as one of them is free (our choice: D)."""

    posts: tuple[PositionId, ...] = Field(min_length=1)
    titles: tuple[str, ...] = Field(min_length=1, description="Families of staff_titles.yaml, best first.")
    child_critical: bool = Field(
        default=False, description="They care for, count, or release children: nobody else practices them."
    )
    rank: int = Field(default=0, description="Its place among the rules; 0 gets a person first.")


class FormPlace(Frozen):
    """The block and label under which ICS 203 lists the position."""

    block: int = Field(ge=3, le=8)
    label: str


class Basis(Frozen):
    """The certainty mark of each part of a position's record."""

    role: CertaintyMark
    opening: CertaintyMark
    exclusion: CertaintyMark
    people: CertaintyMark


class Position(Frozen):
    """A position of the catalog."""

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
    preferred_titles: tuple[str, ...] = Field(
        default=(),
        description="Families of staff_titles.yaml, best first; they come after those that qualify.",
    )
    qualification: Qualification | None = Field(
        default=None, description="Who qualifies for it by title, from qualifications.yaml; None: anybody."
    )
    signs: tuple[str, ...] = Field(default=(), description="Blocks of ICS forms that its holder signs.")
    form_203: FormPlace
    basis: Basis

    @cached_property
    def titles_in_order(self) -> tuple[str, ...]:
        """The families of titles that the post asks for: those that qualify, then those preferred after them."""
        qualified = () if self.qualification is None else self.qualification.titles
        return tuple(dict.fromkeys((*qualified, *self.preferred_titles)))

    @property
    def is_child_critical(self) -> bool:
        """Whether it cares for, counts, or releases children, so that only certain titles qualify."""
        return self.qualification is not None and self.qualification.child_critical

    def qualifies(self, family: str | None) -> bool:
        """Return whether a family of titles qualifies for the post."""
        return self.qualification is None or family in self.qualification.titles


class BandShape(Frozen):
    """The shape of the organization from ``adults_from`` free adults on (our design choice: D)."""

    band: Band
    adults_from: int = Field(ge=0)
    first: tuple[PositionId, ...] = Field(description="Filled before all others, in this order.")
    closes: tuple[PositionId, ...] = Field(default=(), description="Not opened: the next level up does them.")
    chief_from: int | None = Field(
        default=None, description="So many operations teams bring an operations section chief; None: none does."
    )

    def rank(self, position: Position) -> int:
        """Return the place of a post in the filling order; 1 is filled first."""
        if position.id in self.first:
            return self.first.index(position.id) + 1
        return len(self.first) + position.fill_order


class SupportRole(Frozen):
    """A role outside the command tree: exercise staff, or the district's operations center."""

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
        """Return X5 for exercise staff: they know the script, so they hold no incident post."""
        return ("X5",) if self.chart == "exercise" else ()


class ExclusionClass(Frozen):
    """A class of posts whose holder must not be drawn away, and the posts where that holder may stand in."""

    id: str = Field(pattern=r"^X\d$")
    name: str
    reason: str
    basis: CertaintyMark
    stands_in_for: Literal["nobody", "outside_operations", "same_class", "outside_class"]

    def allows_alternate(self, other: Position) -> bool:
        """Return whether the holder of a post of this class may be an alternate for ``other``."""
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
    """All positions in the order of the forms, with tiers, exclusion classes, bands, and support roles."""

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
        """The positions by id."""
        return {position.id: position for position in self.positions}

    @cached_property
    def order(self) -> dict[PositionId, int]:
        """The place of each position in the order of the forms."""
        return {position.id: place for place, position in enumerate(self.positions)}

    @cached_property
    def _class_by_id(self) -> dict[str, ExclusionClass]:
        return {exclusion_class.id: exclusion_class for exclusion_class in self.exclusion_classes}

    def in_form_order(self, ids: set[PositionId] | frozenset[PositionId]) -> tuple[PositionId, ...]:
        """Return the ids in the order of the forms."""
        return tuple(sorted(ids, key=self.order.__getitem__))

    def tier_of(self, drill_type: DrillType, *, off_site: bool = False) -> Tier:
        """Return how much structure a drill gets."""
        return max(self.tiers[drill_type], self.off_site_tier) if off_site else self.tiers[drill_type]

    def band_of(self, adults: int) -> BandShape:
        """Return the shape for this number of adults without a class."""
        return next(band for band in reversed(self.bands) if band.adults_from <= adults)

    def excludes(self, position_id: PositionId, other_id: PositionId) -> bool:
        """Return whether one person must not hold both, because of a post or an exclusion class."""
        first, second = self.by_id[position_id], self.by_id[other_id]
        return bool(
            {second.id, *second.exclusion} & set(first.must_not_combine)
            or {first.id, *first.exclusion} & set(second.must_not_combine)
        )

    def may_merge(self, position_id: PositionId, other_id: PositionId) -> bool:
        """Return whether one person may hold both posts, if both have the same supervisor."""
        listed = other_id in self.by_id[position_id].merge_ok or position_id in self.by_id[other_id].merge_ok
        return position_id != other_id and listed and not self.excludes(position_id, other_id)

    def may_be_alternate(self, position_id: PositionId, other_id: PositionId) -> bool:
        """Return whether the leader of one post may be named as an alternate of the other."""
        return (position_id, other_id) in self._stand_ins

    @cached_property
    def _stand_ins(self) -> frozenset[tuple[PositionId, PositionId]]:
        return frozenset(
            (position.id, other.id)
            for position in self.positions
            for other in self.positions
            if position.id != other.id
            and all(self._class_by_id[class_id].allows_alternate(other) for class_id in position.exclusion)
        )
