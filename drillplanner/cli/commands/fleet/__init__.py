"""``drillplanner fleet``: the commands for all districts of a state at once, each loaded when it is used."""

from __future__ import annotations

import click

from drillplanner.cli.lazy_group import LazyGroup

#: Each command and its line in the overview.
COMMANDS = {
    "init": "Make the workspaces of all districts of a state.",
}


class _FleetCommands(LazyGroup):
    package = "drillplanner.cli.commands.fleet"
    lines = COMMANDS


@click.group(
    cls=_FleetCommands,
    epilog="Example: drillplanner fleet init my-state --state TX --nces ccd_sch_029.csv\n\n"
    "'drillplanner fleet COMMAND --help' shows the options of each.",
)
def command() -> None:
    """Plan, judge, and report on all districts of a state."""
