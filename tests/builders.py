"""Small districts made in code, for tests of the rooms behind the file readers. All data is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta

from drillplanner.model import (
    AcademicCalendar,
    Agency,
    Audience,
    BandScript,
    BellSchedule,
    Campus,
    DayKind,
    District,
    Drill,
    DrillFacts,
    DrillFormat,
    DrillType,
    GradeBand,
    Moment,
    Period,
    PeriodTag,
    Route,
    Scenario,
    SchoolDay,
    Screening,
    Workspace,
)

SCRIPT = BandScript(say=("This is a drill.",), do=("Line up.",), close="The drill is over. You are safe.")


def scenario(
    scenario_id: str,
    drill_type: DrillType,
    *,
    minutes: int = 10,
    audience: Audience = Audience.EVERYONE,
    route: Route | None = None,
    moments: tuple[Moment, ...] = (PeriodTag.INSTRUCTION,),
    drill_format: DrillFormat = DrillFormat.PHYSICAL,
    facts: DrillFacts | None = None,
    needs_facts: Mapping[str, bool] | None = None,
) -> Scenario:
    bands = tuple(GradeBand)
    return Scenario(
        scenario_id=scenario_id,
        title=scenario_id,
        drill_type=drill_type,
        format=drill_format,
        audience=audience,
        minutes=minutes,
        bands=bands,
        route=route,
        moments=moments,
        needs_facts=dict(needs_facts or {}),
        objectives=("Everyone knows the way.",),
        facts=facts or DrillFacts(),
        scripts=dict.fromkeys(bands, SCRIPT),
        accommodations=("Ask each person beforehand.",),
        debrief=("What went well?",),
        positions=("CMD-IC",),
        sources=("invented for tests",),
    )


NEW_JERSEY_SCENARIOS = (
    scenario("fire", DrillType.FIRE_EVACUATION, route=Route.PRIMARY),
    scenario("lockdown", DrillType.LOCKDOWN),
    scenario("assailant", DrillType.ACTIVE_ASSAILANT),
    scenario("evacuation", DrillType.EVACUATION_OTHER, route=Route.PRIMARY),
    scenario("bomb-threat", DrillType.BOMB_THREAT, route=Route.PRIMARY),
    scenario("secure", DrillType.SECURE),
    scenario("bus", DrillType.BUS_EVACUATION, moments=(PeriodTag.ARRIVAL, PeriodTag.DISMISSAL)),
    scenario("lesson", DrillType.INSTRUCTION, audience=Audience.STUDENTS, drill_format=DrillFormat.LESSON),
)


def bells(lessons: int = 5) -> BellSchedule:
    """Arrival at 8:00, lessons of 50 minutes from 8:15, dismissal after the last; short days of half of it."""

    def day(number: int, minutes: int) -> tuple[Period, ...]:
        start = 8 * 60 + 15
        periods = [Period(name="Arrival", start=time(8), end=time(8, 15), tags=(PeriodTag.ARRIVAL,))]
        for position in range(number):
            first, last = start + position * minutes, start + (position + 1) * minutes
            periods.append(
                Period(
                    name=f"Period {position + 1}",
                    start=time(first // 60, first % 60),
                    end=time(last // 60, last % 60),
                )
            )
        return tuple(periods)

    return BellSchedule(
        bell_schedule_id="regular",
        name="Regular",
        days={DayKind.FULL: day(lessons, 50), DayKind.EARLY_RELEASE: day(lessons, 25)},
    )


def calendar(
    first: date, last: date, kinds: Mapping[date, DayKind] | None = None, staff: date | None = None
) -> AcademicCalendar:
    """Every weekday from first to last, full unless ``kinds`` says otherwise."""
    named = kinds or {}
    days = []
    day = first
    while day <= last:
        if day.weekday() < 5 or day in named:
            days.append(SchoolDay(date=day, kind=named.get(day, DayKind.FULL)))
        day += timedelta(1)
    return AcademicCalendar(first_day=first, last_day=last, first_staff_day=staff, days=tuple(days))


def campus(campus_id: str, grades: Iterable[str] = ("K", "1", "2"), **facts: bool) -> Campus:
    known = {"more_than_one_room": True, "fire_escapes": False, "buses": True} | facts
    return Campus(
        campus_id=campus_id,
        name=campus_id.replace("-", " ").title(),
        grades=tuple(grades),
        bell_schedule="regular",
        facts=known,
    )


POLICE = Agency(
    agency_id="police", name="Police (invented)", kind="police", weekdays=("monday", "tuesday", "friday")
)


def workspace(
    campuses: Iterable[Campus],
    academic_calendar: AcademicCalendar,
    *,
    agencies: Iterable[Agency] = (POLICE,),
    scenarios: Iterable[Scenario] = NEW_JERSEY_SCENARIOS,
    schedule: BellSchedule | None = None,
    **district: object,
) -> Workspace:
    settings = {
        "name": "Test District (invented)",
        "practice": "none",
        "state": "NJ",
        "timezone": "America/New_York",
        "year": "2025-26",
        # One thing at a time: all schools may drill on one date, unless a test says otherwise.
        "schools_a_day": "none",
    }
    return Workspace(
        district=District.model_validate(settings | {"agencies": tuple(agencies)} | district),
        campuses=tuple(campuses),
        calendar=academic_calendar,
        bells={"regular": schedule or bells()},
        staff=(),
        scenarios=tuple(scenarios),
    )


def all_ok(scenarios: Iterable[Scenario]) -> dict[str, Screening]:
    """Screenings that find nothing, for tests that are not about the developmental rules."""
    return {
        scenario.scenario_id: Screening(id=scenario.scenario_id, verdict="ok", findings=(), missing=())
        for scenario in scenarios
    }


def drill(campus_id: str, drill_type: DrillType, on: date, number: int = 1, **more: object) -> Drill:
    name = f"{campus_id}-{drill_type.replace('_', '-')}-{number:02d}"
    return Drill.model_validate(
        {"drill_id": name, "campus_id": campus_id, "drill_type": drill_type, "date": on} | more
    )
