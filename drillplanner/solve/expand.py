"""From a workspace and its duties to one problem a campus, with domains already filtered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count, Cover
from drillplanner.model import Campus, DayKind, DrillType, Period, PeriodTag, Scenario, Screening, Workspace
from drillplanner.solve.encoders import Choice, admits
from drillplanner.solve.problem import CampusProblem, DayChoice, PeriodGroup, fits


def expand(
    workspace: Workspace, duties: tuple[Duty, ...], screenings: Mapping[str, Screening]
) -> tuple[CampusProblem, ...]:
    """One problem a campus, in the order of the workspace. ``screenings`` is by scenario id."""
    by_campus: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        by_campus[duty.campus_id].append(duty)
    return tuple(
        campus_problem(workspace, campus, tuple(by_campus[campus.campus_id]), screenings)
        for campus in workspace.campuses
    )


def campus_problem(
    workspace: Workspace, campus: Campus, duties: tuple[Duty, ...], screenings: Mapping[str, Screening]
) -> CampusProblem:
    """What one campus can choose from under these duties."""
    days = _days(workspace, campus)
    owed = _owed_types(duties)
    candidates = tuple(
        scenario
        for scenario in workspace.scenarios
        if scenario.drill_type in owed and _is_usable(scenario, campus, screenings)
    )
    scenarios = tuple(
        scenario for scenario in candidates if all(admits(duty, Choice(scenario, screenings)) for duty in duties)
    )
    fitting = [_fitting(scenario, days) for scenario in scenarios]
    return CampusProblem(
        campus=campus,
        duties=duties,
        scenarios=scenarios,
        days=days,
        possible_days=tuple(tuple(day for day, names in enumerate(row) if names) for row in fitting),
        groups=_groups(fitting),
        agencies=workspace.district.agencies,
        weights=workspace.district.weights,
        lesson_periods=tuple(
            period.name for period in _full_day(workspace, campus) if PeriodTag.INSTRUCTION in period.tags
        ),
    )


def _days(workspace: Workspace, campus: Campus) -> tuple[DayChoice, ...]:
    calendar = workspace.calendar
    eves = calendar.break_eves(campus.campus_id)
    open_days = [day for day in calendar.days if day.kind_at(campus.campus_id) is not DayKind.CLOSED]
    return tuple(
        DayChoice(
            index=index,
            date=day.date,
            kind=day.kind_at(campus.campus_id),
            is_break_eve=day.date in eves,
            periods=workspace.periods(campus, day),
        )
        for index, day in enumerate(open_days)
    )


def _full_day(workspace: Workspace, campus: Campus) -> tuple[Period, ...]:
    if campus.bell_schedule is None:
        return ()
    return workspace.bells[campus.bell_schedule].periods_on(DayKind.FULL)


def _fitting(scenario: Scenario, days: tuple[DayChoice, ...]) -> tuple[tuple[str, ...], ...]:
    """The names of the periods that the scenario fits, day by day. Days of one kind have the same bells."""
    by_kind: dict[DayKind, tuple[str, ...]] = {}
    for day in days:
        if day.kind not in by_kind:
            by_kind[day.kind] = tuple(period.name for period in day.periods if fits(scenario, period))
    return tuple(by_kind[day.kind] for day in days)


def _owed_types(duties: tuple[Duty, ...]) -> set[DrillType]:
    types: set[DrillType] = set()
    for duty in duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, Count) and requirement.min is not None:
            types.update(requirement.match.types)
        elif isinstance(requirement, Cover):
            types.update(requirement.types)
    return types


def _is_usable(scenario: Scenario, campus: Campus, screenings: Mapping[str, Screening]) -> bool:
    screening = screenings.get(scenario.scenario_id)
    return (
        screening is not None
        and screening.verdict == "ok"
        and set(campus.bands) <= set(scenario.bands)
        and all(campus.facts.get(fact) is wanted for fact, wanted in scenario.needs_facts.items())
    )


def _groups(fitting: list[tuple[tuple[str, ...], ...]]) -> tuple[PeriodGroup, ...]:
    members: dict[tuple[tuple[str, ...], ...], list[int]] = {}
    for scenario, row in enumerate(fitting):
        members.setdefault(row, []).append(scenario)
    return tuple(PeriodGroup(tuple(scenarios), row) for row, scenarios in members.items())
