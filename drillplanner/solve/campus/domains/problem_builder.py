"""Build the problem of each campus from a workspace and its duties, with domains already filtered."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from drillplanner.law import Duty, Match, setting_of
from drillplanner.model import Campus, DayKind, DevelopmentalLimits, DrillType, Scenario, Screening, Workspace
from drillplanner.model.district.district import shared_buildings
from drillplanner.solve.campus.domains.district_orders import NO_ORDERS, CampusOrders, orders_at
from drillplanner.solve.campus.domains.equivalent_scenarios import (
    building_sets,
    counselor_sets,
    equivalent_scenarios,
    period_groups,
    resource_sets,
)
from drillplanner.solve.campus.domains.kept_days import KeptDrillReader, kept_drills_of
from drillplanner.solve.goals.developmental_limits import (
    distinguishing_sets,
    harder_variants,
    limits_for,
    limits_of_choices,
)
from drillplanner.solve.problem.campus_problem import (
    AgreedOffer,
    Allowance,
    CampusProblem,
    DayChoice,
    SlotListNumbers,
    SlotRow,
    days_between,
    with_day_limits,
)
from drillplanner.solve.problem.day_limits import DayLimits
from drillplanner.solve.problem.openings import CampusYearFacts, openings_of
from drillplanner.solve.problem.previous_plan import KeptDrills, PreviousPlan
from drillplanner.solve.problem.resources import Resource, resources_of
from drillplanner.solve.problem.shared_alarms import BuildingAlarms, audible_scenarios_at
from drillplanner.solve.problem.slots import Slot
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.requirements import demanded_matches, distinguishing_matches, narrow, timed_matches

#: What the problem of a campus is charged in a budget, in deterministic seconds: making it takes time as well.
PREPARING = 0.05


def build_problems(
    year: YearToPlan,
    alarms: Mapping[str, BuildingAlarms] = MappingProxyType({}),
    day_limits: Mapping[str, DayLimits] = MappingProxyType({}),
) -> tuple[CampusProblem, ...]:
    """Build one problem for each campus, in the order of the workspace.

    ``alarms`` are the agreed alarms and ``day_limits`` the drills that days may hold, by campus id; without an
    entry, a day may hold the usual number. Campuses of one class are built once, and share everything but their
    names and duties.
    """
    known: dict[Hashable, CampusProblem] = {}
    named = _named_campuses(year.workspace)
    problems = []
    for campus in year.workspace.campuses:
        duties = year.duties_at(campus.campus_id)
        owed = tuple(duty for duty in duties if duty.duty_id not in year.set_aside)
        aside = tuple(duty for duty in duties if duty.duty_id in year.set_aside)
        named_id = campus.campus_id if campus.campus_id in named else None
        limits = day_limits.get(campus.campus_id)
        key = named_id, limits, _class_key(year, campus)
        if key not in known:
            agreed = alarms.get(campus.campus_id)
            known[key] = build_problem(year, campus, owed, aside, alarms=agreed, day_limits=limits)
        problems.append(replace(known[key], campus=campus, duties=owed, set_aside=aside))
    return tuple(problems)


def _named_campuses(workspace: Workspace) -> frozenset[str]:
    """Return ids of campuses that some entry names, so that they have a class of their own."""
    district = workspace.district
    if any(event.campus_ids for event in workspace.events):
        return frozenset(campus.campus_id for campus in workspace.campuses)
    return frozenset(
        (
            *(campus.campus_id for campus in workspace.campuses if campus.units),
            *(pin.campus for pin in district.pins if pin.campus is not None),
            *(campus_id for days in district.forbidden for campus_id in days.campuses),
            *(campus_id for order in district.same_day for campus_id in order.campuses),
            *(filed.campus_id for filed in workspace.filed),
            *(campus.campus_id for shared in shared_buildings(workspace.campuses).values() for campus in shared),
        )
    )


def _class_key(year: YearToPlan, campus: Campus) -> Hashable:
    """Return a key that is equal for campuses whose problems differ only in names."""
    return (
        campus.grades,
        campus.bell_schedule,
        campus.counselor_days,
        campus.evacuation_site,
        tuple(sorted(campus.facts.items())),
        tuple(day.kind_at(campus.campus_id) for day in year.workspace.calendar.days if day.variations),
        tuple(
            (duty.mandate.mandate_id, duty.window, duty.missing_fact) for duty in year.duties_at(campus.campus_id)
        ),
        year.stand_ins_at(campus.campus_id),
        year.limits_at(campus.campus_id),
        year.spared_at(campus.campus_id),
    )


def build_problem(
    year: YearToPlan,
    campus: Campus,
    duties: tuple[Duty, ...],
    set_aside: tuple[Duty, ...] = (),
    before: PreviousPlan | None = None,
    with_orders: bool = True,
    alarms: BuildingAlarms | None = None,
    day_limits: DayLimits | None = None,
) -> CampusProblem:
    """Build the problem of one campus under these duties, without planning for ``set_aside``.

    ``before`` is the campus's previous plan, in a replan. The district's pins and forbidden days hold unless
    ``with_orders`` is False, which is for asking what would be possible without them. ``alarms`` are the agreed
    alarms of its building, or None while they are open. ``day_limits`` are the drills that its days may hold; None
    is the usual number on each.
    """
    limits_of_days = day_limits or DayLimits(year.workspace.district.drills_a_day)
    inputs = _CampusInputs(year, campus, duties, set_aside, before, with_orders, alarms, limits_of_days)
    candidates = _candidates(inputs)
    limits = limits_for(year.limits_at(campus.campus_id), candidates.possible_ids)
    resources = resources_of(campus, year.workspace.district)
    members = _equivalent_candidates(inputs, candidates, limits, resources)
    # The first of each set of equivalent candidates represents all of them.
    first = [indices[0] for indices in members]
    scenarios = tuple(candidates.scenarios[index] for index in first)
    rows = [candidates.rows[index] for index in first]
    open_days = tuple(tuple(day for day, slots in enumerate(row) if slots) for row in rows)
    choices = tuple(tuple(candidates.scenarios[index] for index in indices) for indices in members)
    past = None if candidates.past is None else kept_drills_of(candidates.past, first)
    problem = CampusProblem(
        campus=campus,
        duties=duties,
        set_aside=set_aside,
        allowances=inputs.allowances,
        scenarios=scenarios,
        members=choices,
        days=inputs.days,
        possible_days=inputs.without_reserved_days(open_days),
        open_days=open_days,
        groups=period_groups(
            list(zip(scenarios, rows, strict=True)),
            inputs.timed_matches,
            candidates.slot_lists,
            limits,
            inputs.audible,
            frozenset() if past is None else past.held_beside_others,
        ),
        resources=resources,
        events=inputs.facts.events,
        filed=inputs.facts.filed,
        weights=year.workspace.district.weights,
        limits=limits_of_choices(limits, choices),
        harder_variants=harder_variants(limits),
        lesson_periods=_lesson_periods(year.workspace, campus),
        bell_groups=_bell_groups(year.workspace, campus),
        spared=year.spared_at(campus.campus_id),
        pins=inputs.orders.pins,
        past=past,
        required_pairs=inputs.required_pairs(scenarios, open_days),
        agreed_offers=inputs.agreed_offers,
        mandate_order=tuple(dict.fromkeys(duty.mandate.mandate_id for duty in year.duties_at(campus.campus_id))),
        open_alarm_scenarios=frozenset(
            number for number, scenario in enumerate(scenarios) if inputs.has_open_alarm(scenario)
        ),
    )
    return with_day_limits(problem, limits_of_days)


@dataclass(frozen=True)
class _CampusInputs:
    """What the problem of one campus is built from; the fields are the arguments of ``build_problem``."""

    year: YearToPlan
    campus: Campus
    duties: tuple[Duty, ...]
    set_aside: tuple[Duty, ...]
    before: PreviousPlan | None
    with_orders: bool
    alarms: BuildingAlarms | None
    day_limits: DayLimits

    @cached_property
    def days(self) -> tuple[DayChoice, ...]:
        return _days(self.year.workspace, self.campus)

    @cached_property
    def orders(self) -> CampusOrders:
        """The district's pins, forbidden days, and same-day drills at the campus."""
        if not self.with_orders:
            return NO_ORDERS
        return orders_at(self.year.workspace, self.campus, self.days, self.before)

    @cached_property
    def audible(self) -> frozenset[str]:
        """The ids of scenarios that other campuses of the building would hear."""
        return audible_scenarios_at(self.campus, self.year.workspace) if self.with_orders else frozenset()

    @cached_property
    def facts(self) -> CampusYearFacts:
        workspace, campus_id = self.year.workspace, self.campus.campus_id
        return CampusYearFacts(
            days=self.days,
            events=tuple(event for event in workspace.events if event.concerns(campus_id)),
            filed=tuple(filed for filed in workspace.filed if filed.campus_id == campus_id),
            screenings=self.year.screenings,
        )

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        return _allowances(self.year, self.campus, (*self.duties, *self.set_aside), self.days)

    @cached_property
    def demanded_types(self) -> frozenset[DrillType]:
        """The types of drill that a duty may require, or that may take the place of one."""
        matches = (*demanded_matches(self.duties), *(allowance.match for allowance in self.allowances))
        demanded = {drill_type for match in matches for drill_type in match.types}
        if self.before is not None:
            # A closure may remove a duty; drills planned for it may still stay.
            demanded |= {drill.drill_type for drill in self.before.planned}
        return frozenset(demanded)

    @cached_property
    def addable_ids(self) -> frozenset[str]:
        """The ids of scenarios of which good practice may add a drill that no duty asks for."""
        floors = self.year.limits_at(self.campus.campus_id).floors
        return frozenset(scenario_id for floor in floors if floor.may_add for scenario_id in floor.scenarios)

    def is_asked_for(self, scenario: Scenario) -> bool:
        """Check whether a duty, the district, or good practice may ask for a drill of the scenario."""
        return (
            scenario.drill_type in self.demanded_types
            or scenario.scenario_id in self.addable_ids
            or self.orders.ask_for(scenario)
        )

    @cached_property
    def distinguishing_matches(self) -> tuple[Match, ...]:
        """The sets of drills that duties, allowances, and spared grades are about, each once."""
        of_duties = distinguishing_matches((*self.duties, *self.set_aside))
        of_allowances = (allowance.match for allowance in self.allowances)
        of_sparing = (spared.match for spared in self.year.spared_at(self.campus.campus_id))
        return tuple(dict.fromkeys((*of_duties, *of_allowances, *of_sparing)))

    @cached_property
    def timed_matches(self) -> tuple[Match, ...]:
        """The sets of drills for which duties and allowances depend on the bell period, each once."""
        of_duties = timed_matches((*self.duties, *self.set_aside))
        of_allowances = (allowance.match for allowance in self.allowances if allowance.match.moments)
        return tuple(dict.fromkeys((*of_duties, *of_allowances)))

    def has_open_alarm(self, scenario: Scenario) -> bool:
        """Check whether other campuses of the building would hear the scenario and no alarm is agreed yet."""
        return self.alarms is None and scenario.scenario_id in self.audible

    def required_pairs(
        self, scenarios: tuple[Scenario, ...], open_days: tuple[tuple[int, ...], ...]
    ) -> tuple[frozenset[tuple[int, int]], ...]:
        """Return for each same-day drill and agreed alarm the (scenario, day) pairs, one of which must be held."""
        of_alarms = () if self.alarms is None else self.alarms.required_pairs(scenarios, open_days, self.days)
        return (*self.orders.required_pairs(scenarios, open_days, self.days), *of_alarms)

    def without_reserved_days(self, open_days: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        """Return the days without those that are ready for an alarm of the building to move to them."""
        dates = frozenset[date]() if self.alarms is None else self.alarms.reserved_dates
        reserved = {day.index for day in self.days if day.date in dates}
        return (
            tuple(tuple(day for day in days if day not in reserved) for days in open_days)
            if reserved
            else open_days
        )

    @property
    def agreed_offers(self) -> tuple[AgreedOffer, ...]:
        """The dates of the campus's offers as agreed in its building."""
        offered = () if self.alarms is None else self.alarms.offered
        return tuple(
            AgreedOffer(alarm.offer_id, tuple(day.index for day in self.days if day.date in alarm.dates))
            for alarm in offered
        )


@dataclass(frozen=True)
class _Candidates:
    """The scenarios that a campus may use, each with its slots by day, before equivalent ones are merged."""

    scenarios: list[Scenario]
    rows: list[SlotRow]
    slot_lists: tuple[tuple[Slot, ...], ...]
    past: KeptDrills | None

    @property
    def possible_ids(self) -> Iterator[str]:
        """The ids of the scenarios that fit on some day."""
        return (scenario.scenario_id for scenario, row in zip(self.scenarios, self.rows, strict=True) if any(row))

    @property
    def kept_indices(self) -> frozenset[int]:
        """The indices of previous drills' scenarios; each drill keeps its own, never merged with others."""
        past = self.past
        return (
            frozenset() if past is None else frozenset(drill.scenario for drill in (*past.settled, *past.planned))
        )


def _candidates(inputs: _CampusInputs) -> _Candidates:
    """Return the usable scenarios that are demanded or ordered, and those of the previous plan in a replan."""
    workspace = inputs.year.workspace
    scenarios = [
        scenario
        for scenario in workspace.scenarios
        if inputs.is_asked_for(scenario) and _is_usable(scenario, inputs.campus, inputs.year.screenings)
    ]
    slot_list_numbers: SlotListNumbers = {(): 0}
    rows = [_row(scenario, inputs, slot_list_numbers) for scenario in scenarios]
    past = None
    if inputs.before is not None:
        kept_reader = KeptDrillReader(inputs.before, workspace, inputs.campus, inputs.days, inputs.duties)
        scenarios, rows, past = kept_reader.added(scenarios, rows, slot_list_numbers)
    return _Candidates(scenarios, rows, tuple(slot_list_numbers), past)


def _equivalent_candidates(
    inputs: _CampusInputs,
    candidates: _Candidates,
    limits: DevelopmentalLimits,
    resources: tuple[Resource, ...],
) -> list[tuple[int, ...]]:
    """Return sets of candidates, by index, that nothing about the campus distinguishes."""
    distinguishing_ids = (
        *distinguishing_sets(limits),
        *counselor_sets(candidates.scenarios, inputs.days),
        *resource_sets(candidates.scenarios, resources),
        *building_sets(candidates.scenarios, inputs.audible),
    )
    return equivalent_scenarios(
        candidates.scenarios,
        candidates.rows,
        inputs.distinguishing_matches,
        distinguishing_ids,
        candidates.kept_indices,
    )


def _days(workspace: Workspace, campus: Campus) -> tuple[DayChoice, ...]:
    calendar = workspace.calendar
    eves = calendar.break_eves(campus.campus_id)
    open_days = [day for day in calendar.days if day.kind_at(campus.campus_id) is not DayKind.CLOSED]
    counselor = [campus.counselor_days is None or day.date.weekday() in campus.counselor_days for day in open_days]
    return tuple(
        DayChoice(
            index=index,
            date=day.date,
            kind=day.kind_at(campus.campus_id),
            is_break_eve=day.date in eves,
            periods=workspace.periods(campus, day),
            staff_hours=workspace.staff_hours(campus, day),
            is_without_counselor=not any(counselor[index : index + 2]),
        )
        for index, day in enumerate(open_days)
    )


def _lesson_periods(workspace: Workspace, campus: Campus) -> tuple[str, ...]:
    return () if campus.bell_schedule is None else workspace.bells[campus.bell_schedule].lesson_names


def _bell_groups(workspace: Workspace, campus: Campus) -> int:
    return 1 if campus.bell_schedule is None else max(1, len(workspace.bells[campus.bell_schedule].groups))


def _allowances(
    year: YearToPlan, campus: Campus, duties: tuple[Duty, ...], days: tuple[DayChoice, ...]
) -> tuple[Allowance, ...]:
    """Return the stand-ins for mandates with duties at the campus."""
    setting = setting_of(campus, year.workspace)
    owed = {duty.mandate.mandate_id for duty in duties}
    return tuple(
        Allowance(
            match=stand_in.match,
            instead_of=stand_in.instead_of,
            days=tuple(
                tuple(days_between(days, window.first, window.last)) for window in stand_in.allowances(setting)
            ),
            up_to=stand_in.up_to,
        )
        for stand_in in year.stand_ins_at(campus.campus_id)
        if stand_in.instead_of in owed
    )


def _is_usable(scenario: Scenario, campus: Campus, screenings: Mapping[str, Screening]) -> bool:
    screening = screenings.get(scenario.scenario_id)
    return (
        screening is not None
        and screening.verdict == "ok"
        and set(campus.bands) <= set(scenario.bands)
        and all(campus.facts.get(fact) is wanted for fact, wanted in scenario.needs_facts.items())
    )


def _row(scenario: Scenario, inputs: _CampusInputs, slot_list_numbers: SlotListNumbers) -> SlotRow:
    """Return the number of the scenario's slot list on each day; new lists are added to ``slot_list_numbers``."""
    openings = inputs.orders.narrow(scenario, openings_of(scenario, inputs.days), inputs.facts, inputs.day_limits)
    for duty in inputs.duties:
        openings = narrow(duty, scenario, openings, inputs.facts)
    if inputs.alarms is not None:
        openings = inputs.alarms.narrow(scenario, openings, inputs.facts, inputs.day_limits)
    is_open = inputs.has_open_alarm(scenario)
    # Days with the same bells share one tuple of openings, so most are found by its id.
    known: dict[int, int] = {}
    for windows in openings:
        if id(windows) not in known:
            slots = tuple(window.slot_with_span if is_open else window.slot for window in windows)
            known[id(windows)] = slot_list_numbers.setdefault(slots, len(slot_list_numbers))
    return tuple(known[id(windows)] for windows in openings)


@dataclass(frozen=True)
class ProblemBuilder:
    """Builds the problem of any campus.

    ``before`` has previous plans, ``alarms`` the agreed alarms, and ``day_limits`` the drills that days may hold,
    by campus id.
    """

    year: YearToPlan
    before: Mapping[str, PreviousPlan] = field(default_factory=dict)
    alarms: Mapping[str, BuildingAlarms] = field(default_factory=dict)
    day_limits: Mapping[str, DayLimits] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The district's files."""
        return self.year.workspace

    def problem_of(
        self, campus: Campus, owed: tuple[Duty, ...], aside: tuple[Duty, ...] = (), with_orders: bool = True
    ) -> CampusProblem:
        """Return the problem of a campus under these duties, without planning for ``aside``."""
        before, alarms = self.before.get(campus.campus_id), self.alarms.get(campus.campus_id)
        limits = self.day_limits.get(campus.campus_id)
        return build_problem(
            self.year, campus, owed, aside, before, with_orders, alarms if with_orders else None, limits
        )

    def class_of(self, campus: Campus) -> Hashable:
        """Return a key that is equal for campuses whose problems under any duties differ only in names."""
        campus_id = campus.campus_id
        is_named = campus_id in self._named or campus_id in self.before
        return campus_id if is_named else (self.day_limits.get(campus_id), _class_key(self.year, campus))

    @cached_property
    def _named(self) -> frozenset[str]:
        return _named_campuses(self.workspace)

    def with_day_limits(self, limits: Mapping[str, DayLimits]) -> ProblemBuilder:
        """Return the builder with these limits for the campuses with these ids."""
        return replace(self, day_limits={**self.day_limits, **limits})

    def in_workspace(self, workspace: Workspace) -> ProblemBuilder:
        """Return the builder for another workspace."""
        return replace(self, year=replace(self.year, workspace=workspace))

    def with_void_pins(self, campus: Campus, dates: Collection[date]) -> ProblemBuilder:
        """Return the builder in which pins of this campus on these dates no longer bind."""
        known = self.before[campus.campus_id]
        before = replace(known, void_pins=known.void_pins | frozenset(dates))
        return replace(self, before={**self.before, campus.campus_id: before})

    def with_late_notices(self, campus: Campus) -> ProblemBuilder:
        """Return the builder that allows days at this campus for which a notice would come too late."""
        before = replace(self.before[campus.campus_id], allows_late_notices=True)
        return replace(self, before={**self.before, campus.campus_id: before})
