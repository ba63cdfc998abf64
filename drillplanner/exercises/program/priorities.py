"""The priorities of the integrated preparedness plan, and the exercises that trace to them."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.doctrine.reference import ProposedPriority
from drillplanner.exercises.program.progression_check import COMPLEX
from drillplanner.model import CapabilityElement, CoreCapability, ExerciseType, Frozen, Priority


class PlannedPriority(Frozen):
    """A priority with its planned activities and the exercises that trace to it."""

    title: str
    capabilities: tuple[CoreCapability, ...]
    rationale: str
    is_proposal: bool = Field(description="Proposed by this program; no planning workshop has set it yet.")
    activities: dict[CapabilityElement, tuple[str, ...]]
    exercises: tuple[str, ...] = Field(description="Ids of the drills whose exercises it is behind.")


def planned_priorities(packages: Sequence[ExercisePackage], program: ProgramInputs) -> tuple[PlannedPriority, ...]:
    """Return the district's priorities, or proposals that fit the year if it has set none."""
    district_priorities = program.workspace.district.exercises.priorities
    if district_priorities:
        return tuple(_district_priority(priority, packages) for priority in district_priorities)
    return tuple(
        proposal
        for priority in program.reference.priorities
        if (proposal := _proposed_priority(priority, packages, program)) is not None
    )


def exercises_without_priority(
    packages: Sequence[ExercisePackage], priorities: Sequence[PlannedPriority]
) -> tuple[str, ...]:
    """Return the ids of exercises that trace to no priority."""
    traced = {drill_id for priority in priorities for drill_id in priority.exercises}
    return tuple(package.drill.drill_id for package in packages if package.drill.drill_id not in traced)


def _district_priority(priority: Priority, packages: Sequence[ExercisePackage]) -> PlannedPriority:
    return PlannedPriority(
        title=priority.title,
        capabilities=priority.capabilities,
        rationale=priority.rationale,
        is_proposal=False,
        activities={element: getattr(priority, element.value) for element in CapabilityElement},
        exercises=_traced_exercises(packages, priority.capabilities),
    )


def _proposed_priority(
    priority: ProposedPriority, packages: Sequence[ExercisePackage], program: ProgramInputs
) -> PlannedPriority | None:
    actions = program.ledger.open_actions
    capabilities = priority.capabilities
    if priority.when == "actions":
        capabilities_open = {action.capability for action in actions}
        capabilities = tuple(capability for capability in CoreCapability if capability in capabilities_open)
        traced = tuple(package.drill.drill_id for package in packages if package.open_actions)
    else:
        traced = _traced_exercises(packages, capabilities)
    conditions = {
        "drills": any(package.kind is ExerciseType.DRILL for package in packages),
        "complex": any(package.kind in (ExerciseType.TABLETOP, *COMPLEX) for package in packages),
        "care": bool(traced),
        "actions": bool(actions),
    }
    if not conditions[priority.when] or not capabilities:
        return None
    return PlannedPriority(
        title=priority.title,
        capabilities=capabilities,
        rationale=priority.rationale,
        is_proposal=True,
        activities=priority.activities(),
        exercises=traced,
    )


def _traced_exercises(
    packages: Sequence[ExercisePackage], capabilities: tuple[CoreCapability, ...]
) -> tuple[str, ...]:
    wanted_capabilities = set(capabilities)
    return tuple(
        package.drill.drill_id for package in packages if not wanted_capabilities.isdisjoint(package.capabilities)
    )
