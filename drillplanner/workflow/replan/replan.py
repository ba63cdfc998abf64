"""Replan a year from a day on: read the files, repair the plan, judge it, and write it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from drillplanner.audit.schedule import AuditReport, recount, recount_breaches
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import read_file_if_any
from drillplanner.model import (
    DISTRICT_GOALS,
    CrowdedDay,
    DevelopmentalLimits,
    Drill,
    Plan,
    Repair,
    Task,
    changes_between,
    is_unmoved,
)
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept.accept import accept, refuse_scenarios
from drillplanner.workflow.accept.candidate import SettledFacts
from drillplanner.workflow.easiest_first.district import with_easiest_first
from drillplanner.workflow.plan_files import read_plan, write_plan
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.filed_moves import filed_file_with_moves
from drillplanner.workflow.replan.hand_edits import hand_edits
from drillplanner.workflow.replan.make_up import make_up_limits, make_up_sentences, with_limits
from drillplanner.workflow.replan.new_visits import NewVisits, new_visits
from drillplanner.workflow.replan.repair_request import RepairRequest, repair_request_of
from drillplanner.workflow.replan.request import ReplanRequest
from drillplanner.workflow.replan.sentences import reasons_of_changes, replan_warnings

if TYPE_CHECKING:
    from drillplanner.solve.repair.fewest_moves import RepairedPlan
    from drillplanner.solve.solver import Solution, SolverSettings


def replan(folder: Path, request: ReplanRequest, settings: SolverSettings, progress: Progress = silent) -> Plan:
    """Return the lawful plan that moves the fewest drills; written with the closures that it was made for.

    Raises InputError, InfeasibleError, OutOfTimeError, or AuditFailedError; nothing is written then.
    """
    return replan_with_report(folder, request, settings, progress)[0]


def replan_with_report(
    folder: Path, request: ReplanRequest, settings: SolverSettings, progress: Progress = silent
) -> tuple[Plan, AuditReport, Prepared]:
    """Replan like ``replan``, and return the report that the plan passed and the workspace it was made for."""
    # From reading to writing: another replan would read the closures without this one's, and write them so.
    with locked_workspace(folder, "replan"):
        return _replanned(folder, request, settings, progress)


@dataclass(frozen=True)
class ProposedReplan:
    """An updated plan that passed its judgment and is not written.

    ``prepared`` is the workspace that it was made for, and ``files`` are those that have to be written with it.
    """

    plan: Plan
    report: AuditReport
    prepared: Prepared
    files: Mapping[str, bytes]


def proposed_replan(
    prepared: Prepared,
    previous_plan: Plan,
    as_of: date,
    settings: SolverSettings,
    progress: Progress = silent,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> ProposedReplan:
    """Return the updated plan that ``replan`` would write; nothing is written.

    ``files`` are changed files with which the workspace was prepared.

    Raises the errors of ``replan``.
    """
    from drillplanner.solve.repair.same_day import repair_same_day

    refuse_scenarios(prepared)
    held = frozenset(record.drill_id for record in prepared.records if record.held)
    edits = hand_edits(prepared.folder, previous_plan, prepared.workspace, held)
    repair = repair_request_of(prepared, previous_plan, edits, as_of)
    limits = with_limits(prepared.limits, make_up_limits(repair))
    visits = new_visits(repair)
    year = replace(prepared.year, limits=limits, duties=visits.duties)
    repaired = settings.interruption.run(partial(repair_same_day, year, visits.campuses, settings, progress))
    solution = _district_solution(repair, repaired)
    year = replace(prepared.year, limits=limits)
    solution = with_easiest_first(prepared, year, solution, _drills_on_their_dates(repair, solution))
    if filed := filed_file_with_moves(prepared, solution.drills):
        files = {**files, **filed}
        prepared = prepare(prepared.folder, files)
    facts = _settled_facts(repair, visits, repaired, solution, limits)
    accepted, report = accept(prepared, solution, settings, facts)
    warnings = (
        *make_up_sentences(repair, accepted, report, prepared),
        *replan_warnings(repair, accepted),
        *accepted.warnings,
    )
    return ProposedReplan(accepted.model_copy(update={"warnings": warnings}), report, prepared, files)


def _replanned(
    folder: Path, request: ReplanRequest, settings: SolverSettings, progress: Progress
) -> tuple[Plan, AuditReport, Prepared]:
    from drillplanner.intake.calendar.closures_table import CLOSURES_FILE, with_closed_days

    previous_plan = read_plan(folder)
    closures = with_closed_days(InputFolder(folder), request.closed, request.cause, request.note)
    files = {} if closures is None else {CLOSURES_FILE: closures}
    prepared = _prepared_with(folder, files)
    proposed = proposed_replan(prepared, previous_plan, request.as_of, settings, progress, files)
    with settings.interruption.uninterrupted():
        write_plan(folder, proposed.plan, proposed.prepared.workspace, proposed.files)
    return proposed.plan, proposed.report, proposed.prepared


def _prepared_with(folder: Path, files: Mapping[str, bytes]) -> Prepared:
    """Prepare the workspace with the changed files; a problem of a new closure names the option, not the file."""
    from drillplanner.intake.calendar.closures_table import CLOSURES_FILE

    raw = read_file_if_any(folder / CLOSURES_FILE, shown_as=CLOSURES_FILE)
    rows_before = 1 if raw is None else len(raw.splitlines())
    try:
        return prepare(folder, files)
    except InputError as error:
        raise InputError(
            replace(problem, file="--close", line=None)
            if files and problem.file == CLOSURES_FILE and (problem.line or 0) > rows_before
            else problem
            for problem in error.problems
        ) from error


def _settled_facts(
    repair: RepairRequest,
    visits: NewVisits,
    repaired: RepairedPlan,
    solution: Solution,
    limits: Mapping[str, DevelopmentalLimits],
) -> SettledFacts:
    displaced = sum(
        len(previous.displaced)
        for campus_id, previous in repair.campuses.items()
        if campus_id not in repaired.solved
    )
    # To the solver these drills stay as they are. To everybody else they change.
    with_visits = [drill for before in visits.campuses.values() for drill in before.planned]
    placed = {drill.drill_id: drill for drill in solution.drills}
    changed = sum(
        drill.drill_id in visits.drill_ids and is_unmoved(drill, placed[drill.drill_id])
        for drill in with_visits
        if drill.drill_id in placed
    )
    return SettledFacts(
        settled=frozenset(drill.drill_id for previous in repair.campuses.values() for drill in previous.settled),
        previous_plan=repair.previous_plan,
        limits=limits,
        late_notice_campuses=repaired.late_notices | {drill.campus_id for drill in repair.edits.moved},
        void_pins=repaired.void_pins,
        lost_orders=repaired.lost_orders,
        repair=Repair(
            as_of=repair.as_of,
            moved=repaired.moved + displaced + changed,
            moved_at_least=max(repaired.moved_at_least, min(visits.fewest, changed)) + displaced,
            # A duty that began too late may be lost for the drills that are left as well.
            lost=tuple(dict.fromkeys((*repaired.dropped_duties, *visits.begun_too_late))),
            changes=changes_between(
                repair.previous_plan.drills,
                solution.drills,
                reasons_of_changes(repair, solution.drills, visits.drill_ids),
            ),
        ),
    )


def _district_solution(repair: RepairRequest, repaired: RepairedPlan) -> Solution:
    """Return the plan of the whole district: campuses that were solved again, and those that stay as they are."""
    prepared, solved = repair.prepared, repaired.solution
    workspace = prepared.workspace
    staying = _staying_drills(repair, repaired)
    campuses = tuple(campus for campus in workspace.campuses if campus.campus_id not in repaired.solved)
    rest = workspace.model_copy(update={"campuses": campuses})
    # The points of the agencies' days are counted for all campuses together, with what was solved again.
    costs = recount(staying, prepared.duties, rest, prepared.stand_ins, prepared.limits)
    cost = sum(cost.points for cost in costs if cost.goal not in DISTRICT_GOALS)
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in (*solved.drills, *staying):
        by_campus[drill.campus_id].append(drill)
    return replace(
        solved,
        drills=tuple(
            drill
            for campus in workspace.campuses
            for drill in sorted(by_campus[campus.campus_id], key=lambda drill: (drill.date, drill.drill_id))
        ),
        cost=solved.cost + cost,
        bound=solved.bound + cost if solved.bound or solved.status == "optimal" else 0,
        breaches=solved.breaches + recount_breaches(staying, rest, prepared.limits),
        tasks=(*solved.tasks, *_standing_offers(repair, repaired)),
        crowded_days=tuple(
            sorted((*_standing_crowded_days(repair, repaired), *solved.crowded_days), key=_campus_and_date)
        ),
    )


def _drills_on_their_dates(repair: RepairRequest, solution: Solution) -> frozenset[str]:
    """Return the ids of drills that people may know already: held, moved by hand, or still on their date."""
    before = {drill.drill_id: drill.date for drill in repair.previous_plan.drills}
    on_their_dates = (drill for drill in solution.drills if before.get(drill.drill_id) == drill.date)
    known = (*repair.settled, *repair.edits.moved, *on_their_dates)
    return frozenset(drill.drill_id for drill in known)


def _standing_crowded_days(repair: RepairRequest, repaired: RepairedPlan) -> Iterator[CrowdedDay]:
    """Yield the previous plan's days with several drills that are past, or of campuses that stay as they are."""
    standing = {drill.drill_id for drill in (*repair.settled, *repair.planned)}
    for day in repair.previous_plan.crowded_days:
        is_past = day.date < repair.as_of
        if (is_past or day.campus_id not in repaired.solved) and standing.issuperset(day.drills):
            yield day


