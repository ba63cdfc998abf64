"""Every schedule of a tiny campus, and the best of those that plain counting finds lawful."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from drillplanner.audit.schedule import recount
from drillplanner.law import Duty, LawBook
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.filed import Filed
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.kinds.order import Order
from drillplanner.law.kinds.permissions_and_tasks.permission import Permission
from drillplanner.model import (
    STAFF_HOURS,
    Audience,
    DevelopmentalLimits,
    Drill,
    Moment,
    Period,
    PeriodTag,
    Scenario,
    SchoolDay,
    StaffHours,
    StaffMoment,
    Workspace,
    clock_of,
    minutes_of,
    parse_grades,
)
from tests.solve.brute_force.plain_counting import Place
from tests.solve.brute_force.plain_credit_sharing import keeps_all, offer_holds
from tests.solve.brute_force.plain_limits import BellsOn, plain_missing, plain_weight
from tests.solve.brute_force.tiny_districts import duties_of, stand_ins_of

#: As little as can be, in this order: drills with the missing ones that good practice may add, what breaches of
#: required developmental limits and of good practice weigh, visits, and points.
Tiers = tuple[int, int, int, int]


class Trial:
    """All possible schedules of the one campus of a tiny district under a law."""

    def __init__(
        self,
        place: Workspace,
        book: LawBook,
        limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
    ) -> None:
        self.workspace = place
        self.duties = duties_of(place, book)
        self.stand_ins = stand_ins_of(place, book)
        self.limits = {"c0": limits}
        self.place = Place(place, self.stand_ins["c0"])
        self.permissions = [mandate.requirement for mandate in book.mandates]

    @cached_property
    def options(self) -> list[list[Drill]]:
        """Return what could be held on each school day."""
        days = [day for day in self.workspace.calendar.days if day.date in set(self.place.open_dates)]
        return [list(self._on(day)) for day in days]

    @property
    def size(self) -> int:
        """Return the number of schedules."""
        number = 1
        for options in self.options:
            number *= 1 + len(options)
        return number

    def schedules(self) -> Iterator[tuple[Drill, ...]]:
        """Yield every schedule with at most one drill a day, those with fewer drills first."""
        days = range(len(self.options))
        for number in range(len(self.options) + 1):
            for chosen in itertools.combinations(days, number):
                yield from itertools.product(*(self.options[day] for day in chosen))

    @cached_property
    def kept(self) -> list[Duty]:
        """Return the duties to plan for.

        These are the sure ones, then each vague one that can be met as well, then those of each mandate that hang
        on a missing fact and can be met with no more drills.
        """
        kept = [duty for duty in self.duties if duty.doubt is None]
        vague = [duty for duty in self.duties if duty.doubt is not None and duty.missing_fact is None]
        missing: dict[tuple[str, str], list[Duty]] = {}
        for duty in self.duties:
            if duty.missing_fact is not None:
                missing.setdefault((duty.mandate.mandate_id, duty.missing_fact), []).append(duty)
        if not vague and not missing:
            return kept
        lawful = [drills for drills in self.schedules() if self.is_lawful(drills, kept)]
        kept, lawful = self._with_more(kept, lawful, [[duty] for duty in vague])
        fewest = min(map(len, lawful), default=0)
        short = [drills for drills in lawful if len(drills) == fewest]
        return self._with_more(kept, short, [*missing.values()])[0]

    def _with_more(
        self, kept: list[Duty], lawful: list[tuple[Drill, ...]], doubtful: list[list[Duty]]
    ) -> tuple[list[Duty], list[tuple[Drill, ...]]]:
        """Add each group that a lawful schedule meets as well, and return the schedules that are left."""
        for group in doubtful:
            if any(isinstance(duty.mandate.requirement, Order) and duty.window.missing for duty in group):
                continue  # To wait for an event that nobody knows helps nobody.
            more = [other for other in self.duties if other in kept or other in group]
            still = [drills for drills in lawful if self.is_lawful(drills, more)]
            if still:
                lawful, kept = still, more
        return kept, lawful

    def best(self, held: int | None = None) -> Tiers | None:
        """Return the tiers of the best lawful schedule, perhaps of those with ``held`` drills; None if none is."""
        best: Tiers | None = None
        for drills in self.schedules():
            if held is not None and len(drills) != held:
                continue
            if best is not None and len(drills) > best[0]:
                break
            if (best is None or self._coarse(drills) <= best[:3]) and self.is_lawful(drills, self.kept):
                found = self.tiers(drills)
                best = min(best or found, found)
        return best

    def tiers(self, drills: tuple[Drill, ...]) -> Tiers:
        """Return the numbers that the solver minimizes, in order."""
        costs = recount(drills, self.duties, self.workspace, self.stand_ins, self.limits)
        return (*self._coarse(drills), sum(cost.points for cost in costs))

    def _coarse(self, drills: tuple[Drill, ...]) -> tuple[int, int, int]:
        limits = self.limits["c0"]
        breaches = plain_weight(limits, drills, self.place.open_dates, self._bells)
        size = len(drills) + plain_missing(limits, drills)
        return size, breaches, sum(len(drill.agencies or ()) for drill in drills)

    @cached_property
    def _bells(self) -> BellsOn:
        place = self.place
        return {on: (place.first_bell(on), place.last_bell(on)) for on in place.open_dates if place.has_bells(on)}

    def is_lawful(self, drills: Sequence[Drill], duties: Sequence[Duty]) -> bool:
        """Check whether the drills meet these duties, and whether dates can be offered where required."""
        if not keeps_all(duties, drills, self.place):
            return False
        offers = [duty for duty in duties if isinstance(duty.mandate.requirement, Offer)]
        return all(any(self._offers(duty, drills, duties)) for duty in offers)

    def _offers(self, duty: Duty, drills: Sequence[Drill], duties: Sequence[Duty]) -> Iterator[bool]:
        """Yield every set of dates on each of which the same drill could be held as it is."""
        asked = duty.mandate.requirement
        assert isinstance(asked, Offer)
        for drill in drills:
            dates = [on for on in self.place.open_dates if self._could_be_on(drill, on, asked)]
            for offered in itertools.combinations(dates, asked.dates):
                if drill.date in offered:
                    yield offer_holds(duty, offered, drills, duties, self.place)

    def _could_be_on(self, drill: Drill, on: date, asked: Offer) -> bool:
        if asked.match.agency is not None and not any(
            agency.can_come_on(on)
            for agency in self.workspace.district.agencies
            if agency.kind == asked.match.agency
        ):
            return False
        options = self.options[self.place.open_dates.index(on)]
        return any(
            (option.scenario_id, option.period, option.start) == (drill.scenario_id, drill.period, drill.start)
            for option in options
        )

    def _on(self, day: SchoolDay) -> Iterator[Drill]:
        campus = self.workspace.campuses[0]
        agencies = [()] + [(agency.agency_id,) for agency in self.workspace.district.agencies]
        hours = self.workspace.staff_hours(campus, day)
        places: list[tuple[str, tuple[PeriodTag, ...], Period | StaffHours]] = [
            (period.name, period.tags, period) for period in self.workspace.periods(campus, day)
        ]
        places += [(STAFF_HOURS, (), hours)] if hours is not None else []
        for name, tags, place in places:
            for scenario in self.workspace.scenarios:
                fitting: set[Moment] = set(tags or (StaffMoment.STAFF_HOURS,))
                if place.length < scenario.minutes or not fitting & set(scenario.moments):
                    continue
                start = self._start(scenario, place, day.date)
                for coming in agencies:
                    if coming and not self._can_come(coming[0], day.date, start, scenario.minutes):
                        continue
                    yield Drill(
                        drill_id=f"{scenario.scenario_id}-{day.date}",
                        campus_id=campus.campus_id,
                        drill_type=scenario.drill_type,
                        date=day.date,
                        scenario_id=scenario.scenario_id,
                        format=scenario.format,
                        audience=scenario.audience,
                        grades=self.taking_part(scenario, day.date),
                        start=clock_of(start),
                        end=clock_of(start + scenario.minutes),
                        period=name,
                        period_tags=tags,
                        route=scenario.route,
                        announced=scenario.announced,
                        agencies=coming,
                    )

    def taking_part(self, scenario: Scenario, on: date) -> tuple[str, ...]:
        """Return the grades that take part, read from the law's text; all if it spares every grade."""
        grades = self.workspace.campuses[0].grades
        left = grades if scenario.audience is not Audience.STAFF else ()
        for permission in self.permissions:
            spares = permission.spares if isinstance(permission, Permission) else None
            if spares is None or scenario.drill_type not in spares.match.types:
                continue
            if on in self.place.open_dates[: spares.within.first]:
                left = tuple(grade for grade in left if grade not in parse_grades(spares.grades))
        return left or (grades if scenario.audience is not Audience.STAFF else ())

    def _can_come(self, agency_id: str, on: date, start: int, minutes: int) -> bool:
        agency = next(agency for agency in self.workspace.district.agencies if agency.agency_id == agency_id)
        opens = minutes_of(agency.available_from) if agency.available_from else 0
        closes = minutes_of(agency.available_until) if agency.available_until else 24 * 60
        return agency.can_come_on(on) and opens <= start and start + minutes <= closes

    def _start(self, scenario: Scenario, period: Period | StaffHours, on: date) -> int:
        """Return ten minutes into the period, or what the last bell or a filed start requires, if it fits."""
        first, last = minutes_of(period.start), minutes_of(period.end) - scenario.minutes
        start = min(first + 10, last)
        for duty in self.duties:
            asked = duty.mandate.requirement
            if (
                isinstance(asked, Every)
                and asked.has.minutes_before_dismissal
                and scenario.drill_type in asked.match.types
                and duty.window.first <= on <= duty.window.last
            ):
                start = max(start, min(last, self.place.last_bell(on) - asked.has.minutes_before_dismissal))
        for duty in self.duties:
            for filed in self.workspace.filed if isinstance(duty.mandate.requirement, Filed) else ():
                if (
                    filed.drill_type is scenario.drill_type
                    and filed.on == on
                    and filed.start
                    and not filed.moved_to
                ):
                    filed_start = minutes_of(filed.start)
                    start = filed_start if first <= filed_start <= last else start
        return start
