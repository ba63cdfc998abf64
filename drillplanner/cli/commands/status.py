"""``drillplanner status``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.interrupt import interruptible
from drillplanner.cli.options import DAY
from drillplanner.cli.output import folder_argument, format_option, progress_bar, say_json
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting

if TYPE_CHECKING:
    from drillplanner.api import Prepared
    from drillplanner.model import StatusReport


@click.command(
    epilog="Example: drillplanner status my-district\n\n"
    'Example: drillplanner status my-district --campus "Elm High School" --as-of 2026-03-02\n\n'
    "Exit codes: 0 = nothing is at risk or late; 1 = a requirement is late; 4 = one is at risk, or a past drill "
    "or a letter to families has no record; 2 = unusable input."
)
@folder_argument
@click.option("--as-of", type=DAY, metavar="DATE", help="The day of the status. Default: today.")
@click.option("--campus", metavar="ID|NAME", help="Only this school.")
@click.option(
    "--confirm",
    is_flag=True,
    help="Also try an update of the plan, write nothing, and say which requirements at risk it meets. Takes as "
    "long as replan.",
)
@all_option
@format_option
def command(
    folder: Path, as_of: datetime | None, campus: str | None, confirm: bool, everything: bool, form: str
) -> None:
    """Say what is met, what is short, and until when a drill can still be held for it."""
    from drillplanner import api
    from drillplanner.cli.screens.records.status import status_lines, status_screen
    from drillplanner.model import DISCLAIMER

    with waiting("Looking at the records"):
        prepared = api.prepare(folder)
        report = api.status(prepared, as_of.date() if as_of else None, campus)
    if confirm:
        report = _confirmed(prepared, report)
    if not api.is_current(prepared, api.read_plan(folder)):
        click.echo("The workspace has changed since this plan was made; it is judged by today's files.", err=True)
    if form == "json":
        say_json(report.as_json() | {"disclaimer": DISCLAIMER})
    else:
        campuses = prepared.workspace.campus_by_id
        screen = status_screen(report, campuses, folder)
        show(screen, status_lines(report, campuses, folder), folder, "status", everything=everything)
    raise click.exceptions.Exit(report.exit_code)


def _confirmed(prepared: Prepared, report: StatusReport) -> StatusReport:
    from drillplanner import api
    from drillplanner.solve.solver import SolverSettings

    with interruptible() as interruption, progress_bar() as progress:
        return api.confirmed(prepared, report, SolverSettings(interruption=interruption), progress)
