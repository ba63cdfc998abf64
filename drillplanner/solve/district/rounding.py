"""Give each campus its column at hours that leave room for the others."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.progress import Progress
from drillplanner.solve.campus.search import solve_together
from drillplanner.solve.district.campus_classes import CampusClass
from drillplanner.solve.district.master_solution import MasterSolution
from drillplanner.solve.district.period_assignment import PeriodAssignment
from drillplanner.solve.district.pricing import Column
from drillplanner.solve.district.sequential_heuristic import Incumbent, solve_neighborhood, with_plan
from drillplanner.solve.district.sequential_pricing import plan_beside_others
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import CampusPlan, Effort
from drillplanner.solve.problem.resource_use import ResourceUse


def place_columns(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    classes: tuple[CampusClass, ...],
    master: MasterSolution,
    period_assignment: PeriodAssignment,
    effort: Effort,
    progress: Progress,
    in_use: ResourceUse,
) -> list[Incumbent]:
    """Return a plan for each campus with the days and visits of its column.

    Campuses for which no hours fit come last: with other drills on the same days, with another column of their
    class, with a new column, or solved again. Hours are assigned even when time is over, so that the columns are
    not lost. ``in_use`` are visits used before.
    """
    incumbents = [Incumbent(None, plan) for plan in alone]
    column_of: dict[int, Column] = {}
    assigned = [
        (place, campus_class, column)
        for campus_class, columns in zip(classes, master.assigned, strict=True)
        for place, column in zip(campus_class.indices, columns, strict=False)
    ]
    # The fewest choices come first: a visit that can be at lunch only needs the hour that others take as well.
    for place, campus_class, column in sorted(assigned, key=lambda item: _fewest_times(item[1].problem, item[2])):
        column_of[place] = column
        plan = _renamed(period_assignment.of(campus_class, column, in_use), problems[place])
        incumbents[place] = Incumbent(plan, alone[place], column.cost)
        in_use = _resource_use_with(plan, problems[place], in_use)
        progress("Choosing hours", len(column_of), len(problems))
    unplaced = [
        (place, campus_class, columns)
        for campus_class, columns in zip(classes, master.columns, strict=True)
        for place in campus_class.indices
        if incumbents[place].plan is None
    ]
    for done, (place, campus_class, columns) in enumerate(unplaced, start=1):
        plan = (
            _with_other_drills(problems[place], column_of.get(place), in_use, effort.without_deadline)
            or _with_another_column(campus_class, columns, in_use, period_assignment)
            or plan_beside_others(campus_class, columns, in_use, period_assignment, effort.without_deadline)
        )
        plan = _renamed(plan, problems[place])
        if plan is not None:
            placed = replace(incumbents[place], plan=plan)
            if placed.agreed_cost is None and placed.breach_points > 0:
                # Nothing better had room; to search its year anew would take seconds and find the same.
                placed = replace(placed, agreed_cost=plan.cost + placed.breach_points)
            incumbents[place] = placed
        elif not effort.is_over:
            incumbents = solve_neighborhood(problems, incumbents, [place], in_use, effort)
        in_use = _resource_use_with(incumbents[place].plan, problems[place], in_use)
        progress("Finding other hours", done, len(unplaced))
    return incumbents


def _fewest_times(problem: CampusProblem, column: Column) -> int:
    """Return at how many times the column's visit with the fewest can be; 0 without visits."""
    visited = {on for _, on in column.visits}
    return min(
        (
            len(problem.groups[problem.group_of[scenario]].slots(day))
            for scenario, day in column.days
            if problem.days[day].date in visited
        ),
        default=0,
    )


def _renamed(plan: CampusPlan | None, problem: CampusProblem) -> CampusPlan | None:
    """Return a plan of the campus's class with the campus's own id."""
    return None if plan is None else replace(plan, campus_id=problem.campus.campus_id)


def _resource_use_with(plan: CampusPlan | None, problem: CampusProblem, in_use: ResourceUse) -> ResourceUse:
    """Return the use including the plan's visits."""
    return in_use if plan is None else with_plan(in_use, problem, plan)


def _with_other_drills(
    problem: CampusProblem, column: Column | None, in_use: ResourceUse, effort: Effort
) -> CampusPlan | None:
    """Return a plan on the column's days with any drills: another scenario may fit the hours left."""
    if column is None:
        return None
    days = {day for _, day in column.days}
    pairs = (
        (scenario, day)
        for scenario, possible in enumerate(problem.possible_days)
        for day in possible
        if day in days
    )
    outcome = solve_together((problem.restricted(frozenset(pairs)),), in_use, effort)
    return outcome.plans[0] if outcome.plans and outcome.drills == len(column.days) else None


def _with_another_column(
    campus_class: CampusClass,
    columns: tuple[Column, ...],
    in_use: ResourceUse,
    period_assignment: PeriodAssignment,
) -> CampusPlan | None:
    """Return the plan of the first of the class's columns that fits the days and hours left, or None."""
    resources = campus_class.problem.resource_by_id
    for column in columns:
        if all(in_use.has_visit_left(resources[resource_id], on) for resource_id, on in column.visits):
            plan = period_assignment.of(campus_class, column, in_use)
            if plan is not None:
                return plan
    return None
