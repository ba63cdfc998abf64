"""``drillplanner plan``."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.changing import changing
from drillplanner.cli.interrupt import interruptible
from drillplanner.cli.output import (
    caveat_lines,
    folder_argument,
    format_option,
    list_lines,
    progress_bar,
    say_json,
    where_lines,
)
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting
from drillplanner.files.counting import counted
from drillplanner.files.errors import DrillplannerError, InfeasibleError, OutOfTimeError, RefusedScenarioError

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.audit.schedule import AuditReport
    from drillplanner.model import Plan


@click.command(
    epilog="Example: drillplanner plan my-district\n\n"
    "Ends with 0; 1 when a duty could not be met, a scenario is refused, or the plan breaks a required "
    "developmental rule (it is written all the same, and says so); 2 for unusable input; 3 when no lawful plan "
    "exists.\n\n"
    "Ctrl-C ends the search like --time-limit: the best plan found so far is written with its bound, and says so; "
    "where there is none yet, an earlier plan stays and the command ends with 1. A second Ctrl-C leaves at once."
)
@folder_argument
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(0, 2**31 - 1),
    help="Another seed gives another plan as good.",
)
@click.option("--time-limit", type=click.IntRange(min=1), help="Seconds. Without it the search runs to its end.")
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Does not change the plan."
)
@all_option
@format_option
def command(folder: Path, seed: int, time_limit: int | None, workers: int, everything: bool, form: str) -> None:
    """Plan the year, prove it, and write FOLDER/plan/."""
    from drillplanner import api
    from drillplanner.solve.solver import SolverSettings

    started = time.perf_counter()
    with changing(folder, "plan"):
        with waiting("Reading"):
            prepared = api.prepare(folder)
        try:
            with interruptible() as interruption, progress_bar() as progress:
                settings = SolverSettings(seed, workers, time_limit, interruption)
                plan, report = api.plan_with_report(prepared, settings, progress)
        except DrillplannerError as error:
            if form == "json":
                say_json(failed(error, interruption.is_requested) | _of_workspace(prepared))
            raise
    seconds = time.perf_counter() - started
    if form == "json":
        say_json(plan_document(plan, prepared, report, seconds))
    show_plan(plan, prepared, report, seconds, everything, err=form == "json")
    if report.developmental.violated:
        raise click.exceptions.Exit(1)


#: The status in JSON of a plan that was not made.
_FAILURES = {InfeasibleError: "infeasible", OutOfTimeError: "unknown", RefusedScenarioError: "refused"}


def failed(error: DrillplannerError, interrupted: bool) -> dict[str, object]:
    """Return the document of ``--format json`` if no plan was made."""
    return {
        "status": _FAILURES.get(type(error), "failed"),
        "objective": None,
        "bound": None,
        "gap": None,
        "drills": 0,
        "ran_out_of_time": isinstance(error, OutOfTimeError) and not interrupted,
        "interrupted": interrupted,
        "message": str(error),
        "reasons": list(getattr(error, "reasons", ())),
        "conflicts": [conflict.model_dump(mode="json") for conflict in getattr(error, "conflicts", ())],
    }


def _of_workspace(prepared: Prepared) -> dict[str, object]:
    from drillplanner import api

    return {
        "campuses": len(prepared.workspace.campuses),
        "before_you_rely": [caveat.model_dump(mode="json") for caveat in api.caveats_of_files(prepared)],
        "warnings": list(prepared.warnings),
    }


def plan_document(plan: Plan, prepared: Prepared, report: AuditReport, seconds: float) -> dict[str, object]:
    """Return the document of ``--format json``."""
    from drillplanner.model import DutyStatus

    return {
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "drills": len(plan.drills),
        "campuses": len(prepared.workspace.campuses),
        "seconds": round(seconds, 2),
        "ran_out_of_time": plan.ended_early == "time_limit",
        "interrupted": plan.ended_early == "interrupted",
        "violated": len(report.violated),
        "cannot_tell": report.count(DutyStatus.CANNOT_TELL),
        "presumed": {status.value: report.count_presumed(status) for status in DutyStatus},
        "before_you_rely": [caveat.model_dump(mode="json") for caveat in plan.before_you_rely],
        "crowded_days": [day.model_dump(mode="json") for day in plan.crowded_days],
        "warnings": [*prepared.warnings, *plan.warnings],
        "practice": plan.practice.model_dump(mode="json"),
        "numbers": [numbers.model_dump(mode="json") for numbers in plan.numbers],
        "developmental": report.developmental.as_json() | {"complete": report.developmental.verdict == "ok"},
        "costs": [cost.model_dump(mode="json") for cost in plan.costs],
        "files": [(prepared.folder / "plan" / name).as_posix() for name in ("plan.json", "schedule.csv")],
        "disclaimer": plan.disclaimer,
    }


def show_plan(
    plan: Plan,
    prepared: Prepared,
    report: AuditReport,
    seconds: float,
    everything: bool = False,
    err: bool = False,
) -> None:
    """Print the outcome: its first screen, or everything."""
    from drillplanner.cli.screens.plan import plan_screen

    warnings = (*prepared.warnings, *plan.warnings)
    screen = plan_screen(plan, prepared, report, seconds, warnings)
    full = plan_in_full(plan, prepared, report, seconds, warnings)
    show(screen, full, prepared.folder, "plan", everything=everything, err=err)


def plan_in_full(
    plan: Plan, prepared: Prepared, report: AuditReport, seconds: float, warnings: Iterable[str]
) -> Iterator[str]:
    """Yield the outcome in words; ``warnings`` are those that nothing else says."""
    from drillplanner.cli.screens.given_up import given_up_sentence
    from drillplanner.cli.screens.sensitive_dates import sensitive_date_sentences
    from drillplanner.model import ENDED
    from drillplanner.publish.core.drill_numbers import drill_numbers_lines
    from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence
    from drillplanner.publish.core.scheduled import scheduled_sentences

    # Duties that hang on a fact are named with the question about it.
    asked = {duty.duty_id for duty in prepared.duties if duty.missing_fact is not None}
    outcome = scheduled_sentences(report.verdicts, len(plan.drills))
    if plan.before_you_rely:
        points = len(plan.before_you_rely)
        outcome += f" Before you rely on this, see the {'point' if points == 1 else f'{points} points'} above."
    yield from caveat_lines(plan.before_you_rely, prepared.folder)
    yield (
        f"Planned {counted(len(plan.drills), 'drill')} at "
        f"{counted(len(prepared.workspace.campuses), 'campus', 'campuses')} in {seconds:.1f} s.\n{outcome}"
    )
    if plan.drills:
        yield f"Status: {plan.status} {_distance_from_best(plan)}."
    if plan.ended_early is not None:
        yield f"{ENDED[plan.ended_early]}: this is the best plan found so far."
    yield from list_lines(
        "Drills of each school, by who asks for them first:",
        drill_numbers_lines(plan.numbers, prepared.workspace.campus_by_id),
    )
    yield from list_lines(
        "Where the cost comes from (points):",
        [
            f"{cost.points:5d}  {cost.goal.replace('_', ' ')} ({cost.breaches}): {given_up_sentence(cost)}"
            for cost in plan.costs
            if cost.points and plan.drills
        ],
    )
    yield from list_lines("Sensitive dates:", sensitive_date_sentences(prepared, plan, most_named=None))
    for heading, is_presumed in (("Cannot tell:", False), ("Presumed, and not planned:", True)):
        yield from list_lines(
            heading,
            [
                f"{verdict.duty}: {verdict.reason}."
                + ("" if verdict.unsaid_fact is None else f" Missing: {verdict.unsaid_fact}.")
                for verdict in report.cannot_tell
                if verdict.duty not in asked and verdict.presumed is is_presumed
            ],
        )
    if kept := practice_sentence(plan.practice):
        yield f"\n{kept}"
        yield from list_lines(
            "Good practice that the year leaves out:",
            broken_practice_lines(plan.practice, prepared.workspace.campus_by_id),
        )
    developmental = report.developmental
    complete = developmental.verdict == "ok"
    yield f"\nDevelopmental rules: the plan is {'complete' if complete else 'incomplete'}."
    yield from list_lines(
        "Recommendations not followed or not decided, and lines that a person cleared (sources: report.html):",
        [line for finding in developmental.advice for line in (finding.brief, *_indented(where_lines(finding)))],
    )
    yield from list_lines("To look at:", warnings)
    yield f"\nWritten: {prepared.folder / 'plan' / 'plan.json'} and schedule.csv next to it."
    yield plan.disclaimer


def _indented(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines)


def _distance_from_best(plan: Plan) -> str:
    """Return how far the plan can be from the best one, and its cost, in words."""
    cost = f"Cost {plan.objective}, bound {plan.bound}, gap {plan.gap:.2%}"
    if plan.status == "optimal":
        return f"(no better plan exists with as few drills and visits). {cost}"
    if plan.bound == 0:
        return f"(how far it is from the best possible is not known). Cost {plan.objective}"
    return f"(at most {plan.gap:.1%} from the best possible). {cost}"
