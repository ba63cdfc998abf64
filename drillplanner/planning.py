"""The front door for a library user: check, plan, audit, screen and publish, each one call.

Heavy rooms are imported where they are used, so that asking for help does not load a solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.appropriateness.joined_chores import joined
from drillplanner.audit import AuditReport, judge, recount, recount_required
from drillplanner.audit.entries import DISCOUNTED, without_doubles
from drillplanner.audit.judge import scenes_of
from drillplanner.errors import AuditFailedError, InconsistencyError, InputError, Problem, RefusedScenarioError
from drillplanner.judging import incomplete_because, judge_by_development, promised_chores, refuse_prohibited
from drillplanner.mandates import derive_tasks
from drillplanner.mandates.tasks import in_order
from drillplanner.model import Drill, Plan, Provenance, Schedule
from drillplanner.preparation import Prepared, prepare
from drillplanner.progress import Progress, silent
from drillplanner.safe_write import write_text
from drillplanner.screening import screen

if TYPE_CHECKING:
    from drillplanner.solve.solver import Settings, Solution

__all__ = [
    "Prepared",
    "audit",
    "is_stale",
    "plan",
    "plan_with_report",
    "prepare",
    "publish",
    "read_plan",
    "screen",
    "silent",
]

PLAN_FILE = Path("plan") / "plan.json"
SCHEDULE_FILE = Path("plan") / "schedule.csv"


def plan(prepared: Prepared, settings: Settings, progress: Progress = silent) -> Plan:
    """Solve the year, judge it, and write ``plan/plan.json`` and ``plan/schedule.csv``.

    Raises RefusedScenarioError, InfeasibleError, or AuditFailedError; nothing is written then.
    """
    return plan_with_report(prepared, settings, progress)[0]


def plan_with_report(
    prepared: Prepared, settings: Settings, progress: Progress = silent
) -> tuple[Plan, AuditReport]:
    """Like ``plan``, with the judgement that the plan passed before it was written."""
    from drillplanner.publish.schedule_table import schedule_csv
    from drillplanner.solve.solver import solve

    _refuse_scenarios(prepared)
    solution = solve(
        prepared.workspace,
        prepared.duties,
        prepared.screenings,
        settings,
        progress,
        prepared.stand_ins,
        prepared.limits,
    )
    finished, report = _finish(prepared, solution, settings)
    write_text(prepared.folder / PLAN_FILE, finished.model_dump_json(indent=1) + "\n")
    write_text(prepared.folder / SCHEDULE_FILE, schedule_csv(finished))
    return finished, report


def _refuse_scenarios(prepared: Prepared) -> None:
    if not prepared.refused:
        return
    lines = [
        f"  {screening.id}: {finding.rule} ({finding.severity}): {finding.message} "
        f"[{finding.evidence.field or finding.evidence.text}] Source: {'; '.join(finding.sources)}"
        for screening in prepared.refused
        for finding in screening.findings
        if finding.status == "violation"
    ]
    raise RefusedScenarioError(
        "\n".join(["Refused: these scenarios are not fit for the people who would take part.", *lines])
    )


def _finish(prepared: Prepared, solution: Solution, settings: Settings) -> tuple[Plan, AuditReport]:
    """The plan, judged: lawful, with credits and cost confirmed by the second reading."""
    workspace, duties = prepared.workspace, prepared.duties
    scenes = scenes_of(solution.drills, workspace, prepared.screenings, None)
    law = (*derive_tasks(duties, scenes), *solution.tasks)
    tasks = in_order(joined(law, promised_chores(prepared, solution.drills), solution.drills))
    report = judge(
        Schedule(source="the plan", drills=solution.drills),
        workspace,
        duties,
        prepared.screenings,
        tasks,
        prepared.stand_ins,
    )
    if report.violated or report.entries:
        found = [f"  {one.duty}: {one.reason}" for one in report.violated]
        found += [f"  {entry.drill_id}: {entry.message}" for entry in report.entries]
        raise AuditFailedError("\n".join(["The plan did not pass its own audit and was not written.", *found]))
    developmental = judge_by_development(prepared, solution.drills, tasks)
    refuse_prohibited(developmental)
    _confirm_credits(solution, report)
    costs = recount(solution.drills, duties, workspace, prepared.stand_ins, prepared.limits)
    objective = sum(cost.points for cost in costs)
    if objective > solution.cost or (solution.status == "optimal" and objective != solution.cost):
        raise InconsistencyError(
            f"The solver counts {solution.cost} points and the judge {objective}. This is a bug in drillplanner; "
            "the plan was not written. Please report it with your district's files."
        )
    breaches = recount_required(solution.drills, workspace, prepared.limits)
    if breaches != solution.breaches:
        raise InconsistencyError(
            f"The solver finds {solution.breaches} breaches of required developmental rules and the judge "
            f"{breaches}. This is a bug in drillplanner; the plan was not written. Please report it with your "
            "district's files."
        )
    clock = ("The time limit cut the search short; a better plan may exist.",) if solution.ran_out_of_time else ()
    finished = Plan(
        district=workspace.district.name,
        state=workspace.district.state,
        year=workspace.district.year,
        status=solution.status,
        objective=objective,
        bound=solution.bound,
        gap=round((objective - solution.bound) / max(objective, 1), 6),
        costs=costs,
        drills=_credited(solution, report),
        tasks=tasks,
        findings=developmental.findings,
        assumptions=prepared.assumptions,
        warnings=(*clock, *solution.warnings, *incomplete_because(developmental)),
        provenance=Provenance(
            program=f"drillplanner {__version__}",
            solver=f"OR-Tools {version('ortools')}",
            seed=settings.seed,
            inputs=workspace.inputs_hash,
            packs={pack.pack_id: pack.reviewed.isoformat() for pack in prepared.law.packs},
            planned_on=workspace.district.stamp_date,
        ),
    )
    return finished, report.model_copy(update={"developmental": developmental})


def _credited(solution: Solution, report: AuditReport) -> tuple[Drill, ...]:
    """The drills with the duties that they meet; where drills are shared out, as the judge shares them out."""
    given: dict[str, list[str]] = defaultdict(list)
    for verdict in report.verdicts:
        if verdict.duty in solution.shared_out:
            for drill_id in verdict.drills:
                given[drill_id].append(verdict.duty)
    return tuple(
        drill.model_copy(update={"credits": (*drill.credits, *given[drill.drill_id])})
        if drill.drill_id in given
        else drill
        for drill in solution.drills
    )


def _confirm_credits(solution: Solution, report: AuditReport) -> None:
    counted = {verdict.duty: set(verdict.drills) for verdict in report.verdicts}
    for drill in solution.drills:
        for duty in drill.credits:
            if drill.drill_id not in counted.get(duty, set()):
                raise InconsistencyError(
                    f"The solver counts {drill.drill_id} for {duty} and the judge does not. This is a bug in "
                    "drillplanner; the plan was not written. Please report it with your district's files."
                )


def read_plan(folder: Path) -> Plan:
    """The plan that was written last.

    Raises InputError where there is none or it cannot be read.
    """
    from pydantic import ValidationError

    path = folder / PLAN_FILE
    if not path.is_file():
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(), None, "there is no plan yet", maybe="Maybe run 'drillplanner plan' first."
            )
        )
    try:
        return Plan.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(),
                None,
                f"this is not a plan of this version: {where} {first['msg']}",
                maybe="Maybe it was edited by hand; run 'drillplanner plan' again.",
            )
        ) from error


def audit(prepared: Prepared, schedule: Path | None = None, as_of: date | None = None) -> AuditReport:
    """Judge the plan that was written last, or anyone's schedule (.csv or .ics).

    What a schedule enters as held after ``as_of`` is impossible; None: no entry counts as future.
    """
    workspace = prepared.workspace
    if schedule is None:
        made = read_plan(prepared.folder)
        read, tasks = Schedule(source=PLAN_FILE.as_posix(), drills=made.drills), made.tasks
        as_of = None
    else:
        from drillplanner.intake.schedule import read_schedule

        read, tasks = read_schedule(schedule, workspace.campuses, workspace.district.timezone), None
    report = judge(read, workspace, prepared.duties, prepared.screenings, tasks, prepared.stand_ins, as_of)
    discounted = {entry.drill_id for entry in report.entries if entry.problem in DISCOUNTED}
    drills, _ = without_doubles(read.drills)
    possible = tuple(drill for drill in drills if drill.drill_id not in discounted)
    return report.model_copy(update={"developmental": judge_by_development(prepared, possible, tasks)})


def is_stale(prepared: Prepared, made: Plan) -> bool:
    """Whether the workspace's files have changed since the plan was made from them."""
    return made.provenance.inputs != prepared.workspace.inputs_hash


