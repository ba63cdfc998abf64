"""``drillplanner fleet report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from drillplanner.cli.fleet_work import place_argument
from drillplanner.files.counting import counted


@click.command(
    epilog="Example: drillplanner fleet report texas\n\n"
    "Example: drillplanner fleet report texas --of status --csv\n\n"
    "Ends with 0; 2 for unusable input, or if there is no result yet."
)
@place_argument
@click.option(
    "--of",
    "work",
    type=click.Choice(["plan", "audit", "status"]),
    default="plan",
    show_default=True,
    help="Which results: those of 'fleet plan', 'fleet audit', or 'fleet status'.",
)
@click.option("--csv", "with_csv", is_flag=True, help="Also write the tables as CSV.")
@click.option(
    "--parquet", "with_parquet", is_flag=True, help="Also as Parquet (pip install 'drillplanner[parquet]')."
)
def command(place: Path, work: str, with_csv: bool, with_parquet: bool) -> None:
    """Write FOLDER/report/ from the results that are kept: a page by district, by requirement, and by law.

    The report of a list is in a folder of its name in report/.

    The page says first what is not known and how to answer it, and which districts have no plan, and why. It
    counts schools and drills, and names no people.
    """
    from drillplanner.fleet.report.report import ReportOrder, write_report
    from drillplanner.fleet.result import FleetWork
    from drillplanner.fleet.workspaces import fleet_of

    order = ReportOrder(FleetWork(work), with_csv, with_parquet)
    written = write_report(fleet_of(place), order, date.today())
    total = written.total
    failed, missing = len(total.failed), len(total.not_worked_on)
    of_all = counted(len(total.districts), "district")
    if failed:
        click.echo(f"{failed:,} of {of_all} have no result, with the reason in the page.")
    if missing:
        click.echo(
            f"{missing:,} of {of_all} not worked on yet, or with another plan since: run "
            f"'drillplanner fleet {work}' again."
        )
    if points := sum(row.points for row in total.questions):
        click.echo(f"Not known: {counted(points, 'point')}. The page says how to answer.")
    for path in written.files:
        click.echo(f"Written: {path}")
