"""A small invented district whose plan crosses both changes to and from daylight saving time."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any, TypeVar

import pytest

from drillplanner.model import (
    AcademicCalendar,
    Agency,
    AgencyKind,
    Audience,
    BandScript,
    BellSchedule,
    Campus,
    Caveat,
    CaveatKind,
    Confidence,
    DayKind,
    District,
    Drill,
    DrillFacts,
    DrillFormat,
    DrillType,
    DutyStatus,
    Frozen,
    GoalCost,
    GradeBand,
    Period,
    PeriodTag,
    Plan,
    Provenance,
    Route,
    Scenario,
    SchoolDay,
    Task,
    Verdict,
    Workspace,
    clock_of,
    minutes_of,
)
from drillplanner.publish.core.request import PublishRequest

NOTE = "All campuses, people and agencies here are invented."
STATUTE = "N.J.S.A. 18A:41-1"
STATUTE_URL = "https://example.org/18a-41-1"


Model = TypeVar("Model", bound=Frozen)


def changed(model: Model, **updates: object) -> Model:
    """Return the model with fields replaced; unlike ``model_copy``, it does not copy cached properties."""
    return type(model)(**{name: getattr(model, name) for name in type(model).model_fields} | updates)


def make_scenario(scenario_id: str, title: str, drill_type: DrillType) -> Scenario:
    return Scenario(
        scenario_id=scenario_id,
        title=title,
        drill_type=drill_type,
        format=DrillFormat.PHYSICAL,
        audience=Audience.EVERYONE,
        minutes=10,
        bands=(GradeBand.GRADES_3_5,),
        objectives=("Everyone knows the way.",),
        facts=DrillFacts(),
        scripts={GradeBand.GRADES_3_5: BandScript(say=("This is a drill.",), do=("Walk.",), close="It is over.")},
        accommodations=("Tell people who use wheelchairs the way beforehand.",),
        debrief=("What went well?",),
        positions=("CMD-IC",),
        sources=("https://example.org/guide",),
    )


def make_drill(
    drill_id: str,
    campus_id: str,
    drill_type: DrillType,
    on: date,
    start: time = time(9, 40),
    **changes: object,
) -> Drill:
    """Return a drill with every field filled, as in a real plan; ``changes`` replaces fields."""
    is_fire = drill_type is DrillType.FIRE_EVACUATION
    fields: dict[str, object] = {
        "drill_id": drill_id,
        "campus_id": campus_id,
        "drill_type": drill_type,
        "date": on,
        "scenario_id": "fire-drill" if is_fire else "lockdown-drill",
        "format": DrillFormat.PHYSICAL,
        "audience": Audience.EVERYONE,
        "grades": ("3", "4", "5"),
        "start": start,
        "end": clock_of(minutes_of(start) + 10),
        "period": "Period 2",
        "period_tags": (PeriodTag.INSTRUCTION,),
        "route": Route.PRIMARY if is_fire else None,
        "announced": True,
        "agencies": (),
        "credits": (f"NJ-01/{campus_id}/{on:%Y-%m}" if is_fire else f"NJ-02/{campus_id}/{on:%Y-%m}",),
    }
    return Drill.model_validate(fields | changes)


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    first, last = date(2025, 9, 4), date(2026, 6, 18)
    days = tuple(
        SchoolDay(date=on, kind=DayKind.FULL)
        for on in (first + timedelta(offset) for offset in range((last - first).days + 1))
        if on.weekday() < 5
    )
    return Workspace(
        district=District(
            name="Sample Unified, Kranjčić Valley",
            state="NJ",
            timezone="America/New_York",
            year="2025-26",
            planned_on=date(2025, 7, 1),
            practice="none",
            calendar_namespace=uuid.UUID("6a1f0c52-6d53-4d2c-9a36-0d7c3f0f7c11"),
            note=NOTE,
            agencies=(
                Agency(agency_id="police", name="Sample Police; Division 1, North", kind=AgencyKind.POLICE),
                Agency(agency_id="fire", name="Sample Fire Company", kind=AgencyKind.FIRE),
            ),
        ),
        campuses=(
            Campus(campus_id="burnet", name="Burnet Hill Elementary", grades=("K", "1", "2", "3"), enrollment=402),
            Campus(campus_id="pena", name="Peña \\North; 'Ōpūkaha‘ia, Intermediate", grades=("4", "5", "6")),
            Campus(campus_id="high", name="日本橋 High", grades=("9", "10", "11", "12"), enrollment=1900),
        ),
        calendar=AcademicCalendar(
            first_day=first,
            last_day=last,
            days=days,
        ),
        bells={
            "one": BellSchedule(
                bell_schedule_id="one",
                name="Every day",
                days={DayKind.FULL: (Period(name="Period 2", start=time(9, 30), end=time(10, 30)),)},
            )
        },
        staff=(),
        scenarios=(
            make_scenario("fire-drill", "Fire drill by the primary route", DrillType.FIRE_EVACUATION),
            make_scenario("lockdown-drill", "Lockdown: lights, locks, out of sight", DrillType.LOCKDOWN),
        ),
        assumptions=("No staff list was given; charts are printed with open posts.",),
        inputs_hash="0123456789abcdef" * 4,
    )


@pytest.fixture(scope="session")
def plan() -> Plan:
    fire, lockdown = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN
    police: dict[str, Any] = {"agencies": ("police",)}
    drills = (
        make_drill("burnet-fire-1", "burnet", fire, date(2025, 9, 12)),
        make_drill("burnet-lockdown-1", "burnet", lockdown, date(2025, 10, 31), **police),
        # Clocks go back on November 2, 2025 and forward on March 8, 2026.
        make_drill("burnet-fire-2", "burnet", fire, date(2025, 11, 3), time(13, 5)),
        make_drill("burnet-fire-3", "burnet", fire, date(2026, 3, 6)),
        make_drill("burnet-lockdown-2", "burnet", lockdown, date(2026, 3, 9), audience=Audience.STAFF),
        make_drill("pena-fire-1", "pena", fire, date(2025, 9, 12)),
        make_drill("pena-lockdown-1", "pena", lockdown, date(2025, 11, 4), agencies=("police", "fire")),
        make_drill("pena-tabletop", "pena", DrillType.TABLETOP, date(2026, 1, 14), time(12, 15), scenario_id=None),
        make_drill("high-fire-1", "high", fire, date(2025, 9, 12), route=Route.SECONDARY),
        make_drill("high-weather", "high", DrillType.SEVERE_WEATHER, date(2026, 3, 9), time(7, 45)),
        make_drill("high-lockdown-1", "high", lockdown, date(2026, 5, 29), announced=False),
        make_drill("high-cardiac", "high", DrillType.CARDIAC, date(2026, 6, 16), time(11, 50)),
    )
    tasks = tuple(
        Task(
            task_id=f"NJ-12/{drill.drill_id}",
            mandate_id="NJ-12",
            campus_id=drill.campus_id,
            drill_id=drill.drill_id,
            kind="notify_after",
            who="parents and guardians",
            text="Send the written notice that the security drill was held.",
            due=drill.date,
            due_words="by the end of that school day",
        )
        for drill in drills
        if drill.drill_type is lockdown
    )
    yearly = tuple(
        Task(
            task_id=f"NJ-15/{campus_id}",
            mandate_id="NJ-15",
            campus_id=campus_id,
            drill_id=None,
            kind="report",
            who="county office of education",
            text="Send the statement of assurance.",
            due=date(2026, 6, 30),
            due_words="by 30 June",
        )
        for campus_id in ("burnet", "high", "pena")
    )
    return Plan(
        district="Sample Unified, Kranjčić Valley",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=26,
        bound=26,
        gap=0.0,
        costs=(
            GoalCost(goal="weekday", breaches=3, points=18),
            GoalCost(goal="margin", breaches=1, points=8),
            GoalCost(goal="testing_day", breaches=0, points=0),
        ),
        drills=drills,
        tasks=tasks + yearly,
        assumptions=("A month counts from its first school day.",),
        before_you_rely=(
            Caveat(kind=CaveatKind.LAW_OPEN, text="The number of fire drills was not read.", answer=""),
            Caveat(
                kind=CaveatKind.FACT,
                text="Are there buses? No answer for any school.",
                answer="drillplanner answer DIR buses=yes",
            ),
        ),
        provenance=Provenance(
            program="drillplanner 0.1.0",
            solver="CP-SAT 9.15",
            seed=7,
            inputs="0123456789abcdef" * 4,
            packs={"US-NJ": "2026-11-24"},
            planned_on=date(2025, 7, 1),
        ),
    )


@pytest.fixture(scope="session")
def verdicts(plan: Plan) -> tuple[Verdict, ...]:
    met = tuple(
        Verdict(
            campus_id=drill.campus_id,
            duty=credit,
            mandate=credit.split("/")[0],
            title="Monthly fire drill" if credit.startswith("NJ-01") else "Monthly security drill",
            status=DutyStatus.MET,
            drills=(drill.drill_id,),
            reason=f"1 drill in {credit.rpartition('/')[2]}",
            cite=STATUTE,
            url=STATUTE_URL,
            confidence=Confidence.LEGAL_TEXT,
        )
        for drill in plan.drills
        for credit in drill.credits
    )
    unclear = Verdict(
        campus_id="high",
        duty="NJ-05/high/year",
        mandate="NJ-05",
        title="Fire escapes are used",
        status=DutyStatus.CANNOT_TELL,
        drills=(),
        reason="Nobody said whether the building has fire escapes.",
        missing_fact="fire_escapes",
        cite="N.J.S.A. 18A:41-7",
        url="https://example.org/41-7",
        confidence=Confidence.SECONDARY,
    )
    return (*met, unclear)


@pytest.fixture(scope="session")
def request_(plan: Plan, workspace: Workspace, verdicts: tuple[Verdict, ...]) -> PublishRequest:
    return PublishRequest(plan, workspace, verdicts)
