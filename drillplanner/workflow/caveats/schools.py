"""Caveats about schools: those left out of the plan, and those without a drill that most states ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed, names_of
from drillplanner.intake.workspace.states import states
from drillplanner.model import Audience, Campus, Caveat, CaveatKind, Drill, DrillFormat, DrillType, Plan
from drillplanner.workflow.prepared import Prepared

#: The most schools left out that get a caveat each; more share one.
_ONE_EACH = 5

#: Drills whose absence all year is named. Nearly every state requires both; where no requirement on file does,
#: a reader must not take the plan for complete.
_EXPECTED = (
    ("fire drill", frozenset({DrillType.FIRE_EVACUATION})),
    ("lockdown drill", frozenset({DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT})),
)
_ANY = "drill"
_PRACTICED = (DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH, None)


def schools_left_out(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each school of the list that is not planned; one for all if there are many."""
    table = prepared.workspace.district.campuses
    answer = f"To plan one of them, correct its row in {table} and empty 'leave_out'."
    schools = prepared.workspace.left_out
    if len(schools) > _ONE_EACH:
        names = listed((school.name for school in schools), limit=20)
        text = f"{len(schools)} schools of {table} are not planned: {names}. The column 'leave_out' says why."
        yield Caveat(kind=CaveatKind.LEFT_OUT, text=text, answer=answer)
        return
    for school in schools:
        text = f"{school.name} is not planned ({table}:{school.row}): {school.reason.rstrip('.')}."
        yield Caveat(
            kind=CaveatKind.LEFT_OUT,
            text=text,
            answer=f"To plan it, correct its row in {table} and empty 'leave_out'.",
        )


def schools_owed_no_drills(prepared: Prepared) -> Iterator[Caveat]:
    """Yield a caveat for each expected drill that no requirement asks for, with the schools."""
    for name, campuses in _without(prepared.workspace.campuses, _types_asked_for(prepared)).items():
        where = _where(campuses, prepared.workspace.campuses)
        yield Caveat(
            kind=CaveatKind.NO_DRILLS,
            text=f"No requirement on file asks for a {name} with students at {where}. A plan then holds none.",
            answer=_answer(prepared),
        )


def schools_without_drills(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield a caveat for each expected drill that the plan does not hold all year, with the schools."""
    campuses = prepared.workspace.campuses
    never_asked = _without(campuses, _types_asked_for(prepared))
    practiced: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in campuses}
    held: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in campuses}
    for drill in plan.drills:
        if drill.campus_id in practiced:
            held[drill.campus_id].add(drill.drill_type)
            if _is_practiced_by_students(drill):
                practiced[drill.campus_id].add(drill.drill_type)
    for name, concerned in _without(campuses, practiced).items():
        types = dict(_EXPECTED).get(name, frozenset(DrillType))
        only_other = [campus for campus in concerned if held[campus.campus_id] & types]
        talks = (
            f" At {_where(only_other, campuses)} it is on the plan only as a lesson, as a tabletop, or for staff."
            if only_other
            else ""
        )
        is_asked = any(
            campus not in (*never_asked.get(_ANY, ()), *never_asked.get(name, ())) for campus in concerned
        )
        why = "" if is_asked else " No requirement on file asks for one."
        yield Caveat(
            kind=CaveatKind.NO_DRILLS,
            text=f"No {name} with students is scheduled all year at {_where(concerned, campuses)}.{talks}{why}",
            answer=_answer(prepared),
        )


def _types_asked_for(prepared: Prepared) -> dict[str, set[DrillType]]:
    """Return the types of drills with students that requirements ask for, by campus.

    A requirement that may not apply, since a fact is missing, asks for nothing.
    """
    asked: dict[str, set[DrillType]] = {campus.campus_id: set() for campus in prepared.workspace.campuses}
    for duty in prepared.duties:
        demand = duty.demand
        if demand is None or duty.missing_fact is not None or not _is_of_students(demand.match.audiences):
            continue
        if demand.match.formats is None or set(demand.match.formats) & set(_PRACTICED):
            asked[duty.campus_id].update(demand.match.types)
    return asked


def _without(
    campuses: Sequence[Campus], types_by_campus: dict[str, set[DrillType]]
) -> dict[str, tuple[Campus, ...]]:
    """Return the campuses with students that lack an expected drill, by its name; "drill" if they lack all."""
    with_students = [campus for campus in campuses if campus.enrollment != 0]
    nothing = tuple(campus for campus in with_students if not types_by_campus[campus.campus_id])
    found = {_ANY: nothing} if nothing else {}
    for name, types in _EXPECTED:
        lacking = tuple(
            campus for campus in with_students if (held := types_by_campus[campus.campus_id]) and not held & types
        )
        if lacking:
            found[name] = lacking
    return found


def _is_of_students(audiences: Collection[Audience] | None) -> bool:
    return audiences is None or bool(set(audiences) - {Audience.STAFF})


def _is_practiced_by_students(drill: Drill) -> bool:
    return drill.format in _PRACTICED and drill.audience is not Audience.STAFF


def _where(campuses: Sequence[Campus], all_campuses: Sequence[Campus]) -> str:
    names = names_of([campus.name for campus in campuses], len(all_campuses), "any school")
    if len(campuses) == len(all_campuses):
        return names
    return f"{names} ({len(campuses)} of {counted(len(all_campuses), 'school')})"


def _answer(prepared: Prepared) -> str:
    state = states()[prepared.workspace.district.state].name
    return (
        f"Ask your state's school safety office or your fire marshal what {state} requires. Then add the rule in "
        "mandates/, or the drills as 'pins' in district.yaml."
    )
