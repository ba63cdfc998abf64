"""How exercises build on each other: the types as a graph, and the exercises of some years as another."""

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
    """An exercise that was held or is planned, as far as others build on it.

    ``ready_on`` is the day of its final report: only then can a later exercise use what it found.
    ``oriented`` says that those who take part are taught the action beforehand, as a dated chore of it.
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
    """What an exercise needs before it: one step, for one action at one campus where the step asks for each."""

    step: ProgressionStep
    function: DrillType | None = None
    campus_id: str | None = None


def progression_graph(steps: Iterable[ProgressionStep]) -> networkx.DiGraph[str]:
    """The types as nodes, from simple to complex; each edge holds its ``step``."""
    import networkx  # slow to import

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(kind.value for kind in ExerciseType)
    for step in steps:
        graph.add_edge(step.before.value, step.after.value, step=step)
    return graph


def prerequisites_of(node: ExerciseNode, steps: Iterable[ProgressionStep]) -> Iterator[Prerequisite]:
    """What the steps ask to have come before this exercise; optional steps ask for nothing."""
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
    """The same day so many months earlier; the month's last day where it has none such."""
    count = on.year * 12 + on.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


class ExerciseSequence:
    """The exercises by type and time, to look for what one of them builds on."""

    def __init__(self, nodes: Iterable[ExerciseNode], steps: Iterable[ProgressionStep], year_start: date) -> None:
        """``year_start`` is the first day of the school year that is looked at."""
        self.nodes = tuple(sorted(nodes, key=lambda one: (one.on, one.exercise_id)))
        self.steps = tuple(steps)
        self._year_start = year_start
        self._by_kind: dict[ExerciseType, list[ExerciseNode]] = defaultdict(list)
        self._by_place: dict[tuple[ExerciseType, str, DrillType], list[ExerciseNode]] = defaultdict(list)
        for node in self.nodes:
            self._by_kind[node.kind].append(node)
            for campus_id in node.campus_ids:
                for function in node.functions:
                    self._by_place[node.kind, campus_id, function].append(node)

    def candidates(self, node: ExerciseNode, need: Prerequisite) -> Iterator[ExerciseNode]:
        """Earlier exercises that are what the need asks for, the latest first, whenever they were."""
        if need.function is None or need.campus_id is None:
            pool = self._by_kind[need.step.before]
        else:
            pool = self._by_place[need.step.before, need.campus_id, need.function]
        for other in reversed(pool[: bisect_right(pool, node.on, key=lambda one: one.on)]):
            if other.on < node.on and (need.function is not None or _same_capability_and_hazard(other, node)):
                yield other

    def earliest_day(self, step: ProgressionStep, on: date) -> date | None:
        """The first day on which the earlier exercise may have been; None: it may be of any age."""
        days = []
        if step.months is not None:
            days.append(months_before(on, step.months))
        if step.school_year:
            days.append(self._year_start)
        return max(days, default=None)

    def met_by(self, node: ExerciseNode, need: Prerequisite) -> ExerciseNode | None:
        """The latest exercise that meets the need in time and was evaluated before; None: there is none."""
        first = self.earliest_day(need.step, node.on)
        for other in self.candidates(node, need):
            if first is not None and other.on < first:
                return None
            if other.ready_on <= node.on:
                return other
        return None

    def is_new(self, node: ExerciseNode, need: Prerequisite) -> bool:
        """Whether the campus has not done that action in an exercise of this type before."""
        if need.function is None or need.campus_id is None:
            return False
        pool = self._by_place[node.kind, need.campus_id, need.function]
        return not any(other.on < node.on for other in pool)


def program_graph(ladder: ExerciseSequence) -> networkx.DiGraph[str]:
    """The exercises as nodes; an edge leads from each to those that build on it, and holds the ``step``."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for node in ladder.nodes:
        graph.add_node(node.exercise_id, node=node)
    for node in ladder.nodes:
        for need in prerequisites_of(node, ladder.steps):
            if (base := ladder.met_by(node, need)) is not None:
                graph.add_edge(base.exercise_id, node.exercise_id, step=need.step)
    return graph


def _same_capability_and_hazard(one: ExerciseNode, other: ExerciseNode) -> bool:
    """Whether two exercises share a core capability and a family of hazards."""
    families = {one.family, other.family}
    if len(families) > 1 and HazardFamily.ANY not in families:
        return False
    if not one.capabilities or not other.capabilities:
        return True
    return not set(one.capabilities).isdisjoint(other.capabilities)
