"""``drillplanner demo``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from drillplanner.cli.output import progress_bar


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
    click.echo(f"\nMade in {time.perf_counter() - started:.1f} s. Look at:")
    for what, where in (
        ("the year at a glance", out / "report.html"),
        ("calendars to subscribe to", out / "calendars"),
        ("the papers of each drill, two pages for a fire drill", out / "sheets"),
        ("each drill as an exercise, and the preparedness plan of the year", out / "exercises"),
        ("the plan as a table", folder / "plan" / "schedule.csv"),
    ):
        click.echo(f"  {what}: {where}")
    click.echo(f"\n{prepared.workspace.district.note}")
