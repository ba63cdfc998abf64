"""The drill for which a chart was made, its places, and the steps of its plan."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.model import DrillType, Frozen
from drillplanner.model.calendar.bells import Clock


class PlanStepKind(StrEnum):
    """A kind of step in the plan; rules check the order of these kinds."""

    ACCOUNTING = "accounting"
    RELEASE = "release"
    TRANSFER_OF_COMMAND = "transfer_of_command"
    OTHER = "other"


class PlanStep(Frozen):
    """One step of the plan of the drill."""

    kind: PlanStepKind
    text: str = ""


class CommandTransfer(Frozen):
    """What the plan says about handing over command. None: not stated."""

    briefing: bool | None = Field(default=None, description="With a full briefing, on ICS 201.")
    effective: Clock | None = Field(default=None, description="When the new command takes effect.")
    timed: bool | None = Field(
        default=None, description="Whether it says when that is; left out where 'effective' does."
    )
    told_to_all: bool | None = Field(default=None, description="Everybody is told.")


class Places(Frozen):
    """The places that the plan names; an empty list means that it names none."""

    command_post: tuple[str, ...] = ()
    assembly: tuple[str, ...] = ()
    staging: tuple[str, ...] = ()
    release: tuple[str, ...] = ()


class Occasion(Frozen):
    """The drill or exercise."""

    name: str = ""
    number: str = Field(default="", description="The drill's id.")
    campus: str | None = Field(
        default=None, description="Where it is held; charts of one day at different campuses are compared by it."
    )
    drill_type: DrillType
    date: IsoDate | None = None
    start: Clock | None = None
    end: Clock | None = None
    tier: Tier | None = Field(default=None, description="How much structure it has; left out: the catalogue's.")
    who_would: bool = Field(default=False, description="A talk: the chart says who would act.")
    people_move: bool | None = Field(
        default=None,
        description="Of a functional exercise: whether people really move, instead of in words alone.",
    )
    site_band: Literal["XS", "S", "M", "L"] | None = Field(
        default=None,
        description="Adults on site who hold no class: XS 1 to 3, S 4 to 9, M 10 to 24, L 25 and more.",
    )
    partner_site: bool | None = Field(
        default=None, description="Whether the plan of a very small site names a partner site."
    )
    access_needs: bool | None = Field(
        default=None, description="Whether anybody there has an access or functional need on record."
    )
    visitors: bool | None = Field(default=None, description="Whether visitors take part.")
    objective_sets: int | None = Field(
        default=None, ge=0, description="How many sets of objectives command works to; unified command has one."
    )
    steps: tuple[PlanStep, ...] | None = None
    transfer: CommandTransfer | None = None
    places: Places | None = None
    announced_to_staff: bool | None = None
    announced_to_students: bool | None = None
    sensory_simulation: bool | None = Field(
        default=None, description="Noise, smoke, props, acting: anything that imitates the danger to the senses."
    )
