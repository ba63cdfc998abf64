"""Alarms that all campuses of a building hear: the times at which one campus holds such drills, and no others.

Once the campuses of a building have agreed on them, each is a campus like any other: on the day of an alarm that
drill at that minute is all that it can hold, and it must hold one; on other days nothing that would be heard is
held while others of the building have school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from drillplanner.model import (
    Audience,
    Campus,
    DayKind,
    District,
    Drill,
    DrillFormat,
    DrillType,
    Scenario,
    Workspace,
    minutes_of,
)
from drillplanner.model.district.district import campuses_sharing_building, shared_buildings
from drillplanner.solve.problem.campus_problem import DayChoice, days_between
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, StartWindow, narrowed
from drillplanner.solve.problem.previous_plan import PreviousPlan, start_of

#: From the first bell to the last one of a campus, by day with school.
Sessions = Mapping[date, tuple[int, int]]


class Alarm(NamedTuple):
    """One alarm: its day, what is drilled, and when it rings, in minutes since midnight."""

    on: date
    drill_type: DrillType
    start: int


@dataclass(frozen=True)
class NeighborCampus:
    """Another campus of the building: the types of drill in which it takes part, and when it has school."""

    types: frozenset[DrillType]
    sessions: Sessions

    def hears(self, drill_type: DrillType, on: date, start: int, end: int) -> bool:
        """Whether it has school at some of these minutes, and takes part in such drills."""
        first, last = self.sessions.get(on, (0, 0))
        return drill_type in self.types and start < last and first < end


@dataclass(frozen=True)
class BuildingAlarms:
    """What one campus keeps of the alarms of its building; ``heard`` are ids of scenarios that all would hear."""

    alarms: tuple[Alarm, ...]
    others: tuple[NeighborCampus, ...]
    audible_scenarios: frozenset[str]

    def narrow(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        """Leaves the minute of the alarm on its day, and on others nothing that neighbours would hear."""
        if scenario.scenario_id in self.audible_scenarios:
            openings = self._without_audible(scenario, openings, ground)
        for alarm in self.alarms:

            def keep(day: DayChoice, opening: StartWindow, alarm: Alarm = alarm) -> StartWindow | None:
                return self._at(alarm, scenario, opening)

            openings = narrowed(openings, days_between(ground.days, alarm.on, alarm.on), ground, keep)
        return openings

    def is_shared(self, drill_type: DrillType, on: date) -> bool:
        """Whether another campus that takes part in such drills has school on the day."""
        return any(drill_type in other.types and on in other.sessions for other in self.others)

    def _at(self, alarm: Alarm, scenario: Scenario, opening: StartWindow) -> StartWindow | None:
        fits = scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
        if not fits or not opening.first <= alarm.start <= opening.last:
            return None
        return opening._replace(first=alarm.start, last=alarm.start, preferred=alarm.start)

    def _without_audible(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        rung = {alarm.on for alarm in self.alarms}
        alike: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for day in ground.days:
            if day.date not in rung:
                there = (
                    other.sessions.get(day.date) for other in self.others if scenario.drill_type in other.types
                )
                alike[tuple(hours for hours in there if hours is not None)].append(day.index)
        for sessions, days in alike.items():

            def keep(
                day: DayChoice, opening: StartWindow, sessions: tuple[tuple[int, int], ...] = sessions
            ) -> StartWindow | None:
                start = opening.slot.start
                is_heard = any(start < last and first < start + scenario.minutes for first, last in sessions)
                return None if is_heard else opening

            openings = narrowed(openings, days, ground, keep)
        return openings

    def required_pairs(
        self, scenarios: Sequence[Scenario], possible_days: Sequence[Sequence[int]], days: Sequence[DayChoice]
    ) -> Iterator[frozenset[tuple[int, int]]]:
        """For each alarm, the (scenario, day) pairs of which one is held."""
        for alarm in self.alarms:
            yield frozenset(
                (number, day)
                for number, scenario in enumerate(scenarios)
                if scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
                for day in possible_days[number]
                if days[day].date == alarm.on
            )


def rings_whole_building(one: Scenario | Drill, district: District) -> bool:
    """Whether all of a building would hear it: a drill in earnest with students, of a type that goes through it.

    A talk, a rehearsal on foot and an exercise of adults ring no alarm.
    """
    return (
        one.drill_type in district.whole_building
        and one.format is DrillFormat.PHYSICAL
        and one.audience is not Audience.STAFF
    )


def audible_scenarios_at(campus: Campus, workspace: Workspace) -> frozenset[str]:
    """Ids of the scenarios that the others in the campus's building would hear; none where there are no others."""
    if not campuses_sharing_building(campus, workspace.campuses):
        return frozenset()
    return frozenset(
        scenario.scenario_id
        for scenario in workspace.scenarios
        if rings_whole_building(scenario, workspace.district)
    )


def sessions_at(campus: Campus, workspace: Workspace) -> Sessions:
    """When the campus has school, from the first bell to the last one; a day without bells is left out."""
    found = {}
    for day in workspace.calendar.days:
        periods = () if day.kind_at(campus.campus_id) is DayKind.CLOSED else workspace.periods(campus, day)
        if periods:
            first = min(minutes_of(period.start) for period in periods)
            found[day.date] = first, max(minutes_of(period.end) for period in periods)
    return found


def alarms_in(
    drills: Iterable[Drill], workspace: Workspace, before: Mapping[str, PreviousPlan] | None = None
) -> dict[str, BuildingAlarms]:
    """The alarms of a plan, by id of the campuses that share a building, without what is past or was held."""
    heard: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        if rings_whole_building(drill, workspace.district) and drill.start is not None:
            heard[drill.campus_id].append(drill)
    found = {}
    for campuses in shared_buildings(workspace.campuses).values():
        for campus in campuses:
            others = [one for one in campuses if one != campus]
            there = {
                (one.date, one.drill_type, start_of(one)) for other in others for one in heard[other.campus_id]
            }
            own = {(one.date, one.drill_type, start_of(one)) for one in heard[campus.campus_id]}
            neighbours = tuple(
                NeighborCampus(
                    frozenset(one.drill_type for one in heard[other.campus_id]), sessions_at(other, workspace)
                )
                for other in others
            )
            rung = tuple(Alarm(*one) for one in sorted(own & there) if _is_to_come(one[0], campus, before))
            found[campus.campus_id] = BuildingAlarms(rung, neighbours, audible_scenarios_at(campus, workspace))
    return found


def _is_to_come(on: date, campus: Campus, before: Mapping[str, PreviousPlan] | None) -> bool:
    one = (before or {}).get(campus.campus_id)
    return one is None or (on >= one.as_of and all(drill.date != on for drill in one.settled))
