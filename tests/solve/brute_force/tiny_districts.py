"""Tiny districts that can be planned by trying everything, and short forms for their laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from drillplanner.audit.schedule import AuditReport, judge_schedule
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import (
    Duty,
    LawBook,
    SparedGrades,
    derive_duties,
    derive_tasks,
    spared_grades_at,
    stand_ins_at,
)
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.packs.pack import Pack
from drillplanner.model import (
    Agency,
    Audience,
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    Drill,
    DrillFormat,
    DrillType,
    DutyStatus,
    Event,
    FiledDrill,
    Period,
    PeriodTag,
    Route,
    Scenario,
    Schedule,
    StaffMoment,
    Task,
    Unit,
    Workspace,
)
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import Solution, SolverSettings, solve
from tests.builders import all_ok, calendar, campus, scenario, workspace

SOURCE = {
    "cite": "Test law (invented)",
    "url": "https://example.org",
    "version": "v1",
    "read": "2025-01-01",
    "known_by": "legal_text",
}
ANY_TIME = (PeriodTag.INSTRUCTION, PeriodTag.LUNCH)
FIRE = scenario("fire", DrillType.FIRE_EVACUATION)
LONG_FIRE = scenario("long-fire", DrillType.FIRE_EVACUATION, minutes=11)
LOCKDOWN = scenario("lockdown", DrillType.LOCKDOWN, minutes=12)
BUS = scenario("bus", DrillType.BUS_EVACUATION, moments=(PeriodTag.ARRIVAL,))
FRONT = scenario("front", DrillType.FIRE_EVACUATION, route=Route.PRIMARY, moments=ANY_TIME)
BACK = scenario("back", DrillType.FIRE_EVACUATION, route=Route.SECONDARY, minutes=11)
STAFF = scenario(
    "staff", DrillType.LOCKDOWN, audience=Audience.STAFF, moments=(*ANY_TIME, StaffMoment.STAFF_HOURS)
).model_copy(update={"announced": False})
#: For a time without students alone.
ALONE = scenario(
    "alone", DrillType.FULL_SCALE, minutes=30, audience=Audience.STAFF, moments=(StaffMoment.STAFF_HOURS,)
)
LESSON = scenario(
    "lesson", DrillType.INSTRUCTION, minutes=20, audience=Audience.STUDENTS, drill_format=DrillFormat.LESSON
).model_copy(update={"subjects": ("fire_safety",)})
POLICE = Agency(agency_id="police", name="Police (invented)", kind="police")
BELLS = BellSchedule(
    bell_schedule_id="regular",
    name="Two lessons",
    days={
        DayKind.FULL: (
            Period(name="Arrival", start=time(8), end=time(8, 15), tags=(PeriodTag.ARRIVAL,)),
            Period(name="One", start=time(8, 15), end=time(9)),
            Period(name="Two", start=time(9), end=time(9, 45)),
        ),
        DayKind.EARLY_RELEASE: (Period(name="One", start=time(8, 15), end=time(9)),),
    },
)
#: A lesson in the morning, and lunch after noon.
LUNCH_BELLS = BellSchedule(
    bell_schedule_id="regular",
    name="A lesson and lunch",
    days={
        DayKind.FULL: (
            Period(name="One", start=time(8, 15), end=time(9)),
            Period(name="Lunch", start=time(12), end=time(12, 30), tags=(PeriodTag.LUNCH,)),
        ),
        DayKind.EARLY_RELEASE: (Period(name="One", start=time(8, 15), end=time(9)),),
    },
)
#: The same, with a period that is a lesson on full days and lunch on short ones.
SHORT_LUNCH_BELLS = LUNCH_BELLS.model_copy(
    update={
        "days": LUNCH_BELLS.days
        | {DayKind.EARLY_RELEASE: (Period(name="One", start=time(8, 15), end=time(9), tags=(PeriodTag.LUNCH,)),)}
    }
)


def law(*requirements: dict[str, Any], mandates: Mapping[int, Mapping[str, Any]] | None = None) -> LawBook:
    """Return a law of these requirements, T-1, T-2, and so on; ``mandates`` adds fields of a mandate, by number.

    Every drill may count for all of them, except where ``separate_from`` says otherwise.
    """
    ids = [f"T-{number}" for number in range(1, len(requirements) + 1)]
    more = mandates or {}
    written = []
    for number, (mandate_id, requirement) in enumerate(zip(ids, requirements, strict=True), start=1):
        fields = dict(more.get(number, {}))
        written.append(
            {
                "mandate_id": mandate_id,
                "title": "t",
                "text": "t",
                "layer": "statute",
                "sources": ["s"],
                "confidence": "legal_text",
                "also_counts_for": [other for other in ids if other not in fields.get("separate_from", ())],
                "requirement": requirement,
            }
            | fields
        )
    pack = {
        "pack_id": "TEST",
        "name": "Test",
        "reviewed": "2025-01-01",
        "review_by": "2030-01-01",
        "sources": {"s": SOURCE},
        "mandates": written,
    }
    return LawBook(packs=(Pack.model_validate(pack),))


def with_presumed(known: LawBook, *requirements: dict[str, Any]) -> LawBook:
    """Return the law with a model code of these requirements, P-1, P-2, and so on, that is presumed to bind."""
    (code,) = law(*requirements).packs
    names = {mandate.mandate_id: mandate.mandate_id.replace("T-", "P-") for mandate in code.mandates}
    mandates = tuple(
        mandate.model_copy(update={"mandate_id": names[mandate.mandate_id], "also_counts_for": ()})
        for mandate in code.mandates
    )
    code = code.model_copy(update={"pack_id": "CODE", "shares_credit": True, "mandates": mandates})
    return LawBook(packs=(*known.packs, code), presumed={"CODE": "whether the state keeps the code"})


def match(*types: str, **more: Any) -> dict[str, Any]:
    return {"types": list(types), **more}


def count(*types: str, minimum: int | None = 1, maximum: int | None = None, **more: Any) -> dict[str, Any]:
    agency = more.pop("agency", None)
    return {
        "kind": "count",
        "what": "drill",
        "match": {"types": types, "agency": agency},
        "min": minimum,
        "max": maximum,
        **more,
    }


def stand_in_of(mandate_id: str, *types: str, **more: Any) -> dict[str, Any]:
    return {"kind": "stand_in", "what": "drill", "match": match(*types), "instead_of": mandate_id, **more}


def tiny(
    first: date,
    last: date,
    kinds: dict[date, DayKind] | None = None,
    campuses: int = 1,
    agencies: tuple[Agency, ...] = (POLICE,),
    scenarios: tuple[Scenario, ...] = (FIRE, LONG_FIRE, LOCKDOWN, BUS),
    bells: BellSchedule = BELLS,
    events: Iterable[Event] = (),
    filed: Iterable[FiledDrill] = (),
    units: tuple[Unit, ...] = (),
) -> Workspace:
    places = [campus(f"c{number}").model_copy(update={"units": units}) for number in range(campuses)]
    place = workspace(places, calendar(first, last, kinds), agencies=agencies, scenarios=scenarios, schedule=bells)
    return place.model_copy(update={"events": tuple(events), "filed": tuple(filed)})


def duties_of(place: Workspace, book: LawBook) -> tuple[Duty, ...]:
    return derive_duties(book, place)


def stand_ins_of(place: Workspace, book: LawBook) -> dict[str, tuple[StandIn, ...]]:
    return {campus.campus_id: stand_ins_at(book, place, campus) for campus in place.campuses}


def spared_of(place: Workspace, book: LawBook) -> dict[str, tuple[SparedGrades, ...]]:
    return {campus.campus_id: spared_grades_at(book, place, campus) for campus in place.campuses}


def sparing(grades: str, days: int, *types: str) -> dict[str, Any]:
    """Return a permission that spares grades some types of drill on the first school days."""
    within = {"first": days, "unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    return {
        "kind": "permission",
        "allows": "some are left out",
        "spares": {"grades": grades, "match": match(*types), "within": within},
    }


def year_of(
    place: Workspace,
    book: LawBook,
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> YearToPlan:
    """Return the district's year to plan under this law, with the same developmental limits at every campus."""
    stand_ins = stand_ins_of(place, book)
    return YearToPlan(
        place,
        duties_of(place, book),
        all_ok(place.scenarios),
        stand_ins,
        dict.fromkeys(stand_ins, limits),
        spared_of(place, book),
    )


