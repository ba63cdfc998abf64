"""Caveats about schools: those left out of the plan, and those without a drill that most states ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.read_result import listed
from drillplanner.intake.workspace.states import states
from drillplanner.model import Campus, Caveat, CaveatKind, DrillType, Plan
from drillplanner.workflow.caveats.expected_drills import (
    ANY_DRILL,
    EXPECTED,
    FIRE_DRILL,
    schools_in_words,
    types_added_by_practice,
    types_asked_for,
    types_held,
    types_practiced,
    without_expected,
    without_fire_drill_rule,
)
from drillplanner.workflow.prepared import Prepared

#: The most schools left out that get a caveat each; more share one.
_ONE_EACH = 5


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
    """Yield a caveat for each expected drill that no requirement asks for, with the schools.

    Fire drills have a caveat of their own (``fire_codes``), also where it is about all drills.
    """
    campuses = prepared.workspace.campuses
    for name, concerned in without_expected(campuses, types_asked_for(prepared)).items():
        if name == FIRE_DRILL or (name == ANY_DRILL and concerned == without_fire_drill_rule(prepared)):
            continue
        yield Caveat(
            kind=CaveatKind.NO_DRILLS,
            text=f"No requirement on file asks for a {name} with students at "
            f"{schools_in_words(concerned, campuses)}. {_held_all_the_same(name, concerned, prepared)}",
            answer=_answer(prepared),
        )


def _held_all_the_same(name: str, concerned: Collection[Campus], prepared: Prepared) -> str:
    """Return whether a plan holds such drills where no requirement asks for them: good practice may add some."""
    # Students take no part in the tabletops that practice adds.
    types = dict(EXPECTED).get(name, frozenset(DrillType) - {DrillType.TABLETOP})
    added = types_added_by_practice(prepared)
    with_added = sum(bool(types & added[campus.campus_id]) for campus in concerned)
    if not with_added:
        return "A plan then holds none."
    where = "" if with_added == len(concerned) else f", at {with_added} of these {len(concerned)} schools"
    return f"A plan then holds only those that good practice adds, which no law asks for{where}."


def schools_without_drills(prepared: Prepared, plan: Plan, report: AuditReport) -> Iterator[Caveat]:
    """Yield a caveat for each expected drill that the plan does not hold all year, with the schools.

    Schools where no requirement asks for fire drills have a caveat of their own (``fire_codes``).
    """
    campuses = prepared.workspace.campuses
    never_asked = without_expected(campuses, types_asked_for(prepared))
    without_rule = without_fire_drill_rule(prepared)
    held = types_held(prepared, plan)
    for name, lacking in without_expected(campuses, types_practiced(prepared, plan)).items():
        has_own = name == FIRE_DRILL or (name == ANY_DRILL and lacking == without_rule)
        concerned = tuple(campus for campus in lacking if not has_own or campus not in without_rule)
        if not concerned:
            continue
        types = dict(EXPECTED).get(name, frozenset(DrillType))
        only_other = [campus for campus in concerned if held[campus.campus_id] & types]
        talks = (
            f" At {schools_in_words(only_other, campuses)} it is on the plan only as a lesson, as a tabletop, "
            "or for staff."
            if only_other
            else ""
        )
        is_asked = any(
            campus not in (*never_asked.get(ANY_DRILL, ()), *never_asked.get(name, ())) for campus in concerned
        )
        why = "" if is_asked else " No requirement on file asks for one."
        yield Caveat(
            kind=CaveatKind.NO_DRILLS,
            text=f"No {name} with students is scheduled all year at {schools_in_words(concerned, campuses)}."
            f"{talks}{why}",
            answer=_answer(prepared),
        )


def _answer(prepared: Prepared) -> str:
    state = states()[prepared.workspace.district.state].name
    return (
        f"Ask your state's school safety office or your fire marshal what {state} requires. Then add the rule in "
        "mandates/, or the drills as 'pins' in district.yaml."
    )
