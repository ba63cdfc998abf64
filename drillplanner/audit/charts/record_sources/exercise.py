"""Make a record of one of our own exercises, so that it is judged like any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from drillplanner.audit.charts.record import (
    AreaForImprovement,
    AssignedEvaluator,
    ExerciseDates,
    ExerciseDocument,
    ExerciseDocumentKind,
    ExerciseEvent,
    ExerciseRecord,
    ExerciseRole,
    ExerciseStaff,
    GuideRecord,
    GuideTarget,
    GuideTask,
    ImprovementAction,
    Module,
    StatedObjective,
)
from drillplanner.exercises.design.exercise_package import ExercisePackage, MasterEvent
from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.model import (
    ActionPriority,
    CoreCapability,
    CorrectiveAction,
    DrillFormat,
    ImprovementLedger,
    Milestone,
    RatedCapability,
)

_ROLES = {
    "EXR-DIR": ExerciseRole.DIRECTOR,
    "EXR-PTL": ExerciseRole.PLANNING_LEADER,
    "EXR-LCT": ExerciseRole.LEAD_CONTROLLER,
    "EXR-CTL": ExerciseRole.CONTROLLER,
    "EXR-SAF": ExerciseRole.SAFETY_CONTROLLER,
    "EXR-LEV": ExerciseRole.LEAD_EVALUATOR,
    "EXR-EVL": ExerciseRole.EVALUATOR,
    "EXR-FAC": ExerciseRole.FACILITATOR,
    "EXR-SIM": ExerciseRole.SIMULATOR,
}
_MILESTONES = {
    Milestone.CONCEPT_AND_OBJECTIVES: "concept",
    Milestone.INITIAL_PLANNING: "initial",
    Milestone.MIDTERM_PLANNING: "midterm",
    Milestone.EVENTS_LIST: "events_list",
    Milestone.FINAL_PLANNING: "final",
    Milestone.HOT_WASH: "hot_wash",
    Milestone.DEBRIEF: "debrief",
    Milestone.DRAFT_REPORT: "draft_report",
    Milestone.AFTER_ACTION_MEETING: "after_action_meeting",
    Milestone.FINAL_REPORT: "final_report",
}
_DOCUMENTS: dict[str, ExerciseDocumentKind] = {
    "situation-manual": "situation_manual",
    "facilitator-guide": "facilitator_guide",
    "exercise-plan": "exercise_plan",
    "controller-handbook": "controller_handbook",
    "events-list": "events_list",
    "evaluation-guides": "evaluation_guide",
    "hot-wash": "feedback_form",
    "after-action-report": "after_action_report",
    "review": "after_action_report",
}


def exercise_record(package: ExercisePackage, ledger: ImprovementLedger, reference: Reference) -> ExerciseRecord:
    """Return the exercise as it is on paper, with the ledger's results once it was held."""
    drill = package.drill
    rated = {rating.capability: rating for rating in ledger.ratings if rating.drill_id == drill.drill_id}
    simulation = None if package.scenario is None else package.scenario.facts.simulation
    return ExerciseRecord(
        id=drill.drill_id,
        exercise_type=package.kind.value,
        family=package.entry.family.value,
        education_label=package.entry.ed_label,
        objectives=tuple(
            StatedObjective(
                id=str(objective.number),
                text=objective.text,
                capabilities=tuple(reference.capability_name(capability) for capability in objective.capabilities),
                addresses=() if objective.action_id is None else (objective.action_id,),
            )
            for objective in package.objectives
        ),
        guides=tuple(_guides(package, rated, reference)),
        events=tuple(_event(event, package) for event in package.events),
        modules=tuple(_modules(package)),
        play_minutes=drill.minutes,
        staff=_staff(package),
        documents=tuple(_documents(package, reference)),
        milestones=ExerciseDates.model_validate(
            {
                _MILESTONES[milestone.milestone]: milestone.date
                for milestone in package.milestones
                if milestone.milestone in _MILESTONES
            }
            | {"exercise": drill.date}
        ),
        real_emergency_phrase=package.spoken.real_emergency_words,
        stop_word=package.spoken.stop_words,
        held=bool(rated),
        areas=tuple(_areas(package, rated, ledger, reference)) if rated else None,
        simulates_violence_with_students=None if simulation is None else simulation,
        walked_through=drill.format is DrillFormat.WALK_THROUGH,
    )


