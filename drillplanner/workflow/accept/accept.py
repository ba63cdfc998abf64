"""From what the solver found to a plan that may be written: judged, credited, and its cost counted again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.audit.schedule import AuditReport, count_by_source
from drillplanner.audit.schedule.own_rules.back_up_dates import wrong_back_up_dates
from drillplanner.audit.schedule.shared_alarms import heard_alarm_sentences
from drillplanner.files.counting import counted
from drillplanner.files.errors import RefusedScenarioError
from drillplanner.model import (
    BACK_UP_SCHOOL_DAYS,
    ENDED,
    DevelopmentalFinding,
    Drill,
    DrillRecord,
    DutyStatus,
    EndedEarly,
    Plan,
    Provenance,
)
from drillplanner.workflow.accept.candidate import PlanCandidate, SettledFacts
from drillplanner.workflow.accept.confirmations import bug, raise_unless_confirmed
from drillplanner.workflow.back_up.choose import with_back_up_dates
from drillplanner.workflow.caveats.before_you_rely import caveats_of_plan
from drillplanner.workflow.developmental_judgment import incomplete_because
from drillplanner.workflow.finding_places import OWN_WORDS, scenario_document, with_places
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.spared_grades import missing_activity_sentences

if TYPE_CHECKING:
    from drillplanner.solve.solver import Solution, SolverSettings

#: Dates with too many schools that a warning names.
MOST_EXAMPLES = 3


def refuse_scenarios(prepared: Prepared) -> None:
    """Raise RefusedScenarioError if a scenario of the workspace breaks a developmental rule."""
    if not prepared.refused:
        return
    lines = [
        _refusal(screening.id, finding)
        for refused in prepared.refused
        for screening in (with_places(refused, scenario_document(prepared.folder, refused.id)),)
        for finding in screening.findings
        if finding.status == "violation"
    ]
    raise RefusedScenarioError(
        "\n".join(["Refused: these scenarios are not fit for the people who would take part.", *lines])
    )


def _refusal(scenario_id: str, finding: DevelopmentalFinding) -> str:
    """Return what refuses a scenario: file and line, rule, words, what to do, and a better line."""
    evidence = finding.evidence
    is_own_word = (evidence.field or "").startswith(OWN_WORDS)
    file = "district.yaml" if is_own_word else f"scenarios/{scenario_id}.yaml"
    place = file + (f":{evidence.line}" if evidence.line else "")
    words = f" “{evidence.text}”" if evidence.text else ""
    better = f" Better: “{finding.better}”" if finding.better else ""
    return (
        f"  {place}: {finding.rule} ({finding.severity}): {finding.message}{better} "
        f"[{evidence.field or ''}{words}] Source: {'; '.join(finding.sources)}"
    )


def accept(
    prepared: Prepared, solution: Solution, settings: SolverSettings, facts: SettledFacts | None = None
) -> tuple[Plan, AuditReport]:
    """Return the plan and the report that it passed, once the judge confirms duties, credits, and cost.

    ``facts`` are what a replan cannot change; None for a first plan. Raises AuditFailedError,
    RefusedScenarioError, or InconsistencyError.
    """
    candidate = PlanCandidate(prepared, solution, facts)
    raise_unless_confirmed(candidate)
    workspace, report, developmental = prepared.workspace, candidate.report, candidate.developmental
    solution, objective = candidate.counted_solution, candidate.objective
    ended = _ended_early(solution)
    drills = _with_back_up_dates(candidate, _credited(solution, report))
    plan = Plan(
        district=workspace.district.name,
        state=workspace.district.state,
        year=workspace.district.year,
        status=solution.status,
        ended_early=ended,
        objective=objective,
        bound=solution.bound,
        gap=round((objective - solution.bound) / max(objective, 1), 6),
        costs=candidate.costs,
        drills=drills,
        crowded_days=solution.crowded_days,
        tasks=candidate.tasks,
        findings=developmental.findings,
        practice=candidate.practice,
        numbers=count_by_source(drills, workspace, prepared.duties, report.verdicts, prepared.limits),
        assumptions=prepared.assumptions,
        warnings=(
            *([] if ended is None else [f"{ENDED[ended]}; a better plan may exist."]),
            *solution.warnings,
            *heard_alarm_sentences(solution.drills, workspace),
            *(f"{order.message[:1].upper()}{order.message[1:]}." for order in report.broken_orders),
            *exceeded_limit_sentences(report, is_update=candidate.facts is not None),
            *missing_activity_sentences(solution.drills, workspace),
            *_without_back_up(drills),
            *incomplete_because(developmental),
        ),
        repair=candidate.repair,
        provenance=Provenance(
            program=f"drillplanner {__version__}",
            solver=f"OR-Tools {version('ortools')}",
            seed=settings.seed,
            inputs=workspace.inputs_hash,
            packs={pack.pack_id: pack.reviewed.isoformat() for pack in prepared.law.packs},
            planned_on=workspace.district.stamp_date,
        ),
    )
    report = report.model_copy(
        update={"developmental": developmental, "back_ups": (), "practice": candidate.practice}
    )
    return plan.model_copy(update={"before_you_rely": caveats_of_plan(prepared, plan, report)}), report


def _ended_early(solution: Solution) -> EndedEarly | None:
    """Return why the search stopped before its end; None if it did not, or if nothing was left to find."""
    if solution.status == "optimal":
        return None
    return "interrupted" if solution.interrupted else "time_limit" if solution.ran_out_of_time else None


def exceeded_limit_sentences(report: AuditReport, is_update: bool) -> tuple[str, ...]:
    """Return the sentence that 'schools_a_day' is lifted on some dates; none if the plan keeps it."""
    busy = report.busy_dates
    if not busy:
        return ()
    found = "the search found no year that keeps it without giving up more elsewhere"
    reason = "an update moves no drill for it" if is_update else found
    examples = "; ".join(date_.phrase for date_ in busy[:MOST_EXAMPLES])
    more = "; and others" if len(busy) > MOST_EXAMPLES else ""
    dates = counted(len({date_.date for date_ in busy}), "date")
    return (f"'schools_a_day' is lifted on {dates}, since {reason}: {examples}{more}.",)


def _credited(solution: Solution, report: AuditReport) -> tuple[Drill, ...]:
    """Return the drills with the duties that they meet.

    Where several minimums share the same drills, the judge's way to share them out counts.
    """
    shared: dict[str, list[str]] = defaultdict(list)
    for verdict in report.verdicts:
        if verdict.duty in solution.shared_out:
            for drill_id in verdict.drills:
                shared[drill_id].append(verdict.duty)
    return tuple(
        drill.model_copy(update={"credits": (*drill.credits, *shared[drill.drill_id])})
        if drill.drill_id in shared
        else drill
        for drill in solution.drills
    )


def _with_back_up_dates(candidate: PlanCandidate, drills: tuple[Drill, ...]) -> tuple[Drill, ...]:
    """Return the drills with their back-up dates. Raises InconsistencyError if the judge finds one wrong."""
    facts, prepared = candidate.facts, candidate.prepared
    as_of = None if facts is None else facts.repair.as_of
    with_dates = with_back_up_dates(
        prepared.year,
        drills,
        candidate.tasks,
        frozenset(verdict.duty for verdict in candidate.report.verdicts if verdict.status is DutyStatus.MET),
        () if facts is None else facts.settled,
        as_of,
        prepared.avoided_days,
    )
    for problem in wrong_back_up_dates(with_dates, prepared.workspace, as_of):
        raise bug(f"The plan names a day on which a drill could not be made up: {problem.message}")
    return with_dates


def _without_back_up(drills: Iterable[Drill]) -> Iterator[str]:
    """Yield one sentence on the drills that have no back-up date."""
    number = sum(1 for drill in drills if drill.no_back_up)
    if number:
        have, sheets = ("has", "Its sheet says") if number == 1 else ("have", "Their sheets say")
        within = f"within {BACK_UP_SCHOOL_DAYS} school days"
        yield f"{counted(number, 'drill')} {have} no back-up date {within}. {sheets} why."


def past_drill_ids(plan: Plan, records: Iterable[DrillRecord]) -> frozenset[str]:
    """Return the ids of the plan's drills that were held, by the log or because an update counted them as held."""
    as_of = plan.repair.as_of if plan.repair is not None else date.min
    held = {record.drill_id for record in records if record.held}
    return frozenset(
        drill.drill_id for drill in plan.drills if drill.held or drill.date < as_of or drill.drill_id in held
    )


def still_holds(plan: Plan, report: AuditReport, past: Container[str]) -> bool:
    """Check whether a plan breaks nothing beyond what it says cannot be helped; ``past`` drills cannot be."""
    lost = plan.repair.lost if plan.repair is not None else ()
    # Of a campus that is gone since, nothing is known any more.
    return all(verdict.duty in lost for verdict in report.violated) and all(
        entry.drill_id in past and entry.problem != "unknown_campus" for entry in report.entries
    )
