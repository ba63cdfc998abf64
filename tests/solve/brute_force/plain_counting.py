"""A third reading of the law for tests only: naive counting over complete drills.

It takes no shortcuts: every pair of drills, every day, every way to share drills out. It assumes that the schedule
answers everything about a drill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from drillplanner.law import Duty, Match
from drillplanner.law.kinds.alternate import Alternate
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.cover import Cover
from drillplanner.law.kinds.every import Every
from drillplanner.law.kinds.filed import Filed
from drillplanner.law.kinds.length import Length
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.order import Order
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.kinds.share import Share
from drillplanner.law.kinds.spacing import Spacing
from drillplanner.law.kinds.vary import Varied, Vary
from drillplanner.law.timing.span import DayUnit
from drillplanner.model import Drill, DrillType, EventKind, Period, Workspace, minutes_of

Drills = Sequence[Drill]


@dataclass(frozen=True)
class Place:
    """One campus, as the plain counting needs it."""

    workspace: Workspace
    stand_ins: tuple[StandIn, ...] = ()

    @property
    def campus_id(self) -> str:
        return self.workspace.campuses[0].campus_id

    @property
    def open_dates(self) -> list[date]:
        return list(self.workspace.calendar.dates_at(self.campus_id))

    def has_bells(self, on: date) -> bool:
        return bool(self._periods(on))

    def first_bell(self, on: date) -> int:
        return min(minutes_of(period.start) for period in self._periods(on))

    def last_bell(self, on: date) -> int:
        return max(minutes_of(period.end) for period in self._periods(on))

    def _periods(self, on: date) -> tuple[Period, ...]:
        day = self.workspace.calendar.day(on)
        assert day is not None
        return self.workspace.periods(self.workspace.campuses[0], day)


def is_of(match: Match, drill: Drill, place: Place) -> bool:
    """Check whether the match selects the drill."""
    taught = place.workspace.scenario_by_id[drill.scenario_id or ""].subjects
    return (
        drill.drill_type in match.types
        and (match.formats is None or drill.format in match.formats)
        and (match.audiences is None or drill.audience in match.audiences)
        and (match.routes is None or drill.route in match.routes)
        and (match.moments is None or bool(set(match.moments) & set(drill.period_tags or ())))
        and (match.announced is None or drill.announced == match.announced)
        and (match.subjects is None or bool(set(match.subjects) & set(taught)))
        and (match.agency is None or has_agency(match.agency, match.agency_id, drill, place))
    )


def has_agency(kind: str, agency_id: str | None, drill: Drill, place: Place) -> bool:
    agencies = place.workspace.district.agencies
    return any(
        agency.agency_id in (drill.agencies or ())
        for agency in agencies
        if agency.kind == kind and (agency_id is None or agency.agency_id == agency_id)
    )


def keeps(duty: Duty, drills: Drills, place: Place) -> bool:
    """Check whether a campus's drills meet a duty that shares its drills with no other."""
    seen = seen_by(duty, drills)
    inside = [drill for drill in seen if duty.window.first <= drill.date <= duty.window.last]
    return PLAIN[duty.mandate.requirement.kind](duty.mandate.requirement, duty, inside, seen, place)


def seen_by(duty: Duty, drills: Drills) -> list[Drill]:
    """Return the drills on days on which the duty's unit is at school, in order of date."""
    attended = [drill for drill in drills if duty.unit is None or duty.unit.attends(drill.date)]
    return sorted(attended, key=lambda drill: (drill.date, drill.start))


