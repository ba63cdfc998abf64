"""The exercise type, functions, hazard family, and lead times of a drill.

Kept apart because building a package and building the year both use it.
"""

from __future__ import annotations

from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.model import Drill, DrillFormat, DrillType, ExerciseType, HazardFamily, LeadColumn, Scenario


def exercise_type(drill: Drill, reference: Reference) -> ExerciseType:
    """Return the HSEEP type: by the type of drill if that decides it, else by its format, else a drill."""
    type_of_drill = reference.type_by_drill_type.get(drill.drill_type)
    if type_of_drill is not None:
        return type_of_drill
    return ExerciseType.DRILL if drill.format is None else reference.type_by_format[drill.format]


def is_teaching(drill: Drill, reference: Reference) -> bool:
    """Return whether it is a lesson: training that others build on, without exercise papers."""
    return drill.drill_type in reference.teaching


def is_walk_through(drill: Drill, kind: ExerciseType) -> bool:
    """Return whether it is a drill in which people walk the steps, so that nothing is played to a clock."""
    return kind is ExerciseType.DRILL and drill.format is DrillFormat.WALK_THROUGH


def is_complex_drill(drill: Drill, kind: ExerciseType, tier: Tier) -> bool:
    """Return whether it is a drill that opens sections, such as an earthquake or reunification drill.

    A walk-through is none, however large.
    """
    return kind is ExerciseType.DRILL and tier is Tier.L3 and not is_walk_through(drill, kind)


def lead_column(kind: ExerciseType, is_complex: bool, reference: Reference) -> LeadColumn:
    """Return the column of lead times that applies; ``is_complex`` as by ``is_complex_drill``."""
    return LeadColumn.COMPLEX_DRILL if is_complex else reference.types[kind].column


def functions_of(drill: Drill, scenario: Scenario | None, reference: Reference) -> tuple[DrillType, ...]:
    """Return the actions that it practices, commands, or teaches; empty if an exercise names none."""
    if scenario is not None and scenario.exercise is not None and scenario.exercise.functions:
        return scenario.exercise.functions
    if is_teaching(drill, reference):
        subjects = () if scenario is None else scenario.subjects
        taught = {function for subject in subjects for function in reference.subject_functions.get(subject, ())}
        return tuple(kind for kind in DrillType if kind in taught)
    return () if drill.drill_type in reference.type_by_drill_type else (drill.drill_type,)


def hazard_family(scenario: Scenario | None, reference: Reference) -> HazardFamily:
    """Return the family of hazards: from the exercise data, else from the theme, else ``any``."""
    if scenario is not None and scenario.exercise is not None and scenario.exercise.hazard_family is not None:
        return scenario.exercise.hazard_family
    if scenario is None or scenario.facts.hazard_theme is None:
        return HazardFamily.ANY
    return reference.hazard_families.get(scenario.facts.hazard_theme.value, HazardFamily.ANY)


def teaches_before(scenario: Scenario | None) -> bool:
    """Return whether the scenario commits to a lesson before the drill, which is then a dated task of its own."""
    teaching = None if scenario is None else scenario.facts.teaching
    return teaching is not None and bool(teaching.lesson_before)
