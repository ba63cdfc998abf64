"""A second solver for refusals: a plain model of a conflict, which shares no code with the planner's solver.

It knows the duties that the conflict names, days, and scenarios, and leaves everything else out: hours, bells,
well-being rules, and most of what duties ask besides numbers. So it allows more than the law does. If even this
has no answer, the refusal is right. Numbers and matches come from the law's data; what a drill or a pair of drills
breaks comes from the law's plain checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from itertools import combinations

from ortools.sat.python import cp_model

from drillplanner.api import Prepared
from drillplanner.law import Duty, Match
from drillplanner.law.kinds.count import Count
from drillplanner.law.kinds.minutes import Minutes
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.match import MatchContext
from drillplanner.law.requirement import CampusSchedule
from drillplanner.law.window import Setting
from drillplanner.model import AgencyKind, Campus, Conflict, Drill, DutyStatus, Scenario, Workspace

#: Kinds whose rules single drills keep or break, whatever the others are.
_OF_SINGLE_DRILLS = frozenset({"every", "form", "order"})
#: Kinds whose rules pairs of drills keep or break.
_OF_PAIRS = frozenset({"spacing"})
#: Drills that a campus can hold on one day, if nothing limits them: at most one begins in an hour.
MOST_A_DAY = 8


@dataclass(frozen=True)
class Confirmation:
    """Whether the second solver also finds no answer, and what it found in words."""

    is_confirmed: bool
    words: str = ""


def confirm(conflict: Conflict, prepared: Prepared) -> Confirmation:
    """Check whether the conflict's duties can be met with the conflict's facts."""
    named = {duty_id for member in conflict.members for duty_id in member.duties}
    duties = [duty for duty in prepared.duties if duty.duty_id in named]
    model = _Model(prepared, conflict)
    for campus_id in sorted({*conflict.campuses, *(duty.campus_id for duty in duties)}):
        model.add_campus(campus_id, [duty for duty in duties if duty.campus_id == campus_id])
    model.add_common_days()
    model.limit_visits()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 20
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE:
        return Confirmation(True)
    days = sorted({on for (_, _, on), held in model.held.items() if status in (2, 4) and solver.value(held)})
    kinds = sorted({duty.mandate.requirement.kind for duty in duties})
    return Confirmation(
        False, f"{conflict.campuses} {sorted(named)} ({', '.join(kinds)}) on {list(map(str, days))[:6]}"
    )


class _Model:
    """Drills of the conflict's campuses as variables: a scenario of a campus on a day."""

    def __init__(self, prepared: Prepared, conflict: Conflict) -> None:
        self.prepared = prepared
        self.workspace: Workspace = prepared.workspace
        self.conflict = conflict
        self.member_kinds = {member.kind for member in conflict.members}
        self.model = cp_model.CpModel()
        self.held: dict[tuple[str, str, date], cp_model.IntVar] = {}
        #: The ids of the campuses in the model.
        self.campuses: list[str] = []
        #: Visits of an agency of a kind to a drill.
        self.visits: dict[tuple[AgencyKind, str, str, date], cp_model.IntVar] = {}

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(
            scenario
            for scenario in self.workspace.scenarios
            if self.prepared.screenings[scenario.scenario_id].verdict == "ok"
        )

    @cached_property
    def context(self) -> MatchContext:
        return MatchContext(
            {agency.agency_id: agency.kind for agency in self.workspace.district.agencies},
            {scenario.scenario_id: scenario.subjects for scenario in self.scenarios},
        )

    def add_campus(self, campus_id: str, duties: list[Duty]) -> None:
        """Add the campus's drills, and what its duties ask of them."""
        self.campuses.append(campus_id)
        campus = self.workspace.campus_by_id[campus_id]
        stand_ins = self.prepared.stand_ins.get(campus_id, ())
        matches = [match for duty in duties for match in _matches(duty)]
        matches += [stand_in.match for stand_in in stand_ins]
        types = {drill_type for match in matches for drill_type in match.types}
        pins = [pin for pin in self.workspace.district.pins if pin.campus in (None, campus_id)]
        types |= {pin.drill_type for pin in pins if pin.drill_type is not None}
        types |= {order.drill_type for order in self.workspace.district.same_day if order.drill_type is not None}
        for scenario in self.scenarios:
            if scenario.drill_type in types and _is_for(scenario, campus):
                for on in self.workspace.calendar.dates_at(campus_id):
                    if not self._is_forbidden(campus_id, scenario, on):
                        self.held[campus_id, scenario.scenario_id, on] = self.model.new_bool_var("")
        by_day: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        for (whose, _, on), held in self.held.items():
            if whose == campus_id:
                by_day[on].append(held)
        for held_on in by_day.values():
            self.model.add(sum(held_on) <= self.most_a_day)
        if "pin" in self.member_kinds:
            for pin in pins:
                wanted = [
                    held
                    for (whose, scenario_id, on), held in self.held.items()
                    if whose == campus_id
                    and on == pin.date
                    and (
                        scenario_id == pin.scenario
                        or self.workspace.scenario_by_id[scenario_id].drill_type is pin.drill_type
                    )
                ]
                if pin.date in self.workspace.calendar.dates_at(campus_id):
                    self.model.add(sum(wanted) >= 1)
        for duty in duties:
            self._add_duty(campus, duty, [stand_in.match for stand_in in stand_ins])

    @cached_property
    def most_a_day(self) -> int:
        """The most drills of a campus on a day."""
        if "one_a_day" in self.member_kinds:
            return int(getattr(self.workspace.district, "drills_a_day", 1))
        return MOST_A_DAY

    def _is_forbidden(self, campus_id: str, scenario: Scenario, on: date) -> bool:
        return "forbidden" in self.member_kinds and any(
            days.first <= on <= days.last
            and (not days.campuses or campus_id in days.campuses)
            and (not days.drill_types or scenario.drill_type in days.drill_types)
            for days in self.workspace.district.forbidden
        )

    def _add_duty(self, campus: Campus, duty: Duty, stand_ins: list[Match]) -> None:
        requirement = duty.mandate.requirement
        schedule = self._schedule(campus, duty, ())
        demand = requirement.asks(duty.window)
        if demand is not None and requirement.check(duty.window, schedule).status is DutyStatus.VIOLATED:
            number = requirement.still_asks(duty.window, schedule)
            counted = [term for match in (demand.match, *stand_ins) for term in self._counted(campus, duty, match)]
            self.model.add(sum(counted) >= number)
        if isinstance(requirement, Count) and requirement.max is not None:
            at_most = list(self._counted(campus, duty, requirement.match))
            self.model.add(cp_model.LinearExpr.sum(at_most) <= requirement.max)
        if isinstance(requirement, Minutes):
            lengths = [
                self.workspace.scenario_by_id[key[1]].minutes * held
                for key, held in self._held_at(campus)
                if self._is_counted(duty, requirement.match, key)
            ]
            self.model.add(cp_model.LinearExpr.sum(lengths) >= requirement.min_minutes)
        if isinstance(requirement, Offer):
            self._add_offer(campus, duty, requirement)
        if requirement.kind in _OF_SINGLE_DRILLS:
            for key, held in self._held_at(campus):
                if self._breaks(campus, duty, (self._drill(*key),)):
                    self.model.add(held == 0)
        if requirement.kind in _OF_PAIRS:
            inside = [(key, held) for key, held in self._held_at(campus) if duty.window.covers(key[2])]
            for (first, one), (second, other) in combinations(inside, 2):
                if abs((first[2] - second[2]).days) < 60 and self._breaks(
                    campus, duty, (self._drill(*first), self._drill(*second))
                ):
                    self.model.add(one + other <= 1)

    def _add_offer(self, campus: Campus, duty: Duty, offer: Offer) -> None:
        """Ask for dates to offer on which the drill could be held and no other drill is; it is held on one."""
        on_day: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        others: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        for key, held in self._held_at(campus):
            is_meant = self._is_counted(duty, offer.match, key) and self._may_come(offer.match.agency, key[2])
            (on_day if is_meant else others)[key[2]].append(held)
        offered = {on: self.model.new_bool_var("") for on in on_day}
        for on, is_offered in offered.items():
            for other in others[on]:
                self.model.add(other + is_offered <= 1)
        by_week: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for on, is_offered in offered.items():
            by_week[on.isocalendar()[:2]].append(is_offered)
        weeks = []
        for dates in by_week.values():
            weeks.append(self.model.new_bool_var(""))
            self.model.add(weeks[-1] <= cp_model.LinearExpr.sum(dates))
        self.model.add(cp_model.LinearExpr.sum(list(offered.values())) >= offer.dates)
        self.model.add(cp_model.LinearExpr.sum(weeks) >= offer.weeks)
        kept = []
        for on, drills in on_day.items():
            kept.append(self.model.new_bool_var(""))
            self.model.add(kept[-1] <= offered[on])
            self.model.add(kept[-1] <= cp_model.LinearExpr.sum(drills))
        self.model.add(cp_model.LinearExpr.sum(kept) >= 1)

    def _may_come(self, kind: AgencyKind | None, on: date) -> bool:
        agencies = [agency for agency in self.workspace.district.agencies if agency.kind == kind]
        return kind is None or any(agency.can_come_on(on) for agency in agencies)

    def _held_at(self, campus: Campus) -> list[tuple[tuple[str, str, date], cp_model.IntVar]]:
        return [(key, held) for key, held in self.held.items() if key[0] == campus.campus_id]

    def _counted(self, campus: Campus, duty: Duty, match: Match) -> Iterator[cp_model.IntVar]:
        """Yield a variable for each drill in the window that the match selects, or for its visit."""
        for key, held in self._held_at(campus):
            if self._is_counted(duty, match, key):
                yield held if match.agency is None else self._visit(match.agency, key, held)

    def _is_counted(self, duty: Duty, match: Match, key: tuple[str, str, date]) -> bool:
        """Check whether the match may select the drill, and the window and the unit's days cover it."""
        drill = self._drill(*key)
        attends = duty.unit is None or duty.unit.attends(drill.date)
        without_agency = match.model_copy(update={"agency": None})
        is_selected = without_agency.selects(drill, self.context) is not False
        return attends and duty.window.covers(drill.date) and is_selected

    def _visit(self, kind: AgencyKind, key: tuple[str, str, date], held: cp_model.IntVar) -> cp_model.IntVar:
        if (kind, *key) not in self.visits:
            visit = self.visits[(kind, *key)] = self.model.new_bool_var("")
            self.model.add(visit <= held)
        return self.visits[(kind, *key)]

    def add_common_days(self) -> None:
        """Ask for one day of each same-day order on which each of its campuses in the model holds the drill."""
        if "same_day" not in self.member_kinds:
            return
        for order in self.workspace.district.same_day:
            campuses = [campus_id for campus_id in self.campuses if order.concerns(campus_id)]
            chosen = {
                on: self.model.new_bool_var("") for on in self.workspace.calendar.school_dates if order.allows(on)
            }
            self.model.add_exactly_one(chosen.values())
            for on, is_chosen in chosen.items():
                for campus_id in campuses:
                    wanted = [
                        held
                        for (whose, scenario_id, day), held in self.held.items()
                        if (whose, day) == (campus_id, on)
                        and order.asks_for(self.workspace.scenario_by_id[scenario_id])
                    ]
                    self.model.add(cp_model.LinearExpr.sum(wanted) >= is_chosen)

    def limit_visits(self) -> None:
        """Limit the visits on each day to what the agencies of the kind can make; a building is one visit."""
        by_day: dict[tuple[AgencyKind, date], list[cp_model.IntVar]] = defaultdict(list)
        for (kind, campus_id, _, on), visit in self.visits.items():
            if self.workspace.campus_by_id[campus_id].building is None:
                by_day[kind, on].append(visit)
        for (kind, on), visits in by_day.items():
            most = sum(
                agency.visits_per_day
                for agency in self.workspace.district.agencies
                if agency.kind == kind and agency.can_come_on(on)
            )
            self.model.add(sum(visits) <= most)

    def _breaks(self, campus: Campus, duty: Duty, drills: tuple[Drill, ...]) -> bool:
        schedule = self._schedule(campus, duty, tuple(sorted(drills, key=lambda drill: drill.date)))
        return duty.mandate.requirement.check(duty.window, schedule).status is DutyStatus.VIOLATED

    def _schedule(self, campus: Campus, duty: Duty, drills: tuple[Drill, ...]) -> CampusSchedule:
        workspace = self.workspace
        setting = Setting(campus, workspace.calendar, workspace.district, workspace.events)
        schedule = CampusSchedule(setting, drills, self.context, self.prepared.screenings, (), {}, workspace.filed)
        return schedule.for_unit(duty.unit)

    def _drill(self, campus_id: str, scenario_id: str, on: date) -> Drill:
        """Return the drill with everything left open that the model does not choose."""
        scenario = self.workspace.scenario_by_id[scenario_id]
        return Drill(
            drill_id=f"{scenario_id}-{on}",
            campus_id=campus_id,
            drill_type=scenario.drill_type,
            scenario_id=scenario_id,
            format=scenario.format,
            audience=scenario.audience,
            route=scenario.route,
            announced=scenario.announced,
            date=on,
            start=time(10),
            end=time(10, scenario.minutes) if scenario.minutes < 60 else time(11),
        )


def _is_for(scenario: Scenario, campus: Campus) -> bool:
    """Check whether the scenario suits a campus: for all its grades, and with the facts that it presupposes."""
    known = all(campus.facts.get(fact) is wanted for fact, wanted in scenario.needs_facts.items())
    return known and set(campus.bands) <= set(scenario.bands)


def _matches(duty: Duty) -> Iterable[Match]:
    requirement = duty.mandate.requirement
    demand = requirement.asks(duty.window)
    if demand is not None:
        yield demand.match
    match = getattr(requirement, "match", None)
    if isinstance(match, Match):
        yield match