def _campus_and_date(day: CrowdedDay) -> tuple[str, date]:
    return day.campus_id, day.date


def _staying_drills(repair: RepairRequest, repaired: RepairedPlan) -> tuple[Drill, ...]:
    """Return the drills of campuses that stay as they are, with the duties that they still meet.

    A duty may be gone because a file changed; it is then credited with nothing.
    """
    counted: dict[str, set[str]] = defaultdict(set)
    for verdict in repair.report.verdicts:
        for drill_id in verdict.drills:
            counted[drill_id].add(verdict.duty)
    return tuple(
        drill.model_copy(
            update={"credits": tuple(credit for credit in drill.credits if credit in counted[drill.drill_id])}
        )
        for campus in repair.prepared.workspace.campuses
        if campus.campus_id not in repaired.solved
        for drill in (*repair.campuses[campus.campus_id].settled, *repair.campuses[campus.campus_id].planned)
    )


def _standing_offers(repair: RepairRequest, repaired: RepairedPlan) -> Iterable[Task]:
    """Yield offers of the previous plan that were made before the replan, or whose campus stays as it is."""
    chosen = {task.task_id for task in repaired.solution.tasks}
    for task in repair.previous_plan.tasks:
        if task.kind != "offer" or task.task_id in chosen or task.campus_id not in repair.campuses:
            continue
        if task in repair.campuses[task.campus_id].offers or task.campus_id not in repaired.solved:
            yield task
