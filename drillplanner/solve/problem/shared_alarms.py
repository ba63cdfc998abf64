"""Alarms that all campuses of a building hear, and when one campus holds such drills.

Once the campuses of a building have agreed on the alarms, each is planned like any other campus. On the day of an
alarm it must hold that drill at that minute, and can hold no other. On other days it holds no drill that others
would hear while they have school.
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
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.openings import CampusYearFacts, Openings, StartWindow, narrowed
from drillplanner.solve.problem.previous_plan import PreviousPlan, start_of

#: Start of the first and end of the last period of a campus, by date with school.
Sessions = Mapping[date, tuple[int, int]]


class Alarm(NamedTuple):
    """One alarm: its date, the type of drill, and its minute since midnight."""

    on: date
    drill_type: DrillType
    start: int


@dataclass(frozen=True)
class NeighborCampus:
    """Another campus of the building: the types of drill that it takes part in, and its school hours."""

    types: frozenset[DrillType]
    sessions: Sessions


@dataclass(frozen=True)
class BuildingAlarms:
    """The agreed alarms of one campus; ``audible_scenarios`` are ids of scenarios that the building hears."""

    alarms: tuple[Alarm, ...]
    others: tuple[NeighborCampus, ...]
    audible_scenarios: frozenset[str]

    def narrow(
        self, scenario: Scenario, openings: Openings, ground: CampusYearFacts, limits: DayLimits
    ) -> Openings:
        """Leave only the alarm's minute on its day, and on other days nothing that neighbors would hear.

        A day of alarms that may hold several drills keeps those that no neighbor hears.
        """
        is_audible = scenario.scenario_id in self.audible_scenarios
        if is_audible:
            openings = self._without_audible(scenario, openings, ground)
        for on in dict.fromkeys(alarm.on for alarm in self.alarms):
            day = days_between(ground.days, on, on)
            if not is_audible and any(limits.most_on(index) > 1 for index in day):
                continue
            alarms = tuple(alarm for alarm in self.alarms if alarm.on == on)

            def keep(
                day: DayChoice, opening: StartWindow, alarms: tuple[Alarm, ...] = alarms
            ) -> StartWindow | None:
                at = (self._at(alarm, scenario, opening) for alarm in alarms)
                return next((window for window in at if window is not None), None)

            openings = narrowed(openings, day, ground, keep)
        return openings

    def is_shared(self, drill_type: DrillType, on: date) -> bool:
        """Check whether another campus that takes part in such drills has school on the day."""
        return any(drill_type in other.types and on in other.sessions for other in self.others)

    def _at(self, alarm: Alarm, scenario: Scenario, opening: StartWindow) -> StartWindow | None:
        fits = scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
        if not fits or not opening.first <= alarm.start <= opening.last:
            return None
        return opening._replace(first=alarm.start, last=alarm.start, preferred=alarm.start)

    def _without_audible(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        alarm_dates = {alarm.on for alarm in self.alarms}
        days_by_sessions: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for day in ground.days:
            if day.date not in alarm_dates:
                sessions_of_day = (
                    other.sessions.get(day.date) for other in self.others if scenario.drill_type in other.types
                )
                days_by_sessions[tuple(hours for hours in sessions_of_day if hours is not None)].append(day.index)
        for sessions, days in days_by_sessions.items():

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
        """Yield for each alarm the (scenario, day) pairs, one of which must be held."""
        for alarm in self.alarms:
            yield frozenset(
                (number, day)
                for number, scenario in enumerate(scenarios)
                if scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
                for day in possible_days[number]
                if days[day].date == alarm.on
            )


def rings_whole_building(drill: Scenario | Drill, district: District) -> bool:
    """Check whether the whole building hears the drill: physical, with students, and of a building-wide type.

    Talks, walk-throughs, and exercises of adults ring no alarm.
    """
    return (
        drill.drill_type in district.whole_building
        and drill.format is DrillFormat.PHYSICAL
        and drill.audience is not Audience.STAFF
    )


def audible_scenarios_at(campus: Campus, workspace: Workspace) -> frozenset[str]:
    """Return ids of the scenarios that other campuses of the building would hear; none if there are none."""
    if not campuses_sharing_building(campus, workspace.campuses):
        return frozenset()
    return frozenset(
        scenario.scenario_id
        for scenario in workspace.scenarios
        if rings_whole_building(scenario, workspace.district)
    )


def sessions_at(campus: Campus, workspace: Workspace) -> Sessions:
    """Return the campus's school hours by date; days without bells are left out."""
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
    """Return the alarms still to come in a plan, by id of each campus that shares a building."""
    audible: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        if rings_whole_building(drill, workspace.district) and drill.start is not None:
            audible[drill.campus_id].append(drill)
    found = {}
    for campuses in shared_buildings(workspace.campuses).values():
        for campus in campuses:
            others = [other for other in campuses if other != campus]
            elsewhere = {
                (drill.date, drill.drill_type, start_of(drill))
                for other in others
                for drill in audible[other.campus_id]
            }
            at_campus = {(drill.date, drill.drill_type, start_of(drill)) for drill in audible[campus.campus_id]}
            neighbors = tuple(
                NeighborCampus(
                    frozenset(drill.drill_type for drill in audible[other.campus_id]),
                    sessions_at(other, workspace),
                )
                for other in others
            )
            alarms = tuple(
                Alarm(*shared)
                for shared in sorted(at_campus & elsewhere)
                if _is_to_come(shared[0], campus, before)
            )
            found[campus.campus_id] = BuildingAlarms(alarms, neighbors, audible_scenarios_at(campus, workspace))
    return found


def _is_to_come(on: date, campus: Campus, before: Mapping[str, PreviousPlan] | None) -> bool:
    previous = (before or {}).get(campus.campus_id)
    return previous is None or (on >= previous.as_of and all(drill.date != on for drill in previous.settled))
