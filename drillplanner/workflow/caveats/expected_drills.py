"""Which schools lack a drill that nearly every state asks for: in the law on file, and in a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from drillplanner.files.counting import counted
from drillplanner.files.read_result import names_of
from drillplanner.law import Force
from drillplanner.model import Audience, Campus, DevelopmentalLimits, Drill, DrillFormat, DrillType, Plan
from drillplanner.workflow.prepared import Prepared

ANY_DRILL, FIRE_DRILL = "drill", "fire drill"
#: Drills whose absence all year is named. Nearly every state requires both; where no requirement on file does,
#: a reader must not take the plan for complete.
EXPECTED = (
    (FIRE_DRILL, frozenset({DrillType.FIRE_EVACUATION})),
    ("lockdown drill", frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})),
)
_PRACTICED = (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH, None)


def types_asked_for(prepared: Prepared) -> dict[str, set[DrillType]]:
    """Return the types of drills with students that requirements ask for, by campus.

    A requirement that may not apply, since a fact is missing, asks for nothing. One that is presumed to bind asks.
    """
    asked: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in prepared.workspace.campuses}
    for duty in prepared.duties:
        demand = duty.demand
        if (
            demand is None
            or duty.force is Force.WITHOUT_MORE_DRILLS
            or not _is_of_students(demand.match.audiences)
        ):
            continue
        if demand.match.formats is None or set(demand.match.formats) & set(_PRACTICED):
            asked[duty.campus_id].update(demand.match.types)
    return asked


def types_added_by_practice(prepared: Prepared) -> dict[str, set[DrillType]]:
    """Return the types of drills that good practice adds to those that the law asks for, by campus."""
    scenarios = prepared.workspace.scenario_by_id
    added: dict[str, set[DrillType]] = {}
    for campus in prepared.workspace.campuses:
        limits = prepared.limits.get(campus.campus_id, DevelopmentalLimits())
        floors = (floor for floor in limits.floors if floor.practice is not None and floor.may_add)
        added[campus.campus_id] = {scenarios[name].drill_type for floor in floors for name in floor.scenarios}
    return added


def types_held(prepared: Prepared, plan: Plan) -> dict[str, set[DrillType]]:
    """Return the types of drills in the plan, lessons and exercises of staff included, by campus."""
    held: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in prepared.workspace.campuses}
    for drill in plan.drills:
        if drill.campus_id in held:
            held[drill.campus_id].add(drill.drill_type)
    return held


def types_practiced(prepared: Prepared, plan: Plan) -> dict[str, set[DrillType]]:
    """Return the types of drills that students practice in the plan, by campus."""
    practiced: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in prepared.workspace.campuses}
    for drill in plan.drills:
        if drill.campus_id in practiced and _is_practiced_by_students(drill):
            practiced[drill.campus_id].add(drill.drill_type)
    return practiced


def without_expected(
    campuses: Sequence[Campus], types_by_campus: Mapping[str, set[DrillType]]
) -> dict[str, tuple[Campus, ...]]:
    """Return the campuses with students that lack an expected drill, by its name; "drill" if they lack all."""
    with_students = _with_students(campuses)
    nothing = tuple(campus for campus in with_students if not types_by_campus[campus.campus_id])
    found = {ANY_DRILL: nothing} if nothing else {}
    for name, types in EXPECTED:
        lacking = tuple(
            campus for campus in with_students if (held := types_by_campus[campus.campus_id]) and not held & types
        )
        if lacking:
            found[name] = lacking
    return found


def without_fire_drill_rule(prepared: Prepared) -> tuple[Campus, ...]:
    """Return the campuses with students at which no requirement asks for a fire drill with them."""
    asked = types_asked_for(prepared)
    return tuple(
        campus
        for campus in _with_students(prepared.workspace.campuses)
        if DrillType.FIRE_EVACUATION not in asked[campus.campus_id]
    )


def schools_in_words(campuses: Sequence[Campus], all_campuses: Sequence[Campus]) -> str:
    """Return the campuses in words: 'Oak School (1 of 3 schools)', 'any school'."""
    names = names_of([campus.name for campus in campuses], len(all_campuses), "any school")
    if len(campuses) == len(all_campuses):
        return names
    return f"{names} ({len(campuses)} of {counted(len(all_campuses), 'school')})"


def _with_students(campuses: Sequence[Campus]) -> tuple[Campus, ...]:
    return tuple(campus for campus in campuses if campus.enrollment != 0)


def _is_of_students(audiences: Collection[Audience] | None) -> bool:
    return audiences is None or bool(set(audiences) - {Audience.STAFF})


def _is_practiced_by_students(drill: Drill) -> bool:
    return drill.format in _PRACTICED and drill.audience is not Audience.STAFF
