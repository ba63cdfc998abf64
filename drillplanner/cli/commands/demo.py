"""``drillplanner demo``."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.output import progress_bar
from drillplanner.files.counting import counted
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.model import Plan, StatusLine


@click.command(epilog="Example: drillplanner demo my-demo\n\nExample: drillplanner demo my-demo --state TX")
@click.argument("folder", default="drillplanner-demo", type=click.Path(path_type=Path))
@click.option("--state", default="NJ", show_default=True, help="Plan it under the law of this state.")
def command(folder: Path, state: str) -> None:
    """Go the whole way on the bundled example district, in FOLDER."""
    from drillplanner import api
    from drillplanner.cli.commands.plan import show_plan
    from drillplanner.cli.commands.publish import say_published
    from drillplanner.solve.solver import SolverSettings
    from drillplanner.workflow.example import copy_example

    started = time.perf_counter()
    copy_example(folder, state.upper())
    prepared = api.prepare(folder)
    with progress_bar() as progress:
        plan, report = api.plan_with_report(prepared, SolverSettings(), progress)
    show_plan(plan, prepared, report, time.perf_counter() - started)
    click.echo()
    say_published(prepared)
    out = folder / "out"
    january = show_january(folder, state.upper(), prepared, plan)
    click.echo(f"\nMade in {time.perf_counter() - started:.1f} s. Look at:")
    for what, where in (
        ("the year at a glance", out / "report.html"),
        ("calendars to subscribe to", out / "calendars"),
        ("the papers of each drill, two pages for a fire drill", out / "sheets"),
        ("each drill as an exercise, and the preparedness plan of the year", out / "exercises"),
        ("the plan as a table", folder / "plan" / "schedule.csv"),
        ("the same district in January, with half a year of invented records", january),
    ):
        click.echo(f"  {what}: {where}")
    click.echo(f"\n{prepared.workspace.district.note}")


def show_january(folder: Path, state: str, prepared: Prepared, plan: Plan) -> Path:
    """Write the example with half a year of records beside the plan, and say what the records show."""
    from drillplanner import api
    from drillplanner.model import DutyState
    from drillplanner.workflow.recording.example_log import write_example_with_records

    january = folder / "january"
    last = write_example_with_records(january, state, folder, plan, prepared.workspace)
    with_records = api.prepare(january)
    held = {record.drill_id for record in with_records.records if record.held}
    missed = {record.drill_id for record in with_records.records if not record.held}
    lacking = counted(len(api.evidence(with_records)), "record lacks", "records lack")
    report = api.status(with_records, last)
    papers = sum(1 for _ in api.publish(with_records, ("state-papers",)))
    click.echo(f"\nThe same district on {last}, with invented records: {counted(len(held), 'drill')} held.")
    click.echo(f"  {len(missed & held)} missed and made up; {len(missed - held)} not held, or disputed.")
    click.echo(f"  {_corrections(january)} of records/drill_log.csv correct an earlier one.")
    click.echo(f"  {lacking} a field that is asked for, or that a fire code may ask for.")
    for sentence in with_records.unplaced:
        click.echo(f"  {sentence}")
    click.echo(f"  {counted(papers, 'paper')} filled in from the records: {january / 'out' / 'state-papers'}")
    late, at_risk = (report.of_state(state) for state in (DutyState.LATE, DutyState.AT_RISK))
    click.echo(f"  Status: {len(late)} late, {len(at_risk)} at risk. {_first_at_risk(at_risk, with_records)}")
    click.echo(f"  All of it: drillplanner status {shell_word(str(january))} --as-of {last}")
    return january


def _corrections(january: Path) -> str:
    """Return how many lines of the log are about a drill and a day that an earlier line is about."""
    text = read_file(january / "records" / "drill_log.csv").decode("utf-8")
    told = [(row["drill_id"], row["date"]) for row in csv.DictReader(io.StringIO(text, newline=""))]
    return counted(len(told) - len(set(told)), "line")


def _first_at_risk(at_risk: Sequence[StatusLine], prepared: Prepared) -> str:
    """Return what can still be mended first, with its last day; empty if nothing is at risk."""
    with_days = [line for line in at_risk if line.until is not None]
    if not with_days:
        return ""
    first = min(with_days, key=lambda line: line.until or date.max)
    return f"{prepared.workspace.campus_by_id[first.campus_id].name}: {first.to_do.partition('. ')[0]}."
