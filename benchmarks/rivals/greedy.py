"""A greedy rule, as a person might plan: each duty, by deadline, gets the first lawful day with room.

Nothing is moved later, and neither later duties nor soft goals are considered. A drill that is already planned
counts where the law allows it, and a required agency comes to one of those if it can. If every place would break
another duty, the duty stays unmet, and the judge reports it. Duties are read by their plain checks; no solver is
used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.rivals.attempt import Attempt, Stopwatch
from benchmarks.rivals.groundwork import Problems, drills_and_offers
from benchmarks.rivals.wall_calendar import Entry, WallCalendar
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import AgencyKind
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan
from drillplanner.solve.problem.resource_use import ResourceUse
from drillplanner.solve.problem.resources import Resource
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: The number of drills after which the rule gives up on a duty.
MOST_FOR_A_DUTY = 60


def attempt(instance: YearToPlan, problems: Problems) -> Attempt:
    """Return the plan of the greedy rule."""
    clock = Stopwatch()
    drills, offers = drills_and_offers(instance, problems, _Planner(instance, problems).plans())
    return Attempt(tuple(drills), tuple(offers), first_plan=clock.seconds, note="greedy")


class _Planner:
    """Fills the calendars of all campuses, which share the agencies."""

    def __init__(self, instance: YearToPlan, problems: Problems) -> None:
        schedules = campus_schedules((), instance.workspace, instance.screenings, None)
        self.calendars = [
            WallCalendar(problem, schedules[campus_id], instance.stand_ins_at(campus_id))
            for problem in problems
            for campus_id in [problem.campus.campus_id]
        ]
        self.taken = ResourceUse()

    def plans(self) -> tuple[CampusPlan, ...]:
        """Return the plans: duties in order of their deadlines, campus by campus for the same day."""
        queue = [
            (duty.window.last, number, place, duty)
            for number, calendar in enumerate(self.calendars)
            for place, duty in enumerate(calendar.problem.duties)
        ]
        for _, number, place, duty in sorted(queue, key=lambda item: item[:3]):
            calendar = self.calendars[number]
            if isinstance(duty.mandate.requirement, Offer):
                self._offer(calendar, place, duty, duty.mandate.requirement)
            elif (match := _required_drills(duty)) is not None:
                self._meet(calendar, duty, match)
        return tuple(calendar.plan for calendar in self.calendars)

    def _meet(self, calendar: WallCalendar, duty: Duty, match: Match) -> None:
        for _ in range(MOST_FOR_A_DUTY):
            if not calendar.violated([duty], calendar.entries):
                return
            found = next(self._places(calendar, duty, match), None)
            if found is None:
                return
            self._write(calendar, found)

    def _places(self, calendar: WallCalendar, duty: Duty, match: Match) -> Iterator[Entry]:
        """Yield entries that would serve the duty: an agency at a planned drill first, then new drills by day."""
        if match.agency is not None:
            yield from self._visits(calendar, duty, match)
        for day in calendar.problem.days_of(duty):
            if not calendar.is_free(day):
                continue
            for entry in calendar.possible(match, day):
                for coming in self._companies(calendar, entry, match):
                    attended = calendar.entry(entry.day, entry.scenario, entry.slot, coming)
                    if calendar.breaks_nothing(calendar.with_entry(attended), calendar.at_risk):
                        yield attended

    def _visits(self, calendar: WallCalendar, duty: Duty, match: Match) -> Iterator[Entry]:
        without = match.model_copy(update={"agency": None})
        for day in calendar.problem.days_of(duty):
            entry = calendar.entries.get(day)
            if entry is None or not without.selects(entry.drill, calendar.schedule.match_context):
                continue
            if any(agency.agency_kind == match.agency for agency in entry.agencies):
                continue
            for agency in self._able(calendar, entry, match.agency):
                both = (*entry.agencies, agency)
                yield calendar.entry(entry.day, entry.scenario, entry.slot, both)

    def _companies(self, calendar: WallCalendar, entry: Entry, match: Match) -> Iterator[tuple[Resource, ...]]:
        """Yield who may attend a new drill: the required agency; if none, no one, then those of other duties."""
        if match.agency is not None:
            yield from ((agency,) for agency in self._able(calendar, entry, match.agency))
            return
        yield ()
        for kind in calendar.kinds_wanted:
            yield from ((agency,) for agency in self._able(calendar, entry, kind))

    def _able(self, calendar: WallCalendar, entry: Entry, kind: AgencyKind | None) -> Iterator[Resource]:
        """Yield the agencies of the kind that have room on that day at that time."""
        on = calendar.problem.days[entry.day].date
        for agency in calendar.problem.resources:
            if (
                kind is not None
                and agency.agency_kind is kind
                and agency.is_open_on(on)
                and agency.is_open_during(entry.interval)
                and self.taken.leaves_room(agency, on, entry.interval)
            ):
                yield agency

    def _write(self, calendar: WallCalendar, entry: Entry) -> None:
        before = calendar.entries.get(entry.day)
        already = () if before is None else before.agencies
        on = calendar.problem.days[entry.day].date
        new = [(agency.resource_id, on, entry.interval) for agency in entry.agencies if agency not in already]
        if new:
            self.taken = self.taken.with_visits(new)
        calendar.write(entry)

    def _offer(self, calendar: WallCalendar, place: int, duty: Duty, offer: Offer) -> None:
        """Offer dates for a planned drill, otherwise for a new one: the first suitable free days."""
        days = calendar.problem.days_of(duty)
        standing = [
            entry
            for day in days
            if (entry := calendar.entries.get(day)) is not None
            and offer.match.selects(entry.drill, calendar.schedule.match_context)
            and not any(day in others for others in calendar.offers.values())
        ]
        for entry in [*standing, *self._places(calendar, duty, offer.match)]:
            dates = self._dates_for(calendar, entry, days, offer)
            if dates is not None:
                self._write(calendar, entry)
                calendar.offers[place] = dates
                return

    def _dates_for(
        self, calendar: WallCalendar, entry: Entry, days: tuple[int, ...], offer: Offer
    ) -> tuple[int, ...] | None:
        """Return the required number of dates and weeks, with the drill's own date; None if there are too few."""
        dates = [entry.day]
        weeks = {_week(calendar.problem, entry.day)}
        for day in days:
            if len(dates) == offer.dates:
                break
            week = _week(calendar.problem, day)
            only_new_weeks = offer.dates - len(dates) <= offer.weeks - len(weeks)
            if (week in weeks and only_new_weeks) or not calendar.is_free(day):
                continue
            if day != entry.day and self._could_move(calendar, entry, day):
                dates.append(day)
                weeks.add(week)
        enough = len(dates) == offer.dates and len(weeks) >= offer.weeks
        return tuple(sorted(dates)) if enough else None

    def _could_move(self, calendar: WallCalendar, entry: Entry, day: int) -> bool:
        problem = calendar.problem
        slots = problem.groups[problem.group_of[entry.scenario]].slots(day)
        if day not in problem.possible_days[entry.scenario] or entry.slot not in slots:
            return False
        on = problem.days[day].date
        if not all(agency.is_open_on(on) for agency in entry.agencies):
            return False
        moved = calendar.entry(day, entry.scenario, entry.slot, entry.agencies)
        unmoved = calendar.violated(problem.duties, calendar.with_entry(entry))
        return calendar.violated(problem.duties, calendar.with_entry(moved, instead_of=entry)) <= unmoved


def _required_drills(duty: Duty) -> Match | None:
    """Return the drills of which the duty requires some; None if it requires none."""
    requirement = duty.mandate.requirement
    if isinstance(requirement, Minutes):
        return requirement.match
    return None if duty.demand is None else duty.demand.match


def _week(problem: CampusProblem, day: int) -> date:
    """Return the Monday of the day's week."""
    on = problem.days[day].date
    return on - timedelta(on.weekday())
