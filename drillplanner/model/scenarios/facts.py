"""What the developmental rules ask of an exercise; a fact that is left out is unknown, which is no violation."""

from __future__ import annotations

from typing import TypeVar

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.fact_parts import (
    Access,
    Announcement,
    ArmedPerson,
    LockCheck,
    Medium,
    MentalHealth,
    Notice,
    OptOut,
    ParticipantGroup,
    Police,
    Prop,
    Records,
    RolePlayer,
    SensoryElement,
    StaffExercise,
    Teaching,
)
from drillplanner.model.scenarios.fact_vocabulary import (
    Contact,
    HazardTheme,
    OnSite,
    OutsidePlan,
    PlanningRole,
    ToldGroup,
)


class DrillFacts(Frozen):
    """What the developmental rules need to know; None means that the file does not say."""

    hazard_theme: HazardTheme | None = None
    ladder_level: int | None = Field(
        default=None,
        ge=0,
        le=10,
        description="Sensory load from 0 (adults talk) to 10 (deceptive simulation).",
    )
    participants: tuple[ParticipantGroup, ...] | None = None
    students_on_site: OnSite | None = None
    school_hours: bool | None = None
    hidden_minutes: int | None = Field(
        default=None, ge=0, description="From the closed door to the release, at most; 0 where nobody hides."
    )
    simulation: bool | None = Field(
        default=None, description="An attack or another act of violence is acted out or narrated live."
    )
    sensory: tuple[SensoryElement, ...] | None = None
    props: tuple[Prop, ...] | None = None
    role_players: tuple[RolePlayer, ...] | None = None
    contact: Contact | None = None
    counter_practice: bool | None = Field(
        default=None, description="People rehearse throwing at, rushing, tackling or grabbing somebody."
    )
    barricade_practice: bool | None = Field(default=None, description="Furniture is moved against a door.")
    projectiles: bool | None = None
    media: tuple[Medium, ...] | None = None
    graphic_media: bool | None = Field(
        default=None, description="Recordings or pictures of real attacks, injuries or death."
    )
    casualty_language: bool | None = Field(default=None, description="Anyone is called dead, hit or a survivor.")
    deception: bool | None = Field(default=None, description="Anyone is led to believe that the drill is real.")
    concealed_from: tuple[ToldGroup, ...] | None = Field(
        default=None, description="Who is not to know of it beforehand; [] where nobody is kept in the dark."
    )
    talked_through: bool | None = Field(
        default=None,
        description="An adult whom the children know explains each step beforehand and leads them through it.",
    )
    outdoors: bool | None = None
    weather_rule: bool | None = Field(
        default=None, description="It is moved or cut short in dangerous heat, cold, storm or smoke."
    )
    outside_plan: OutsidePlan | None = None
    responder_training: bool | None = Field(
        default=None, description="Responders use it to train their own tactics."
    )
    announce: Announcement | None = None
    notices: tuple[Notice, ...] | None = None
    teaching: Teaching | None = None
    lock_check: LockCheck | None = None
    access: Access | None = None
    mental_health: MentalHealth | None = None
    opt_out: OptOut | None = None
    police: Police | None = None
    armed_persons: tuple[ArmedPerson, ...] | None = None
    staff_exercise: StaffExercise | None = None
    planning_team: tuple[PlanningRole, ...] | None = None
    records: Records | None = None

    def with_own(self, own: DrillFacts) -> DrillFacts:
        """These facts with what ``own`` says instead; of a group (``access``) only the facts that it names."""
        return _merged(self, own)


Group = TypeVar("Group", bound=Frozen)


def _merged(common: Group, own: Group) -> Group:
    changes = {}
    for name in own.model_fields_set:
        held, said = getattr(common, name), getattr(own, name)
        both_groups = isinstance(held, Frozen) and isinstance(said, Frozen)
        changes[name] = _merged(held, said) if both_groups else said
    return common.model_copy(update=changes)
