"""Counts of how often a campus's finished year breaks its limits, of development and of good practice.

``solve/goals/`` states the same limits as linear terms; the two share no code. The drills given are those of one
campus, in order of date, and complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from drillplanner.model import (
    Audience,
    AvoidedDates,
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    Drill,
    Floor,
    GradeBand,
    MinimumGap,
    PeriodTag,
    Precedence,
    SeasonalDrill,
    TimeOfDay,
    TimeSpan,
    WeekdayVariety,
    YearLimit,
    bands_of,
    minutes_of,
)


class Bells(NamedTuple):
    """The first and the last bell of a school day, in minutes since midnight."""

    first: int
    last: int


#: The bells of each school day of a campus.
BellsByDate = Mapping[date, Bells]
_NO_BELLS: BellsByDate = MappingProxyType({})


def breaches_of(
    limit: YearLimit, drills: Sequence[Drill], school_days: Sequence[date], bells: BellsByDate = _NO_BELLS
) -> int:
    """Return how often the drills of one campus break a limit; ``bells`` are needed for times of the day."""
    if isinstance(limit, TimeOfDay):
        return _beyond_share(limit, drills, bells)
    return _COUNTERS[type(limit)](limit, drills, school_days)


def developmental_breaches(
    goal: str | None, limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date]
) -> int:
    """Return the breaches of all limits of a soft goal, or of the required limits for None."""
    counted = (limit for limit in limits.all_limits if (limit.is_required if goal is None else limit.goal == goal))
    return sum(breaches_of(limit, drills, school_days) for limit in counted)


def weight_of_breaches(
    limits: DevelopmentalLimits, drills: Sequence[Drill], school_days: Sequence[date], bells: BellsByDate
) -> int:
    """Return what the breaches of all required limits, and of those of good practice, weigh together."""
    counted = (limit for limit in limits.all_limits if limit.weight)
    return sum(limit.weight * breaches_of(limit, drills, school_days, bells) for limit in counted)


def _without_earlier_step(limit: Precedence, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return sum(
        1
        for drill in drills
        if drill.scenario_id in limit.scenarios
        and not any(other.date < drill.date and other.scenario_id in limit.after for other in drills)
    )


def _within_delay(limit: Delay, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    number = {on: position for position, on in enumerate(school_days, start=1)}
    found = 0
    for drill in drills:
        if drill.scenario_id not in limit.scenarios or drill.date not in number:
            continue
        # A drill with students that does not name its grades is held with all of them.
        without_students = drill.audience is Audience.STAFF
        present = () if without_students else bands_of(drill.grades) if drill.grades else tuple(GradeBand)
        found += any(wait.band in present and number[drill.date] <= wait.school_days for wait in limit.by_band)
    return found


def _too_close(limit: MinimumGap, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return sum(max(0, sum(1 for on in dates if 0 <= (on - first).days < limit.days) - 1) for first in school_days)


def _beyond_ceiling(limit: Ceiling, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return max(0, sum(1 for drill in drills if drill.scenario_id in limit.scenarios) - limit.most)


def _all_on_one_weekday(limit: WeekdayVariety, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    weekdays = [drill.date.weekday() for drill in drills if drill.scenario_id in limit.scenarios]
    return int(len(weekdays) >= limit.from_drills and len(set(weekdays)) == 1)


def _uncovered_moments(limit: Coverage, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    covered = {
        tag for drill in drills if drill.scenario_id in limit.scenarios for tag in _tags(drill, limit.grades)
    }
    return sum(1 for moment in limit.moments if moment not in covered)


def _tags(drill: Drill, grades: tuple[str, ...]) -> tuple[PeriodTag, ...]:
    """Return the kinds of period of the drill, for the given grades if they have bells of their own."""
    if not grades:
        return drill.period_tags or ()
    return tuple(tag for moment in drill.by_grades if moment.grades == grades for tag in moment.tags)


def _out_of_season(limit: SeasonalDrill, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    dates = [drill.date for drill in drills if drill.scenario_id in limit.scenarios]
    return int(bool(dates) and not any(limit.first <= on <= limit.last for on in dates))


def _missing(limit: Floor, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    held = [drill for drill in drills if drill.scenario_id in limit.scenarios]
    return max(0, limit.least - sum(1 for drill in held if limit.first <= drill.date <= limit.last))


def _on_avoided_date(limit: AvoidedDates, drills: Sequence[Drill], school_days: Sequence[date]) -> int:
    return sum(1 for drill in drills if drill.scenario_id in limit.scenarios and drill.date in limit.dates)


def _beyond_share(limit: TimeOfDay, drills: Sequence[Drill], bells: BellsByDate) -> int:
    limited = [drill for drill in drills if drill.scenario_id in limit.scenarios]
    inside = sum(1 for drill in limited if _is_in_span(drill, limit.span, bells.get(drill.date)))
    counted = len(limited) - inside if limit.is_outside else inside
    allowed, rest = divmod(limit.most_percent * len(limited), 100)
    return max(0, counted - allowed - (1 if rest else 0))


def _is_in_span(drill: Drill, span: TimeSpan, bells: Bells | None) -> bool:
    if span.moments:
        return any(tag in span.moments for tag in drill.period_tags or ())
    if drill.start is None:
        return False
    if span.minutes_from_bells is None:
        is_over = span.until is not None and drill.start >= span.until
        return not is_over and (span.since is None or drill.start >= span.since)
    # Outside the bell periods, in the hours of staff alone, no bell is near.
    if bells is None or not drill.period_tags:
        return False
    start = minutes_of(drill.start)
    over = start + (drill.minutes or 0)
    return start - bells.first < span.minutes_from_bells or bells.last - over < span.minutes_from_bells


_COUNTERS: dict[type[YearLimit], Callable[[Any, Sequence[Drill], Sequence[date]], int]] = {
    Precedence: _without_earlier_step,
    Delay: _within_delay,
    MinimumGap: _too_close,
    Ceiling: _beyond_ceiling,
    WeekdayVariety: _all_on_one_weekday,
    Coverage: _uncovered_moments,
    SeasonalDrill: _out_of_season,
    Floor: _missing,
    AvoidedDates: _on_avoided_date,
}
