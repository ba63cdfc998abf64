"""``drillplanner fleet status``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from drillplanner.cli.fleet_work import ENDS, CrewChoice, crew_options, place_argument, work_on_fleet
from drillplanner.cli.options import DAY


@click.command(epilog=f"Example: drillplanner fleet status texas --as-of 2027-01-15\n\n{ENDS}")
@place_argument
@click.option("--as-of", type=DAY, metavar="DATE", help="The day of the status. Default: today.")
@crew_options
def command(place: Path, as_of: datetime | None, crew: CrewChoice) -> None:
    """Say how the requirements of every district stand on a day."""
    work_on_fleet(place, "status", crew, as_of=as_of.date() if as_of else date.today())
