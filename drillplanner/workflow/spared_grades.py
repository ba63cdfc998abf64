"""Grades that a law spares a drill on its date: in a plan that has changed since, and without anything instead.

A drill that is held on another day, or a calendar that changes, can put a drill on the other side of the last day
on which a law spares some grades. The plan has the grades of the day for which it was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drillplanner.appropriateness.spared_activities import spared_groups
from drillplanner.audit.schedule.judge import match_context_of
from drillplanner.law import MatchContext, SparedGrades
from drillplanner.model import Audience, Drill, DrillFormat, Workspace
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.records.as_happened import AsHappened


def as_happened_with_grades(drills: Sequence[Drill], prepared: Prepared) -> AsHappened:
    """Return the drills of a plan as the log tells it, each drill with the grades that take part on its date.

    A drill that was held on the day for which it was planned keeps its grades: what happened is a fact. No record
    says who took part in one that was held on another day or outside the plan. It counts as held as the law has
    it, without the grades that are spared on that day.
    """
    from drillplanner.records.as_happened import as_happened

    happened = as_happened(drills, prepared.records, prepared.workspace)
    if not any(prepared.spared.values()):
        return happened
    planned_on = {drill.drill_id: drill.date for drill in drills}
    return replace(
        happened,
        held=tuple(
            drill
            if planned_on.get(drill.drill_id) == drill.date
            else with_grades_of_its_date(drill, prepared.workspace, prepared.spared)
            for drill in happened.held
        ),
        open=tuple(with_grades_of_its_date(drill, prepared.workspace, prepared.spared) for drill in happened.open),
    )


def with_grades_of_its_date(
    drill: Drill, workspace: Workspace, spared_by_campus: Mapping[str, Sequence[SparedGrades]]
) -> Drill:
    """Return the drill with the grades that the law leaves in it; unchanged if a person chose its grades."""
    campus = workspace.campus_by_id.get(drill.campus_id)
    chosen = None if drill.grades is None else {*drill.grades, *drill.spared_grades}
    is_for_staff = drill.audience is Audience.STAFF
    if campus is None or (chosen is not None and not is_for_staff and chosen != set(campus.grades)):
        return drill
    context = match_context_of(workspace)
    spared = {
        grade
        for sparing in spared_by_campus.get(campus.campus_id, ())
        if sparing.dates.covers(drill.date) and _is_about(sparing, drill, context)
        for grade in sparing.grades
    }
    if is_for_staff or len(spared) == len(campus.grades):
        stands_in = is_for_staff and len(spared) == len(campus.grades)
        grades, left_out = () if is_for_staff else campus.grades, campus.grades if stands_in else ()
    else:
        grades = tuple(grade for grade in campus.grades if grade not in spared)
        left_out = tuple(grade for grade in campus.grades if grade in spared)
    return drill.model_copy(update={"grades": grades, "spared_grades": left_out})


def _is_about(sparing: SparedGrades, drill: Drill, context: MatchContext) -> bool:
    if drill.audience is not Audience.STAFF:
        return sparing.match.selects(drill, context) is not False
    practiced = drill.format in (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH)
    return practiced and drill.drill_type in sparing.match.types


def missing_activity_sentences(drills: Iterable[Drill], workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each scenario whose spared grades have nothing in place of the drill."""
    missing: dict[str, dict[str, None]] = defaultdict(dict)
    for drill in drills:
        for group in spared_groups(drill, workspace.scenarios):
            if group.activity is None:
                missing[drill.scenario_id or drill.drill_type].update(dict.fromkeys(group.grades))
    return tuple(
        f"The scenario '{name}' does not say what grades {', '.join(grades)} have on the day that the law spares "
        f"them this drill. Add 'instead' to scenarios/{name}.yaml (docs/add-a-scenario.md)."
        for name, grades in missing.items()
    )
