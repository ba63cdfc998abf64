"""``drillplanner fleet``: the commands for all districts of a state at once, each loaded when it is used."""

from __future__ import annotations

import click

from drillplanner.cli.lazy_group import LazyGroup

#: Each command and its line in the overview.
COMMANDS = {
    "init": "Make the workspaces of all districts of a state.",
    "plan": "Plan the year of every district, prove it, and write it.",
    "audit": "Judge the plan of every district.",
    "status": "Say how the requirements of every district stand on a day.",
    "report": "Write the report of the whole state, and its tables.",
    "publish": "Write the calendars of every district; paper on demand.",
}


class _FleetCommands(LazyGroup):
    package = "drillplanner.cli.commands.fleet"
    lines = COMMANDS


@click.group(
    cls=_FleetCommands,
    epilog="Example: drillplanner fleet init my-state --state TX --nces ccd_sch_029.csv\n\n"
    "Example: drillplanner fleet plan my-state\n\n"
    "'drillplanner fleet COMMAND --help' shows the options of each.",
)
def command() -> None:
    """Plan, judge, and report on all districts of a state."""
