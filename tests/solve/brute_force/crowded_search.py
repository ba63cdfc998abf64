"""Every schedule of a tiny campus with several drills on a day, apart from solver and judge."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from drillplanner.law import Match
from drillplanner.law.requirement import Requirement
from drillplanner.model import Audience, Drill, DrillFormat, DrillType, PeriodTag, minutes_of
from tests.solve.brute_force.exhaustive_search import Tiers, Trial

#: Extra drills that interrupt the school day, and all extra drills.
Extra = tuple[int, int]


class CrowdedTrial(Trial):
    """All schedules of the one campus of a tiny district, days with several drills included."""

    @cached_property
    def sets_of_days(self) -> list[list[tuple[Drill, ...]]]:
        """Return what each school day could hold together, in order of time.

        A drill of a type that no duty, stand-in or pin names is never added: it could only make another drill the
        second of its day, so that this one need not be announced.
        """
        asked = [*(duty.mandate.requirement for duty in self.duties), *self.stand_ins["c0"]]
        matches = [_matches_of(each) for each in asked]
        named = {type_ for match in itertools.chain(*matches) for type_ in match.types}
        named |= {pin.drill_type for pin in self.workspace.district.pins if pin.drill_type is not None}
        everything = not all(matches)
        return [
            list(self._sets([drill for drill in options if everything or drill.drill_type in named]))
            for options in self.options
        ]

    @property
    def size(self) -> int:
        number = 1
        for sets in self.sets_of_days:
            number *= len(sets)
        return number

    def schedules(self) -> Iterator[tuple[Drill, ...]]:
        """Yield every schedule, those with fewer extra drills first, and then those with fewer drills."""
        combined = (tuple(itertools.chain(*chosen)) for chosen in itertools.product(*self.sets_of_days))
        yield from sorted(combined, key=lambda drills: (self.extra_drills(drills), len(drills)))

    def fewest(self) -> tuple[Extra, Tiers] | None:
        """Return the fewest extra drills of a lawful schedule, and the tiers of the best one with as few."""
        best: tuple[Extra, Tiers] | None = None
        for drills in self.schedules():
            if best is not None and (self.extra_drills(drills), len(drills)) > (best[0], best[1][0]):
                break
            if self.is_lawful(drills, self.duties):
                found = self.extra_drills(drills), self.tiers(drills)
                best = min(best or found, found)
        return best

    def extra_drills(self, drills: Sequence[Drill]) -> Extra:
        """Return how many drills are beyond the usual number of their days."""
        usual = self.workspace.district.drills_a_day
        by_day: dict[date, list[Drill]] = {}
        for drill in drills:
            by_day.setdefault(drill.date, []).append(drill)
        return (
            sum(max(0, sum(map(interrupts, held)) - usual) for held in by_day.values()),
            sum(max(0, len(held) - usual) for held in by_day.values()),
        )

    def _sets(self, options: Sequence[Drill]) -> Iterator[tuple[Drill, ...]]:
        in_order = sorted(options, key=lambda drill: (drill.start, drill.end))
        for number in range(len(in_order) + 1):
            fitting = [each for each in itertools.combinations(in_order, number) if self._may_share_a_day(each)]
            if not fitting:
                return
            yield from fitting

    def _may_share_a_day(self, drills: Sequence[Drill]) -> bool:
        for first, second in itertools.combinations(drills, 2):
            gap = 0 if Audience.STAFF in (first.audience, second.audience) else 60
            assert first.end is not None and second.start is not None
            if minutes_of(second.start) < minutes_of(first.end) + gap:
                return False
            in_class = PeriodTag.INSTRUCTION in (first.period_tags or ())
            if in_class and first.period == second.period:
                return False
        loud = [drill for drill in drills if interrupts(drill)]
        if len(loud) > 1 and not loud[0].announced:
            return False
        return all(
            self._has_time(agency.agency_id, drills, agency.visits_per_day, agency.travel_minutes)
            for agency in self.workspace.district.agencies
        )

    @staticmethod
    def _has_time(agency_id: str, drills: Sequence[Drill], most: int, travel: int) -> bool:
        """Check that one crew can attend these drills one after the other."""
        visits = [drill for drill in drills if agency_id in (drill.agencies or ())]
        return len(visits) <= most and all(
            minutes_of(second.start) >= minutes_of(first.end) + travel
            for first, second in itertools.pairwise(visits)
            if first.end is not None and second.start is not None
        )


def _matches_of(requirement: Requirement) -> list[Match]:
    """Return every set of drills that the requirement names, as both sets that take turns."""
    return [value for _, value in requirement if isinstance(value, Match)]


def interrupts(drill: Drill) -> bool:
    """Check whether students practice, and do not only talk."""
    talk = drill.format in (DrillFormat.LESSON, DrillFormat.TABLETOP)
    return not talk and drill.audience is not Audience.STAFF and drill.drill_type is not DrillType.INSTRUCTION
