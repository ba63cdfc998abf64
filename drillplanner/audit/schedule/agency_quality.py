"""The goals of the agencies' days counted on a finished schedule: the judge's own reading, without the solver.

Each function counts the breaches of the goal of its name (``model.GoalWeights``) over all campuses of a district.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from drillplanner.model import LEVEL_VISITS, Agency, District, Drill


def _visits(agency: Agency, drills: Iterable[Drill]) -> list[int]:
    """How many drills the agency attends on each of the dates on which it comes."""
    dates = [drill.date for drill in drills if agency.agency_id in (drill.agencies or ())]
    return list(Counter(dates).values())


def agency_load(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Visits beyond half of what the agency can make on the date, the first two left out of the question."""
    found = 0
    for agency in district.agencies:
        half = agency.visits_per_day // 2 + agency.visits_per_day % 2
        level = max(half, LEVEL_VISITS)
        found += sum(number - level for number in _visits(agency, drills) if number > level)
    return found


def lone_trip(district: District, campuses: int, drills: tuple[Drill, ...]) -> int:
    """Dates with one visit of an agency that can make several; a district of one campus has none to join it to."""
    if campuses < 2:
        return 0
    return sum(_visits(agency, drills).count(1) for agency in district.agencies if agency.visits_per_day >= 2)


#: Breaches by goal, given the district, the number of its campuses, and all their drills.
AGENCY_COUNTERS: Mapping[str, Callable[[District, int, tuple[Drill, ...]], int]] = {
    "agency_load": agency_load,
    "lone_trip": lone_trip,
}
