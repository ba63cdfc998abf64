"""Checks of a district's exercise programme: talks with responders, its plan, what is open, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.exercise_design import exercise_of, same_capability
from drillplanner.audit.charts.checks.exercise_progression import progression
from drillplanner.audit.charts.record import ExerciseProgram
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table


def program_of(case: ChartCase) -> ExerciseProgram:
    """The programme; its rules are asked only where there is one."""
    if case.record.programme is None:
        raise LookupError("the record has no programme")
    return case.record.programme


def school_year_of(day: date) -> int:
    """The year in which a day's school year begins, by 1 July."""
    return day.year if day.month >= 7 else day.year - 1


def discussions_and_large_exercises(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-18: a talk with responders each school year, a large drill or functional exercise each cycle."""
    programme = program_of(case)
    families = exercises_table().families
    within = [
        exercise for exercise in programme.exercises if programme.cycle_from <= exercise.date <= programme.cycle_to
    ]
    talks = {
        school_year_of(one.date)
        for one in within
        if families[one.exercise_type] == "discussion" and one.responders
    }
    for year in range(school_year_of(programme.cycle_from), school_year_of(programme.cycle_to) + 1):
        if year not in talks:
            yield CheckFault(
                f"No talk with responders in the school year {year}-{(year + 1) % 100:02d}.", (str(year),)
            )
    if not any(one.exercise_type in ("functional", "full_scale") or one.tier_l3 for one in within):
        yield CheckFault("No large drill and no functional exercise in the whole cycle.")


def preparedness_plan(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-19: a plan, reasons for its priorities, and a priority for each exercise."""
    programme = program_of(case)
    if programme.plan is None:
        if programme.has_plan is False:
            yield CheckFault("There is no integrated preparedness plan.")
        else:
            yield MissingFact("the integrated preparedness plan")
        return
    for priority in programme.plan.priorities:
        if not priority.rationale.strip():
            yield CheckFault(f"Priority {priority.id} gives no reason.", (priority.id,))
    if not programme.plan.priorities:
        yield CheckFault("The preparedness plan has no priority.")
    known = {priority.id for priority in programme.plan.priorities}
    exercise = case.record.exercise
    if exercise is not None and exercise.priority is not None and exercise.priority not in known:
        yield CheckFault(
            f"{exercise.id} serves {exercise.priority}, which is no priority of the plan.", (exercise.id,)
        )
    for one in programme.exercises:
        if not one.held and one.priority not in known:
            yield CheckFault(f"Exercise {one.id} serves no priority of the plan.", (one.id,))


def open_actions_in_objectives(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-20: open actions on a capability of this exercise are in its objectives."""
    exercise = exercise_of(case)
    open_actions = program_of(case).open_actions
    if open_actions is None:
        yield MissingFact("the corrective actions that are still open")
        return
    taken_up = {action for objective in exercise.objectives for action in objective.addresses}
    for action in open_actions:
        on_it = any(
            same_capability(capability, action.capability)
            for objective in exercise.objectives
            for capability in objective.capabilities
        )
        if on_it and action.id not in taken_up:
            yield CheckFault(
                f"Corrective action {action.id} on {action.capability} is open and no objective takes it up.",
                (action.id,),
            )


def one_step_at_a_time(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-21: the steps that lead to each planned exercise."""
    yield from progression(program_of(case))


CHECKS = {
    "HSP-18": discussions_and_large_exercises,
    "HSP-19": preparedness_plan,
    "HSP-20": open_actions_in_objectives,
    "HSP-21": one_step_at_a_time,
}
