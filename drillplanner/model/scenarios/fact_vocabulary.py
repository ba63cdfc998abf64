"""The closed lists of words that the facts of a drill may take: what happens, with whom, and who is told."""

from enum import StrEnum


class HazardTheme(StrEnum):
    """What the exercise is about; ``none`` where no reason is given."""

    NONE = "none"
    FIRE = "fire"
    WEATHER = "weather"
    EARTHQUAKE = "earthquake"
    HAZMAT = "hazmat"
    MEDICAL = "medical"
    ARMED_ASSAILANT = "armed_assailant"
    OTHER_VIOLENCE = "other_violence"


class OnSite(StrEnum):
    """How many students are in the building or on the grounds."""

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
    """What people hear, see or smell; ``other`` must say its source."""

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
    """What a prop stands for."""

    WEAPON = "weapon"
    INJURY = "injury"
    RESTRAINT = "restraint"
    BARRIER = "barrier"
    SIGN = "sign"
    TRAINING_AID = "training_aid"
    NONE = "none"


class PlayedRole(StrEnum):
    """A part that somebody plays."""

    ASSAILANT = "assailant"
    VICTIM = "victim"
    HOSTAGE = "hostage"
    PARENT = "parent"
    RESPONDER = "responder"
    OTHER = "other"


class PlayedBy(StrEnum):
    """Who plays it."""

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
    """What a group does there."""

    PARTICIPANT = "participant"
    OBSERVER = "observer"
    PLAYER = "player"


class Consent(StrEnum):
    """What was asked before; ``both`` is in writing from guardian and student. Silence is not consent."""

    NONE = "none"
    NOTICE = "notice"
    OPT_OUT = "opt_out"
    GUARDIAN_WRITTEN = "guardian_written"
    SELF_WRITTEN = "self_written"
    BOTH = "both"


class ToldGroup(StrEnum):
    """Whom a notice reaches, or from whom something is kept."""

    STUDENTS = "students"
    FAMILIES = "families"
    STAFF = "staff"
    DISPATCH = "dispatch"
    RESPONDERS = "responders"
    ALARM_COMPANY = "alarm_company"
    NEIGHBORS = "neighbors"


class NoticeTime(StrEnum):
    """Before the drill, or after it."""

    BEFORE = "before"
    AFTER = "after"


class NoticeContent(StrEnum):
    """What a notice says."""

    DATE = "date"
    WHAT_HAPPENS = "what_happens"
    WHAT_WILL_NOT_HAPPEN = "what_will_not_happen"
    SENSORY = "sensory"
    OPT_OUT = "opt_out"
    SUPPORTS = "supports"
    RESOURCES = "resources"


class LessonForm(StrEnum):
    """How the lesson before a drill is given."""

    TALK = "talk"
    STORY = "story"
    PICTURES = "pictures"
    VIDEO = "video"
    WALK_THROUGH = "walk_through"


class ReasonGiven(StrEnum):
    """The reason for the drill as children are told it."""

    NONE = "none"
    NEUTRAL = "neutral"
    HAZARD = "hazard"
    THREAT = "threat"


class Pressure(StrEnum):
    """What pushes students to be silent or fast."""

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
    """By which sense the start and the end of a drill reach people."""

    AUDIBLE = "audible"
    VISUAL = "visual"
    SPOKEN = "spoken"
    TACTILE = "tactile"
    SIGN = "sign"
    TEXT = "text"


class CarryPlanned(StrEnum):
    """Whether lifting a student is part of the drill."""

    NO = "no"
    OWN_WRITTEN_PLAN = "own_written_plan"
    YES = "yes"


class WeaponState(StrEnum):
    """The weapons of officers who are there."""

    NONE = "none"
    HOLSTERED = "holstered"
    DRAWN = "drawn"
    INERT_TRAINING = "inert_training"


class PoliceTask(StrEnum):
    """What officers do in a drill."""

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
    """Who carries a weapon on site."""

    SRO = "sro"
    ON_DUTY_OFFICER = "on_duty_officer"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    VENDOR = "vendor"
    OTHER = "other"


class OutsidePlan(StrEnum):
    """Whether police or a vendor bring a plan of their own, and whether it is held to the same rules."""

    NONE = "none"
    HELD_TO_THESE_RULES = "held_to_these_rules"
    NOT_CHECKED = "not_checked"


class PlanningRole(StrEnum):
    """Who helps to plan."""

    ADMINISTRATOR = "administrator"
    TEACHER = "teacher"
    MENTAL_HEALTH = "mental_health"
    NURSE = "nurse"
    SPECIAL_EDUCATION = "special_education"
    POLICE = "police"
    FAMILY = "family"
    STUDENT = "student"


class FeedbackFrom(StrEnum):
    """Who is asked afterwards how it was."""

    STUDENTS = "students"
    STAFF = "staff"
    FAMILIES = "families"


class EventScope(StrEnum):
    """How near a violent event or a death was."""

    CAMPUS = "campus"
    COMMUNITY = "community"
    NATIONAL = "national"
