"""The exercises of a year as values: packages, lessons, order findings, priorities, and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.program.priorities import PlannedPriority
from drillplanner.exercises.program.progression import ExerciseNode
from drillplanner.exercises.program.progression_check import OrderFinding
from drillplanner.model import Drill, Frozen, ImprovementLedger


class OrientationLesson(Frozen):
    """A lesson of the year: training that exercises build on, with no exercise papers of its own."""

    drill: Drill
    node: ExerciseNode


class ExerciseYear(Frozen):
    """The exercises of a year. ``gaps`` are sentences about what the year as a whole lacks."""

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
        """The packages by the id of their drill."""
        return {package.drill.drill_id: package for package in self.packages}
