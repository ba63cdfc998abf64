"""The steps of making a plan anew: files read, drills solved, judged and written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.audit.schedule import AuditReport, recount, recount_required
from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.model import (
    DISTRICT_GOALS,
    Drill,
    Plan,
    Repair,
    Task,
    changes_between,
)
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept import Facts, finish, read_plan, refuse_scenarios, write_plan
from drillplanner.workflow.prepare import Prepared, prepare
from drillplanner.workflow.replan.repair_request import Story
from drillplanner.workflow.replan.request import Change

if TYPE_CHECKING:
    from drillplanner.solve.problem.previous_plan import PreviousPlan
    from drillplanner.solve.repair.fewest_moves import RepairedPlan
    from drillplanner.solve.solver import Solution, SolverSettings


def replan(folder: Path, change: Change, settings: SolverSettings, progress: Progress = silent) -> Plan:
    """The lawful plan that moves the fewest drills; written with the closures it was made for.

    Raises InputError, InfeasibleError, OutOfTimeError or AuditFailedError; nothing is written then.
    """
    return replan_with_report(folder, change, settings, progress)[0]


def replan_with_report(
    folder: Path, change: Change, settings: SolverSettings, progress: Progress = silent
) -> tuple[Plan, AuditReport, Prepared]:
    """Like ``replan``, with the judgement that the plan passed and the workspace that it was made for."""
    from drillplanner.intake.calendar.closures_table import CLOSURES_FILE, with_closed_days
    from drillplanner.solve.repair.same_day import repair_same_day

    made = read_plan(folder)
    closures = with_closed_days(InputFolder(folder), change.closed, change.cause, change.note)
    files = {} if closures is None else {CLOSURES_FILE: closures}
    prepared = _prepared(folder, files)
    refuse_scenarios(prepared)
    story = Story.read(prepared, made, change)
    report = story.judged()
    before = story.before(report)
    repaired = settings.interruption.run(partial(repair_same_day, prepared.year, before, settings, progress))
    solution = _whole(prepared, repaired, before, made, report)
    if (filed := story.filed_anew(solution.drills)) is not None:
        files |= filed
        prepared = prepare(folder, files)
    gone = sum(len(one.displaced) for campus_id, one in before.items() if campus_id not in repaired.solved)
    settled = frozenset(drill.drill_id for one in before.values() for drill in one.settled)
    facts = Facts(
        settled=settled,
        made=made,
        told_late=repaired.late_notices,
        repair=Repair(
            as_of=change.as_of,
            moved=repaired.moved + gone,
            moved_at_least=repaired.moved_at_least + gone,
            lost=repaired.dropped_duties,
            changes=changes_between(made.drills, solution.drills, story.reasons(solution.drills)),
        ),
    )
    finished, report = finish(prepared, solution, settings, facts)
    finished = finished.model_copy(update={"warnings": (*story.warnings(finished), *finished.warnings)})
    with settings.interruption.uninterrupted():
        for name, text in files.items():
            write_bytes(folder / name, text)
        write_plan(folder, finished)
    return finished, report, prepared


def _prepared(folder: Path, files: Mapping[str, bytes]) -> Prepared:
    """The workspace with the changed files; what is wrong with a new closure is told of the option."""
    from drillplanner.intake.calendar.closures_table import CLOSURES_FILE

    path = folder / CLOSURES_FILE
    there = len(path.read_bytes().splitlines()) if path.is_file() else 1
    try:
        return prepare(folder, files)
    except InputError as error:
        raise InputError(
            replace(problem, file="--close", line=None)
            if files and problem.file == CLOSURES_FILE and (problem.line or 0) > there
            else problem
            for problem in error.problems
        ) from error


def _whole(
    prepared: Prepared, repaired: RepairedPlan, before: Mapping[str, PreviousPlan], made: Plan, report: AuditReport
) -> Solution:
    """The district's plan: what was solved anew, and the campuses that stay as they are."""
    own, workspace = repaired.solution, prepared.workspace
    counted: dict[str, set[str]] = defaultdict(set)
    for verdict in report.verdicts:
        for drill_id in verdict.drills:
            counted[drill_id].add(verdict.duty)
    stay = tuple(
        # A duty that there is no more, since a file has changed, is credited with nothing.
        drill.model_copy(
            update={"credits": tuple(credit for credit in drill.credits if credit in counted[drill.drill_id])}
        )
        for campus in workspace.campuses
        if campus.campus_id not in repaired.solved
        for drill in (*before[campus.campus_id].settled, *before[campus.campus_id].planned)
    )
    campuses = tuple(campus for campus in workspace.campuses if campus.campus_id not in repaired.solved)
    rest = workspace.model_copy(update={"campuses": campuses})
    # What the agencies' days cost is counted for all campuses together, with what was solved anew.
    costs = recount(stay, prepared.duties, rest, prepared.stand_ins, prepared.limits)
    cost = sum(cost.points for cost in costs if cost.goal not in DISTRICT_GOALS)
    by_campus: dict[str, list[Drill]] = defaultdict(list)
    for drill in (*own.drills, *stay):
        by_campus[drill.campus_id].append(drill)
    drills = tuple(
        drill
        for campus in workspace.campuses
        for drill in sorted(by_campus[campus.campus_id], key=lambda one: (one.date, one.drill_id))
    )
    return replace(
        own,
        drills=drills,
        cost=own.cost + cost,
        bound=own.bound + cost if own.bound or own.status == "optimal" else 0,
        breaches=own.breaches + recount_required(stay, rest, prepared.limits),
        tasks=(*own.tasks, *_standing_offers(made, before, repaired, own.tasks)),
    )


def _standing_offers(
    made: Plan, before: Mapping[str, PreviousPlan], repaired: RepairedPlan, new: tuple[Task, ...]
) -> Iterable[Task]:
    """Offers of the plan as it was that were made by then, or whose campus stays as it is."""
    chosen = {task.task_id for task in new}
    for task in made.tasks:
        if task.kind != "offer" or task.task_id in chosen or task.campus_id not in before:
            continue
        if task in before[task.campus_id].offers or task.campus_id not in repaired.solved:
            yield task
