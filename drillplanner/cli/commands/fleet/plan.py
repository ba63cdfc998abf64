"""``drillplanner fleet plan``."""

from __future__ import annotations

from pathlib import Path

import click

from drillplanner.cli.fleet_work import ENDS, GO_ON, CrewChoice, crew_options, place_argument, work_on_fleet


@click.command(
    epilog="Example: drillplanner fleet plan texas --workers 8\n\n"
    "Example: drillplanner fleet plan texas --scheduler tls://10.0.0.5:8786 --tls-ca ca.pem --tls-cert me.pem "
    f"--tls-key me.key\n\n{ENDS} {GO_ON}"
)
@place_argument
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(0, 2**31 - 1),
    help="Another seed gives other plans as good.",
)
@crew_options
def command(place: Path, seed: int, crew: CrewChoice) -> None:
    """Plan the year of every district, prove it, and write it into its folder.

    A plan that was updated during the year (replan), or changed by hand in schedule.csv, is kept.
    """
    work_on_fleet(place, "plan", crew, seed=seed)
