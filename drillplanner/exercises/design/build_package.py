"""Build the exercise package of a scheduled drill from its scenario and role chart."""

from __future__ import annotations

from drillplanner.exercises.design.classification import (
    exercise_type,
    functions_of,
    hazard_family,
    is_complex_drill,
    is_walk_through,
    lead_column,
)
from drillplanner.exercises.design.evaluation import design_evaluation, play_minutes, target_minutes
from drillplanner.exercises.design.events_list import discussion_modules, master_events
from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.design.milestones import DatedMilestone, dated_milestones, lead_days
from drillplanner.exercises.design.staffing import ExerciseStaffing
from drillplanner.exercises.doctrine.reference import COMPLEX_DRILL, Reference
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import CorrectiveAction, Drill, Exercise, ImprovementLedger, LeadColumn
from drillplanner.model.scenarios.adult_texts import scenario_text


def build_package(
    drill: Drill, chart: RoleChart, program: ProgramInputs, staffing: ExerciseStaffing
) -> ExercisePackage:
    """Return the exercise of a drill.

    ``chart`` is the drill's role chart: no one who plays in it conducts the exercise.

    Raises InputError if the district's lead times break the order of meetings.
    """
    workspace, reference = program.workspace, program.reference
    scenario = workspace.scenario_by_id.get(drill.scenario_id or "")
    kind = exercise_type(drill, reference)
    is_complex = is_complex_drill(drill, kind, chart.tier)
    column = lead_column(kind, is_complex, reference)
    group = reference.groups[drill.drill_type]
    campus = workspace.campus_by_id[drill.campus_id]
    text = None if scenario is None else scenario_text(scenario, drill.grades or campus.grades)
    exercise = Exercise() if text is None or text.exercise is None else text.exercise
    # Modules and events are part of a scenario, so they use its length, not the length of the drill.
    minutes = 0 if scenario is None else scenario.minutes
    # In a walk-through nothing comes at its minute, so that there is no list of it.
    has_events = bool(exercise.events) and not is_walk_through(drill, kind)
    plan_name = workspace.district.exercises.plan_name
    open_actions = actions_for(drill, program.ledger)
    result = design_evaluation(
        text, group, open_actions, plan_name, play_minutes(drill, scenario), target_minutes(drill, scenario, group)
    )
    conduct = reference.conduct
    return ExercisePackage(
        drill=drill,
        scenario=scenario,
        text=text,
        campus_name=campus.name,
        name=drill.drill_type.phrase.capitalize() if scenario is None else scenario.title,
        kind=kind,
        entry=reference.types[kind],
        tier=chart.tier,
        is_complex_drill=is_complex,
        column=column,
        functions=functions_of(drill, scenario, reference),
        hazard_family=hazard_family(scenario, reference),
        hazard=exercise.hazard or group.hazard,
        summary=exercise.summary,
        objectives=result.objectives,
        guides=result.guides,
        open_actions=result.actions,
        more_actions=result.left_over,
        modules=discussion_modules(exercise, result.guides, minutes),
        events=master_events(drill, exercise, result.guides, minutes) if has_events else (),
        milestones=_milestones(drill, column, program),
        staff=staffing.seats(drill, kind, is_complex, chart),
        documents=documents_of(kind.value, is_complex, has_events, reference),
        spoken=conduct.words_of(drill.drill_type, exercise),
        assumptions=exercise.assumptions or conduct.assumptions,
        artificialities=exercise.artificialities or conduct.artificialities,
        logistics=exercise.logistics,
        agencies=tuple(seat.name for seat in chart.agencies),
        required_by_law=bool(drill.credits),
        own_evaluation=bool(exercise.evaluation),
    )


def _milestones(drill: Drill, column: LeadColumn, program: ProgramInputs) -> tuple[DatedMilestone, ...]:
    """Return the meetings and reports around the drill; ``column`` is that of the lead times."""
    days_ahead = lead_days(column, program.workspace.district.exercises, program.reference)
    return dated_milestones(
        drill.date,
        days_ahead,
        drill.campus_id,
        program.workspace.calendar,
        program.reference,
        program.made_on,
        program.after_action.get(drill.drill_id),
    )


def documents_of(kind: str, is_complex: bool, has_events: bool, reference: Reference) -> tuple[str, ...]:
    """Return the documents of this type of exercise, plus an events list if the scenario has events."""
    names = reference.documents[COMPLEX_DRILL if is_complex else kind]
    extra = ("events-list",) if has_events and "events-list" not in names else ()
    return (*names, *extra)


def actions_for(drill: Drill, ledger: ImprovementLedger) -> tuple[CorrectiveAction, ...]:
    """Return corrective actions of other exercises that this drill can show to work.

    They concern this campus or the whole district, have begun by the drill's date, and are open, or done but not
    yet verified.
    """
    return tuple(
        action
        for action in (*ledger.open_actions, *ledger.unverified)
        if action.concerns(drill.campus_id) and action.start <= drill.date and action.drill_id != drill.drill_id
    )
