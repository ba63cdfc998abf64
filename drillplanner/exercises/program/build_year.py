"""Build the exercises of a year: packages, lessons, findings on their order, priorities, and gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from drillplanner.exercises.design.build_package import build_package
from drillplanner.exercises.design.classification import (
    exercise_type,
    functions_of,
    hazard_family,
    is_teaching,
    teaches_before,
)
from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.design.staffing import ExerciseStaffing
from drillplanner.exercises.program.exercise_year import ExerciseYear, OrientationLesson
from drillplanner.exercises.program.priorities import planned_priorities
from drillplanner.exercises.program.progression import ExerciseNode, ExerciseSequence, months_before
from drillplanner.exercises.program.progression_check import (
    COMPLEX,
    order_findings,
    rating_findings,
    too_close_together,
)
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import Audience, Drill, ImprovementLedger, Milestone, RatedCapability


def build_exercise_year(
    drills: Iterable[Drill], chart_of: Callable[[Drill], RoleChart], program: ProgramInputs
) -> ExerciseYear:
    """Return the exercises of these drills, in order of date. ``chart_of`` returns the role chart of a drill.

    Raises InputError if the district's lead times break the order of meetings.
    """
    workspace, reference = program.workspace, program.reference
    in_order = sorted(drills, key=lambda drill: (drill.date, drill.drill_id))
    staffing = ExerciseStaffing(workspace.staff, in_order, reference, workspace.district.exercises.director)
    packages = tuple(
        build_package(drill, chart_of(drill), program, staffing)
        for drill in in_order
        if not is_teaching(drill, reference)
    )
    lessons = tuple(
        OrientationLesson(drill=drill, node=_lesson_node(drill, program))
        for drill in in_order
        if is_teaching(drill, reference)
    )
    planned = (*(_node(package) for package in packages), *(lesson.node for lesson in lessons))
    planned_ids = {node.exercise_id for node in planned}
    nodes = (*_held_nodes(program.ledger, planned_ids), *planned)
    sequence = ExerciseSequence(nodes, reference.steps, workspace.calendar.first_day)
    findings = (
        *(finding for finding in order_findings(sequence, reference.types) if finding.exercise_id in planned_ids),
        *rating_findings(planned, program.ledger, reference.types),
        *too_close_together(nodes, workspace.district.exercises.days_between_complex),
    )
    return ExerciseYear(
        packages=packages,
        lessons=lessons,
        nodes=sequence.nodes,
        findings=findings,
        priorities=planned_priorities(packages, program),
        gaps=_gaps(packages, program),
        ledger=program.ledger,
        made_on=program.made_on,
    )


def _node(package: ExercisePackage) -> ExerciseNode:
    final = package.milestone(Milestone.FINAL_REPORT)
    return ExerciseNode(
        exercise_id=package.drill.drill_id,
        kind=package.kind,
        on=package.drill.date,
        ready_on=package.drill.date if final is None else final.date,
        campus_ids=(package.drill.campus_id,),
        functions=package.functions,
        capabilities=package.capabilities,
        family=package.hazard_family,
        required_by_law=package.required_by_law,
        oriented=teaches_before(package.scenario),
    )


def _lesson_node(drill: Drill, program: ProgramInputs) -> ExerciseNode:
    scenario = program.workspace.scenario_by_id.get(drill.scenario_id or "")
    return ExerciseNode(
        exercise_id=drill.drill_id,
        kind=exercise_type(drill, program.reference),
        on=drill.date,
        ready_on=drill.date,
        campus_ids=(drill.campus_id,),
        functions=functions_of(drill, scenario, program.reference),
        family=hazard_family(scenario, program.reference),
        required_by_law=bool(drill.credits),
        oriented=True,
    )


def _held_nodes(ledger: ImprovementLedger, planned_ids: set[str]) -> tuple[ExerciseNode, ...]:
    """Return exercises held earlier, from the ledger's ratings. A rated exercise already has its report."""
    ratings_by_drill: dict[str, list[RatedCapability]] = {}
    for rating in ledger.ratings:
        if rating.drill_id not in planned_ids:
            ratings_by_drill.setdefault(rating.drill_id, []).append(rating)
    return tuple(
        ExerciseNode(
            exercise_id=drill_id,
            kind=ratings[0].exercise_type,
            on=ratings[0].date,
            ready_on=ratings[0].date,
            campus_ids=tuple(sorted({rating.campus_id for rating in ratings})),
            functions=tuple(
                dict.fromkeys(rating.drill_type for rating in ratings if rating.drill_type is not None)
            ),
            capabilities=tuple(dict.fromkeys(rating.capability for rating in ratings)),
        )
        for drill_id, ratings in sorted(ratings_by_drill.items())
    )


def _gaps(packages: tuple[ExercisePackage, ...], program: ProgramInputs) -> tuple[str, ...]:
    """Return what the year lacks by our own rule: a discussion with responders, and operations every few years."""
    gaps = []
    if not any(
        package.is_discussion and package.drill.agencies and package.drill.audience is Audience.STAFF
        for package in packages
    ):
        gaps.append("No discussion-based exercise of this year has a responder booked; invite one to a tabletop.")
    years = program.workspace.district.exercises.operations_every_years
    since = months_before(program.made_on, 12 * years)
    has_recent = any(rating.exercise_type in COMPLEX and rating.date >= since for rating in program.ledger.ratings)
    if not has_recent and not any(package.kind in COMPLEX or package.is_complex_drill for package in packages):
        gaps.append(
            "No functional or full-scale exercise and no drill that opens sections is in this year, and none is "
            f"on record lately; one is due every {years} years, by the district's setting."
        )
    return tuple(gaps)