def conduct_record(package: ExercisePackage) -> ExerciseRecord:
    """Return the exercise with nothing but its staff, to compare who is named where on a day."""
    return ExerciseRecord(id=package.drill.drill_id, exercise_type=package.kind.value, staff=_staff(package))


def _staff(package: ExercisePackage) -> tuple[ExerciseStaff, ...]:
    return tuple(
        ExerciseStaff(person=seat.staff_id or seat.job, role=_ROLES[seat.role_id])
        for seat in package.staff
        if seat.staff_id is not None or seat.job
    )


def _guides(
    package: ExercisePackage, rated: dict[CoreCapability, RatedCapability], reference: Reference
) -> Iterator[GuideRecord]:
    watching = [seat.staff_id for seat in package.staff if seat.role_id == "EXR-EVL" and seat.staff_id]
    watching = watching or [seat.staff_id for seat in package.staff if seat.role_id == "EXR-LEV" and seat.staff_id]
    for guide in package.guides:
        rating = rated.get(guide.capability)
        yield GuideRecord(
            id=f"guide {guide.number}",
            capability=reference.capability_name(guide.capability),
            objectives=(str(guide.objective.number),),
            targets=tuple(
                GuideTarget(
                    id=f"{guide.number}.{number}",
                    text=target.text,
                    tasks=tuple(
                        GuideTask(id=task.id, text=task.text, sources=(task.source,)) for task in target.tasks
                    ),
                )
                for number, target in enumerate(guide.targets, start=1)
            ),
            evaluators=tuple(
                AssignedEvaluator(person=person, site=package.drill.campus_id) for person in watching
            ),
            rating=None if rating is None else rating.rating.value,
        )


def _event(event: MasterEvent, package: ExercisePackage) -> ExerciseEvent:
    """Return an event, delivered or watched by the controller, else by the lead controller."""
    held_by = {seat.role_id: seat.staff_id or seat.job for seat in package.staff}
    return ExerciseEvent(
        number=event.number,
        minute=event.minute,
        kind=event.kind.value,
        text=event.text,
        controller=held_by.get("EXR-CTL") or held_by.get("EXR-LCT"),
        recipient=event.recipient,
        expected_action=event.expected,
        objective=str(event.objective),
        tasks=(event.task,),
        rescues=event.rescues,
        trigger=event.trigger,
    )


def _modules(package: ExercisePackage) -> Iterator[Module]:
    objective_of = {
        task.id: str(guide.objective.number)
        for guide in package.guides
        for target in guide.targets
        for task in target.tasks
    }
    for number, module in enumerate(package.modules, start=1):
        tasks = tuple(dict.fromkeys(task for question in module.questions for task in question.tasks))
        yield Module(
            id=f"module {number}",
            objectives=tuple(dict.fromkeys(objective_of[task] for task in tasks)),
            tasks=tasks,
            questions=tuple(question.ask for question in module.questions),
        )


def _documents(package: ExercisePackage, reference: Reference) -> Iterator[ExerciseDocument]:
    for kind in package.documents:
        is_short = kind == "exercise-plan" and package.is_complex_drill
        yield ExerciseDocument(
            kind="short_exercise_plan" if is_short else _DOCUMENTS[kind],
            given_to=("everyone",)
            if reference.document_kinds[kind].players
            else ("controllers", "evaluators", "facilitators"),
            contains=("events_list",) if kind == "controller-handbook" and package.events else (),
        )


def _areas(
    package: ExercisePackage,
    rated: dict[CoreCapability, RatedCapability],
    ledger: ImprovementLedger,
    reference: Reference,
) -> Iterator[AreaForImprovement]:
    for capability, rating in rated.items():
        actions = tuple(
            improvement_action(action)
            for action in ledger.actions
            if action.drill_id == package.drill.drill_id and action.capability == capability
        )
        for number, area in enumerate(rating.areas_for_improvement, start=1):
            yield AreaForImprovement(
                id=f"{capability} {number}",
                title=area,
                capability=reference.capability_name(rating.capability),
                actions=actions,
            )


def improvement_action(action: CorrectiveAction) -> ImprovementAction:
    """Return a corrective action of the ledger as a value of the record."""
    state: Literal["open", "done", "verified"] = "open"
    if action.done is not None:
        state = "done" if action.verified_in is None else "verified"
    return ImprovementAction(
        id=action.action_id,
        text=action.action,
        element=action.element.value,
        organisation=action.responsible,
        contact=action.contact,
        start=action.start,
        completion=action.due,
        status=state,
        done_on=action.done,
        critical=action.priority is ActionPriority.CRITICAL,
    )
