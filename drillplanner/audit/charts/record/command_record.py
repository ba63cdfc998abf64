"""Everything on paper about one drill or exercise, with the district's settings and waivers."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from drillplanner.audit.charts.record.charted_position import ChartedPosition
from drillplanner.audit.charts.record.exercise import ExerciseRecord
from drillplanner.audit.charts.record.form_packet import FormPacket
from drillplanner.audit.charts.record.occasion import Occasion
from drillplanner.audit.charts.record.people import OutsideAgency, Person, SameDayPost
from drillplanner.audit.charts.record.program import ExerciseProgram
from drillplanner.files.iso_date import IsoDate
from drillplanner.model import Frozen


class ChartWaiver(Frozen):
    """A finding that someone accepts: who, why, and until when."""

    rule: str = Field(pattern=r"^(ICS|DEP|TRN|FRM|HSP)-\d{2}$")
    subjects: tuple[str, ...] = Field(
        default=(), description="Of these alone; empty: wherever the rule is broken."
    )
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)
    until: IsoDate = Field(description="The last day on which it holds.")


class ChartSettings(Frozen):
    """The district's own numbers, with their defaults; see docs/charts.md."""

    span_limit_is_hard: bool = Field(default=False, description="More than seven direct reports is an error.")
    most_reports: int = Field(default=7, ge=1)
    training_is_required: bool = Field(default=False, description="Missing courses are an error.")
    training_tiers: dict[str, Literal["T0", "T1", "T2", "T3", "T4"]] = Field(
        default_factory=dict, description="The tier of a position, where the district decided otherwise."
    )
    refresh_years: int | None = Field(
        default=None, ge=1, description="After how many years a course is taken again."
    )
    also_merge: tuple[tuple[str, str], ...] = Field(
        default=(), description="Pairs of positions that one person may hold here, beside the catalogue's."
    )
    students_may_act: bool | None = Field(
        default=None, description="The district's policy lets students be actors. None: not said."
    )
    words_explained: tuple[str, ...] = Field(default=(), description="Acronyms that everybody there knows.")
    cycle_months: int = Field(
        default=24, ge=1, description="After a correction, within this it is exercised again."
    )
    severity: dict[str, Literal["error", "warning", "information"]] = Field(
        default_factory=dict, description="Another severity of a rule, by its id."
    )


class CommandRecord(Frozen):
    """Everything on paper. Parts that are None are not judged, and the report says so."""

    id: str = Field(default="chart", description="A name for the report.")
    occasion: Occasion
    positions: tuple[ChartedPosition, ...] | None = Field(default=None, description="The chart.")
    people: tuple[Person, ...] = ()
    agencies: tuple[OutsideAgency, ...] | None = Field(default=None, description="None: not said who takes part.")
    elsewhere: tuple[SameDayPost, ...] | None = Field(
        default=None, description="Posts of these people at other campuses on that day. None: not said."
    )
    packet: FormPacket | None = None
    exercise: ExerciseRecord | None = None
    programme: ExerciseProgram | None = None
    settings: ChartSettings = ChartSettings()
    waivers: tuple[ChartWaiver, ...] = ()
    judged_on: IsoDate | None = Field(
        default=None, description="Past what day an action is overdue and a waiver over. None: the drill's day."
    )

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.people}
