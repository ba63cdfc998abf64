"""Build the problem of each campus from a workspace and its duties, with domains already filtered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from drillplanner.law import Duty, setting_of
from drillplanner.model import Campus, DayKind, Scenario, Screening, Workspace
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
from drillplanner.solve.goals.developmental_limits import distinguishing_sets, limits_for
from drillplanner.solve.problem.campus_problem import (
    Allowance,
    CampusProblem,
    DayChoice,
    SlotListNumbers,
    SlotRow,
    days_between,
)
from drillplanner.solve.problem.openings import CampusYearFacts, openings_of
from drillplanner.solve.problem.previous_plan import PreviousPlan
from drillplanner.solve.problem.resources import resources_of
from drillplanner.solve.problem.shared_alarms import BuildingAlarms, audible_scenarios_at
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.requirements import demanded_matches, distinguishing_matches, narrow, timed_matches


def build_problems(
    year: YearToPlan, alarms: Mapping[str, BuildingAlarms] = MappingProxyType({})
) -> tuple[CampusProblem, ...]:
    """Build one problem for each campus, in the order of the workspace.

    ``alarms`` are the agreed alarms by campus id. Campuses of one class are built once, and share everything but
    their names and duties.
    """
    known: dict[Hashable, CampusProblem] = {}
    named = _named_campuses(year.workspace)
    problems = []
    for campus in year.workspace.campuses:
        owed = year.duties_at(campus.campus_id)
        named_id = campus.campus_id if campus.campus_id in named else None
        key = named_id, _class_key(year, campus)
        if key not in known:
            known[key] = build_problem(year, campus, owed, alarms=alarms.get(campus.campus_id))
        problems.append(replace(known[key], campus=campus, duties=owed))
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
    )


def build_problem(
    year: YearToPlan,
    campus: Campus,
    duties: tuple[Duty, ...],
    set_aside: tuple[Duty, ...] = (),
    before: PreviousPlan | None = None,
    with_orders: bool = True,
    alarms: BuildingAlarms | None = None,
) -> CampusProblem:
    """Build the problem of one campus under these duties, without planning for ``set_aside``.

    ``before`` is the campus's previous plan, in a replan. The district's pins and forbidden days hold unless
    ``with_orders`` is False, which is for asking what would be possible without them. ``alarms`` are the agreed
    alarms of its building, or None while they are open.
    """
    workspace, screenings = year.workspace, year.screenings
    days = _days(workspace, campus)
    orders = orders_at(workspace, campus, days, before) if with_orders else NO_ORDERS
    ground = CampusYearFacts(
        days=days,
        events=tuple(event for event in workspace.events if event.concerns(campus.campus_id)),
        filed=tuple(filed for filed in workspace.filed if filed.campus_id == campus.campus_id),
        screenings=screenings,
    )
    allowances = _allowances(year, campus, (*duties, *set_aside), days)
    demanded_types = {
        drill_type
        for match in (*demanded_matches(duties), *(allowance.match for allowance in allowances))
        for drill_type in match.types
    }
    if before is not None:
        # A closure may remove a duty; drills planned for it may still stay.
        demanded_types |= {drill.drill_type for drill in before.planned}
    candidates = [
        scenario
        for scenario in workspace.scenarios
        if (scenario.drill_type in demanded_types or orders.ask_for(scenario))
        and _is_usable(scenario, campus, screenings)
    ]
    sorts: SlotListNumbers = {(): 0}
    audible = audible_scenarios_at(campus, workspace) if with_orders else frozenset()
    rows = [_row(scenario, duties, ground, sorts, orders, alarms, audible) for scenario in candidates]
    past = None
    if before is not None:
        kept_reader = KeptDrillReader(before, workspace, campus, days, duties)
        candidates, rows, past = kept_reader.added(candidates, rows, sorts)
    mentioned = tuple(
        dict.fromkeys(
            (*distinguishing_matches((*duties, *set_aside)), *(allowance.match for allowance in allowances))
        )
    )
    by_hour = tuple(
        dict.fromkeys(
            (
                *timed_matches((*duties, *set_aside)),
                *(allowance.match for allowance in allowances if allowance.match.moments),
            )
        )
    )
    own_limits = limits_for(
        year.limits_at(campus.campus_id),
        (scenario.scenario_id for scenario, row in zip(candidates, rows, strict=True) if any(row)),
    )
    # Each previous drill keeps its own scenario, which must not be merged with others.
    own_scenarios = (
        frozenset() if past is None else frozenset(drill.scenario for drill in (*past.settled, *past.planned))
    )
    resources = resources_of(campus, workspace.district)
    limited = (
        *distinguishing_sets(own_limits),
        *counselor_sets(candidates, days),
        *resource_sets(candidates, resources),
        *building_sets(candidates, audible),
    )
    members = equivalent_scenarios(candidates, rows, mentioned, limited, own_scenarios)
    first = [some[0] for some in members]
    possible = tuple(tuple(day for day, sort in enumerate(rows[index]) if sort) for index in first)
    return CampusProblem(
        campus=campus,
        duties=duties,
        set_aside=set_aside,
        allowances=allowances,
        scenarios=tuple(candidates[index] for index in first),
        members=tuple(tuple(candidates[index] for index in some) for some in members),
        days=days,
        possible_days=possible,
        open_days=possible,
        groups=period_groups(
            [(candidates[index], rows[index]) for index in first],
            by_hour,
            tuple(sorts),
            own_limits.coverages,
            audible,
        ),
        resources=resources,
        events=ground.events,
        filed=ground.filed,
        weights=workspace.district.weights,
        limits=own_limits,
        lesson_periods=_lesson_periods(workspace, campus),
        bell_groups=_bell_groups(workspace, campus),
        pins=orders.pins,
        past=None if past is None else kept_drills_of(past, first),
        required_pairs=(
            *orders.required_pairs([candidates[index] for index in first], possible, days),
            *(
                ()
                if alarms is None
                else alarms.required_pairs([candidates[index] for index in first], possible, days)
            ),
        ),
        open_alarm_scenarios=frozenset(
            number
            for number, index in enumerate(first)
            if alarms is None and candidates[index].scenario_id in audible
        ),
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


def _row(
    scenario: Scenario,
    duties: Iterable[Duty],
    ground: CampusYearFacts,
    sorts: SlotListNumbers,
    orders: CampusOrders,
    alarms: BuildingAlarms | None,
    audible: frozenset[str],
) -> SlotRow:
    openings = orders.narrow(scenario, openings_of(scenario, ground.days), ground)
    for duty in duties:
        openings = narrow(duty, scenario, openings, ground)
    if alarms is not None:
        openings = alarms.narrow(scenario, openings, ground)
    is_open = alarms is None and scenario.scenario_id in audible
    # Days with the same bells share one tuple of openings, so most are found by its id.
    known: dict[int, int] = {}
    for windows in openings:
        if id(windows) not in known:
            slots = tuple(window.slot_with_span if is_open else window.slot for window in windows)
            known[id(windows)] = sorts.setdefault(slots, len(sorts))
    return tuple(known[id(windows)] for windows in openings)


@dataclass(frozen=True)
class ProblemBuilder:
    """Builds the problem of any campus.

    ``before`` has previous plans by campus id, ``alarms`` the agreed alarms by campus id.
    """

    year: YearToPlan
    before: Mapping[str, PreviousPlan] = field(default_factory=dict)
    alarms: Mapping[str, BuildingAlarms] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The district's files."""
        return self.year.workspace

    def problem_of(
        self, campus: Campus, owed: tuple[Duty, ...], aside: tuple[Duty, ...] = (), with_orders: bool = True
    ) -> CampusProblem:
        """Return the problem of a campus under these duties, without planning for ``aside``."""
        before, alarms = self.before.get(campus.campus_id), self.alarms.get(campus.campus_id)
        return build_problem(self.year, campus, owed, aside, before, with_orders, alarms if with_orders else None)

    def in_workspace(self, workspace: Workspace) -> ProblemBuilder:
        """Return the builder for another workspace."""
        return replace(self, year=replace(self.year, workspace=workspace))

    def with_late_notices(self, campus: Campus) -> ProblemBuilder:
        """Return the builder that allows days at this campus for which a notice would come too late."""
        before = replace(self.before[campus.campus_id], allows_late_notices=True)
        return replace(self, before={**self.before, campus.campus_id: before})
