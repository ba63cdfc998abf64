"""Checks of a district's exercise programme: talks with responders, its plan, what is open, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drillplanner.audit.charts.case.chart_case import Case
from drillplanner.audit.charts.checks.exercise_design import exercise_of, same_capability
from drillplanner.audit.charts.checks.exercise_progression import progression
from drillplanner.audit.charts.record import Programme
from drillplanner.audit.charts.rules.findings import Fault, Unknown
from drillplanner.audit.charts.rules.tables import exercises_table


def programme_of(case: Case) -> Programme:
    """The programme; its rules are asked only where there is one."""
    if case.record.programme is None:
        raise LookupError("the record has no programme")
    return case.record.programme


def school_year_of(day: date) -> int:
    """The year in which a day's school year begins, by 1 July."""
    return day.year if day.month >= 7 else day.year - 1


def talks_and_large_ones(case: Case) -> Iterator[Fault | Unknown]:
    """HSP-18: a talk with responders each school year, a large drill or functional exercise each cycle."""
    programme = programme_of(case)
    families = exercises_table().families
    within = [one for one in programme.exercises if programme.cycle_from <= one.date <= programme.cycle_to]
    talks = {
        school_year_of(one.date)
        for one in within
        if families[one.exercise_type] == "discussion" and one.responders
    }
    for year in range(school_year_of(programme.cycle_from), school_year_of(programme.cycle_to) + 1):
        if year not in talks:
            yield Fault(f"No talk with responders in the school year {year}-{(year + 1) % 100:02d}.", (str(year),))
    if not any(one.exercise_type in ("functional", "full_scale") or one.tier_l3 for one in within):
        yield Fault("No large drill and no functional exercise in the whole cycle.")


def preparedness_plan(case: Case) -> Iterator[Fault | Unknown]:
    """HSP-19: a plan, reasons for its priorities, and a priority for each exercise."""
    programme = programme_of(case)
    if programme.plan is None:
        if programme.has_plan is False:
            yield Fault("There is no integrated preparedness plan.")
        else:
            yield Unknown("the integrated preparedness plan")
        return
    for priority in programme.plan.priorities:
        if not priority.rationale.strip():
            yield Fault(f"Priority {priority.id} gives no reason.", (priority.id,))
    if not programme.plan.priorities:
        yield Fault("The preparedness plan has no priority.")
    known = {priority.id for priority in programme.plan.priorities}
    exercise = case.record.exercise
    if exercise is not None and exercise.priority is not None and exercise.priority not in known:
        yield Fault(f"{exercise.id} serves {exercise.priority}, which is no priority of the plan.", (exercise.id,))
    for one in programme.exercises:
        if not one.held and one.priority not in known:
            yield Fault(f"Exercise {one.id} serves no priority of the plan.", (one.id,))


def open_actions_taken_up(case: Case) -> Iterator[Fault | Unknown]:
    """HSP-20: open actions on a capability of this exercise are in its objectives."""
    exercise = exercise_of(case)
    open_actions = programme_of(case).open_actions
    if open_actions is None:
        yield Unknown("the corrective actions that are still open")
        return
    taken_up = {action for objective in exercise.objectives for action in objective.addresses}
    for action in open_actions:
        on_it = any(
            same_capability(capability, action.capability)
            for objective in exercise.objectives
            for capability in objective.capabilities
        )
        if on_it and action.id not in taken_up:
            yield Fault(
                f"Corrective action {action.id} on {action.capability} is open and no objective takes it up.",
                (action.id,),
            )


def one_step_at_a_time(case: Case) -> Iterator[Fault | Unknown]:
    """HSP-21: the steps that lead to each planned exercise."""
    yield from progression(programme_of(case))


CHECKS = {
    "HSP-18": talks_and_large_ones,
    "HSP-19": preparedness_plan,
    "HSP-20": open_actions_taken_up,
    "HSP-21": one_step_at_a_time,
}
