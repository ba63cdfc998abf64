"""The nouns of the field: frozen models without input or output.

Import from here: ``from drillplanner.model import Campus, Drill``.

Each model costs time when it is built, and a short command such as ``record`` needs a part of them. Those of
``_LATER`` are built when their names are first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from drillplanner.model.base import Frozen as Frozen
from drillplanner.model.calendar.avoided_day import (
    AvoidedDay as AvoidedDay,
    AvoidedKind as AvoidedKind,
    DateCertainty as DateCertainty,
)
from drillplanner.model.calendar.bells import (
    STAFF_HOURS as STAFF_HOURS,
    BellSchedule as BellSchedule,
    Clock as Clock,
    Period as Period,
    StaffHours as StaffHours,
    clock_of as clock_of,
    minutes_of as minutes_of,
)
from drillplanner.model.calendar.events import (
    Closure as Closure,
    Event as Event,
    EventKind as EventKind,
    FiledDrill as FiledDrill,
    MissedBecause as MissedBecause,
)
from drillplanner.model.calendar.grade_moment import GradeMoment as GradeMoment, TouchedPeriod as TouchedPeriod
from drillplanner.model.calendar.school_days import (
    BREAK_WEEKDAYS as BREAK_WEEKDAYS,
    AcademicCalendar as AcademicCalendar,
    CalendarQuestion as CalendarQuestion,
    DayVariation as DayVariation,
    SchoolDay as SchoolDay,
    Term as Term,
    count_within as count_within,
    each_date as each_date,
    school_days_before as school_days_before,
    weekdays_between as weekdays_between,
    weekdays_of_school as weekdays_of_school,
)
from drillplanner.model.calendar.school_year import (
    first_year_of as first_year_of,
    school_year_of as school_year_of,
)
from drillplanner.model.district.attendance import (
    ChosenAttendance as ChosenAttendance,
    WantedAgency as WantedAgency,
)
from drillplanner.model.district.calendar_choices import (
    CalendarChoices as CalendarChoices,
    FamilyCalendarChoices as FamilyCalendarChoices,
)
from drillplanner.model.district.letter_choices import LetterChoices as LetterChoices, LetterDigest as LetterDigest
from drillplanner.model.district.district import (
    MADE_UP as MADE_UP,
    NOTES_OF_GUESSES as NOTES_OF_GUESSES,
    WEEKDAYS as WEEKDAYS,
    Agency as Agency,
    Campus as Campus,
    ChartPalette as ChartPalette,
    District as District,
    LeftOutSchool as LeftOutSchool,
    Site as Site,
)
from drillplanner.model.district.same_day import SameDay as SameDay
from drillplanner.model.district.schools_and_days import SchoolsAndDays as SchoolsAndDays
from drillplanner.model.district.schools_a_day import (
    BusyDate as BusyDate,
    SchoolLevel as SchoolLevel,
    level_of as level_of,
    most_schools_a_day as most_schools_a_day,
)
from drillplanner.model.district.standing_orders import (
    BrokenOrder as BrokenOrder,
    ForbiddenDays as ForbiddenDays,
    Pin as Pin,
    fulfills_pin as fulfills_pin,
)
from drillplanner.model.district.usual_practice import (
    PRACTICE_OFF as PRACTICE_OFF,
    USUAL_PRACTICE as USUAL_PRACTICE,
    practice_of as practice_of,
)
from drillplanner.model.district.state_numbers import StateNumbers as StateNumbers
from drillplanner.model.exercises.core_capabilities import (
    CoreCapability as CoreCapability,
    MissionArea as MissionArea,
)
from drillplanner.model.exercises.settings import (
    ExerciseSettings as ExerciseSettings,
    LeadColumn as LeadColumn,
    Milestone as Milestone,
    Priority as Priority,
)
from drillplanner.model.grades import (
    ALLOWED_GRADES as ALLOWED_GRADES,
    GRADES as GRADES,
    GradeBand as GradeBand,
    bands_of as bands_of,
    format_grades as format_grades,
    grades_in as grades_in,
    parse_grade as parse_grade,
    sort_grades as sort_grades,
)
from drillplanner.model.people.units import Unit as Unit, UnitKind as UnitKind
from drillplanner.model.plans.drill import (
    BACK_UP_SCHOOL_DAYS as BACK_UP_SCHOOL_DAYS,
    Drill as Drill,
    DrillRecord as DrillRecord,
    EntryProblem as EntryProblem,
    Schedule as Schedule,
)
from drillplanner.model.vocabulary import (
    AgencyKind as AgencyKind,
    Audience as Audience,
    CommandHandling as CommandHandling,
    Confidence as Confidence,
    DayKind as DayKind,
    DrillFormat as DrillFormat,
    DrillType as DrillType,
    DutyStatus as DutyStatus,
    Layer as Layer,
    Moment as Moment,
    PeriodTag as PeriodTag,
    Route as Route,
    Severity as Severity,
    StaffMoment as StaffMoment,
    TermKind as TermKind,
)

if TYPE_CHECKING:
    from drillplanner.model.district.school_site import (
        AmbulanceService as AmbulanceService,
        AwayPlace as AwayPlace,
        Doorway as Doorway,
        LetterSigner as LetterSigner,
        NearHospital as NearHospital,
        RadioChannel as RadioChannel,
        ReunificationPlace as ReunificationPlace,
        SchoolSite as SchoolSite,
        SchoolTelephone as SchoolTelephone,
        ShutOffs as ShutOffs,
        SiteFile as SiteFile,
    )
    from drillplanner.model.district.workspace import Workspace as Workspace
    from drillplanner.model.exercises.exercise import (
        CriticalTask as CriticalTask,
        DeliveryMethod as DeliveryMethod,
        DiscussionModule as DiscussionModule,
        DiscussionQuestion as DiscussionQuestion,
        Evaluation as Evaluation,
        Exercise as Exercise,
        ExerciseFamily as ExerciseFamily,
        ExerciseType as ExerciseType,
        HazardFamily as HazardFamily,
        ScenarioEvent as ScenarioEvent,
        ScenarioEventKind as ScenarioEventKind,
        Target as Target,
    )
    from drillplanner.model.exercises.improvement import (
        ActionPriority as ActionPriority,
        CapabilityElement as CapabilityElement,
        CorrectiveAction as CorrectiveAction,
        ImprovementLedger as ImprovementLedger,
        RatedCapability as RatedCapability,
        Rating as Rating,
    )
    from drillplanner.model.explanations.conflicts import (
        Conflict as Conflict,
        ConflictMember as ConflictMember,
        Relaxation as Relaxation,
    )
    from drillplanner.model.explanations.districts_and_duties import (
        CreditedDrill as CreditedDrill,
        DistrictExplanation as DistrictExplanation,
        DutyExplanation as DutyExplanation,
        TightDuty as TightDuty,
    )
    from drillplanner.model.explanations.drill_day import (
        DrillExplanation as DrillExplanation,
        GoalDifference as GoalDifference,
        KeptOff as KeptOff,
        OtherDay as OtherDay,
        RuledOut as RuledOut,
    )
    from drillplanner.model.grade_spellings import (
        GradesRead as GradesRead,
        grade_of_heading as grade_of_heading,
        parse_grades as parse_grades,
        read_grades as read_grades,
    )
    from drillplanner.model.people.staff import (
        DISTRICT_OFFICE as DISTRICT_OFFICE,
        Absence as Absence,
        Certification as Certification,
        StaffList as StaffList,
        StaffMember as StaffMember,
    )
    from drillplanner.model.plans.caveats import Caveat as Caveat, CaveatKind as CaveatKind
    from drillplanner.model.plans.changes import (
        PlanChange as PlanChange,
        Repair as Repair,
        changes_between as changes_between,
        is_unmoved as is_unmoved,
    )
    from drillplanner.model.plans.crowded_day import (
        MINUTES_APART as MINUTES_APART,
        MOST_DRILLS_A_DAY as MOST_DRILLS_A_DAY,
        QUIET_FORMATS as QUIET_FORMATS,
        QUIET_TYPES as QUIET_TYPES,
        CrowdedDay as CrowdedDay,
    )
    from drillplanner.model.plans.developmental_limits import (
        REQUIRED_WEIGHT as REQUIRED_WEIGHT,
        AvoidedDates as AvoidedDates,
        Ceiling as Ceiling,
        Coverage as Coverage,
        BandDelay as BandDelay,
        Delay as Delay,
        DevelopmentalLimits as DevelopmentalLimits,
        Floor as Floor,
        MinimumGap as MinimumGap,
        PracticeRank as PracticeRank,
        Precedence as Precedence,
        SeasonalDrill as SeasonalDrill,
        TimeOfDay as TimeOfDay,
        TimeSpan as TimeSpan,
        WeekdayVariety as WeekdayVariety,
        YearLimit as YearLimit,
    )
    from drillplanner.model.plans.drill_numbers import DrillNumbers as DrillNumbers, DrillSource as DrillSource
    from drillplanner.model.plans.findings import (
        DevelopmentalFinding as DevelopmentalFinding,
        Evidence as Evidence,
        FindingPlace as FindingPlace,
        GroupedFinding as GroupedFinding,
        Screening as Screening,
        Verdict as Verdict,
    )
    from drillplanner.model.plans.goals import (
        ADULT_EXERCISES as ADULT_EXERCISES,
        CROWDED_SCHOOL_DAYS as CROWDED_SCHOOL_DAYS,
        DEVELOPMENTAL_GOALS as DEVELOPMENTAL_GOALS,
        DISTRICT_GOALS as DISTRICT_GOALS,
        LEVEL_VISITS as LEVEL_VISITS,
        SHARES_OF_A_PERIOD as SHARES_OF_A_PERIOD,
        LOST_MINUTES as LOST_MINUTES,
        MARGIN_SCHOOL_DAYS as MARGIN_SCHOOL_DAYS,
        REPETITION_STEPS as REPETITION_STEPS,
        UPSETTING_DRILLS as UPSETTING_DRILLS,
        GoalCost as GoalCost,
        GoalWeights as GoalWeights,
    )
    from drillplanner.model.plans.plan import (
        DISCLAIMER as DISCLAIMER,
        ENDED as ENDED,
        INCOMPLETE as INCOMPLETE,
        EndedEarly as EndedEarly,
        Plan as Plan,
        Provenance as Provenance,
        Task as Task,
    )
    from drillplanner.model.plans.practice import (
        BrokenPractice as BrokenPractice,
        PracticeOutcome as PracticeOutcome,
    )
    from drillplanner.model.plans.standing import (
        DutyState as DutyState,
        NoticeLine as NoticeLine,
        NoticeState as NoticeState,
        OpenAction as OpenAction,
        StatusLine as StatusLine,
        StatusReport as StatusReport,
        UnrecordedDrill as UnrecordedDrill,
    )
    from drillplanner.model.scenarios.fact_parts import (
        AS_THE_STATE_ASKS as AS_THE_STATE_ASKS,
        Notice as Notice,
        Prop as Prop,
        RolePlayer as RolePlayer,
        SensoryElement as SensoryElement,
    )
    from drillplanner.model.scenarios.fact_vocabulary import (
        Contact as Contact,
        EventScope as EventScope,
        NoticeTime as NoticeTime,
        OnSite as OnSite,
        PlayedBy as PlayedBy,
        PlayedRole as PlayedRole,
        SensoryKind as SensoryKind,
        StandsFor as StandsFor,
        ToldGroup as ToldGroup,
    )
    from drillplanner.model.scenarios.facts import (
        DrillFacts as DrillFacts,
        PlacedFacts as PlacedFacts,
        RecentEvent as RecentEvent,
    )
    from drillplanner.model.scenarios.scenario import (
        ENGLISH as ENGLISH,
        Scenario as Scenario,
        Translation as Translation,
        ScenarioResponders as ScenarioResponders,
    )
    from drillplanner.model.scenarios.scripts import (
        BandScript as BandScript,
        SpeakerAnnouncements as SpeakerAnnouncements,
        SpokenScript as SpokenScript,
    )

#: Names by the module that has them, the same as above.
_LATER = {
    "district.school_site": (
        "AmbulanceService AwayPlace Doorway LetterSigner NearHospital RadioChannel ReunificationPlace "
        "SchoolSite SchoolTelephone ShutOffs SiteFile"
    ),
    "district.workspace": "Workspace",
    "exercises.exercise": (
        "CriticalTask DeliveryMethod DiscussionModule DiscussionQuestion Evaluation Exercise ExerciseFamily "
        "ExerciseType HazardFamily ScenarioEvent ScenarioEventKind Target"
    ),
    "exercises.improvement": (
        "ActionPriority CapabilityElement CorrectiveAction ImprovementLedger RatedCapability Rating"
    ),
    "explanations.conflicts": "Conflict ConflictMember Relaxation",
    "explanations.districts_and_duties": "CreditedDrill DistrictExplanation DutyExplanation TightDuty",
    "explanations.drill_day": "DrillExplanation GoalDifference KeptOff OtherDay RuledOut",
    "grade_spellings": "GradesRead grade_of_heading parse_grades read_grades",
    "people.staff": "DISTRICT_OFFICE Absence Certification StaffList StaffMember",
    "plans.caveats": "Caveat CaveatKind",
    "plans.changes": "PlanChange Repair changes_between is_unmoved",
    "plans.crowded_day": "MINUTES_APART MOST_DRILLS_A_DAY QUIET_FORMATS QUIET_TYPES CrowdedDay",
    "plans.developmental_limits": (
        "REQUIRED_WEIGHT AvoidedDates Ceiling Coverage BandDelay Delay DevelopmentalLimits Floor MinimumGap "
        "PracticeRank Precedence SeasonalDrill TimeOfDay TimeSpan WeekdayVariety YearLimit"
    ),
    "plans.drill_numbers": "DrillNumbers DrillSource",
    "plans.findings": "DevelopmentalFinding Evidence FindingPlace GroupedFinding Screening Verdict",
    "plans.goals": (
        "ADULT_EXERCISES CROWDED_SCHOOL_DAYS DEVELOPMENTAL_GOALS DISTRICT_GOALS LEVEL_VISITS "
        "SHARES_OF_A_PERIOD LOST_MINUTES MARGIN_SCHOOL_DAYS REPETITION_STEPS UPSETTING_DRILLS GoalCost "
        "GoalWeights"
    ),
    "plans.plan": "DISCLAIMER ENDED INCOMPLETE EndedEarly Plan Provenance Task",
    "plans.practice": "BrokenPractice PracticeOutcome",
    "plans.standing": "DutyState NoticeLine NoticeState OpenAction StatusLine StatusReport UnrecordedDrill",
    "scenarios.fact_parts": "AS_THE_STATE_ASKS Notice Prop RolePlayer SensoryElement",
    "scenarios.fact_vocabulary": (
        "Contact EventScope NoticeTime OnSite PlayedBy PlayedRole SensoryKind StandsFor ToldGroup"
    ),
    "scenarios.facts": "DrillFacts PlacedFacts RecentEvent",
    "scenarios.scenario": "ENGLISH Scenario Translation ScenarioResponders",
    "scenarios.scripts": "BandScript SpeakerAnnouncements SpokenScript",
}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names.split()}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Return a model that is built late.

        Raises AttributeError: there is no model of this name.
        """
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value
