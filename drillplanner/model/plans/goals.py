"""Soft goals: what makes one lawful year better than another, and what each breach costs.

Costs are whole points. The weights are the district's to change (``weights:`` in district.yaml). They are our
judgment, not law; ``docs/goals.md`` gives the reason for each.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Annotated

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import DrillType

#: Drills of a campus within this many school days in a row, one school week, count as crowded.
CROWDED_SCHOOL_DAYS = 5
#: A duty met only in the last 3 school days of its window leaves no room for a snow day.
MARGIN_SCHOOL_DAYS = 3
#: Each use of one scenario at a campus counts as repetition once for each of these numbers that it exceeds.
REPETITION_STEPS = (2, 4, 6, 8, 10)
#: A bell period may take this many even shares of the drills: good practice wants about half of them between 9 and
#: 11, where about a quarter of the periods are.
SHARES_OF_A_PERIOD = 2
#: Each whole stretch of this many minutes that a drill takes from a lesson counts once.
LOST_MINUTES = 10
#: Visits that an agency can make on one date without that date counting as full, whatever its capacity.
LEVEL_VISITS = 2
#: Drills with students after which a counselor should be at hand.
UPSETTING_DRILLS = frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})
#: Exercises that are for adults by nature; all other types are held with students if nothing forbids it.
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


class GoalScope(Enum):
    """Which part of the program counts the breaches of a goal."""

    CAMPUS_YEAR = auto()
    """A function of its own over the drills of one campus's year."""
    DEVELOPMENTAL_LIMITS = auto()
    """The limits on a campus's year that name the goal (``DevelopmentalLimits``)."""
    DISTRICT = auto()
    """A function over the days of the district's agencies."""


_Points = Annotated[int, Field(ge=0, le=1000)]
_CampusPoints = Annotated[_Points, GoalScope.CAMPUS_YEAR]
_DevelopmentalPoints = Annotated[_Points, GoalScope.DEVELOPMENTAL_LIMITS]
_DistrictPoints = Annotated[_Points, GoalScope.DISTRICT]


class GoalWeights(Frozen):
    """Points for each breach of a soft goal; 0 turns a goal off.

    The one list of the goals: a field's type says in which scope its breaches are counted.
    """

    crowding: _CampusPoints = Field(
        default=4, description="Each drill beyond the first in any run of five school days."
    )
    weekday: _CampusPoints = Field(default=6, description="Each drill beyond an even share on one weekday.")
    period: _CampusPoints = Field(
        default=6, description="Each drill beyond twice an even share in one bell period."
    )
    lesson: _CampusPoints = Field(
        default=10,
        description="Each time the same weekday and period is hit again: that class loses the same lesson.",
    )
    instruction_minutes: _CampusPoints = Field(
        default=1, description="Each ten whole minutes that a drill takes from a lesson."
    )
    margin: _CampusPoints = Field(
        default=8, description="Each duty met only in the last three school days it could be."
    )
    testing_day: _CampusPoints = Field(default=40, description="Each drill on a testing day.")
    short_day: _CampusPoints = Field(
        default=12, description="Each drill on an early-release or delayed-opening day."
    )
    break_eve: _CampusPoints = Field(default=8, description="Each drill on the last school day before a break.")
    first_day: _CampusPoints = Field(default=30, description="Each drill on the first school day of the year.")
    without_students: _CampusPoints = Field(
        default=5,
        description="Each drill for staff alone, other than exercises that are for adults by their nature.",
    )
    beside_students: _CampusPoints = Field(
        default=4,
        description="Each drill for staff alone in a bell period: students are near, and classes must be covered.",
    )
    full_scale: _CampusPoints = Field(
        default=10,
        description="Each full-scale exercise: talk comes before operations where the law leaves the choice.",
    )
    repetition: _CampusPoints = Field(
        default=1,
        description="Each use of one scenario beyond the second, once more beyond the fourth, sixth, and so on.",
    )
    counselor: _CampusPoints = Field(
        default=8,
        description="Each lockdown or active-assailant drill with students with no counselor at the campus on its "
        "day or the next school day.",
    )
    ladder: _DevelopmentalPoints = Field(
        default=6,
        description="Each drill before which a step of learning is missing that is advised and not required.",
    )
    settling_in: _DevelopmentalPoints = Field(
        default=6,
        description="Each drill with students on the first school days: five for PK and K, three up to grade 5, "
        "then one.",
    )
    youngest: _DevelopmentalPoints = Field(
        default=10,
        description="Each drill about violence with PK or K in the first 60 school days.",
    )
    spread: _DevelopmentalPoints = Field(
        default=1,
        description="Each drill about violence beyond the first in any run of 14 days.",
    )
    piling_up: _DevelopmentalPoints = Field(
        default=2,
        description="Each drill about violence beyond one more than the law asks for.",
    )
    long_hiding: _DevelopmentalPoints = Field(
        default=5,
        description="Each drill in which a grade band hides longer than is advised for it.",
    )
    variety: _DevelopmentalPoints = Field(
        default=6,
        description="Each type of drill that is held three times or more, always on the same weekday.",
    )
    moments: _DevelopmentalPoints = Field(
        default=8,
        description="Each of lunch, recess and passing time in which no evacuation is practised all year though "
        "bells and scenarios allow one; and the same for lockdowns.",
    )
    season: _DevelopmentalPoints = Field(
        default=6,
        description="Each season of a hazard without a drill for it in the 60 days before or its first 14 days.",
    )
    agency_load: _DistrictPoints = Field(
        default=2,
        description="Each visit of an agency on one date beyond half of its visits_per_day, rounded up, and "
        "beyond two.",
    )
    lone_trip: _DistrictPoints = Field(
        default=2,
        description="Each date on which an agency that can make several visits a day sets out for one alone.",
    )


def goals_in(scope: GoalScope) -> tuple[str, ...]:
    """Return the names of the goals whose breaches are counted in a scope, in the order of the weights."""
    return tuple(name for name, field in GoalWeights.model_fields.items() if scope in field.metadata)


#: Goals of the district as a whole.
DISTRICT_GOALS = goals_in(GoalScope.DISTRICT)
#: Goals whose breaches are those of limits on a campus's year.
DEVELOPMENTAL_GOALS = goals_in(GoalScope.DEVELOPMENTAL_LIMITS)


class GoalCost(Frozen):
    """One goal's share in a plan's cost."""

    goal: str
    breaches: int
    points: int
