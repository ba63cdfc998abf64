"""Alarms that all campuses of a building hear, and when one campus holds such drills.

Once the campuses of a building have agreed on the alarms, each is planned like any other campus. On the day of an
alarm it must hold that drill at that minute, and can hold no other. On other days it holds no drill that others
would hear while they have school.

If dates are offered to an agency for the drill of an alarm, the alarm can move to each of them. At the campus that
offers them, these days are open to that drill at that minute and to nothing else. A campus that hears it and has
no such offer keeps them free. Nothing is planned on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    Task,
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
class OfferedAlarm:
    """An offer of dates for a drill that the building hears.

    ``offer_id`` is that of ``offer_id``; ``on`` is the date on which the drill is planned, ``start`` its minute
    since midnight, and ``dates`` are all that can still be picked.
    """

    offer_id: str
    drill_type: DrillType
    on: date
    start: int
    minutes: int
    dates: frozenset[date]


@dataclass(frozen=True)
class NeighborCampus:
    """Another campus of the building: the types of drill that it takes part in, and its school hours."""

    types: frozenset[DrillType]
    sessions: Sessions

    def hears(self, alarm: OfferedAlarm, on: date) -> bool:
        """Check whether it takes part in such drills and has school at the alarm's minute on that date."""
        hours = self.sessions.get(on)
        is_during_school = hours is not None and alarm.start < hours[1] and hours[0] < alarm.start + alarm.minutes
        return is_during_school and alarm.drill_type in self.types


@dataclass(frozen=True)
class BuildingAlarms:
    """The agreed alarms of one campus; ``audible_scenarios`` are ids of scenarios that the building hears.

    ``offered`` are the campus's offers of dates for drills that the building hears. ``kept_free`` are dates
    without drills, since an alarm of a neighbor may move there.
    """

    alarms: tuple[Alarm, ...]
    others: tuple[NeighborCampus, ...]
    audible_scenarios: frozenset[str]
    offered: tuple[OfferedAlarm, ...] = ()
    kept_free: frozenset[date] = frozenset()

    def narrow(
        self, scenario: Scenario, openings: Openings, ground: CampusYearFacts, limits: DayLimits
    ) -> Openings:
        """Leave only the alarm's minute on its day, and on other days nothing that neighbors would hear.

        A day of alarms that may hold several drills keeps those that no neighbor hears.
        """
        is_audible = scenario.scenario_id in self.audible_scenarios
        if is_audible:
            openings = self._without_audible(scenario, openings, ground)
        openings = self._with_offered_dates(scenario, openings, ground)
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

    @property
    def movable(self) -> tuple[OfferedAlarm, ...]:
        """The offers of which another campus hears the drill on some date."""
        return tuple(
            alarm
            for alarm in self.offered
            if any(other.hears(alarm, on) for other in self.others for on in alarm.dates)
        )

    @property
    def reserved_dates(self) -> frozenset[date]:
        """The dates to which an alarm of the campus may move, so that nothing is planned on them."""
        return frozenset(on for alarm in self.movable for on in alarm.dates if on != alarm.on)

    def is_shared(self, drill_type: DrillType, on: date) -> bool:
        """Check whether another campus that takes part in such drills has school on the day."""
        return any(drill_type in other.types and on in other.sessions for other in self.others)

    def _with_offered_dates(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        """Leave only an offered drill, at its minute, on each of its dates, and nothing on dates kept free."""
        by_date: dict[date, Alarm | None] = dict.fromkeys(self.kept_free)
        by_date |= {
            on: Alarm(on, offered.drill_type, offered.start) for offered in self.movable for on in offered.dates
        }
        for on, alarm in by_date.items():

            def keep(day: DayChoice, opening: StartWindow, alarm: Alarm | None = alarm) -> StartWindow | None:
                return None if alarm is None else self._at(alarm, scenario, opening)

            openings = narrowed(openings, days_between(ground.days, on, on), ground, keep)
        return openings

    def _at(self, alarm: Alarm, scenario: Scenario, opening: StartWindow) -> StartWindow | None:
        fits = scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
        if not fits or not opening.first <= alarm.start <= opening.last:
            return None
        return opening._replace(first=alarm.start, last=alarm.start, preferred=alarm.start)

    def _without_audible(self, scenario: Scenario, openings: Openings, ground: CampusYearFacts) -> Openings:
        alarm_dates = {alarm.on for alarm in self.alarms} | {on for alarm in self.movable for on in alarm.dates}
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
        self, scenarios: Sequence[Scenario], open_days: Sequence[Sequence[int]], days: Sequence[DayChoice]
    ) -> Iterator[frozenset[tuple[int, int]]]:
        """Yield for each alarm the (scenario, day) pairs, one of which must be held.

        If dates are offered for its drill, they are among the days: a check moves the drill to each of them.
        """
        for alarm in self.alarms:
            dates = {alarm.on}.union(
                *(
                    offered.dates
                    for offered in self.movable
                    if (offered.on, offered.drill_type) == (alarm.on, alarm.drill_type)
                )
            )
            yield frozenset(
                (number, day)
                for number, scenario in enumerate(scenarios)
                if scenario.scenario_id in self.audible_scenarios and scenario.drill_type is alarm.drill_type
                for day in open_days[number]
                if days[day].date in dates
            )


