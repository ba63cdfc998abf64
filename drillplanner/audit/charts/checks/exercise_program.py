"""Check a district's exercise program: discussions with responders, plan, open actions, progression."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.exercise_design import exercise_of, same_capability
from drillplanner.audit.charts.checks.exercise_progression import progression
from drillplanner.audit.charts.record import ExerciseProgram
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table
from drillplanner.model import school_year_of


def program_of(case: ChartCase) -> ExerciseProgram:
    """Return the program. Raises LookupError without one; the judge then does not apply these rules."""
    if case.record.programme is None:
        raise LookupError("the record has no programme")
    return case.record.programme


def discussions_and_large_exercises(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-18: a discussion with responders each school year, a large exercise each cycle."""
    program = program_of(case)
    families = exercises_table().families
    within = [
        exercise for exercise in program.exercises if program.cycle_from <= exercise.date <= program.cycle_to
    ]
    years_with_discussion = {
        school_year_of(exercise.date)
        for exercise in within
        if families[exercise.exercise_type] == "discussion" and exercise.responders
    }
    for year in range(school_year_of(program.cycle_from), school_year_of(program.cycle_to) + 1):
        if year not in years_with_discussion:
            yield CheckFault(
                f"No talk with responders in the school year {year}-{(year + 1) % 100:02d}.", (str(year),)
            )
    if not any(exercise.exercise_type in ("functional", "full_scale") or exercise.tier_l3 for exercise in within):
        yield CheckFault("No large drill and no functional exercise in the whole cycle.")


def preparedness_plan(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-19: a plan, reasons for its priorities, and a priority for each exercise."""
    program = program_of(case)
    if program.plan is None:
        if program.has_plan is False:
            yield CheckFault("There is no integrated preparedness plan.")
        else:
            yield MissingFact("the integrated preparedness plan")
        return
    for priority in program.plan.priorities:
        if not priority.rationale.strip():
            yield CheckFault(f"Priority {priority.id} gives no reason.", (priority.id,))
    if not program.plan.priorities:
        yield CheckFault("The preparedness plan has no priority.")
    known = {priority.id for priority in program.plan.priorities}
    exercise = case.record.exercise
    if exercise is not None and exercise.priority is not None and exercise.priority not in known:
        yield CheckFault(
            f"{exercise.id} serves {exercise.priority}, which is no priority of the plan.", (exercise.id,)
        )
    for planned in program.exercises:
        if not planned.held and planned.priority not in known:
            yield CheckFault(f"Exercise {planned.id} serves no priority of the plan.", (planned.id,))


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
