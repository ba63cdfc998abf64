"""The exercises of a year together: how they build on each other, what they leave open, what the year is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from drillplanner.exercises.design.build_package import ProgramInputs, build_package
from drillplanner.exercises.design.classification import (
    exercise_type,
    functions_of,
    hazard_family,
    is_teaching,
    teaches_before,
)
from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.design.staffing import ExerciseStaffing
from drillplanner.exercises.program.priorities import PlannedPriority, planned_priorities
from drillplanner.exercises.program.progression import ExerciseNode, ExerciseSequence, months_before
from drillplanner.exercises.program.progression_check import (
    COMPLEX,
    OrderFinding,
    order_findings,
    rating_findings,
    too_close_together,
)
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.model import Audience, Drill, Frozen, ImprovementLedger, Milestone, RatedCapability


class OrientationLesson(Frozen):
    """A lesson of the year: the training that exercises build on."""

    drill: Drill
    node: ExerciseNode


class ExerciseYear(Frozen):
    """A year of exercises. ``gaps`` are sentences about what the year as a whole does not have."""

    packages: tuple[ExercisePackage, ...]
    lessons: tuple[OrientationLesson, ...]
    nodes: tuple[ExerciseNode, ...]
    findings: tuple[OrderFinding, ...]
    priorities: tuple[PlannedPriority, ...]
    gaps: tuple[str, ...]
    ledger: ImprovementLedger
    made_on: date

    @cached_property
    def package_by_id(self) -> Mapping[str, ExercisePackage]:
        """Packages by the id of their drill."""
        return {package.drill.drill_id: package for package in self.packages}


def build_exercise_year(
    drills: Iterable[Drill], chart_of: Callable[[Drill], RoleChart], programme: ProgramInputs
) -> ExerciseYear:
    """The exercises of these drills, in the order of time. ``chart_of`` gives a drill's role chart.

    Raises InputError where the district's lead times break the order of meetings.
    """
    workspace, reference = programme.workspace, programme.reference
    in_order = sorted(drills, key=lambda one: (one.date, one.drill_id))
    staffing = ExerciseStaffing(workspace.staff, in_order, reference, workspace.district.exercises.director)
    packages = tuple(
        build_package(drill, chart_of(drill), programme, staffing)
        for drill in in_order
        if not is_teaching(drill, reference)
    )
    lessons = tuple(
        OrientationLesson(drill=drill, node=_lesson_node(drill, programme))
        for drill in in_order
        if is_teaching(drill, reference)
    )
    planned = (*(_node(package) for package in packages), *(lesson.node for lesson in lessons))
    nodes = (*_held_nodes(programme.ledger, {one.exercise_id for one in planned}), *planned)
    ladder = ExerciseSequence(nodes, reference.steps, workspace.calendar.first_day)
    ours = {one.exercise_id for one in planned}
    findings = (
        *(finding for finding in order_findings(ladder, reference.types) if finding.exercise_id in ours),
        *rating_findings(planned, programme.ledger, reference.types),
        *too_close_together(nodes, workspace.district.exercises.days_between_complex),
    )
    return ExerciseYear(
        packages=packages,
        lessons=lessons,
        nodes=ladder.nodes,
        findings=findings,
        priorities=planned_priorities(packages, programme),
        gaps=_gaps(packages, programme),
        ledger=programme.ledger,
        made_on=programme.made_on,
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


def _lesson_node(drill: Drill, programme: ProgramInputs) -> ExerciseNode:
    scenario = programme.workspace.scenario_by_id.get(drill.scenario_id or "")
    return ExerciseNode(
        exercise_id=drill.drill_id,
        kind=exercise_type(drill, programme.reference),
        on=drill.date,
        ready_on=drill.date,
        campus_ids=(drill.campus_id,),
        functions=functions_of(drill, scenario, programme.reference),
        family=hazard_family(scenario, programme.reference),
        required_by_law=bool(drill.credits),
        oriented=True,
    )


def _held_nodes(ledger: ImprovementLedger, planned: set[str]) -> tuple[ExerciseNode, ...]:
    """Exercises of earlier years, as the ledger's ratings tell them; one that was rated has its report."""
    by_id: dict[str, list[RatedCapability]] = {}
    for rating in ledger.ratings:
        if rating.drill_id not in planned:
            by_id.setdefault(rating.drill_id, []).append(rating)
    return tuple(
        ExerciseNode(
            exercise_id=drill_id,
            kind=rated[0].exercise_type,
            on=rated[0].date,
            ready_on=rated[0].date,
            campus_ids=tuple(sorted({one.campus_id for one in rated})),
            functions=tuple(dict.fromkeys(one.drill_type for one in rated if one.drill_type is not None)),
            capabilities=tuple(dict.fromkeys(one.capability for one in rated)),
        )
        for drill_id, rated in sorted(by_id.items())
    )


def _gaps(packages: tuple[ExercisePackage, ...], programme: ProgramInputs) -> tuple[str, ...]:
    """What a year should have, by a rule of ours: a discussion with responders, and now and then operations."""
    said = []
    if not any(
        package.is_discussion and package.drill.agencies and package.drill.audience is Audience.STAFF
        for package in packages
    ):
        said.append("No discussion-based exercise of this year has a responder booked; invite one to a tabletop.")
    years = programme.workspace.district.exercises.operations_every_years
    since = months_before(programme.made_on, 12 * years)
    lately = any(rating.exercise_type in COMPLEX and rating.date >= since for rating in programme.ledger.ratings)
    if not lately and not any(package.kind in COMPLEX or package.is_complex_drill for package in packages):
        said.append(
            "No functional or full-scale exercise and no drill that opens sections is in this year, and none is "
            f"on record lately; one is due every {years} years, by the district's setting."
        )
    return tuple(said)


def packages_by_drill(packages: Iterable[ExercisePackage]) -> Mapping[str, ExercisePackage]:
    """The exercises by the id of their drill."""
    return {package.drill.drill_id: package for package in packages}