def publish(
    prepared: Prepared,
    only: tuple[str, ...] = (),
    tell: Callable[[str], None] = lambda sentence: None,
) -> Iterator[Path]:
    """Write the plan's outputs into ``out/``, yielding each file; files of an earlier plan go.

    Raises InputError without a plan, AuditFailedError where the plan no longer holds before today's files.
    """
    from drillplanner.publish.manifest import Manifest
    from drillplanner.publish.output import PublishRequest
    from drillplanner.publish.registry import load_output, output_names

    outputs = [load_output(name) for name in (only or output_names())]
    made = read_plan(prepared.folder)
    _refuse_scenarios(prepared)
    report = audit(prepared)
    refuse_prohibited(report.developmental)
    if report.violated or report.entries:
        raise AuditFailedError(
            "The plan no longer holds: the workspace has changed since it was made, or it was edited. "
            "Nothing was published. Maybe run 'drillplanner audit' to see why, and 'drillplanner plan' again."
        )
    request = PublishRequest(
        plan=made,
        workspace=prepared.workspace,
        verdicts=report.verdicts,
        findings=report.developmental.findings,
        tell=tell,
    )
    out = prepared.folder / "out"
    manifest = Manifest.read(out)
    for output in outputs:
        written = []
        for path in output.write(request, out):
            written.append(path)
            yield path
        manifest = manifest.replaced(output.name, written)
