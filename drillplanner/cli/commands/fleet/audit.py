"""``drillplanner fleet audit``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from drillplanner.cli.fleet_work import ENDS, CrewChoice, crew_options, place_argument, work_on_fleet
from drillplanner.cli.options import DAY


@click.command(epilog=f"Example: drillplanner fleet audit texas\n\n{ENDS}")
@place_argument
@click.option(
    "--as-of", type=DAY, metavar="DATE", help="Count drills before this day that have no record. Default: today."
)
@crew_options
def command(place: Path, as_of: datetime | None, crew: CrewChoice) -> None:
    """Judge the plan in every district's folder."""
    work_on_fleet(place, "audit", crew, as_of=as_of.date() if as_of else date.today())
