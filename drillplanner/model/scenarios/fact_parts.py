"""Parts of a drill's facts: list items (effects, props, notices) and groups (access, police, records).

Every fact is optional. Times in hours count back from the start of the drill; school days and calendar days are
named as such.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.fact_vocabulary import (
    AlertMode,
    ArmedRole,
    CarryPlanned,
    Consent,
    FeedbackFrom,
    Inclusion,
    LessonForm,
    NoticeContent,
    NoticeTime,
    Participant,
    ParticipantRole,
    PlayedBy,
    PlayedRole,
    PoliceTask,
    Pressure,
    ReasonGiven,
    SensoryKind,
    StandsFor,
    ToldGroup,
    WeaponState,
)
from drillplanner.model.vocabulary import Audience

#: A commitment instead of a number of hours: exactly as early as the state's profile requires.
AS_THE_STATE_ASKS = "as_the_state_asks"


class SensoryElement(Frozen):
    """A sound, light, or other effect that participants will notice."""

    kind: SensoryKind
    source: str = ""
    audience: Audience = Audience.EVERYONE


class Prop(Frozen):
    """An object used in the exercise, and what it represents."""

    item: str
    stands_for: StandsFor
    audience: Audience = Audience.EVERYONE


class RolePlayer(Frozen):
    """A person who plays a role."""

    role: PlayedRole
    played_by: PlayedBy


class ParticipantGroup(Frozen):
    """A group of people at the exercise."""

    who: Participant
    role: ParticipantRole = ParticipantRole.PARTICIPANT
    voluntary: bool | None = None
    consent: Consent | None = Field(default=None, description="What was asked of them, or of their guardians.")


class Medium(Frozen):
    """A film, book, recording, or picture that is shown."""

    title: str
    real_incident: bool | None = None
    graphic: bool | None = None
    fighting_back: bool | None = Field(default=None, description="It shows people fighting an attacker.")
    screened: bool | None = Field(
        default=None, description="Mental health staff and a teacher have both looked through it."
    )
    audience: Audience = Audience.EVERYONE


class ArmedPerson(Frozen):
    """A person who carries a weapon on site."""

    who: ArmedRole
    uniformed: bool | None = None


class Notice(Frozen):
    """A message about the drill to a group of people."""

    audience: ToldGroup
    when: NoticeTime = NoticeTime.BEFORE
    hours_before: int | Literal["as_the_state_asks"] | None = Field(
        default=None, description="At least so many hours before; or the commitment 'as_the_state_asks'."
    )
    same_day: bool | None = Field(default=None, description="Of a notice afterwards: before the day ends.")
    home_languages: bool | None = Field(
        default=None, description="In the languages in which the school already writes to families."
    )
    accessible: bool | None = Field(default=None, description="In formats that people with disabilities can use.")
    contents: tuple[NoticeContent, ...] | None = None

    @model_validator(mode="after")
    def _hours_are_before(self) -> Notice:
        if isinstance(self.hours_before, int) and self.hours_before < 0:
            raise ValueError("'hours_before' is not below 0")
        if self.hours_before is not None and self.when is NoticeTime.AFTER:
            raise ValueError("a notice after the drill has no 'hours_before'; write 'same_day'")
        return self


class Announcement(Frozen):
    """Announcements on the day; whether students know beforehand is the scenario's 'announced'."""

    staff_before: bool | None = Field(default=None, description="Staff, substitutes and visitors know beforehand.")
    at_start: bool | None = Field(default=None, description="The first words, said twice, call it a drill.")
    at_end: bool | None = Field(default=None, description="The closing words are heard by everybody.")
    electronic_label: bool | None = Field(
        default=None, description="Every text, e-mail, app, radio call and sign about it says DRILL."
    )


class Teaching(Frozen):
    """How the drill is taught beforehand."""

    lesson_before: bool | None = None
    walk_through_before: bool | None = Field(
        default=None, description="Up to grade 5 and for students who need it, the steps are walked first."
    )
    forms: tuple[LessonForm, ...] | None = None
    keeps_to_script: bool | None = Field(default=None, description="Adults give no reasons of their own making.")
    reason_given: ReasonGiven | None = None
    incident_details: bool | None = Field(default=None, description="Real attacks are told in detail.")
    says_unlikely: bool | None = None
    questions_invited: bool | None = None
    purpose_told: bool | None = None
    reporting_told: bool | None = Field(default=None, description="Students hear how to report a worry.")
    students_review: bool | None = Field(default=None, description="Students help to plan or to review.")
    pressure: tuple[Pressure, ...] | None = None
    newcomers_covered: bool | None = Field(default=None, description="Substitutes and new students are taught.")
    home_language_or_pictures: bool | None = None
    newcomers_seen_alone: bool | None = Field(
        default=None, description="Refugee and newly arrived students have a talk one to one before."
    )


