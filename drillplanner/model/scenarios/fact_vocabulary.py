"""Closed lists of values for the facts of a drill: what happens, with whom, and who is informed."""

from enum import StrEnum


class HazardTheme(StrEnum):
    """The hazard that the exercise is about; ``none`` if no reason is given."""

    NONE = "none"
    FIRE = "fire"
    WEATHER = "weather"
    EARTHQUAKE = "earthquake"
    HAZMAT = "hazmat"
    MEDICAL = "medical"
    ARMED_ASSAILANT = "armed_assailant"
    OTHER_VIOLENCE = "other_violence"


class OnSite(StrEnum):
    """The share of students in the building or on the grounds."""

    NONE = "none"
    FEW = "few"
    MAJORITY = "majority"
    ALL = "all"


class Contact(StrEnum):
    """Physical contact that the exercise plans."""

    NONE = "none"
    OPTIONAL_ASSIST = "optional_assist"
    REQUIRED = "required"


class SensoryKind(StrEnum):
    """An effect that people hear, see, or smell; ``other`` must give its source."""

    GUNFIRE_SOUND = "gunfire_sound"
    BLANK_ROUND = "blank_round"
    STARTER_PISTOL = "starter_pistol"
    EXPLOSION = "explosion"
    FLASH_BANG = "flash_bang"
    SCREAMING = "screaming"
    SHOUTING = "shouting"
    BANGING = "banging"
    SMOKE_FOG = "smoke_fog"
    DARKNESS = "darkness"
    STROBE = "strobe"
    ALARM_TONE = "alarm_tone"
    SIREN = "siren"
    OTHER = "other"


class StandsFor(StrEnum):
    """What a prop represents."""

    WEAPON = "weapon"
    INJURY = "injury"
    RESTRAINT = "restraint"
    BARRIER = "barrier"
    SIGN = "sign"
    TRAINING_AID = "training_aid"
    NONE = "none"


class PlayedRole(StrEnum):
    """A role in an exercise."""

    ASSAILANT = "assailant"
    VICTIM = "victim"
    HOSTAGE = "hostage"
    PARENT = "parent"
    RESPONDER = "responder"
    OTHER = "other"


class PlayedBy(StrEnum):
    """The kind of person who plays a role."""

    STUDENT = "student"
    STAFF = "staff"
    OFFICER = "officer"
    VENDOR = "vendor"


class Participant(StrEnum):
    """A group of people at the exercise; ``students`` are all bands that the scenario names."""

    STUDENTS = "students"
    STAFF = "staff"
    ADULT_VOLUNTEER = "adult_volunteer"
    RESPONDER = "responder"


class ParticipantRole(StrEnum):
    """What a group does at the exercise."""

    PARTICIPANT = "participant"
    OBSERVER = "observer"
    PLAYER = "player"


class Consent(StrEnum):
    """Consent obtained beforehand; ``both`` is in writing from guardian and student. Silence is not consent."""

    NONE = "none"
    NOTICE = "notice"
    OPT_OUT = "opt_out"
    GUARDIAN_WRITTEN = "guardian_written"
    SELF_WRITTEN = "self_written"
    BOTH = "both"


class ToldGroup(StrEnum):
    """A group that receives a notice, or from which something is concealed."""

    STUDENTS = "students"
    FAMILIES = "families"
    STAFF = "staff"
    DISPATCH = "dispatch"
    RESPONDERS = "responders"
    ALARM_COMPANY = "alarm_company"
    NEIGHBORS = "neighbors"


class NoticeTime(StrEnum):
    """When a notice is sent: before or after the drill."""

    BEFORE = "before"
    AFTER = "after"


class NoticeContent(StrEnum):
    """A topic that a notice covers."""

    DATE = "date"
    WHAT_HAPPENS = "what_happens"
    WHAT_WILL_NOT_HAPPEN = "what_will_not_happen"
    SENSORY = "sensory"
    OPT_OUT = "opt_out"
    SUPPORTS = "supports"
    RESOURCES = "resources"


class LessonForm(StrEnum):
    """The form of the lesson before a drill."""

    TALK = "talk"
    STORY = "story"
    PICTURES = "pictures"
    VIDEO = "video"
    WALK_THROUGH = "walk_through"


class ReasonGiven(StrEnum):
    """The reason for the drill that children are given."""

    NONE = "none"
    NEUTRAL = "neutral"
    HAZARD = "hazard"
    THREAT = "threat"


class Pressure(StrEnum):
    """A pressure on students to be silent or fast."""

    THREATS = "threats"
    PRIZES = "prizes"
    CONTESTS = "contests"
    GRADES = "grades"
    SCOLDING = "scolding"


class Inclusion(StrEnum):
    """How students with disabilities take part."""

    ALL = "all"
    INDIVIDUAL_DECISION = "individual_decision"
    LEFT_OUT_BY_CATEGORY = "left_out_by_category"


class AlertMode(StrEnum):
    """How the start and the end of a drill are signaled."""

    AUDIBLE = "audible"
    VISUAL = "visual"
    SPOKEN = "spoken"
    TACTILE = "tactile"
    SIGN = "sign"
    TEXT = "text"


class CarryPlanned(StrEnum):
    """Whether carrying a student is part of the drill."""

    NO = "no"
    OWN_WRITTEN_PLAN = "own_written_plan"
    YES = "yes"


class WeaponState(StrEnum):
    """The state of the weapons of officers who are present."""

    NONE = "none"
    HOLSTERED = "holstered"
    DRAWN = "drawn"
    INERT_TRAINING = "inert_training"


class PoliceTask(StrEnum):
    """A task of police officers in a drill."""

    OBSERVE = "observe"
    ADVISE = "advise"
    TEST_COMMUNICATIONS = "test_communications"
    CHECK_LOCKS = "check_locks"
    TEACH = "teach"
    DIRECT_TRAFFIC = "direct_traffic"
    LEAD = "lead"
    SEARCH = "search"
    DISCIPLINE = "discipline"
    PLAY_A_PART = "play_a_part"


class ArmedRole(StrEnum):
    """The role of a person who carries a weapon on site."""

    SRO = "sro"
    ON_DUTY_OFFICER = "on_duty_officer"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    VENDOR = "vendor"
    OTHER = "other"


class OutsidePlan(StrEnum):
    """Whether police or a vendor bring their own plan, and whether it was checked against the same rules."""

    NONE = "none"
    HELD_TO_THESE_RULES = "held_to_these_rules"
    NOT_CHECKED = "not_checked"


class PlanningRole(StrEnum):
    """The role of a person who helps to plan."""

    ADMINISTRATOR = "administrator"
    TEACHER = "teacher"
    MENTAL_HEALTH = "mental_health"
    NURSE = "nurse"
    SPECIAL_EDUCATION = "special_education"
    POLICE = "police"
    FAMILY = "family"
    STUDENT = "student"


class FeedbackFrom(StrEnum):
    """A group that is asked for feedback afterward."""

    STUDENTS = "students"
    STAFF = "staff"
    FAMILIES = "families"


class EventScope(StrEnum):
    """How close a violent event or a death was; a real lockdown or a hoax is an alarm on campus."""

    CAMPUS = "campus"
    CAMPUS_ALARM = "campus_alarm"
    COMMUNITY = "community"
    NATIONAL = "national"