def _count(asked: Count, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    number = sum(is_of(asked.match, drill, place) for drill in inside)
    if asked.max is not None and number > asked.max:
        return False
    return asked.min is None or number >= still_owed(duty, place)


def still_owed(duty: Duty, place: Place) -> int:
    """Return how many drills a count asks for after real events have counted or excused."""
    asked, window = duty.mandate.requirement, duty.window
    assert isinstance(asked, Count)
    least = asked.min or 0
    for event in place.workspace.events:
        if event.kind in asked.excused_by and not (event.last < window.first or event.first > window.last):
            return 0
        if (
            asked.real_events_count
            and event.kind is EventKind.REAL_EMERGENCY
            and event.drill_type in asked.match.types
            and window.first <= event.first <= window.last
        ):
            least -= 1
    return least


def _cover(asked: Cover, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    wanted = DrillType(duty.window.key.split("-")[-1])
    number = 0
    for drill in inside:
        right_format = asked.formats is None or drill.format in asked.formats
        right_audience = asked.audiences is None or drill.audience in asked.audiences
        number += drill.drill_type is wanted and right_format and right_audience
    return number >= asked.min_each


def _minutes(asked: Minutes, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    return sum(drill.minutes or 0 for drill in inside if is_of(asked.match, drill, place)) >= asked.min_minutes


def _share(asked: Share, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    part = sum(is_of(asked.match, drill, place) for drill in inside)
    whole = sum(is_of(asked.of, drill, place) for drill in inside)
    if asked.one_a_month:
        dates = [on for on in place.open_dates if duty.window.first <= on <= duty.window.last]
        with_one = {(d.date.year, d.date.month) for d in inside if is_of(asked.match, d, place)}
        whole = part + len({(on.year, on.month) for on in dates} - with_one)
    if asked.of_every is None:
        return part > 0 or whole == 0
    return part * asked.of_every >= whole * asked.at_least


def _spacing(asked: Spacing, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    drilled = [drill.date for drill in inside if is_of(asked.match, drill, place)]
    dates = [on for on in place.open_dates if duty.window.first <= on <= duty.window.last]
    if asked.apart is not None:
        for earlier, later in combinations(drilled, 2):
            days = (later - earlier).days
            if asked.apart.unit is DayUnit.SCHOOL_DAY:
                days = sum(earlier < on <= later for on in place.open_dates)
            if days < asked.apart.days:
                return False
    if asked.at_least_every is None:
        return True
    if asked.at_least_every.unit is DayUnit.SCHOOL_DAY:
        run = asked.at_least_every.days
        return all(set(dates[start : start + run]) & set(drilled) for start in range(len(dates) - run + 1))
    # Every run of so many civil days between the first and the last school day, if a school day about it is free.
    for start in range((dates[-1] - dates[0]).days - asked.at_least_every.days + 2 if dates else 0):
        run_days = {dates[0] + timedelta(start + offset) for offset in range(asked.at_least_every.days)}
        if run_days & set(drilled):
            continue
        before = max((on for on in drilled if on < min(run_days)), default=date.min)
        after = min((on for on in drilled if on > max(run_days)), default=date.max)
        if any(before < on < after for on in dates):
            return False
    return True


def _alternate(asked: Alternate, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    turns = []
    for drill in inside:
        if is_of(asked.match, drill, place):
            turns.append(1)
        elif is_of(asked.other, drill, place):
            turns.append(2)
    return all(previous != following for previous, following in pairwise(turns))


def _vary(asked: Vary, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    values: list[object] = []
    for drill in inside:
        if not is_of(asked.match, drill, place):
            continue
        assert drill.start is not None
        values.append(
            {
                Varied.WEEKDAY: drill.date.weekday(),
                Varied.PERIOD: drill.period,
                Varied.HOUR: drill.start.hour,
                Varied.HALF_DAY: drill.start.hour < 12,
                Varied.ROUTE: drill.route,
            }[asked.field]
        )
    if asked.all_different:
        of_grades = [
            (moment.grades, moment.period)
            for drill in inside
            if asked.field is Varied.PERIOD and is_of(asked.match, drill, place)
            for moment in drill.by_grades
            if moment.period
        ]
        return len(set(values)) == len(values) and len(set(of_grades)) == len(of_grades)
    return len(set(values)) >= min(asked.at_least or 0, len(values))


def _order(asked: Order, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    return not any(is_of(asked.match, drill, place) and drill.date < duty.window.last for drill in inside)


def _length(asked: Length, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    if not any(scenario.drill_type in asked.reference.types for scenario in place.workspace.scenarios):
        return True  # There is nothing to measure against: it cannot be told.
    lengths = [drill.minutes or 0 for drill in inside if is_of(asked.reference, drill, place)]
    return all(
        bool(lengths) and (drill.minutes or 0) <= max(lengths) + asked.minutes_over
        for drill in inside
        if is_of(asked.match, drill, place)
    )


def _filed(asked: Filed, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    for filed in place.workspace.filed:
        if filed.drill_type not in asked.match.types:
            continue
        if filed.moved_to is not None:
            later = [on for on in place.open_dates if on > filed.on]
            if filed.cause not in asked.moves_for or filed.moved_to not in later[: asked.make_up_within]:
                return False
        starts = [
            drill.start
            for drill in seen
            if drill.drill_type is filed.drill_type and drill.date == (filed.moved_to or filed.on)
        ]
        if not starts or (filed.moved_to is None and filed.start is not None and filed.start not in starts):
            return False
    return True


def _every(asked: Every, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    return all(_has_all(asked, drill, place) for drill in inside if is_of(asked.match, drill, place))


def _has_all(asked: Every, drill: Drill, place: Place) -> bool:
    has, tags = asked.has, set(drill.period_tags or ())
    of_all = [moment.tags for moment in drill.by_grades if moment.period] or [drill.period_tags or ()]
    kind = place.workspace.calendar.kind_at(drill.date, place.campus_id)
    assert drill.start is not None
    start = minutes_of(drill.start)
    last_bell = place.last_bell(drill.date)
    close = last_bell - (has.minutes_before_dismissal or 24 * 60)
    during = any(
        event.kind is has.not_during and event.first - timedelta(has.days_before) <= drill.date <= event.last
        for event in place.workspace.events
    )
    return not (
        (has.audiences and drill.audience not in has.audiences)
        or (has.routes and drill.route not in has.routes)
        or (has.formats and drill.format not in has.formats)
        or (has.announced is not None and drill.announced != has.announced)
        or (has.moments and not all(set(period_tags) & set(has.moments) for period_tags in of_all))
        or (has.not_moments and tags & set(has.not_moments))
        or (has.not_on_days and kind in has.not_on_days)
        or (has.not_during and during)
        or start < close
        or (has.minutes_before_dismissal and start > last_bell)
        or (has.agency and not has_agency(has.agency, has.agency_id, drill, place))
    )


def _nothing(asked: Any, duty: Duty, inside: Drills, seen: Drills, place: Place) -> bool:
    return True


#: By kind. Offers are counted with their dates, forms only where a screening finds nothing.
PLAIN: dict[str, Callable[[Any, Duty, Drills, Drills, Place], bool]] = {
    "alternate": _alternate,
    "count": _count,
    "cover": _cover,
    "every": _every,
    "filed": _filed,
    "form": _nothing,
    "length": _length,
    "minutes": _minutes,
    "offer": _nothing,
    "order": _order,
    "share": _share,
    "spacing": _spacing,
    "task": _nothing,
    "vary": _vary,
}
