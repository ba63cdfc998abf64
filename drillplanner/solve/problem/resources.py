"""Sites where campuses take their people, as something that they share like an agency.

To the search a site is a comer that must be at every drill that goes there: it takes so many drills at once, and
some minutes lie between two. So all that shares an agency's visits shares sites too. Its id is none that an agency
can have, no duty can ask for its kind, and it is left out where a placement becomes a drill.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from drillplanner.model import WEEKDAYS, Agency, Campus, District, Drill, DrillType, Route, Scenario

if TYPE_CHECKING:
    from drillplanner.model import AgencyKind

_PREFIX = "site/"
#: What stands where an agency has its kind.
_NO_AGENCY = cast("AgencyKind", "site")
#: More drills on one day than any site could take.
_UNLIMITED = 10_000


def is_site(comer_id: str) -> bool:
    """Whether it is the id of a site and not of an agency."""
    return comer_id.startswith(_PREFIX)


def goes_off_site(one: Scenario | Drill) -> bool:
    """Whether people are taken to the campus's site: a way off site, or a reunification."""
    return one.route is Route.OFF_SITE or one.drill_type is DrillType.REUNIFICATION


def site_of(campus: Campus, district: District) -> tuple[Agency, ...]:
    """The campus's site as a comer; none where it has none."""
    return tuple(
        Agency.model_construct(
            agency_id=_PREFIX + site.site_id,
            name=site.name,
            kind=_NO_AGENCY,
            visits_per_day=_UNLIMITED,
            crews=site.drills_at_once,
            travel_minutes=site.minutes_between,
            weekdays=WEEKDAYS,
            available_from=None,
            available_until=None,
            unavailable=(),
        )
        for site in district.sites
        if site.site_id == campus.evacuation_site
    )


def with_site(drill: Drill, campus: Campus) -> tuple[str, ...]:
    """The agencies of a drill, and the site that it goes to."""
    site = (_PREFIX + campus.evacuation_site,) if campus.evacuation_site and goes_off_site(drill) else ()
    return (*(drill.agencies or ()), *site)


def without_sites(comers: Iterable[str]) -> tuple[str, ...]:
    """The agencies among those who come."""
    return tuple(comer for comer in comers if not is_site(comer))
