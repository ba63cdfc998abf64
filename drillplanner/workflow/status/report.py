"""The status of a district on a day: campuses and duties, drills without a record, open corrective actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, groupby

from drillplanner.audit.schedule import judge_schedule
from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import (
    Campus,
    Drill,
    ImprovementLedger,
    OpenAction,
    Plan,
    Schedule,
    StatusLine,
    StatusReport,
    Task,
    UnrecordedDrill,
    Workspace,
)
from drillplanner.publish.core.dates import plain_date
from drillplanner.records.fields import MissingEvidence, asked_of, evidence_gaps
from drillplanner.records.follow_ups import follow_ups
from drillplanner.workflow.plan_files import read_plan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.status.campus_trial import CampusTrial, drills_sharing_by_date
from drillplanner.workflow.status.drills_as_of import DrillsAsOf, drills_as_of
from drillplanner.workflow.status.duty_states import CampusStatus
from drillplanner.workflow.status.family_notices import is_family_notice, notices_as_of

#: What stands for the owner of an action of whom the record says nothing.
NO_OWNER = "no one is named"


def status(prepared: Prepared, as_of: date | None = None, campus: str | None = None) -> StatusReport:
    """Return what is met, what is short, and until when it can be mended, of the plan that was written last.

    ``as_of`` is the day, None: today; what the log says was held later does not count yet. ``campus`` is the id,
    name, or nickname of the only campus to look at. Nothing is written.

    Raises InputError if there is no plan, or no such campus.
    """
    plan = read_plan(prepared.folder)
    return status_of_plan(prepared, plan, as_of or date.today(), campus)


def status_of_plan(prepared: Prepared, plan: Plan, as_of: date, campus: str | None = None) -> StatusReport:
    """Return the status of a plan that was read already. Raises InputError if there is no such campus."""
    workspace = prepared.workspace
    campuses = workspace.campuses if campus is None else (_campus_named(campus, workspace),)
    drills = drills_as_of(prepared, plan, as_of)
    duties = [duty for duty in prepared.duties if campus is None or duty.campus_id == campuses[0].campus_id]
    lines = tuple(_lines(prepared, plan, as_of, campuses, drills, duties))
    looked_at = frozenset(one.campus_id for one in campuses)
    return StatusReport(
        as_of=as_of,
        campus=None if campus is None else campuses[0].campus_id,
        lines=lines,
        unrecorded=tuple(_unrecorded(drills, looked_at)),
        actions=_by_due_day(
            open_actions(prepared.ledger, as_of, None if campus is None else campuses[0].campus_id),
            open_follow_ups(prepared, as_of, looked_at),
        ),
        notices=notices_as_of(prepared, drills, duties, as_of),
        not_judged=sum(
            isinstance(duty.mandate.requirement, Chore) and not is_family_notice(duty) for duty in duties
        ),
        notes=_notes(drills, as_of, looked_at),
    )


def open_actions(ledger: ImprovementLedger, as_of: date, campus_id: str | None = None) -> tuple[OpenAction, ...]:
    """Return the corrective actions that are not done by the day, overdue ones first, then by due day."""
    actions = (
        action
        for action in ledger.actions
        if action.start <= as_of
        and (action.done is None or action.done > as_of)
        and (campus_id is None or action.concerns(campus_id))
    )
    return tuple(
        OpenAction(
            action_id=action.action_id,
            campus_id=action.campus_id,
            action=action.action,
            owner=f"{action.responsible} ({action.contact})",
            due=action.due,
            is_overdue=action.due < as_of,
        )
        for action in sorted(actions, key=lambda action: (action.due, action.action_id))
    )


def open_follow_ups(prepared: Prepared, as_of: date, campuses: frozenset[str]) -> tuple[OpenAction, ...]:
    """Return the actions that records of drills held by the day name, and that were not done by then."""
    done = {action.key for action in prepared.done if action.on <= as_of}
    held = (record for record in prepared.records if record.date <= as_of and record.campus_id in campuses)
    return tuple(
        OpenAction(
            action_id=action.action_id,
            campus_id=action.campus_id,
            action=action.action,
            owner=action.owner or NO_OWNER,
            due=action.due,
            is_overdue=action.due is not None and action.due < as_of,
        )
        for action in follow_ups(held)
        if action.key not in done
    )


def _by_due_day(*actions: tuple[OpenAction, ...]) -> tuple[OpenAction, ...]:
    """Return actions by due day, those without one last."""
    return tuple(sorted(chain(*actions), key=lambda action: (action.due or date.max, action.action_id)))


def _lines(
    prepared: Prepared,
    plan: Plan,
    as_of: date,
    campuses: Sequence[Campus],
    drills: DrillsAsOf,
    duties: Iterable[Duty],
) -> Iterable[StatusLine]:
    """Yield the lines by campus. The district is judged once; only campuses where something is short, again."""
    workspace = prepared.workspace
    about_drills, chores = _by_campus(duties)
    offers = tuple(task for task in plan.tasks if task.kind == "offer")
    ids = {campus.campus_id for campus in campuses}
    standing = tuple(drill for drill in drills.standing if drill.campus_id in ids)
    report = judge_schedule(
        Schedule(source="the year as it stands", drills=standing),
        workspace.model_copy(update={"campuses": tuple(campuses)}),
        tuple(duty for at_campus in about_drills.values() for duty in at_campus),
        prepared.screenings,
        offers,
        prepared.stand_ins,
        settled_before=as_of,
        spared=prepared.spared,
        names_stricter=False,
    )
    elsewhere = drills_sharing_by_date(drills.standing)
    gaps = _gaps(prepared, drills.held)
    by_campus = _by_campus_and_fate(drills)
    offers_by_campus: dict[str, list[Task]] = defaultdict(list)
    for offer in offers:
        offers_by_campus[offer.campus_id].append(offer)
    campus_by_id = workspace.campus_by_id
    for campus_id, verdicts in groupby(report.verdicts, key=lambda verdict: verdict.campus_id):
        at_campus = by_campus.get(campus_id, DrillsAsOf((), (), (), ()))
        trial = CampusTrial(
            prepared,
            campus_by_id[campus_id],
            tuple(about_drills[campus_id]),
            tuple(chores.get(campus_id, ())),
            at_campus.standing,
            tuple(offers_by_campus[campus_id]),
            as_of,
            elsewhere,
        )
        yield from CampusStatus(trial, at_campus, gaps).lines(verdicts)


def _by_campus(duties: Iterable[Duty]) -> tuple[dict[str, list[Duty]], dict[str, list[Duty]]]:
    """Return the duties that drills can meet, and those about notices and filings, by campus id."""
    about_drills: dict[str, list[Duty]] = defaultdict(list)
    chores: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        is_chore = isinstance(duty.mandate.requirement, Chore)
        (chores if is_chore else about_drills)[duty.campus_id].append(duty)
    return about_drills, chores


def _by_campus_and_fate(drills: DrillsAsOf) -> dict[str, DrillsAsOf]:
    held, to_come, in_grace, unrecorded = (
        _drills_by_campus(of_fate) for of_fate in (drills.held, drills.to_come, drills.in_grace, drills.unrecorded)
    )
    return {
        campus_id: DrillsAsOf(
            held=tuple(held.get(campus_id, ())),
            to_come=tuple(to_come.get(campus_id, ())),
            in_grace=tuple(in_grace.get(campus_id, ())),
            unrecorded=tuple(unrecorded.get(campus_id, ())),
        )
        for campus_id in {**held, **to_come, **in_grace, **unrecorded}
    }


def _drills_by_campus(drills: Iterable[Drill]) -> dict[str, list[Drill]]:
    found: dict[str, list[Drill]] = defaultdict(list)
    for drill in drills:
        found[drill.campus_id].append(drill)
    return found


def _gaps(prepared: Prepared, held: Iterable[Drill]) -> Mapping[str, MissingEvidence]:
    """Return the held drills whose record lacks what is surely asked for, by drill id.

    An office may record a drill without its id: then it is the planned one of its campus, type, and day.
    """
    if not prepared.records:
        return {}
    found = [
        gap
        for gap in evidence_gaps(prepared.records, asked_of(prepared.workspace.district, with_presumed=False))
        if gap.missing
    ]
    with_id = {record.drill_id for record in prepared.records}
    by_id = {gap.record.drill_id: gap for gap in found}
    by_day = {(gap.record.campus_id, gap.record.drill_type, gap.record.date): gap for gap in found}
    gaps = {
        drill.drill_id: by_id.get(drill.drill_id)
        if drill.drill_id in with_id
        else by_day.get((drill.campus_id, drill.drill_type, drill.date))
        for drill in held
    }
    return {drill_id: gap for drill_id, gap in gaps.items() if gap is not None}


def _unrecorded(drills: DrillsAsOf, campuses: frozenset[str]) -> Iterable[UnrecordedDrill]:
    open_drills = [(drill, False) for drill in drills.unrecorded] + [(drill, True) for drill in drills.in_grace]
    for drill, in_grace in sorted(open_drills, key=lambda entry: (entry[0].date, entry[0].drill_id)):
        if drill.campus_id in campuses:
            yield UnrecordedDrill(
                drill_id=drill.drill_id,
                campus_id=drill.campus_id,
                drill_type=drill.drill_type,
                date=drill.date,
                in_grace=in_grace,
            )


def _notes(drills: DrillsAsOf, as_of: date, campuses: frozenset[str]) -> tuple[str, ...]:
    notes = []
    if later := sum(record.campus_id in campuses for record in drills.later):
        held, they = ("a drill was", "It does") if later == 1 else ("drills were", "They do")
        notes.append(f"{_entries(later)} that {held} held after {plain_date(as_of)}. {they} not count yet.")
    if given_up := sum(record.campus_id in campuses for record in drills.given_up):
        drill, they = ("a drill", "It counts") if given_up == 1 else ("drills", "They count")
        notes.append(
            f"{_entries(given_up)} that {drill} after {plain_date(as_of)} will not be held. {they} already."
        )
    return tuple(notes)


def _entries(number: int) -> str:
    return counted(number, "entry of the log says", "entries of the log say")


def _campus_named(text: str, workspace: Workspace) -> Campus:
    from drillplanner.workflow.in_words.schools_and_kinds import SchoolsInWords

    schools = SchoolsInWords(workspace)
    meant = schools.meant_by(text)
    exact = schools.exactly(text)
    if exact is not None or (len(meant) == 1 and schools.is_sure(text)):
        return workspace.campus_by_id[exact or meant[0]]
    known = schools.ids_and_names
    message = "it is not sure which school this is" if meant else "there is no such school"
    raise InputError(
        Problem("--campus", None, message, text, listed(meant or workspace.campus_by_id), maybe_meant(text, known))
    )
