"""The nouns of the field: frozen models without input or output.

Import from here: ``from drillplanner.model import Campus, Drill``.
"""

from drillplanner.model.base import Frozen
from drillplanner.model.bells import BellSchedule, Clock, Period, clock_of, minutes_of
from drillplanner.model.district import WEEKDAYS, Agency, Campus, District, StaffMember
from drillplanner.model.drill import Drill, EntryProblem, Schedule
from drillplanner.model.drill_facts import DrillFacts
from drillplanner.model.drill_parts import AS_THE_STATE_ASKS, Notice, Prop, RolePlayer, SensoryElement
from drillplanner.model.drill_words import Contact, PlayedBy, PlayedRole, SensoryKind, StandsFor
from drillplanner.model.finding import DevelopmentalFinding, Evidence, Screening, Verdict
from drillplanner.model.goals import (
    ADULT_EXERCISES,
    CROWDED_SCHOOL_DAYS,
    MARGIN_SCHOOL_DAYS,
    REPETITION_STEPS,
    GoalCost,
    GoalWeights,
)
from drillplanner.model.grades import (
    ALLOWED_GRADES,
    GRADES,
    GradeBand,
    bands_of,
    format_grades,
    parse_grade,
    parse_grades,
    sort_grades,
)
from drillplanner.model.happenings import Event, EventKind, FiledDrill
from drillplanner.model.placed import PlacedFacts, RecentEvent
from drillplanner.model.plan import DISCLAIMER, Plan, Provenance, Task
from drillplanner.model.scenario import ENGLISH, BandScript, Scenario, SpokenScript, Translation
from drillplanner.model.school_days import (
    AcademicCalendar,
    CalendarQuestion,
    DayVariation,
    SchoolDay,
    Term,
    count_within,
    each_date,
    school_days_before,
    weekdays_between,
)
from drillplanner.model.units import Unit, UnitKind
from drillplanner.model.vocabulary import (
    AgencyKind,
    Audience,
    Confidence,
    DayKind,
    DrillFormat,
    DrillType,
    DutyStatus,
    Layer,
    PeriodTag,
    Route,
    Severity,
    TermKind,
)
from drillplanner.model.workspace import Workspace

__all__ = [
    "ADULT_EXERCISES",
    "ALLOWED_GRADES",
    "AS_THE_STATE_ASKS",
    "CROWDED_SCHOOL_DAYS",
    "DISCLAIMER",
    "ENGLISH",
    "GRADES",
    "MARGIN_SCHOOL_DAYS",
    "REPETITION_STEPS",
    "WEEKDAYS",
    "AcademicCalendar",
    "Agency",
    "AgencyKind",
    "Audience",
    "BandScript",
    "BellSchedule",
    "CalendarQuestion",
    "Campus",
    "Clock",
    "Confidence",
    "Contact",
    "DayKind",
    "DayVariation",
    "DevelopmentalFinding",
    "District",
    "Drill",
    "DrillFacts",
    "DrillFormat",
    "DrillType",
    "DutyStatus",
    "EntryProblem",
    "Event",
    "EventKind",
    "Evidence",
    "FiledDrill",
    "Frozen",
    "GoalCost",
    "GoalWeights",
    "GradeBand",
    "Layer",
    "Notice",
    "Period",
    "PeriodTag",
    "PlacedFacts",
    "Plan",
    "PlayedBy",
    "PlayedRole",
    "Prop",
    "Provenance",
    "RecentEvent",
    "RolePlayer",
    "Route",
    "Scenario",
    "Schedule",
    "SchoolDay",
    "Screening",
    "SensoryElement",
    "SensoryKind",
    "Severity",
    "SpokenScript",
    "StaffMember",
    "StandsFor",
    "Task",
    "Term",
    "TermKind",
    "Translation",
    "Unit",
    "UnitKind",
    "Verdict",
    "Workspace",
    "bands_of",
    "clock_of",
    "count_within",
    "each_date",
    "format_grades",
    "minutes_of",
    "parse_grade",
    "parse_grades",
    "school_days_before",
    "sort_grades",
    "weekdays_between",
]
