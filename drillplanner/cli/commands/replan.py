"""``drillplanner replan``."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.changing import changing
from drillplanner.cli.commands.plan import failed, plan_document, plan_in_full
from drillplanner.cli.interrupt import interruptible
from drillplanner.cli.options import DAY, event_kind
from drillplanner.cli.output import folder_argument, format_option, list_lines, progress_bar, say_json, table_lines
from drillplanner.cli.screens.show import all_option, show
from drillplanner.files.errors import DrillplannerError, InputError, Problem

if TYPE_CHECKING:
    from drillplanner.model import Plan


@click.command(
    epilog="Example: drillplanner replan my-district --as-of 2026-01-26 --close 2026-01-27 --close 2026-01-28:oak "
    "--cause severe_weather\n\n"
    "Ends like plan: 0; 1 when a duty can no longer be met, or a required developmental rule is broken; 2 for "
    "unusable input; 3 when no lawful plan exists. With 2 and 3 nothing is written. "
    "Ctrl-C too is as for plan."
)
@folder_argument
@click.option(
    "--as-of",
    required=True,
    type=DAY,
    metavar="DATE",
    help="The first day that may still change; all before it stays.",
)
@click.option(
    "--close",
    "closed",
    multiple=True,
    metavar="DATE[:CAMPUS]",
    help="A day on which there is no school after all, everywhere or at one campus; kept in closures.csv.",
)
@click.option("--cause", metavar="KIND", help="Why these days are closed: a kind of events.csv.")
@click.option("--note", default="", help="Why, in words; the calendar then says so.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31 - 1), help="As for plan.")
@click.option("--time-limit", type=click.IntRange(min=1), help="Seconds. Without it the search runs to its end.")
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Does not change the plan."
)
@all_option
@format_option
def command(
    folder: Path,
    as_of: datetime,
    closed: tuple[str, ...],
    cause: str | None,
    note: str,
    seed: int,
    time_limit: int | None,
    workers: int,
    everything: bool,
    form: str,
) -> None:
    """Make the plan in FOLDER anew from a day on, moving as few drills as the law allows; print what changed."""
    from drillplanner import api
    from drillplanner.cli.screens.plan import replan_screen
    from drillplanner.solve.solver import SolverSettings

    started = time.perf_counter()
    request = api.ReplanRequest(
        as_of=as_of.date(),
        closed=tuple(_closed_day(text) for text in closed),
        cause=None if cause is None else event_kind("--cause", cause),
        note=note,
    )
    try:
        with changing(folder, "replan"), interruptible() as interruption, progress_bar() as progress:
            settings = SolverSettings(seed, workers, time_limit, interruption)
            plan, report, prepared = api.replan_with_report(folder, request, settings, progress)
    except InputError:
        raise
    except DrillplannerError as error:
        if form == "json":
            say_json(failed(error, interruption.is_requested))
        raise
    seconds = time.perf_counter() - started
    if form == "json":
        repair = {} if plan.repair is None else plan.repair.model_dump(mode="json")
        proven = {"proven": plan.repair is not None and plan.repair.is_proven}
        say_json(plan_document(plan, prepared, report, seconds) | {"repair": repair | proven})
    lost = api.lost_duty_sentences(plan, prepared)
    sentences = tuple(lost.values())
    warnings = [warning for warning in (*prepared.warnings, *plan.warnings) if warning not in lost]
    screen = replan_screen(plan, prepared, report, seconds, warnings, _moves(plan), sentences)
    full = (
        *_change_lines(plan, sentences),
        *plan_in_full(plan, prepared, report, seconds, warnings),
    )
    show(screen, full, folder, "replan", everything=everything, err=form == "json")
    if report.developmental.violated or (plan.repair is not None and plan.repair.lost):
        raise click.exceptions.Exit(1)


def _closed_day(text: str) -> tuple[date, str | None]:
    on, colon, campus = text.partition(":")
    try:
        day = date.fromisoformat(on.strip()) if len(on.strip()) == 10 else None
    except ValueError:
        day = None
    if day is None or (colon and not campus.strip()):
        allowed = "a date such as 2026-01-27, or with a campus as 2026-01-27:oak"
        raise InputError(Problem("--close", None, "this is not a day to close", text, allowed))
    return day, campus.strip() or None


def _moves(plan: Plan) -> str:
    """Return how many drills change, and what is proven about it."""
    repair = plan.repair
    if repair is None:
        return "No drill has to move."
    proof = (
        "no lawful plan moves fewer (proven)"
        if repair.is_proven
        else f"at least {repair.moved_at_least} must move (proven)"
    )
    drills = "1 drill does not stay as it was"
    if repair.moved != 1:
        drills = f"{repair.moved} drills do not stay as they were"
    moves = f"{drills}; {proof}." if repair.moved else "No drill has to move."
    return f"As of {repair.as_of}: {moves}"


def _change_lines(plan: Plan, lost: Sequence[str]) -> Iterator[str]:
    repair = plan.repair
    if repair is None:
        return
    yield _moves(plan)
    if repair.changes:
        yield ""
        yield from table_lines(
            ("campus", "drill", "was", "is now", "why"),
            [
                (change.campus_id, change.drill_id, change.was or "–", change.now or "–", change.why)
                for change in repair.changes
            ],
        )
        yield ""
    yield from list_lines("Duties that can no longer be met:", lost)
