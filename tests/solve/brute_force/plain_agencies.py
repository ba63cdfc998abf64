"""Plain counts of the agencies' days, apart from solver and judge, and every year of a tiny district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product

from drillplanner.law import LawBook
from drillplanner.model import Drill, Workspace, minutes_of
from tests.solve.brute_force.exhaustive_search import Trial

#: What comes before the points, and the points of a campus by itself.
Own = tuple[tuple[int, int, int], int]


def plain_agency_load(place: Workspace, drills: Sequence[Drill]) -> int:
    """Count the visits to remove from each date until it is level."""
    found = 0
    for agency in place.district.agencies:
        for on in {drill.date for drill in drills}:
            visits = [drill for drill in drills if drill.date == on and agency.agency_id in (drill.agencies or ())]
            while len(visits) > 2 and 2 * len(visits) > agency.visits_per_day + 1:
                visits.pop()
                found += 1
    return found


def plain_lone_trip(place: Workspace, drills: Sequence[Drill]) -> int:
    """Count visits with no other visit of that agency on their date, if it could make another."""
    found = 0
    for agency in place.district.agencies:
        if agency.visits_per_day == 1 or len(place.campuses) == 1:
            continue
        attended = [drill for drill in drills if agency.agency_id in (drill.agencies or ())]
        found += sum(all(drill is other or drill.date != other.date for other in attended) for drill in attended)
    return found


def plain_agency_points(place: Workspace, drills: Sequence[Drill]) -> int:
    weights = place.district.weights
    return weights.agency_load * plain_agency_load(place, drills) + weights.lone_trip * plain_lone_trip(
        place, drills
    )


def can_be_made(place: Workspace, drills: Sequence[Drill]) -> bool:
    """Check whether the agencies can make these visits: the number on a date, and the crews at one time."""
    for agency in place.district.agencies:
        by_date: dict[date, list[Drill]] = defaultdict(list)
        for drill in drills:
            if agency.agency_id in (drill.agencies or ()):
                by_date[drill.date].append(drill)
        for attended in by_date.values():
            if (
                len(attended) > agency.visits_per_day
                or _most_at_once(attended, agency.travel_minutes) > agency.crews
            ):
                return False
    return True


def sites_hold(place: Workspace, drills: Sequence[Drill]) -> bool:
    """Check whether each site can take the drills that come to it."""
    for site in place.district.sites:
        ids = {campus.campus_id for campus in place.campuses if campus.evacuation_site == site.site_id}
        evacuated = [drill for drill in drills if drill.campus_id in ids and leaves(drill)]
        for on in {drill.date for drill in evacuated}:
            same_day = [drill for drill in evacuated if drill.date == on]
            if _most_at_once(same_day, site.minutes_between) > site.drills_at_once:
                return False
    return True


def leaves(drill: Drill) -> bool:
    """Check whether people leave the school grounds."""
    return drill.route == "off_site" or drill.drill_type == "reunification"


def _most_at_once(drills: Sequence[Drill], between: int) -> int:
    times = []
    for drill in drills:
        assert drill.start is not None and drill.end is not None
        times.append((minutes_of(drill.start), minutes_of(drill.end) + between))
    return max(sum(start <= minute < end for start, end in times) for minute, _ in times)


def alone_at(place: Workspace, number: int) -> Workspace:
    """Return the district of that campus alone, under the name that a trial expects."""
    campus = place.campuses[number].model_copy(update={"campus_id": "c0"})
    return place.model_copy(update={"campuses": (campus,)})


def years_of(trial: Trial, schedules: Iterator[tuple[Drill, ...]]) -> dict[tuple[Drill, ...], Own]:
    """Return the campus's lawful schedules that are lowest in the tiers before points.

    Of schedules with the same visits and off-site drills at the same times, only the one with the fewest
    points is kept. The use of a shared site is a visit.
    """
    best: dict[object, tuple[tuple[Drill, ...], Own]] = {}
    for drills in schedules:
        if not trial.is_lawful(drills, trial.kept):
            continue
        *first, points = trial.tiers(drills)
        uses = sum(leaves(drill) for drill in drills) if trial.workspace.campuses[0].evacuation_site else 0
        worth = (first[0], first[1], first[2] + uses), points
        visits = tuple((drill.date, drill.start, drill.agencies, leaves(drill)) for drill in drills)
        if visits not in best or worth < best[visits][1]:
            best[visits] = drills, worth
    fewest = min((worth[0] for _, worth in best.values()), default=None)
    return {drills: worth for drills, worth in best.values() if worth[0] == fewest}


def _drills_of(place: Workspace, years: Sequence[Sequence[Drill]]) -> list[Drill]:
    """Return all drills, each under its own campus's name."""
    return [
        drill.model_copy(update={"campus_id": campus.campus_id})
        for campus, year in zip(place.campuses, years, strict=True)
        for drill in year
    ]


def best_together(
    place: Workspace, book: LawBook, schedules: Callable[[Trial, int], Iterator[tuple[Drill, ...]]]
) -> int | None:
    """Return the fewest points of a district whose campuses have as few drills, breaches, and visits as alone.

    None if their visits then cannot all be made.
    """
    years = []
    for number in range(len(place.campuses)):
        trial = Trial(alone_at(place, number), book)
        years.append(list(years_of(trial, schedules(trial, number)).items()))
    points = []
    for chosen in product(*years):
        drills = _drills_of(place, [drills_of_campus for drills_of_campus, _ in chosen])
        if can_be_made(place, drills) and sites_hold(place, drills):
            points.append(sum(worth[1] for _, worth in chosen) + plain_agency_points(place, drills))
    return min(points, default=None)
