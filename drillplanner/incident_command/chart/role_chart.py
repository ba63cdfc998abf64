"""The role chart of one drill: who holds which post, who stands in, and what is open."""

from __future__ import annotations

import datetime
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from drillplanner.incident_command.chart.remedy import Remedy
from drillplanner.incident_command.positions.catalog import Band, OrganizationLevel, PositionId, Section, Tier
from drillplanner.model import AgencyKind, CommandHandling, DrillType, Frozen


class ActivationReason(StrEnum):
    """Why a post is opened."""

    COMMAND = "command"
    SCENARIO = "scenario"
    DRILL_TYPE = "drill_type"
    AGENCY = "agency"
    CLASSES = "classes"
    SPAN = "span"
    TEAMS = "teams"
    RELIEF = "relief"


class GapKind(StrEnum):
    """The kinds of gap in a chart."""

    VACANT = "vacant"
    ALTERNATES = "alternates"
    TRAINING = "training"
    COMMAND = "command"
    LIAISON = "liaison"
    CLOSED = "closed"
    ONE_ABSENCE = "one_absence"
    AWAY_TOGETHER = "away_together"
    COVERED_CLASS = "covered_class"


class ClassCover(Frozen):
    """The adult who takes the class of a person who leaves it for a post."""

    staff_id: str
    name: str


class Holder(Frozen):
    """A person who leads a post, is in its team, or is an alternate."""

    staff_id: str
    name: str
    job: str = Field(description="The everyday title.")
    area: str = Field(default="", description="Of a wing leader: the wing or floor.")
    radio: str = ""
    phone: str = Field(default="", description="For ICS 205A alone, which is not for the public.")
    courses: tuple[str, ...] = Field(
        default=(), description="Courses and certificates on the staff list that count on the day, as printed."
    )
    class_covered_by: ClassCover | None = Field(
        default=None,
        description="Set where the person has a class at that hour: who takes it. A class is never left alone.",
    )
    needs: tuple[str, ...] = Field(
        default=(), description="Recommended courses and certificates not on the staff list."
    )
    alternate_in: int = Field(
        default=0, ge=0, description="In how many posts of this chart the person is an alternate."
    )


class Post(Frozen):
    """A position of this drill, opened or on call, with its people."""

    position_id: PositionId
    title: str
    local_title: str
    short: str
    section: Section
    level: OrganizationLevel
    supervisor: PositionId | None = Field(description="The one post it answers to; None for command alone.")
    reason: ActivationReason
    duties: str
    people: tuple[Holder, ...] = Field(default=(), description="The primary; for a team its members.")
    seats: int = 1
    alternates: tuple[Holder, ...] = Field(default=(), description="Second and third, in that order.")
    also: tuple[str, ...] = Field(default=(), description="Work of posts not opened that is done here.")
    absorbs: tuple[PositionId, ...] = Field(
        default=(), description="The posts not opened whose work is done here (upward absorption), as in 'also'."
    )
    merged_with: tuple[PositionId, ...] = Field(
        default=(),
        description="Other opened posts that the same person holds (sideways merge); one supervisor for all.",
    )
    vacancy: str = Field(default="", description="Why it is vacant, or short of people; empty when filled.")
    everyone: str = Field(
        default="", description="Who holds it, where it is not one person: the teachers with classes."
    )

    @property
    def primary(self) -> Holder | None:
        """The person in charge of the post; None if it is vacant or has no single holder."""
        return self.people[0] if self.people else None

    @property
    def vacant(self) -> bool:
        """Whether no one holds it."""
        return not self.people and not self.everyone


class AgencySeat(Frozen):
    """An outside agency that attends, with a line for its representative's name."""

    agency_id: str
    name: str
    kind: AgencyKind
    reports_to: PositionId
    in_command: bool = Field(default=False, description="Shares command; otherwise sends a representative.")
    takes_command: bool = Field(default=False, description="Takes command from the school after the briefing.")
    attends: bool = Field(
        default=True, description="The plan says that it comes; False: only the scenario's words bring it."
    )


class ResponderPlan(Frozen):
    """What becomes of command when outside agencies come: who, where, when.

    ``liaison`` meets them and ``staging_manager`` leads them to the staging area; both are posts of the chart. The
    place of the staging area is the school's own fact (``site.yaml``) and not part of the chart.
    """

    command: CommandHandling
    lead_agency: str = Field(default="", description="Of transferred command: the agency whose officer takes it.")
    liaison: PositionId
    staging_manager: PositionId
    briefing_minute: int = Field(ge=0, description="Minutes after the start at which responders are briefed.")
    briefing_at: datetime.time | None = Field(
        default=None,
        description="The same as a time of day; the new command holds from then on. None: no start known.",
    )


class ChartGap(Frozen):
    """A gap in the chart, always shown. Gaps follow our own defaults, not federal rules."""

    kind: GapKind
    position_id: PositionId
    message: str


class RoleChart(Frozen):
    """Who does what in one drill."""

    drill_id: str
    campus_id: str
    tier: Tier
    who_would: bool = Field(description="A tabletop or lesson: the chart says who would act.")
    posts: tuple[Post, ...] = Field(description="Opened posts; a supervisor stands before those who report to it.")
    on_call: tuple[Post, ...] = Field(
        description="Not opened at the start; until then their supervisor does the work."
    )
    agencies: tuple[AgencySeat, ...] = ()
    responders: ResponderPlan | None = Field(
        default=None, description="What becomes of command when outside agencies come; None: none comes."
    )
    gaps: tuple[ChartGap, ...] = ()
    drill_type: DrillType | None = None
    date: datetime.date | None = None
    band: Band | None = Field(default=None, description="The shape, by the adults who are free.")
    adults_free: int | None = Field(
        default=None, description="Adults at the campus at that hour who hold no class; None: nobody counted."
    )
    closed: tuple[PositionId, ...] = Field(
        default=(),
        description="Posts that this drill would open and that have too few people: the next level up does them.",
    )
    simulated: tuple[PositionId, ...] = Field(
        default=(), description="Posts that the exercise's simulation cell plays; nobody is put into them."
    )
    remedies: tuple[Remedy, ...] = Field(
        default=(), description="What to do about what is missing: who takes which course by when, whom to ask."
    )

    @cached_property
    def by_id(self) -> dict[PositionId, Post]:
        """The opened posts by position."""
        return {post.position_id: post for post in self.posts}

    @property
    def unified(self) -> bool:
        """Whether outside agencies share command."""
        return any(agency.in_command for agency in self.agencies)

    def reports(self, position_id: PositionId) -> tuple[Post, ...]:
        """Return the opened posts that report to a post, in the order of the forms."""
        return tuple(post for post in self.posts if post.supervisor == position_id)

    def acting_for(self, position_id: PositionId) -> Post | None:
        """Return the nearest filled post above a vacant one, which does its work; None if there is none.

        The next level up does the work of a function without an assigned person (modular organization, NIMS
        2017).
        """
        supervisor_id = self.by_id[position_id].supervisor
        while supervisor_id is not None and not self.by_id[supervisor_id].people:
            supervisor_id = self.by_id[supervisor_id].supervisor
        return None if supervisor_id is None else self.by_id[supervisor_id]
