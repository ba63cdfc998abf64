"""From a scheduled drill, its scenario and its role chart to the exercise with all that its documents say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drillplanner.exercises.design.classification import (
    exercise_type,
    functions_of,
    hazard_family,
    is_complex_drill,
    lead_column,
)
from drillplanner.exercises.design.evaluation import design_evaluation, play_minutes
from drillplanner.exercises.design.events_list import discussion_modules, master_events
from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.design.milestones import dated_milestones, lead_days
from drillplanner.exercises.design.staffing import ExerciseStaffing
from drillplanner.exercises.doctrine.reference import COMPLEX_DRILL, Reference
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import CorrectiveAction, Drill, Exercise, ImprovementLedger, Workspace
from drillplanner.model.scenarios.adult_texts import scenario_text


@dataclass(frozen=True)
class ProgramInputs:
    """What all exercises of a district share: its files, the ledger, the doctrine's lists and the plan's day."""

    workspace: Workspace
    ledger: ImprovementLedger
    reference: Reference
    made_on: date


def build_package(
    drill: Drill, chart: RoleChart, programme: ProgramInputs, staffing: ExerciseStaffing
) -> ExercisePackage:
    """The exercise. ``chart`` is the drill's own role chart: who plays in it conducts nothing.

    Raises InputError where the district's lead times break the order of meetings.
    """
    workspace, reference = programme.workspace, programme.reference
    settings = workspace.district.exercises
    scenario = workspace.scenario_by_id.get(drill.scenario_id or "")
    kind = exercise_type(drill, reference)
    is_complex = is_complex_drill(kind, chart.tier)
    column = lead_column(kind, chart.tier, reference)
    group = reference.groups[drill.drill_type]
    campus = workspace.campus_by_id[drill.campus_id]
    text = None if scenario is None else scenario_text(scenario, drill.grades or campus.grades)
    own = Exercise() if text is None or text.exercise is None else text.exercise
    # Modules and events come with a scenario, and keep to its own minutes.
    minutes = 0 if scenario is None else scenario.minutes
    result = design_evaluation(
        text,
        group,
        actions_for(drill, programme.ledger),
        settings.plan_name,
        play_minutes(drill, scenario),
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
        hazard=own.hazard or group.hazard,
        summary=own.summary,
        objectives=result.objectives,
        guides=result.guides,
        open_actions=result.actions,
        more_actions=result.left_over,
        modules=discussion_modules(own, result.guides, minutes),
        events=master_events(drill, own, result.guides, minutes),
        milestones=dated_milestones(
            drill.date,
            lead_days(column, settings, reference),
            workspace.calendar,
            reference,
            programme.made_on,
        ),
        staff=staffing.seats(drill, kind, is_complex, chart),
        documents=documents_of(kind.value, is_complex, bool(own.events), reference),
        stop_words=own.stop_words or conduct.stop_words,
        real_emergency_words=own.real_emergency_words or conduct.real_emergency_words,
        assumptions=own.assumptions or conduct.assumptions,
        artificialities=own.artificialities or conduct.artificialities,
        logistics=own.logistics,
        agencies=tuple(seat.name for seat in chart.agencies),
        required_by_law=bool(drill.credits),
        own_evaluation=bool(own.evaluation),
    )


def documents_of(kind: str, is_complex: bool, has_events: bool, reference: Reference) -> tuple[str, ...]:
    """The documents that this sort of exercise brings; an events list wherever the scenario has events."""
    named = reference.documents[COMPLEX_DRILL if is_complex else kind]
    extra = ("events-list",) if has_events and "events-list" not in named else ()
    return (*named, *extra)


def actions_for(drill: Drill, ledger: ImprovementLedger) -> tuple[CorrectiveAction, ...]:
    """Actions of earlier exercises at this campus or in the district that this drill can show to work.

    They had begun by then and are open, or done and not yet seen to work.
    """
    return tuple(
        action
        for action in (*ledger.open_actions, *ledger.unverified)
        if action.concerns(drill.campus_id) and action.start <= drill.date and action.drill_id != drill.drill_id
    )
