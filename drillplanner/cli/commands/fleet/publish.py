"""``drillplanner fleet publish``."""

from __future__ import annotations

from pathlib import Path

import click

from drillplanner.cli.fleet_work import ENDS, GO_ON, CrewChoice, crew_options, place_argument, work_on_fleet


@click.command(
    epilog="Example: drillplanner fleet publish texas\n\nExample: drillplanner fleet publish texas --paper tiers"
    f"\n\n{ENDS} {GO_ON}"
)
@place_argument
@click.option(
    "--paper",
    type=click.Choice(("tiers", "full")),
    help="Also write sheets, report, and tables, as 'publish' does. Without it, calendars alone: paper for a "
    "whole state takes hours and many gigabytes.",
)
@crew_options
def command(place: Path, paper: str | None, crew: CrewChoice) -> None:
    """Write the calendars of every district into its folder out/; paper on demand."""
    work_on_fleet(place, "publish", crew, paper=paper)
