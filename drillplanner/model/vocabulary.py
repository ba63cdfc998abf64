"""Closed lists of values that files, models, messages, and outputs share."""

from enum import StrEnum
from typing import TypeAlias


class DrillType(StrEnum):
    """What a drill practices. The values are a published interface (``drill_type`` in schedule.csv)."""

    FIRE_EVACUATION = "fire_evacuation"
    EVACUATION_OTHER = "evacuation_other"
    REVERSE_EVACUATION = "reverse_evacuation"
    LOCKDOWN = "lockdown"
    SECURE = "secure"
    HOLD = "hold"
    SHELTER_HAZMAT = "shelter_hazmat"
    SEVERE_WEATHER = "severe_weather"
    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"
    BUS_EVACUATION = "bus_evacuation"
    ACTIVE_ASSAILANT = "active_assailant"
    BOMB_THREAT = "bomb_threat"
    CARDIAC = "cardiac"
    REUNIFICATION = "reunification"
    EARLY_DISMISSAL = "early_dismissal"
    TABLETOP = "tabletop"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full_scale"
    INSTRUCTION = "instruction"

    @property
    def phrase(self) -> str:
        """The type as a phrase for a sentence, such as 'non-fire evacuation drill'."""
        return _PHRASES.get(self, f"{self.replace('_', ' ')} drill")


_PHRASES = {
    DrillType.FIRE_EVACUATION: "fire drill",
    DrillType.EVACUATION_OTHER: "non-fire evacuation drill",
    DrillType.SHELTER_HAZMAT: "shelter-in-place drill",
    DrillType.ACTIVE_ASSAILANT: "active-assailant drill",
    DrillType.BOMB_THREAT: "bomb-threat drill",
    DrillType.TABLETOP: "tabletop exercise",
    DrillType.FUNCTIONAL: "functional exercise",
    DrillType.FULL_SCALE: "full-scale exercise",
    DrillType.INSTRUCTION: "lesson",
}


class DrillFormat(StrEnum):
    """How a drill is practiced."""

    PHYSICAL = "physical"
    WALK_THROUGH = "walk_through"
    TABLETOP = "tabletop"
    LESSON = "lesson"


class Audience(StrEnum):
    """Who takes part in a drill."""

    EVERYONE = "everyone"
    STUDENTS = "students"
    STAFF = "staff"


class Route(StrEnum):
    """The exit route that people take; a drill in which no one moves has none."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    BLOCKED_EXIT = "blocked_exit"
    FIRE_ESCAPE = "fire_escape"
    OFF_SITE = "off_site"


class PeriodTag(StrEnum):
    """What a bell period is for."""

    INSTRUCTION = "instruction"
    LUNCH = "lunch"
    RECESS = "recess"
    PASSING = "passing"
    ASSEMBLY = "assembly"
    ARRIVAL = "arrival"
    DISMISSAL = "dismissal"


class StaffMoment(StrEnum):
    """A time outside bell periods: adults are on duty and no student is on site."""

    STAFF_HOURS = "staff_hours"


#: When a scenario can be held: in a bell period with this tag, or in staff hours.
Moment: TypeAlias = PeriodTag | StaffMoment


class DayKind(StrEnum):
    """The kind of a day at a campus. A bell schedule lists the periods of each kind."""

    FULL = "full"
    EARLY_RELEASE = "early_release"
    DELAYED_OPENING = "delayed_opening"
    TESTING = "testing"
    CLOSED = "closed"

    @property
    def days_phrase(self) -> str:
        """In words, plural: 'early-release days'."""
        return f"{self.replace('_', '-')} days"


class AgencyKind(StrEnum):
    """An agency that a law or district may require at a drill, or the district's own safety coordinator."""

    POLICE = "police"
    FIRE = "fire"
    EMERGENCY_MEDICAL = "emergency_medical"
    EMERGENCY_MANAGEMENT = "emergency_management"
    DISTRICT_SAFETY = "district_safety"


class CommandHandling(StrEnum):
    """What becomes of command when outside agencies come."""

    UNIFIED = "unified"
    TRANSFERRED = "transferred"
    SCHOOL = "school"


class Layer(StrEnum):
    """The authority behind a mandate, from the farthest to the nearest."""

    STATUTE = "statute"
    RULE = "rule"
    FIRE_CODE = "fire_code"
    AGENCY = "agency"
    LOCAL_AUTHORITY = "local_authority"
    DISTRICT = "district"


class Confidence(StrEnum):
    """The text that was read for a mandate."""

    LEGAL_TEXT = "legal_text"
    OFFICIAL_SUMMARY = "official_summary"
    SECONDARY = "secondary"
    DISTRICT_POLICY = "district_policy"


class Severity(StrEnum):
    """What a finding of a developmental rule does to a plan: rejects it, leaves it incomplete, or warns."""

    PROHIBITED = "prohibited"
    REQUIRED = "required"
    RECOMMENDED = "recommended"


class DutyStatus(StrEnum):
    """The audit's result for one duty."""

    MET = "met"
    VIOLATED = "violated"
    CANNOT_TELL = "cannot_tell"


class TermKind(StrEnum):
    """A way to divide the school year, by which a law may count drills."""

    SEMESTER = "semester"
    TRIMESTER = "trimester"
    QUARTER = "quarter"

    @property
    def parts(self) -> int:
        """The number of terms in a year."""
        return {TermKind.SEMESTER: 2, TermKind.TRIMESTER: 3, TermKind.QUARTER: 4}[self]
