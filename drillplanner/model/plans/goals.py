"""The soft goals: what makes one lawful year better than another, and what each breach costs.

Costs are whole points; the weights are the district's to change (``weights:`` in district.yaml). They are
our judgement, not law: what each one answers to is said beside it and in ``docs/goals.md``.
"""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DrillType

#: Two drills of a campus within so many school days in a row, one school week, count as crowded.
CROWDED_SCHOOL_DAYS = 5
#: A duty met only in the last so many school days of its window has no room for a snow day.
MARGIN_SCHOOL_DAYS = 3
#: Uses of one scenario at a campus beyond each of these numbers count as repetition, once for each number.
REPETITION_STEPS = (2, 4, 6, 8, 10)
#: Each whole stretch of so many minutes that a drill takes from a lesson counts once.
LOST_MINUTES = 10
#: So many visits an agency can make on one date without the date being a full one, however few it can make.
LEVEL_VISITS = 2
#: Goals of the district as a whole: what they count is the days of its agencies, not the year of one campus.
DISTRICT_GOALS = ("agency_load", "lone_trip")
#: Drills with students after which a counselor should be at hand.
UPSETTING_DRILLS = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})
#: Goals whose breaches are those of limits on a campus's year (``DevelopmentalLimits``), which name their goal.
DEVELOPMENTAL_GOALS = (
    "ladder",
    "settling_in",
    "youngest",
    "spread",
    "piling_up",
    "long_hiding",
    "variety",
    "moments",
    "season",
)
#: Types of exercise that are for adults by nature; all others are held with students where nothing forbids it.
ADULT_EXERCISES = frozenset(
    {
        DrillType.TABLETOP,
        DrillType.FUNCTIONAL,
        DrillType.FULL_SCALE,
        DrillType.CARDIAC,
        DrillType.REUNIFICATION,
        DrillType.INSTRUCTION,
    }
)


class GoalWeights(Frozen):
    """Points for each breach of a soft goal; 0 turns a goal off."""

    crowding: int = Field(
        default=4, ge=0, le=1000, description="Each drill beyond the first in any run of five school days."
    )
    weekday: int = Field(default=6, ge=0, le=1000, description="Each drill beyond an even share on one weekday.")
    period: int = Field(
        default=6, ge=0, le=1000, description="Each drill beyond an even share in one bell period."
    )
    lesson: int = Field(
        default=10,
        ge=0,
        le=1000,
        description="Each time the same weekday and period is hit again: that class loses the same lesson.",
    )
    instruction_minutes: int = Field(
        default=1, ge=0, le=1000, description="Each ten whole minutes that a drill takes from a lesson."
    )
    margin: int = Field(
        default=8, ge=0, le=1000, description="Each duty met only in the last three school days it could be."
    )
    testing_day: int = Field(default=40, ge=0, le=1000, description="Each drill on a testing day.")
    short_day: int = Field(
        default=12, ge=0, le=1000, description="Each drill on an early-release or delayed-opening day."
    )
    break_eve: int = Field(
        default=8, ge=0, le=1000, description="Each drill on the last school day before a break."
    )
    first_day: int = Field(
        default=30, ge=0, le=1000, description="Each drill on the first school day of the year."
    )
    without_students: int = Field(
        default=5,
        ge=0,
        le=1000,
        description="Each drill for staff alone, other than exercises that are for adults by their nature.",
    )
    beside_students: int = Field(
        default=4,
        ge=0,
        le=1000,
        description="Each drill for staff alone in a bell period: students are near, and classes must be covered.",
    )
    full_scale: int = Field(
        default=10,
        ge=0,
        le=1000,
        description="Each full-scale exercise: talk comes before operations where the law leaves the choice.",
    )
    repetition: int = Field(
        default=1,
        ge=0,
        le=1000,
        description="Each use of one scenario beyond the second, once more beyond the fourth, sixth, and so on.",
    )
    counselor: int = Field(
        default=8,
        ge=0,
        le=1000,
        description="Each lockdown or active-assailant drill with students with no counselor at the campus on its "
        "day or the next school day.",
    )
    ladder: int = Field(
        default=6,
        ge=0,
        le=1000,
        description="Each drill before which a step of learning is missing that is advised and not required.",
    )
    settling_in: int = Field(
        default=6,
        ge=0,
        le=1000,
        description="Each drill with students on the first school days: five for PK and K, three up to grade 5, "
        "then one.",
    )
    youngest: int = Field(
        default=10,
        ge=0,
        le=1000,
        description="Each drill about violence with PK or K in the first 60 school days.",
    )
    spread: int = Field(
        default=1,
        ge=0,
        le=1000,
        description="Each drill about violence beyond the first in any run of 14 days.",
    )
    piling_up: int = Field(
        default=2,
        ge=0,
        le=1000,
        description="Each drill about violence beyond one more than the law asks for.",
    )
    long_hiding: int = Field(
        default=5,
        ge=0,
        le=1000,
        description="Each drill in which a grade band hides longer than is advised for it.",
    )
    variety: int = Field(
        default=6,
        ge=0,
        le=1000,
        description="Each type of drill that is held three times or more, always on the same weekday.",
    )
    moments: int = Field(
        default=8,
        ge=0,
        le=1000,
        description="Each of lunch, recess and passing time in which no evacuation is practised all year though "
        "bells and scenarios allow one; and the same for lockdowns.",
    )
    season: int = Field(
        default=6,
        ge=0,
        le=1000,
        description="Each season of a hazard without a drill for it in the 60 days before or its first 14 days.",
    )
    agency_load: int = Field(
        default=2,
        ge=0,
        le=1000,
        description="Each visit of an agency on one date beyond half of its visits_per_day, rounded up, and "
        "beyond two.",
    )
    lone_trip: int = Field(
        default=2,
        ge=0,
        le=1000,
        description="Each date on which an agency that can make several visits a day sets out for one alone.",
    )


class GoalCost(Frozen):
    """One goal's share in a plan's cost."""

    goal: str
    breaches: int
    points: int
