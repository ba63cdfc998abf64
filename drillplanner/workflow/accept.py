"""From what the solver found to a plan that is written: judged, credited, and its cost counted a second time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.appropriateness.chores.merge_with_law import merge_chores
from drillplanner.audit.schedule import AuditReport, judge_schedule, recount, recount_required
from drillplanner.audit.schedule.grade_moments import drills_with_wrong_moments
from drillplanner.audit.schedule.judge import scenes_of
from drillplanner.audit.schedule.shared_alarms import heard_alarm_sentences
from drillplanner.files.atomic_write import write_text
from drillplanner.files.errors import (
    AuditFailedError,
    InconsistencyError,
    InputError,
    Problem,
    RefusedScenarioError,
)
from drillplanner.law import derive_tasks
from drillplanner.law.duties.tasks import tasks_by_due_date, with_late_due_dates
from drillplanner.law.kinds import Chore, Every, Form, Length
from drillplanner.model import ENDED, Drill, EndedEarly, Plan, Provenance, Repair, Schedule
from drillplanner.workflow.developmental_judgment import (
    incomplete_because,
    judge_by_development,
    promised_chores,
    refuse_prohibited,
)
from drillplanner.workflow.prepare import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.solver import Solution, SolverSettings

PLAN_FILE = Path("plan") / "plan.json"
SCHEDULE_FILE = Path("plan") / "schedule.csv"


def refuse_scenarios(prepared: Prepared) -> None:
    """Raises RefusedScenarioError where a scenario of the workspace breaks a developmental rule."""
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


@dataclass(frozen=True)
class Facts:
    """What nobody can change any more when a plan is made anew, and how it was repaired.

    ``settled`` are ids of drills that were held: an impossible entry or a broken rule of theirs is a fact, not a
    fault of the plan. ``made`` is the plan as it was. ``told_late`` are ids of campuses that have no plan unless a
    notice comes too late.
    """

    settled: frozenset[str]
    repair: Repair
    made: Plan
    told_late: frozenset[str] = frozenset()


def finish(
    prepared: Prepared, solution: Solution, settings: SolverSettings, facts: Facts | None = None
) -> tuple[Plan, AuditReport]:
    """The plan, judged: lawful, with credits and cost confirmed by the second reading.

    ``facts`` are those of a plan made anew. Raises AuditFailedError, RefusedScenarioError or InconsistencyError.
    """
    workspace, duties = prepared.workspace, prepared.duties
    if facts is None:
        _confirm_moments(solution, prepared)
    scenes = scenes_of(solution.drills, workspace, prepared.screenings, None)
    law = (*derive_tasks(duties, scenes), *solution.tasks)
    tasks = merge_chores(law, promised_chores(prepared, solution.drills), solution.drills)
    if facts is not None:
        tasks = with_late_due_dates(tasks, law, facts.repair, facts.made)
    tasks = tasks_by_due_date(tasks)
    report = judge_schedule(
        Schedule(source="the plan", drills=solution.drills),
        workspace,
        duties,
        prepared.screenings,
        tasks,
        prepared.stand_ins,
        settled_before=facts.repair.as_of if facts is not None else None,
    )
    violated, entries = report.violated, report.entries
    if facts is not None:
        facts = _with_what_was_broken(prepared, solution, facts, report)
        violated = tuple(one for one in violated if one.duty not in facts.repair.lost)
        entries = tuple(entry for entry in entries if entry.drill_id not in facts.settled)
    if violated or entries:
        found = [f"  {one.duty}: {one.reason}" for one in violated]
        found += [f"  {entry.drill_id}: {entry.message}" for entry in entries]
        raise AuditFailedError("\n".join(["The plan did not pass its own audit and was not written.", *found]))
    _confirm_orders(report, facts)
    developmental = judge_by_development(prepared, solution.drills, tasks)
    refuse_prohibited(developmental)
    _confirm_credits(solution, report)
    costs = recount(solution.drills, duties, workspace, prepared.stand_ins, prepared.limits)
    objective = sum(cost.points for cost in costs)
    if facts is not None and _is_crowded(solution.drills):
        solution = replace(solution, status="feasible", cost=objective, bound=min(solution.bound, objective))
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
    if solution.bound > objective:
        raise InconsistencyError(
            f"The solver says that no plan costs less than {solution.bound} points, and this one costs "
            f"{objective}. This is a bug in drillplanner; the plan was not written. Please report it with your "
            "district's files."
        )
    ended = _ended_early(solution)
    finished = Plan(
        district=workspace.district.name,
        state=workspace.district.state,
        year=workspace.district.year,
        status=solution.status,
        ended_early=ended,
        objective=objective,
        bound=solution.bound,
        gap=round((objective - solution.bound) / max(objective, 1), 6),
        costs=costs,
        drills=_credited(solution, report),
        tasks=tasks,
        findings=developmental.findings,
        assumptions=prepared.assumptions,
        warnings=(
            *([] if ended is None else [f"{ENDED[ended]}; a better plan may exist."]),
            *solution.warnings,
            *heard_alarm_sentences(solution.drills, workspace),
            *(f"{order.message[:1].upper()}{order.message[1:]}." for order in report.broken_orders),
            *incomplete_because(developmental),
        ),
        repair=None if facts is None else facts.repair,
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


def _confirm_moments(solution: Solution, prepared: Prepared) -> None:
    """Raises InconsistencyError where the judge reads the bells of some grades otherwise than the solver."""
    for drill in drills_with_wrong_moments(solution.drills, prepared.workspace):
        raise InconsistencyError(
            f"The solver holds {drill.drill_id} in '{drill.period}', and the judge reads the bells of its grades "
            "otherwise. This is a bug in drillplanner; the plan was not written. Please report it with your "
            "district's files."
        )


def _ended_early(solution: Solution) -> EndedEarly | None:
    """Why the search did not run to its end; None where it did, or where there was nothing left to find."""
    if solution.status == "optimal":
        return None
    return "interrupted" if solution.interrupted else "time_limit" if solution.ran_out_of_time else None


#: Kinds of requirement that say how each drill must be: what a drill that was held lacks, no other can give.
_OF_EACH_DRILL = (Every, Form, Length)


def _with_what_was_broken(prepared: Prepared, solution: Solution, facts: Facts, report: AuditReport) -> Facts:
    """The facts with more duties lost: rules that drills that were held break, and notices that come too late.

    A notice may come late only where it came late before, or at a campus for which there is no plan otherwise.
    """
    if not report.violated:
        return facts
    held = tuple(drill for drill in solution.drills if drill.drill_id in facts.settled)
    duties = tuple(duty for duty in prepared.duties if isinstance(duty.mandate.requirement, _OF_EACH_DRILL))
    schedule = Schedule(source="what was held", drills=held)
    broken = judge_schedule(
        schedule, prepared.workspace, duties, prepared.screenings, None, prepared.stand_ins
    ).violated
    chores = {duty.duty_id for duty in prepared.duties if isinstance(duty.mandate.requirement, Chore)}
    before = facts.made.repair.lost if facts.made.repair is not None else ()
    late = (
        one
        for one in report.violated
        if one.duty in chores and (one.campus_id in facts.told_late or one.duty in before)
    )
    lost = tuple(dict.fromkeys((*facts.repair.lost, *(one.duty for one in broken), *(one.duty for one in late))))
    return replace(facts, repair=facts.repair.model_copy(update={"lost": lost}))


def _is_crowded(drills: tuple[Drill, ...]) -> bool:
    """Whether two drills were held at one campus on one day, which the solver's points do not foresee."""
    return len({(drill.campus_id, drill.date) for drill in drills}) < len(drills)


