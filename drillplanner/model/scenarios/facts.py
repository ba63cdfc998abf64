"""Facts about a drill for developmental rules. A missing fact is unknown, which is not a violation."""

from __future__ import annotations

from datetime import date
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
    EventScope,
    HazardTheme,
    OnSite,
    OutsidePlan,
    PlanningRole,
    ToldGroup,
)


class DrillFacts(Frozen):
    """The facts of a scenario that developmental rules need; None means that the file does not say."""

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

    def overridden_by(self, overrides: DrillFacts) -> DrillFacts:
        """Return these facts with the overrides applied; in a group (``access``), fact by fact."""
        return _merged(self, overrides)


Group = TypeVar("Group", bound=Frozen)


def _merged(common: Group, overrides: Group) -> Group:
    changes = {}
    for name in overrides.model_fields_set:
        old, new = getattr(common, name), getattr(overrides, name)
        both_groups = isinstance(old, Frozen) and isinstance(new, Frozen)
        changes[name] = _merged(old, new) if both_groups else new
    return common.model_copy(update=changes)


class RecentEvent(Frozen):
    """Violence, a death, a real lockdown or a hoax shortly before a drill."""

    scope: EventScope
    days_ago: int = Field(ge=0, description="Calendar days from the event to the drill.")


class PlacedFacts(Frozen):
    """Facts about a drill on its date; None means that it is not known yet."""

    date: date
    school_day: int | None = Field(default=None, ge=1, description="The how many-th school day of the year it is.")
    students_in_session: bool | None = Field(
        default=None, description="It falls between the first and the last bell of a school day."
    )
    notices: tuple[Notice, ...] | None = Field(
        default=None, description="Notices sent, or set down as tasks with their day; [] for none."
    )
    taught_days_before: int | None = Field(
        default=None, description="Calendar days from the lesson to the drill; below 0 where it comes after."
    )
    roster_checked_days_before: int | None = Field(
        default=None, description="Calendar days from the check of the list of needs to the drill."
    )
    counselors_named: bool | None = Field(
        default=None,
        description="Who is on site for mental health is named, or naming them is set down as a task.",
    )
    officers_attend: bool | None = None
    recent_events: tuple[RecentEvent, ...] | None = Field(default=None, description="[] where there was none.")
    mental_health_signoff: bool | None = Field(
        default=None, description="After such an event a mental health lead has agreed to this drill."
    )
    legal_deadline: bool | None = Field(default=None, description="The law allows no later day.")
    reason_recorded: bool | None = None
    extra_support: bool | None = Field(
        default=None, description="Extra notice and extra counselors after an event."
    )
    sensitive_date: bool | None = Field(
        default=None,
        description="The day was looked up and is an anniversary of an attack, a memorial, a polling day in the "
        "building, a first or last day, the day before a long break, a religious holiday or a fast; false: none.",
    )
    exam_near: bool | None = Field(
        default=None, description="A major examination falls on the day or on one of the next two school days."
    )
