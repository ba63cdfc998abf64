"""How exercises build on each other: the graph of types, and the sequence of exercises over some years."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from drillplanner.exercises.doctrine.reference import ProgressionStep, StepStrength
from drillplanner.model import CoreCapability, DrillType, ExerciseType, Frozen, HazardFamily

if TYPE_CHECKING:
    import networkx


class ExerciseNode(Frozen):
    """An exercise, held or planned, with what later exercises build on.

    ``ready_on`` is the date of its final report: only after that can a later exercise use its findings.
    ``oriented`` is True if participants are taught the action beforehand, as a dated task of the exercise.
    """

    exercise_id: str
    kind: ExerciseType
    on: date
    ready_on: date
    campus_ids: tuple[str, ...] = Field(min_length=1)
    functions: tuple[DrillType, ...] = ()
    capabilities: tuple[CoreCapability, ...] = ()
    family: HazardFamily = HazardFamily.ANY
    required_by_law: bool = False
    oriented: bool = False


class Prerequisite(Frozen):
    """A step that an exercise needs before it, for one action at one campus if the step applies to each."""

    step: ProgressionStep
    function: DrillType | None = None
    campus_id: str | None = None


def progression_graph(steps: Iterable[ProgressionStep]) -> networkx.DiGraph[str]:
    """Return the types as a graph from simple to complex; each edge holds its ``step``."""
    import networkx  # slow to import

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(kind.value for kind in ExerciseType)
    for step in steps:
        graph.add_edge(step.before.value, step.after.value, step=step)
    return graph


def prerequisites_of(node: ExerciseNode, steps: Iterable[ProgressionStep]) -> Iterator[Prerequisite]:
    """Yield what the steps require before this exercise. Optional steps require nothing."""
    for step in steps:
        if step.after is not node.kind or step.strength is StepStrength.OPTIONAL:
            continue
        if step.each == "exercise":
            yield Prerequisite(step=step)
        else:
            for function in node.functions:
                for campus_id in node.campus_ids:
                    yield Prerequisite(step=step, function=function, campus_id=campus_id)


def months_before(on: date, months: int) -> date:
    """Return the same day of the month, ``months`` earlier, or the last day of a shorter month."""
    count = on.year * 12 + on.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


class ExerciseSequence:
    """The exercises by type and date, to find the ones that an exercise builds on."""

    def __init__(self, nodes: Iterable[ExerciseNode], steps: Iterable[ProgressionStep], year_start: date) -> None:
        """``year_start`` is the first day of the school year in question."""
        self.nodes = tuple(sorted(nodes, key=lambda node: (node.on, node.exercise_id)))
        self.steps = tuple(steps)
        self._year_start = year_start
        self._by_kind: dict[ExerciseType, list[ExerciseNode]] = defaultdict(list)
        self._by_place: dict[tuple[ExerciseType, str, DrillType], list[ExerciseNode]] = defaultdict(list)
        for node in self.nodes:
            self._by_kind[node.kind].append(node)
            for campus_id in node.campus_ids:
                for function in node.functions:
                    self._by_place[node.kind, campus_id, function].append(node)

    def earlier_exercises(self, node: ExerciseNode, prerequisite: Prerequisite) -> Iterator[ExerciseNode]:
        """Yield earlier exercises that fit the prerequisite, the latest first, of any age."""
        if prerequisite.function is None or prerequisite.campus_id is None:
            pool = self._by_kind[prerequisite.step.before]
        else:
            pool = self._by_place[prerequisite.step.before, prerequisite.campus_id, prerequisite.function]
        for other in reversed(pool[: bisect_right(pool, node.on, key=lambda earlier: earlier.on)]):
            if other.on < node.on and (
                prerequisite.function is not None or _same_capability_and_hazard(other, node)
            ):
                yield other

    def earliest_day(self, step: ProgressionStep, on: date) -> date | None:
        """Return the first date on which the earlier exercise may have been held, or None for any age."""
        days = []
        if step.months is not None:
            days.append(months_before(on, step.months))
        if step.school_year:
            days.append(self._year_start)
        return max(days, default=None)

    def satisfying_exercise(self, node: ExerciseNode, prerequisite: Prerequisite) -> ExerciseNode | None:
        """Return the latest exercise that meets the prerequisite in time and has its report, or None."""
        earliest = self.earliest_day(prerequisite.step, node.on)
        for other in self.earlier_exercises(node, prerequisite):
            if earliest is not None and other.on < earliest:
                return None
            if other.ready_on <= node.on:
                return other
        return None

    def is_first_time(self, node: ExerciseNode, prerequisite: Prerequisite) -> bool:
        """Return whether the campus has not done that action in an exercise of this type before."""
        if prerequisite.function is None or prerequisite.campus_id is None:
            return False
        pool = self._by_place[node.kind, prerequisite.campus_id, prerequisite.function]
        return not any(other.on < node.on for other in pool)


def program_graph(sequence: ExerciseSequence) -> networkx.DiGraph[str]:
    """Return the exercises as a graph; an edge leads to each exercise that builds on one, with its ``step``."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for node in sequence.nodes:
        graph.add_node(node.exercise_id, node=node)
    for node in sequence.nodes:
        for prerequisite in prerequisites_of(node, sequence.steps):
            if (earlier := sequence.satisfying_exercise(node, prerequisite)) is not None:
                graph.add_edge(earlier.exercise_id, node.exercise_id, step=prerequisite.step)
    return graph


def _same_capability_and_hazard(first: ExerciseNode, second: ExerciseNode) -> bool:
    """Return whether two exercises share a core capability and a family of hazards."""
    families = {first.family, second.family}
    if len(families) > 1 and HazardFamily.ANY not in families:
        return False
    if not first.capabilities or not second.capabilities:
        return True
    return not set(first.capabilities).isdisjoint(second.capabilities)