def holds_no_more(made: Plan, report: AuditReport) -> bool:
    """Whether a plan breaks more than what it says cannot be helped."""
    repair = made.repair
    if repair is None:
        return bool(report.violated or report.entries)
    # What was held cannot be helped; of a campus that is gone since, nothing can be told any more.
    past = {drill.drill_id for drill in made.drills if drill.date < repair.as_of}
    return any(one.duty not in repair.lost for one in report.violated) or any(
        entry.drill_id not in past or entry.problem == "unknown_campus" for entry in report.entries
    )


def _confirm_orders(report: AuditReport, facts: Facts | None) -> None:
    """Raises InconsistencyError where the plan breaks an order that could still be kept."""
    past = facts.settled if facts is not None else frozenset()
    broken = [
        order
        for order in report.broken_orders
        if order.drill_id not in past and (facts is None or order.on >= facts.repair.as_of)
    ]
    if broken:
        raise InconsistencyError(
            f"The solver keeps all pins and forbidden days, and the judge finds that {broken[0].message}. This is "
            "a bug in drillplanner; the plan was not written. Please report it with your district's files."
        )


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


def write_plan(folder: Path, finished: Plan) -> None:
    """Write ``plan/plan.json`` and ``plan/schedule.csv``."""
    from drillplanner.publish.tables.schedule import schedule_csv

    write_text(folder / PLAN_FILE, finished.model_dump_json(indent=1) + "\n")
    write_text(folder / SCHEDULE_FILE, schedule_csv(finished))


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
