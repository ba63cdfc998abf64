"""Resources: agencies and evacuation sites, whose limited capacity the drills of all campuses share.

A *visit* is one use of a resource by a drill: police come to it, or it goes to a site. The capacity of every
resource has one form: visits on a date, visits at the same time, minutes between two, and opening hours. Search,
prices, constraints, and explanations know this form alone. ``audit/schedule/resource_capacity.py`` checks finished
schedules without any of this code.

To add a limit, for example the district's crisis team or a cap on drills a day:

1. add a ``ResourceKind`` and the function that makes the ``Resource`` from the district's file,
2. add it to ``resources_of``, and to ``resource_ids_of`` for drills that already exist,
3. say in ``Resource.is_needed_by`` which drills use it,
4. check it in ``audit/schedule/resource_capacity.py``.

A campus's counselor is not a resource: drills without one cost points but are lawful (``goals/campus_goals.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drillplanner.model import (
    WEEKDAYS,
    Agency,
    AgencyKind,
    Campus,
    District,
    Drill,
    DrillType,
    Route,
    Scenario,
    SchoolLevel,
    Site,
    minutes_of,
)

_MINUTES_OF_A_DAY = 24 * 60


class Interval(NamedTuple):
    """A drill's time on its date in minutes since midnight, and the building if several campuses share it."""

    start: int
    end: int
    building: str = ""


class ResourceKind(StrEnum):
    """The kinds of resources."""

    AGENCY = "agency"
    SITE = "site"
    SCHOOLS = "schools"
    """So many schools of a level that hold one kind of drill on a date; no visit of anybody."""


@dataclass(frozen=True)
class Resource:
    """Something that only so many drills of the district can use, on a date and at the same time.

    ``agency_kind`` is what duties ask for, and None for resources that no duty can ask for. ``visits_per_day`` is
    None where only the hours limit the visits of a date. ``minutes_between`` pass between the end of a visit and
    the next one. ``weekdays`` count from Monday as 0. ``opens`` and ``closes`` are minutes since midnight.
    """

    resource_id: str
    name: str
    kind: ResourceKind
    agency_kind: AgencyKind | None
    visits_per_day: int | None
    visits_at_once: int
    minutes_between: int
    weekdays: frozenset[int]
    closed_dates: frozenset[date]
    opens: int
    closes: int

    @property
    def joins_alarms(self) -> bool:
        """Whether one visit serves all drills of a shared alarm.

        Officers in a building see the drills of all of its campuses. A site has room for each drill separately.
        """
        return self.kind is ResourceKind.AGENCY

    def is_needed_by(self, drill: Scenario | Drill) -> bool:
        """Check whether every such drill uses the resource; an agency comes only where a duty asks for it."""
        return self.kind is ResourceKind.SITE and goes_off_site(drill)

    def is_open_on(self, on: date) -> bool:
        """Check whether the resource can be used on that date at all."""
        return on.weekday() in self.weekdays and on not in self.closed_dates

    def is_open_during(self, interval: Interval) -> bool:
        """Check whether the whole interval is within the opening hours."""
        return self.opens <= interval.start and interval.end <= self.closes

    def can_start_between(self, first: int, last: int, minutes: int) -> bool:
        """Check whether a drill of that length that starts from ``first`` to ``last`` fits the opening hours."""
        start = min(max(first, self.opens), last)
        return self.is_open_during(Interval(start, start + minutes))

    def allows_on_a_day(self, visits: int) -> bool:
        """Check whether that many visits are not too many for one date, at whatever hours."""
        return self.visits_per_day is None or visits <= self.visits_per_day

    def visits_for(self, drills: Sequence[Interval]) -> int:
        """Return how many visits these drills of one date are: those of a shared alarm can be one."""
        if not self.joins_alarms:
            return len(drills)
        alarms = {(drill.building, drill.start) for drill in drills if drill.building}
        return len(alarms) + sum(not drill.building for drill in drills)

    def is_busy_with(self, drill: Interval, moment: int) -> bool:
        """Check whether at that minute the drill has begun and the minutes after it are not over."""
        return drill.start <= moment < drill.end + self.minutes_between

    def visits_at(self, moment: int, drills: Sequence[Interval]) -> int:
        """Return how many visits to these drills of one date go on at that minute.

        The number only rises when a drill begins, so it is enough to ask at those minutes.
        """
        return self.visits_for([drill for drill in drills if self.is_busy_with(drill, moment)])

    def most_visits(self, times: Iterable[Interval]) -> int:
        """Return the most visits on one date if drills can take place only at these times.

        Counts one visit after another, earliest end first, for each of those that can go on at once: so no
        schedule has more, but not every number below is possible.
        """
        in_a_row, free_from = 0, 0
        for drill in sorted(times, key=lambda interval: (interval.end, interval.start)):
            if drill.start >= free_from and self.is_open_during(drill):
                in_a_row += 1
                free_from = drill.end + self.minutes_between
        by_hours = self.visits_at_once * in_a_row
        return by_hours if self.visits_per_day is None else min(self.visits_per_day, by_hours)