def quiet(stage: str, done: int, total: int) -> None:
    pass


def planned(
    place: Workspace,
    book: LawBook,
    settings: SolverSettings = SolverSettings(),  # noqa: B008 (frozen)
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> Solution:
    """Return the solver's year, with the same developmental limits at every campus."""
    return solve(year_of(place, book, limits), settings, quiet)


def judged(place: Workspace, book: LawBook, drills: tuple[Drill, ...], offers: Iterable[Task] = ()) -> AuditReport:
    """Return the judge's report on these drills with their tasks and offers."""
    duties, screenings = duties_of(place, book), all_ok(place.scenarios)
    chores = derive_tasks(duties, campus_schedules(drills, place, screenings, None))
    return judge_schedule(
        Schedule(source="the test's", drills=drills),
        place,
        duties,
        screenings,
        (*chores, *offers),
        stand_ins_of(place, book),
        spared=spared_of(place, book),
    )


#: What the judge must know and no schedule can tell: events, and how long a drill is that nobody can hold.
TOLD_ELSEWHERE = re.compile(r"events\.csv$|^start and end of a ")


def all_met(report: AuditReport, planned_for: Iterable[Duty]) -> bool:
    """Check that nothing is impossible or violated, and that the planned duties are met.

    An unknown verdict is accepted only if the judge would have to know of an event.
    """
    owed = {duty.duty_id for duty in planned_for}
    return not report.entries and all(
        verdict.status is DutyStatus.MET
        or (
            verdict.status is DutyStatus.CANNOT_TELL
            and (verdict.duty not in owed or TOLD_ELSEWHERE.search(verdict.missing_fact or ""))
        )
        for verdict in report.verdicts
    )
