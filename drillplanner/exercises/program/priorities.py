"""The priorities of the integrated preparedness plan, and which exercises trace to which."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.doctrine.reference import ProposedPriority
from drillplanner.exercises.program.progression_check import COMPLEX
from drillplanner.model import CapabilityElement, CoreCapability, ExerciseType, Frozen, Priority


class PlannedPriority(Frozen):
    """A priority with what is planned for it and the exercises that trace to it."""

    title: str
    capabilities: tuple[CoreCapability, ...]
    rationale: str
    is_proposal: bool = Field(description="Proposed by this program; no planning workshop has set it yet.")
    activities: dict[CapabilityElement, tuple[str, ...]]
    exercises: tuple[str, ...] = Field(description="Ids of the drills whose exercises it is behind.")


def planned_priorities(
    packages: Sequence[ExercisePackage], programme: ProgramInputs
) -> tuple[PlannedPriority, ...]:
    """The district's priorities; where it has set none, proposals that fit the year."""
    given = programme.workspace.district.exercises.priorities
    if given:
        return tuple(_of_district(one, packages) for one in given)
    return tuple(
        proposal
        for priority in programme.reference.priorities
        if (proposal := _proposed(priority, packages, programme)) is not None
    )


def exercises_without_priority(
    packages: Sequence[ExercisePackage], priorities: Sequence[PlannedPriority]
) -> tuple[str, ...]:
    """Ids of exercises that no priority is behind."""
    traced = {drill_id for priority in priorities for drill_id in priority.exercises}
    return tuple(package.drill.drill_id for package in packages if package.drill.drill_id not in traced)


def _of_district(one: Priority, packages: Sequence[ExercisePackage]) -> PlannedPriority:
    return PlannedPriority(
        title=one.title,
        capabilities=one.capabilities,
        rationale=one.rationale,
        is_proposal=False,
        activities={element: getattr(one, element.value) for element in CapabilityElement},
        exercises=_tracing(packages, one.capabilities),
    )


def _proposed(
    one: ProposedPriority, packages: Sequence[ExercisePackage], programme: ProgramInputs
) -> PlannedPriority | None:
    actions = programme.ledger.open_actions
    capabilities = one.capabilities
    if one.when == "actions":
        found = {action.capability for action in actions}
        capabilities = tuple(capability for capability in CoreCapability if capability in found)
        traced = tuple(package.drill.drill_id for package in packages if package.open_actions)
    else:
        traced = _tracing(packages, capabilities)
    fits = {
        "drills": any(package.kind is ExerciseType.DRILL for package in packages),
        "complex": any(package.kind in (ExerciseType.TABLETOP, *COMPLEX) for package in packages),
        "care": bool(traced),
        "actions": bool(actions),
    }
    if not fits[one.when] or not capabilities:
        return None
    return PlannedPriority(
        title=one.title,
        capabilities=capabilities,
        rationale=one.rationale,
        is_proposal=True,
        activities=one.activities(),
        exercises=traced,
    )


def _tracing(packages: Sequence[ExercisePackage], capabilities: tuple[CoreCapability, ...]) -> tuple[str, ...]:
    wanted = set(capabilities)
    return tuple(package.drill.drill_id for package in packages if not wanted.isdisjoint(package.capabilities))
