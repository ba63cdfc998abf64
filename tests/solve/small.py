"""Tiny districts that can be planned by trying everything, and the trying."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from drillplanner.audit import judge, recount
from drillplanner.mandates import Duty, LawBook, derive_duties
from drillplanner.mandates.pack import Pack
from drillplanner.model import (
    Agency,
    BellSchedule,
    DayKind,
    Drill,
    DrillType,
    Period,
    PeriodTag,
    Schedule,
    Workspace,
    clock_of,
    minutes_of,
)
from tests.builders import all_ok, calendar, campus, scenario, workspace

SOURCE = {
    "cite": "Test law (invented)",
    "url": "https://example.org",
    "version": "v1",
    "read": "2025-01-01",
    "known_by": "legal_text",
}
FIRE = scenario("fire", DrillType.FIRE_EVACUATION)
LONG_FIRE = scenario("long-fire", DrillType.FIRE_EVACUATION, minutes=11)
LOCKDOWN = scenario("lockdown", DrillType.LOCKDOWN, minutes=12)
BUS = scenario("bus", DrillType.BUS_EVACUATION, moments=(PeriodTag.ARRIVAL,))
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


def law(*requirements: dict[str, Any]) -> LawBook:
    """A law of these requirements; every drill may count for all of them."""
    ids = [f"T-{number}" for number in range(1, len(requirements) + 1)]
    mandates = [
        {
            "mandate_id": mandate_id,
            "title": "t",
            "text": "t",
            "layer": "statute",
            "sources": ["s"],
            "confidence": "legal_text",
            "also_counts_for": ids,
            "requirement": requirement,
        }
        for mandate_id, requirement in zip(ids, requirements, strict=True)
    ]
    pack = {
        "pack_id": "TEST",
        "name": "Test",
        "reviewed": "2025-01-01",
        "review_by": "2030-01-01",
        "sources": {"s": SOURCE},
        "mandates": mandates,
    }
    return LawBook(packs=(Pack.model_validate(pack),))


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


def tiny(
    first: date,
    last: date,
    kinds: dict[date, DayKind] | None = None,
    campuses: int = 1,
    agencies: tuple[Agency, ...] = (POLICE,),
) -> Workspace:
    return workspace(
        [campus(f"c{number}") for number in range(campuses)],
        calendar(first, last, kinds),
        agencies=agencies,
        scenarios=(FIRE, LONG_FIRE, LOCKDOWN, BUS),
        schedule=BELLS,
    )


def every_year(place: Workspace, most_drills: int) -> Iterator[tuple[Drill, ...]]:
    """Every schedule of one campus with up to so many drills, at most one a day, with and without police."""
    options: list[list[Drill]] = []
    for day in place.calendar.days:
        options.append([])
        for period in place.periods(place.campuses[0], day):
            for one in place.scenarios:
                if period.length < one.minutes or not set(period.tags) & set(one.moments):
                    continue
                start = minutes_of(period.start) + min(10, period.length - one.minutes)
                for agencies in ((), *((agency.agency_id,) for agency in place.district.agencies)):
                    options[-1].append(
                        Drill(
                            drill_id=f"{one.scenario_id}-{day.date}",
                            campus_id=place.campuses[0].campus_id,
                            drill_type=one.drill_type,
                            date=day.date,
                            scenario_id=one.scenario_id,
                            format=one.format,
                            audience=one.audience,
                            start=clock_of(start),
                            end=clock_of(start + one.minutes),
                            period=period.name,
                            period_tags=period.tags,
                            agencies=agencies,
                        )
                    )
    for number in range(most_drills + 1):
        for days in itertools.combinations(range(len(options)), number):
            yield from itertools.product(*(options[day] for day in days))


def best_by_trying(place: Workspace, duties: tuple[Duty, ...], most_drills: int) -> tuple[int, int, int] | None:
    """(drills, visits, points) of the best lawful schedule, by trying all of them; None if there is none."""
    best: tuple[int, int, int] | None = None
    for drills in every_year(place, most_drills):
        visits = sum(len(drill.agencies or ()) for drill in drills)
        if best is not None and (len(drills), visits) > best[:2]:
            continue
        report = judge(Schedule(source="tried", drills=drills), place, duties, all_ok(place.scenarios), None)
        if report.violated or report.entries:
            continue
        points = sum(cost.points for cost in recount(drills, duties, place))
        best = min(best or (len(drills), visits, points), (len(drills), visits, points))
    return best


def duties_of(place: Workspace, book: LawBook) -> tuple[Duty, ...]:
    return derive_duties(book, place)