class LockCheck(Frozen):
    """Whether and how door locks are tested."""

    done: bool | None = None
    known_adult: bool | None = None
    told_before: bool | None = None
    gentle_and_once: bool | None = None


class Access(Frozen):
    """Preparations for people with disabilities, health needs, other home languages, or trauma."""

    plans_confirmed: bool | None = Field(
        default=None, description="Before each drill every individual plan that bears on it is checked."
    )
    inclusion: Inclusion | None = None
    own_route_practiced: bool | None = Field(
        default=None,
        description="Who cannot use stairs practices the real way out: step-free exit, refuge area with two-way "
        "communication, or a device with trained staff.",
    )
    left_waiting: bool | None = Field(default=None, description="Somebody sits it out so that it goes faster.")
    carry_planned: CarryPlanned | None = None
    supports_match_real_event: bool | None = None
    alert_modes: tuple[AlertMode, ...] | None = None
    interpreter_or_signs: bool | None = None
    sensory_supports: bool | None = None
    medication_plan: bool | None = None
    service_animal_plan: bool | None = None
    trauma_considered: bool | None = None
    staff_covered: bool | None = Field(default=None, description="Staff with disabilities or hard experience too.")


class MentalHealth(Frozen):
    """Mental health support before, during, and after the drill."""

    planner: bool | None = Field(default=None, description="A school-employed professional helps to plan.")
    on_site: int | None = Field(default=None, ge=0, description="So many professionals are there, at least.")
    observers: bool | None = None
    quiet_space: bool | None = None
    may_step_out: bool | None = None
    followup_school_days: int | None = Field(default=None, ge=0)
    debrief_minutes: int | None = Field(default=None, ge=0)
    debrief_before_instruction: bool | None = None
    speaking_is_free: bool | None = Field(default=None, description="Nobody is pressed to speak.")
    resources_sent: bool | None = Field(default=None, description="Families are told where to find help.")
    stop_words: bool | None = Field(default=None, description="Someone may stop it, and all know the words.")
    plan_after_distress: bool | None = Field(
        default=None, description="Who was badly distressed has an individual plan before the next drill."
    )


class OptOut(Frozen):
    """Whether a child, a family, or an adult may opt out, and what happens then."""

    offered: bool | None = None
    reason_needed: bool | None = None
    penalty: bool | None = None
    lesson_instead: bool | None = None
    makeup_school_days: int | None = Field(default=None, ge=0)
    calm_supervision: bool | None = Field(
        default=None, description="In a calm room with an adult, not singled out."
    )


class Police(Frozen):
    """Police officers at the drill."""

    present: bool | None = None
    weapon_state: WeaponState | None = None
    tasks: tuple[PoliceTask, ...] | None = None
    briefed: bool | None = Field(default=None, description="In child development, disability and trauma.")
    introduced: bool | None = Field(
        default=None, description="Students know them by name and face before the day."
    )
    enter_rooms_unannounced: bool | None = None


class StaffExercise(Frozen):
    """Safeguards for an exercise of adults alone that goes beyond discussion."""

    written_consent: bool | None = Field(
        default=None,
        description="Every adult who takes part saw all effects, parts and contact listed, and agreed in writing.",
    )
    elements_disclosed: bool | None = None
    free_to_decline: bool | None = Field(default=None, description="Without reprisal, with another training.")
    exit_word: bool | None = None
    medic_on_site: bool | None = None
    weapons_sweep: bool | None = Field(
        default=None, description="A zone without live ammunition, swept; only duty officers outside it are armed."
    )
    neighbors_told: bool | None = None
    strikes_or_falls: bool | None = None
    minors: bool | None = Field(default=None, description="Anyone under 18 takes part or may walk in.")
    discussion_considered: bool | None = Field(
        default=None, description="It is shown why a tabletop would not do."
    )


class Records(Frozen):
    """Records of the drill."""

    kept: bool | None = Field(
        default=None,
        description="Date, time, type, bands, level, length, who took part and who did not, distress.",
    )
    after_action_school_days: int | None = Field(default=None, ge=0)
    change_stated: bool | None = Field(default=None, description="At least one change, or that there is none.")
    feedback: tuple[FeedbackFrom, ...] | None = None
    evidence_kept: bool | None = Field(default=None, description="Notices, scripts and consents are kept.")
