"""The good practice that keeps a drill off another day, judged on the finished year without a search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from drillplanner.audit.schedule.bells import bells_at
from drillplanner.audit.schedule.developmental_goals import Bells, breaches_of
from drillplanner.audit.schedule.resource_capacity import busy_dates
from drillplanner.files.counting import counted
from drillplanner.model import (
    AvoidedDates,
    Coverage,
    DevelopmentalLimits,
    Drill,
    KeptOff,
    MinimumGap,
    TimeOfDay,
    YearLimit,
)
from drillplanner.workflow.prepared import Prepared

#: Limits on the time of the day keep no drill off a day: the drill may be at another hour there.
_OF_HOURS = (TimeOfDay, Coverage)


class _Distance(NamedTuple):
    """How a drill would be too near to another one: the days asked for, the other drill, and on which side."""

    days: int
    other: Drill
    is_after: bool


@dataclass(frozen=True)
class PracticeAtCampus:
    """What good practice asks of the year of one campus, beside the other schools' drills."""

    prepared: Prepared
    campus_id: str

    @cached_property
    def _limits(self) -> tuple[YearLimit, ...]:
        limits = self.prepared.limits.get(self.campus_id, DevelopmentalLimits())
        return tuple(limit for limit in limits.all_limits if limit.practice is not None)

    @cached_property
    def _bells(self) -> Mapping[date, Bells]:
        workspace = self.prepared.workspace
        return bells_at(workspace.campus_by_id[self.campus_id], workspace) if self._limits else {}

    def _breaches(self, limit: YearLimit, drills: Iterable[Drill]) -> int:
        in_order = sorted(drills, key=lambda drill: (drill.date, drill.drill_id))
        school_days = self.prepared.workspace.calendar.dates_at(self.campus_id)
        return breaches_of(limit, in_order, school_days, self._bells)

    def more_breaches(self, was: Sequence[Drill], now: Sequence[Drill]) -> int:
        """Return how many more breaches the campus's drills ``now`` have than those that it had before."""
        return sum(self._breaches(limit, now) - self._breaches(limit, was) for limit in self._limits)

    def newly_broken(self, was: Sequence[Drill], now: Sequence[Drill]) -> tuple[str, ...]:
        """Return each practice that the drills ``now`` break more often, with its id."""
        broken = (limit for limit in self._limits if self._breaches(limit, now) > self._breaches(limit, was))
        return tuple(dict.fromkeys(f"{limit.rule}: {limit.sentence}" for limit in broken))

    def kept_off(
        self, drill: Drill, others: Sequence[Drill], dates: Sequence[date], elsewhere: Iterable[Drill]
    ) -> tuple[KeptOff, ...]:
        """Return the dates that good practice keeps free of the drill if all others stay, by reason.

        ``others`` are the campus's other drills, and ``elsewhere`` those of other schools.
        """
        found: list[KeptOff] = []
        for limit in sorted(self._limits, key=lambda limit: -limit.weight):
            if isinstance(limit, _OF_HOURS):
                continue
            now = self._breaches(limit, (drill, *others))
            moved = (drill.model_copy(update={"date": on}) for on in dates)
            worse = [there for there in moved if self._breaches(limit, (there, *others)) > now]
            for reason, on in self._reasons(limit, worse, others):
                found.append(KeptOff(practice=limit.rule, reason=reason, dates=on))
        return (*found, *self._too_many_schools(drill, dates, elsewhere))

    def _reasons(
        self, limit: YearLimit, moved: Sequence[Drill], others: Sequence[Drill]
    ) -> Iterator[tuple[str, tuple[date, ...]]]:
        """Yield why the limit would be broken more often with the drill moved to each of these days."""
        by_distance: dict[_Distance, list[date]] = defaultdict(list)
        by_reason: dict[str, list[date]] = defaultdict(list)
        for drill in moved:
            nearest = _nearest(limit, drill, others) if isinstance(limit, MinimumGap) else None
            if isinstance(limit, MinimumGap) and nearest is not None:
                by_distance[_Distance(limit.days, nearest, nearest.date <= drill.date)].append(drill.date)
            else:
                by_reason[self._reason(limit, drill.date)].append(drill.date)
        yield from ((_near_sentence(distance, dates), tuple(dates)) for distance, dates in by_distance.items())
        yield from ((reason, tuple(dates)) for reason, dates in by_reason.items())

    def _reason(self, limit: YearLimit, on: date) -> str:
        if isinstance(limit, AvoidedDates):
            days = self.prepared.avoided_days.get(self.campus_id, ())
            names = dict.fromkeys(day.phrase for day in days if day.on == on)
            if names:
                return f"{' and '.join(names)}: good practice holds no drill then"
        return f"good practice asks for {limit.sentence}"

    def _too_many_schools(
        self, drill: Drill, dates: Iterable[date], elsewhere: Iterable[Drill]
    ) -> Iterator[KeptOff]:
        """Yield the dates on which enough schools of its level hold a drill of its type."""
        alike = [other for other in elsewhere if other.drill_type is drill.drill_type]
        moved = [drill.model_copy(update={"date": on, "drill_id": f"{drill.drill_id} {on}"}) for on in dates]
        by_reason: dict[str, list[date]] = defaultdict(list)
        for busy in busy_dates([*alike, *moved], self.prepared.workspace, self.prepared.duties):
            if self.campus_id in busy.campuses:
                others = len(busy.campuses) - 1
                schools = f"{counted(others, f'other {busy.level} school')} {'holds' if others == 1 else 'hold'}"
                reason = f"{schools} the same kind of drill then; {busy.most} may on one day"
                by_reason[reason].append(busy.date)
        for reason, busy_on in by_reason.items():
            yield KeptOff(practice="schools_a_day", reason=reason, dates=tuple(busy_on))


def _nearest(limit: MinimumGap, drill: Drill, others: Iterable[Drill]) -> Drill | None:
    """Return the drill that is nearest among those to which the limit asks for a distance, if it is too near."""
    near = [
        other
        for other in others
        if other.scenario_id in limit.scenarios and abs((other.date - drill.date).days) < limit.days
    ]
    return min(near, key=lambda other: (abs((other.date - drill.date).days), other.date), default=None)


def _near_sentence(distance: _Distance, dates: Sequence[date]) -> str:
    other = distance.other
    days = sorted(abs((on - other.date).days) for on in dates)
    many = counted(days[0], "day") if days[0] == days[-1] else f"{days[0]} to {days[-1]} days"
    where = f"{many} {'after' if distance.is_after else 'before'}" if days[-1] else "on the day of"
    return f"would come {where} the {other.drill_type.phrase} of {other.date}; good practice keeps {distance.days}"