def with_offered_alarms(
    building: Mapping[str, BuildingAlarms],
    campuses: Mapping[str, NeighborCampus],
    offered: Mapping[str, Sequence[OfferedAlarm]],
) -> dict[str, BuildingAlarms]:
    """Return the alarms of the campuses of one building with what they offer to agencies, all by campus id.

    ``campuses`` says what each of them hears.
    """
    found = {}
    for campus_id, alarms in building.items():
        its_own = tuple(offered.get(campus_id, ()))
        kept_free = frozenset(
            on
            for other_id, of_other in offered.items()
            if other_id != campus_id
            for alarm in of_other
            for on in alarm.dates
            if on != alarm.on
            and campuses[campus_id].hears(alarm, on)
            # A campus with such an offer of its own has the same dates.
            and not any(own.drill_type is alarm.drill_type and on in own.dates for own in its_own)
        )
        found[campus_id] = replace(alarms, offered=its_own, kept_free=kept_free)
    return found


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
    drills: Iterable[Drill],
    offers: Iterable[Task],
    workspace: Workspace,
    before: Mapping[str, PreviousPlan] | None = None,
) -> dict[str, BuildingAlarms]:
    """Return the alarms still to come in a plan, by id of each campus that shares a building.

    ``offers`` are the plan's offers of dates to agencies.
    """
    tasks: dict[str, list[Task]] = defaultdict(list)
    for task in offers:
        tasks[task.campus_id].append(task)
    audible: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        if rings_whole_building(drill, workspace.district) and drill.start is not None:
            audible[drill.campus_id].append(drill)
    found: dict[str, BuildingAlarms] = {}
    for campuses in shared_buildings(workspace.campuses).values():
        by_id = {
            campus.campus_id: NeighborCampus(
                frozenset(drill.drill_type for drill in audible[campus.campus_id]), sessions_at(campus, workspace)
            )
            for campus in campuses
        }
        in_building: dict[str, BuildingAlarms] = {}
        for campus in campuses:
            others = [other for other in campuses if other != campus]
            elsewhere = {
                (drill.date, drill.drill_type, start_of(drill))
                for other in others
                for drill in audible[other.campus_id]
            }
            at_campus = {(drill.date, drill.drill_type, start_of(drill)) for drill in audible[campus.campus_id]}
            neighbors = tuple(by_id[other.campus_id] for other in others)
            alarms = tuple(
                Alarm(*shared)
                for shared in sorted(at_campus & elsewhere)
                if _is_to_come(shared[0], campus, before)
            )
            in_building[campus.campus_id] = BuildingAlarms(
                alarms, neighbors, audible_scenarios_at(campus, workspace)
            )
        offered = {
            campus.campus_id: tuple(
                _offered_alarms(tasks[campus.campus_id], audible[campus.campus_id], campus, by_id, before)
            )
            for campus in campuses
        }
        found |= with_offered_alarms(in_building, by_id, offered)
    return found


def _offered_alarms(
    offers: Iterable[Task],
    audible: Iterable[Drill],
    campus: Campus,
    by_id: Mapping[str, NeighborCampus],
    before: Mapping[str, PreviousPlan] | None,
) -> Iterator[OfferedAlarm]:
    """Yield the offers of a campus whose drill is still to come, with the dates that can still be picked."""
    by_date = {drill.date: drill for drill in audible}
    sessions = by_id[campus.campus_id].sessions
    previous = (before or {}).get(campus.campus_id)
    settled = frozenset(drill.date for drill in previous.settled) if previous is not None else frozenset()
    for task in offers:
        left = [on for on in task.dates if on in sessions and _is_to_come(on, campus, before)]
        # The offered drill is the only one on the dates. Once it was held, the agency has picked.
        drill = next((by_date[on] for on in left if on in by_date), None)
        if drill is not None and settled.isdisjoint(task.dates):
            yield OfferedAlarm(
                task.task_id, drill.drill_type, drill.date, start_of(drill), drill.minutes or 0, frozenset(left)
            )


def _is_to_come(on: date, campus: Campus, before: Mapping[str, PreviousPlan] | None) -> bool:
    previous = (before or {}).get(campus.campus_id)
    return previous is None or (on >= previous.as_of and all(drill.date != on for drill in previous.settled))
