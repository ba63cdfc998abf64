"""``drillplanner plan``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.interrupt import interruptible
from drillplanner.cli.output import folder_argument, format_option, progress_bar, say_caveats, say_json, say_list
from drillplanner.files.counting import counted
from drillplanner.files.errors import DrillplannerError, InfeasibleError, OutOfTimeError, RefusedScenarioError

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.audit.schedule import AuditReport
    from drillplanner.model import Plan

#: Lines about the number of drills that are printed; schools with the same numbers share one.
MOST_NUMBERS = 8


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
@format_option
def command(folder: Path, seed: int, time_limit: int | None, workers: int, form: str) -> None:
    """Plan the year, prove it, and write FOLDER/plan/."""
    from drillplanner import api
    from drillplanner.solve.solver import SolverSettings

    started = time.perf_counter()
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
    say_plan(plan, prepared, report, seconds, err=form == "json")
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


def say_plan(
    plan: Plan,
    prepared: Prepared,
    report: AuditReport,
    seconds: float,
    err: bool = False,
    already_shown: Sequence[str] = (),
) -> None:
    """Print the outcome in words, without the warnings that were ``already_shown``."""
    from drillplanner.model import ENDED
    from drillplanner.publish.core.practice import broken_practice_lines, practice_sentence
    from drillplanner.publish.core.scheduled import scheduled_sentences

    # Duties that hang on a fact are named with the question about it.
    asked = {duty.duty_id for duty in prepared.duties if duty.missing_fact is not None}
    outcome = scheduled_sentences(report.verdicts, len(plan.drills))
    if plan.before_you_rely:
        points = len(plan.before_you_rely)
        outcome += f" Before you rely on this, see the {'point' if points == 1 else f'{points} points'} above."
    say_caveats(plan.before_you_rely, prepared.folder, err)
    click.echo(
        f"Planned {counted(len(plan.drills), 'drill')} at "
        f"{counted(len(prepared.workspace.campuses), 'campus', 'campuses')} in {seconds:.1f} s.\n{outcome}",
        err=err,
    )
    if plan.drills:
        click.echo(f"Status: {plan.status} {_distance_from_best(plan)}.", err=err)
    if plan.ended_early is not None:
        click.echo(f"{ENDED[plan.ended_early]}: this is the best plan found so far.", err=err)
    _say_numbers(plan, prepared, err)
    say_list(
        "Where the cost comes from (points):",
        [
            f"{cost.points:5d}  {cost.goal.replace('_', ' ')} ({cost.breaches})"
            for cost in plan.costs
            if cost.points and plan.drills
        ],
        err,
    )
    for heading, is_presumed in (("Cannot tell:", False), ("Presumed, and not planned:", True)):
        say_list(
            heading,
            [
                f"{verdict.duty}: {verdict.reason}."
                + ("" if verdict.unsaid_fact is None else f" Missing: {verdict.unsaid_fact}.")
                for verdict in report.cannot_tell
                if verdict.duty not in asked and verdict.presumed is is_presumed
            ],
            err,
        )
    if kept := practice_sentence(plan.practice):
        click.echo(f"\n{kept}", err=err)
        say_list(
            "Good practice that the year leaves out:",
            broken_practice_lines(plan.practice, prepared.workspace.campus_by_id),
            err,
        )
    developmental = report.developmental
    complete = developmental.verdict == "ok"
    click.echo(f"\nDevelopmental rules: the plan is {'complete' if complete else 'incomplete'}.", err=err)
    say_list(
        "Recommendations not followed or not decided, and lines that a person cleared (sources: report.html):",
        [finding.brief for finding in developmental.advice],
        err,
    )
    warnings = (warning for warning in (*prepared.warnings, *plan.warnings) if warning not in already_shown)
    say_list("To look at:", warnings, err)
    click.echo(f"\nWritten: {prepared.folder / 'plan' / 'plan.json'} and schedule.csv beside it.", err=err)
    click.echo(plan.disclaimer, err=err)


def _say_numbers(plan: Plan, prepared: Prepared, err: bool) -> None:
    """Print how many drills each school has and who asks for them, as far as a screen has room."""
    from drillplanner.publish.core.drill_numbers import drill_numbers_lines

    lines = list(drill_numbers_lines(plan.numbers, prepared.workspace.campus_by_id))
    shown, more = lines[:MOST_NUMBERS], len(lines) - MOST_NUMBERS
    if more > 0:
        shown.append(f"and {counted(more, 'more line')}: see the report")
    say_list("Drills of each school, by who asks for them first:", shown, err)


def _distance_from_best(plan: Plan) -> str:
    """Return how far the plan can be from the best one, and its cost, in words."""
    cost = f"Cost {plan.objective}, bound {plan.bound}, gap {plan.gap:.2%}"
    if plan.status == "optimal":
        return f"(no better plan exists with as few drills and visits). {cost}"
    if plan.bound == 0:
        return f"(how far it is from the best possible is not known). Cost {plan.objective}"
    return f"(at most {plan.gap:.1%} from the best possible). {cost}"