def agency_resource(agency: Agency) -> Resource:
    """Return an agency of the district's file as a resource."""
    return Resource(
        resource_id=agency.agency_id,
        name=agency.name,
        kind=ResourceKind.AGENCY,
        agency_kind=agency.kind,
        visits_per_day=agency.visits_per_day,
        visits_at_once=agency.crews,
        minutes_between=agency.travel_minutes,
        weekdays=frozenset(WEEKDAYS.index(weekday) for weekday in agency.weekdays),
        closed_dates=frozenset(agency.unavailable),
        opens=minutes_of(agency.available_from) if agency.available_from else 0,
        closes=minutes_of(agency.available_until) if agency.available_until else _MINUTES_OF_A_DAY,
    )


def site_resource(site: Site) -> Resource:
    """Return an evacuation site of the district's file as a resource."""
    return Resource(
        resource_id=_resource_id_of_site(site.site_id),
        name=site.name,
        kind=ResourceKind.SITE,
        agency_kind=None,
        visits_per_day=None,
        visits_at_once=site.drills_at_once,
        minutes_between=site.minutes_between,
        weekdays=frozenset(range(len(WEEKDAYS))),
        closed_dates=frozenset(),
        opens=0,
        closes=_MINUTES_OF_A_DAY,
    )


def schools_resource(level: SchoolLevel, kind: DrillType, most: int) -> Resource:
    """Return the limit of schools of a level that hold one kind of drill on a date; at any hours."""
    return Resource(
        resource_id=f"schools/{level}/{kind}",
        name=f"{level} schools with a {kind.phrase}",
        kind=ResourceKind.SCHOOLS,
        agency_kind=None,
        visits_per_day=most,
        visits_at_once=most,
        minutes_between=0,
        weekdays=frozenset(range(len(WEEKDAYS))),
        closed_dates=frozenset(),
        opens=0,
        closes=_MINUTES_OF_A_DAY,
    )


def _resource_id_of_site(site_id: str) -> str:
    """Return an id that no agency has: ids in files have no slash, so a site and an agency may share a name."""
    return f"site/{site_id}"


def resources_of(campus: Campus, district: District) -> tuple[Resource, ...]:
    """Return what the campus's drills can use: all agencies, and the campus's own evacuation site if any."""
    return (
        *(agency_resource(agency) for agency in district.agencies),
        *(site_resource(site) for site in district.sites if site.site_id == campus.evacuation_site),
    )


def resource_ids_of(drill: Drill, campus: Campus) -> tuple[str, ...]:
    """Return the ids of the resources that an existing drill uses: its agencies and the site it goes to."""
    agencies = drill.agencies or ()
    if campus.evacuation_site and goes_off_site(drill):
        return (*agencies, _resource_id_of_site(campus.evacuation_site))
    return agencies


def goes_off_site(drill: Scenario | Drill) -> bool:
    """Check whether people are taken to the campus's site: an off-site route, or a reunification."""
    return drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION
