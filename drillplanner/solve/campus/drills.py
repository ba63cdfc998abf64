"""Turn placements into drills with names, times, credits, and offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from drillplanner.law import Duty
from drillplanner.law.kinds.offer import Offer
from drillplanner.law.timing.span import Dates, dates_in_year
from drillplanner.law.window import Setting
from drillplanner.model import Drill, Route, Scenario, Task, clock_of
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.openings import is_moment
from drillplanner.solve.problem.participants import participants
from drillplanner.solve.problem.plans import CampusPlan, OfferedDates, Placement
from drillplanner.solve.problem.previous_plan import offer_id
from drillplanner.solve.requirements import credited_match
from drillplanner.solve.requirements.credit import credit_groups

_ROUTES = [None, *Route]


def in_learning_order(problem: CampusProblem, plan: CampusPlan) -> tuple[tuple[Placement, Scenario], ...]:
    """Return each placement with the scenario used, in order of day.

    Of variants of one drill, those that wait come after the others, and none on the day of the first drill.
    """
    waiting = problem.harder_variants
    members_in_order = [
        sorted(members, key=lambda scenario: (scenario.scenario_id in waiting, _ROUTES.index(scenario.route)))
        for members in problem.members
    ]
    used: Counter[int] = Counter()
    first_day: dict[int, int] = {}
    used_scenarios = []
    for placement in sorted(plan.placements):
        members, chosen = members_in_order[placement.scenario], problem.first_copy_of(placement.scenario)
        number = used[chosen] % len(members)
        if first_day.setdefault(chosen, placement.day) == placement.day and members[number].scenario_id in waiting:
            number = 0
        used_scenarios.append((placement, members[number]))
        used[chosen] += 1
    return tuple(used_scenarios)


def drills_of_plan(problem: CampusProblem, plan: CampusPlan) -> tuple[Drill, ...]:
    """Return the campus's drills in order of date, with ids of campus, type, and number in the year.

    Credits to minimums among which a drill counts once are left to the judge, which assigns them itself.
    """
    owed = singly_credited_duties(problem)
    ordinals: Counter[str] = Counter()
    drills = []
    for placement, scenario in in_learning_order(problem, plan):
        ordinals[scenario.drill_type] += 1
        name, number = scenario.drill_type.replace("_", "-"), ordinals[scenario.drill_type]
        drill_id = f"{problem.campus.campus_id}-{name}-{number:02d}"
        drills.append(drill_of(problem, placement, scenario, drill_id, owed))
    return tuple(drills)


def credit_sharing_duty_ids(problem: CampusProblem) -> frozenset[str]:
    """Return ids of duties among which a drill counts once, including uncertain duties."""
    groups = credit_groups((*problem.duties, *problem.set_aside), problem.allowances)
    return frozenset(duty.duty_id for group in groups for duty in group)


def singly_credited_duties(problem: CampusProblem) -> tuple[Duty, ...]:
    """Return the duties for which a drill counts independently of other duties."""
    shared = credit_sharing_duty_ids(problem)
    return tuple(duty for duty in problem.duties if duty.duty_id not in shared)


def drill_of(
    problem: CampusProblem, placement: Placement, scenario: Scenario, drill_id: str, owed: Iterable[Duty]
) -> Drill:
    """Return the drill of a placement with that id, credited to those of ``owed`` that it meets."""
    slot = problem.slot(placement.scenario, placement.day, placement.period)
    campus, on = problem.campus, problem.days[placement.day].date
    taking_part = participants(problem, scenario, on)
    return Drill(
        drill_id=drill_id,
        campus_id=campus.campus_id,
        drill_type=scenario.drill_type,
        date=on,
        scenario_id=scenario.scenario_id,
        format=scenario.format,
        audience=scenario.audience,
        grades=taking_part.grades,
        spared_grades=taking_part.spared,
        start=clock_of(slot.start),
        end=clock_of(slot.start + scenario.minutes),
        period=slot.period,
        period_tags=slot.tags,
        by_grades=slot.by_grades,
        route=scenario.route,
        announced=scenario.announced,
        agencies=problem.agency_ids(placement.resource_ids),
        credits=credits_of(problem, placement, scenario, owed),
    )


def credits_of(
    problem: CampusProblem, placement: Placement, scenario: Scenario, owed: Iterable[Duty]
) -> tuple[str, ...]:
    """Return the ids of the duties that the drill meets."""
    return tuple(duty.duty_id for duty in owed if _counts_for(problem, placement, scenario, duty))


def _counts_for(problem: CampusProblem, placement: Placement, scenario: Scenario, duty: Duty) -> bool:
    on = problem.days[placement.day].date
    if not duty.window.first <= on <= duty.window.last or (duty.unit is not None and not duty.unit.attends(on)):
        return False
    match = credited_match(duty, problem.events)
    if match is None or not match.selects_scenario(scenario):
        return False
    slot = problem.slot(placement.scenario, placement.day, placement.period)
    return is_moment(match, slot.tags) and (
        match.agency is None
        or any(agency.resource_id in placement.resource_ids for agency in problem.agencies_for(match))
    )


def offer_tasks(
    problem: CampusProblem, offers: Iterable[OfferedDates], drills: tuple[Drill, ...], setting: Setting
) -> tuple[Task, ...]:
    """Return the task of offering the chosen dates, for each of these offers."""
    tasks = []
    for offered in offers:
        duty = problem.duties[offered.duty]
        requirement = duty.mandate.requirement
        assert isinstance(requirement, Offer)  # noqa: S101 (only offers choose dates)
        dates = tuple(problem.days[day].date for day in offered.days)
        _, due = dates_in_year(Dates(until=requirement.offer_by), setting)
        tasks.append(
            Task(
                task_id=offer_id(duty),
                mandate_id=duty.mandate.mandate_id,
                campus_id=duty.campus_id,
                drill_id=next(drill.drill_id for drill in drills if drill.date in dates),
                kind="offer",
                who=requirement.who,
                text=f"Offer these dates for one {requirement.what}: "
                + ", ".join(f"{on:%A}, {on:%B} {on.day}, {on.year}" for on in dates),
                due=due or dates[0],
                due_words=requirement.due_words,
                dates=dates,
            )
        )
    return tuple(tasks)
