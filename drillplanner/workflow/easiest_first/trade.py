"""Two drills of one school that trade their variants, and whether law, agencies, and points allow it.

A drill keeps its id, its date, and the agencies that attend. From the other it takes the variant, with its way out
and its time of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drillplanner.audit.schedule import recount, recount_breaches
from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments
from drillplanner.audit.schedule.impossible_entries import impossible_entries
from drillplanner.audit.schedule.offer_robustness import with_drill_moved
from drillplanner.audit.schedule.resource_capacity import impossible_visits
from drillplanner.law import CampusSchedule, Credit, Duty, Judgment, assign_credit
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import Drill, DrillType, DutyStatus, Route, Scenario, Task, Workspace
from drillplanner.model.district.district import buildings_by_campus
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.workflow.back_up.campus_year import CampusYear

#: Drills of one variant that are tried in each period of the first drill's day, so that a search stays short.
MOST_IN_OTHER_PERIODS = 2


@dataclass(frozen=True)
class Trade:
    """The first drill of a type and a later one, as planned and with each other's variant.

    ``breaches`` and ``points`` are what the trade adds to those of the plan: zero or less.
    """

    planned: tuple[Drill, Drill]
    traded: tuple[Drill, Drill]
    breaches: int = 0
    points: int = 0

    @property
    def campus_id(self) -> str:
        """The id of the school."""
        return self.planned[0].campus_id


@dataclass(frozen=True)
class TradingCampus:
    """A school whose drills may trade variants.

    ``schedule`` has its drills, and the offers of the plan as tasks. ``fixed`` holds the ids of drills that stay
    as they are. ``visits`` are the drills of the whole district that an agency attends, by date.
    """

    year: YearToPlan
    schedule: CampusSchedule
    fixed: Container[str]
    visits: Mapping[date, Sequence[Drill]]

    def first_trade(self) -> Trade | None:
        """Return a trade after which the easiest drill of some type comes first; None if there is none to make."""
        if self._is_in_shared_building:
            return None
        for drill_type in self._types:
            for trade in self._trades(drill_type):
                priced = self._priced(trade)
                if priced is not None and self._is_lawful(priced) and self._agencies_can_come(priced):
                    return priced
        return None

    @property
    def _types(self) -> list[DrillType]:
        """The types of which the school holds easier and harder drills, in the order of their first drills."""
        levels: dict[DrillType, set[int]] = {}
        for drill in self.schedule.drills:
            levels.setdefault(drill.drill_type, set()).add(self._difficulty(drill))
        return [drill_type for drill_type, difficulties in levels.items() if len(difficulties) > 1]

    def _trades(self, drill_type: DrillType) -> Iterator[Trade]:
        """Yield the possible trades of the type's first drill with an easier one, the easiest variants first.

        Of one variant, drills that trade their times of day as well come first, the earliest before the others.
        Then the first of them are tried in each other period of the day.
        """
        first, *later = (drill for drill in self.schedule.drills if drill.drill_type is drill_type)
        if not self._may_trade(first):
            return
        easier: dict[int, list[Drill]] = defaultdict(list)
        for drill in later:
            if self._difficulty(drill) < self._difficulty(first) and self._may_trade(drill):
                easier[self._difficulty(drill)].append(drill)
        for _, drills in sorted(easier.items()):
            for drill in drills:
                yield from self._possible(first, drill, self._campus_year.moved(drill, first.date))
            for drill in drills[:MOST_IN_OTHER_PERIODS]:
                in_periods = self._campus_year.in_other_periods(drill, first.date)
                for here in sorted(in_periods, key=self._takes_lesson_again):
                    yield from self._possible(first, drill, here)

    def _takes_lesson_again(self, drill: Drill) -> bool:
        """Check whether another drill is in the same period of the same weekday."""
        return any(
            (other.period, other.date.weekday()) == (drill.period, drill.date.weekday())
            for other in self.schedule.drills
        )

    def _difficulty(self, drill: Drill) -> int:
        """Return how hard the drill is among those of its type; 0 if it names no scenario."""
        scenario = self._scenarios.get(drill.scenario_id or "")
        return 0 if scenario is None else scenario.difficulty

    def _may_trade(self, drill: Drill) -> bool:
        """Check whether the drill is free to change: alone on its day, not ordered, not filed, and not offered."""
        campus_id = self.schedule.campus.campus_id
        district = self._workspace.district
        is_ordered = any(pin.date == drill.date and pin.concerns(campus_id) for pin in district.pins)
        is_filed = drill.date in self._filed_dates
        is_offered = any(drill.date in task.dates for task in self._offers)
        is_alone = sum(other.date == drill.date for other in self.schedule.drills) == 1
        is_free = drill.drill_id not in self.fixed and drill.held is None and drill.start is not None
        # Others may come to the same site, at a time that suits the drill as it is planned.
        leaves = drill.route is Route.OFF_SITE or drill.drill_type is DrillType.REUNIFICATION
        return is_free and is_alone and not (is_ordered or is_filed or is_offered or leaves)

    def _possible(self, first: Drill, later: Drill, here: Drill | None) -> Iterator[Trade]:
        """Yield the trade in which the later drill comes ``here``, if times and those who take part fit."""
        there = self._campus_year.moved(first, later.date)
        if there is None or here is None:
            return
        # A lesson in place of a drill would count otherwise among the schools that drill on its date.
        kinds = {
            (drill.format, drill.audience, drill.grades, drill.spared_grades, drill.units)
            for drill in (first, later, there, here)
        }
        traded = (_in_place_of(first, here), _in_place_of(later, there))
        is_wrong = impossible_entries(traded, self._workspace) or drills_with_wrong_moments(
            traded, self._workspace
        )
        trade = Trade((first, later), traded)
        if len(kinds) == 1 and not is_wrong and self._keeps_orders(trade):
            yield trade

    def _keeps_orders(self, trade: Trade) -> bool:
        """Check that a drill on a day for several schools stays the drill, and at the time, that is ordered."""
        return all(
            order.could_be_fulfilled_by(now) or not order.could_be_fulfilled_by(was)
            for order in self._workspace.district.same_day
            for was, now in zip(trade.planned, trade.traded, strict=True)
        )

    def _is_lawful(self, trade: Trade) -> bool:
        """Check that no duty gets worse, also on each date that is offered to an agency.

        What is shared out among duties may reach one whose window has neither drill.
        """
        duties = [
            duty
            for duty in self._duties
            if duty.duty_id in self._shared_out or any(duty.window.covers(drill.date) for drill in trade.planned)
        ]
        chores = [duty.mandate.requirement for duty in duties if isinstance(duty.mandate.requirement, Chore)]
        context = self.schedule.match_context
        if any(
            chore.match is not None and chore.match.selects(was, context) is not chore.match.selects(now, context)
            for chore in chores
            for was, now in zip(trade.planned, trade.traded, strict=True)
        ):
            return False
        checked = [duty for duty in duties if not isinstance(duty.mandate.requirement, Chore)]
        for schedule in (self.schedule, *self._on_offered_dates()):
            after = replace(schedule, drills=with_traded(schedule.drills, trade))
            before, now = self._judgments(checked, schedule), self._judgments(checked, after)
            if not all(_is_no_worse(judgment, now[duty_id]) for duty_id, judgment in before.items()):
                return False
        return True

    def _credit(self, schedule: CampusSchedule) -> Mapping[str, Credit]:
        return assign_credit(self._duties, self.year.stand_ins_at(schedule.campus.campus_id), schedule)

    @cached_property
    def _shared_out(self) -> frozenset[str]:
        """The ids of the duties among which drills are shared out."""
        return frozenset(self._credit(self.schedule))

    def _judgments(self, duties: Iterable[Duty], schedule: CampusSchedule) -> dict[str, Judgment]:
        credit = self._credit(schedule)
        return {
            duty.duty_id: duty.mandate.requirement.check(
                duty.window, replace(schedule.for_unit(duty.unit), credited=credit.get(duty.duty_id))
            )
            for duty in duties
        }

    def _on_offered_dates(self) -> Iterator[CampusSchedule]:
        """Yield the year with an offered drill on each of its other dates."""
        for task in self._offers:
            for on in task.dates:
                if task.drill_id is not None:
                    yield with_drill_moved(self.schedule, task.drill_id, on)

    def _agencies_can_come(self, trade: Trade) -> bool:
        """Check whether the agencies that attend can come at the new time of day as well."""
        for was, now in zip(trade.planned, trade.traded, strict=True):
            if not was.agencies:
                continue
            others = [drill for drill in self.visits[was.date] if drill.drill_id != was.drill_id]
            if impossible_visits((*others, now), self._workspace.district.agencies, self._buildings):
                return False
        return True

    def _priced(self, trade: Trade) -> Trade | None:
        """Return the trade with what it adds to breaches and points; None if it adds to either."""
        breaches, points = self._price(with_traded(self.schedule.drills, trade))
        more_breaches, more_points = breaches - self._price_as_planned[0], points - self._price_as_planned[1]
        if more_breaches > 0 or more_points > 0:
            return None
        return replace(trade, breaches=more_breaches, points=more_points)

    def _price(self, drills: tuple[Drill, ...]) -> tuple[int, int]:
        year = self.year
        costs = recount(drills, self._duties, self._alone, year.stand_ins, year.limits)
        return recount_breaches(drills, self._alone, year.limits), sum(cost.points for cost in costs)

    @cached_property
    def _price_as_planned(self) -> tuple[int, int]:
        return self._price(self.schedule.drills)

    @cached_property
    def _buildings(self) -> dict[str, str]:
        return buildings_by_campus(self._workspace.campuses)

    @cached_property
    def _campus_year(self) -> CampusYear:
        return CampusYear(self.year, self.schedule, ())

    @cached_property
    def _filed_dates(self) -> frozenset[date]:
        campus_id = self.schedule.campus.campus_id
        return frozenset(filed.effective_date for filed in self.schedule.filed if filed.campus_id == campus_id)

    @cached_property
    def _offers(self) -> tuple[Task, ...]:
        return tuple(task for task in self.schedule.tasks or () if task.kind == "offer")

    @property
    def _workspace(self) -> Workspace:
        return self.year.workspace

    @property
    def _scenarios(self) -> Mapping[str, Scenario]:
        return self._workspace.scenario_by_id

    @property
    def _duties(self) -> tuple[Duty, ...]:
        return self.year.duties_at(self.schedule.campus.campus_id)

    @cached_property
    def _alone(self) -> Workspace:
        return self._workspace.model_copy(update={"campuses": (self.schedule.campus,)})

    @property
    def _is_in_shared_building(self) -> bool:
        """Whether other schools hear the alarm: then they would have to trade as well."""
        return self.schedule.campus.building is not None


def with_traded(drills: Iterable[Drill], trade: Trade) -> tuple[Drill, ...]:
    """Return the drills with the trade made. Their order stays, since no date changes."""
    traded = {drill.drill_id: drill for drill in trade.traded}
    return tuple(traded.get(drill.drill_id, drill) for drill in drills)


def _is_no_worse(before: Judgment, now: Judgment) -> bool:
    """Check whether a duty is met after a trade, or as uncertain as before.

    A duty that is not met has to become met: a judgment says what is missing first, so one that says the same may
    hide that more is missing.
    """
    return now.status is DutyStatus.MET or (before.status is DutyStatus.CANNOT_TELL and now == before)


def _in_place_of(drill: Drill, variant: Drill) -> Drill:
    """Return the drill with the variant and the time of day of another, and with its own id and agencies."""
    return variant.model_copy(
        update={
            "drill_id": drill.drill_id,
            "agencies": drill.agencies,
            "credits": drill.credits,
            "back_up": None,
            "no_back_up": "",
        }
    )
