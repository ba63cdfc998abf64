"""A group of commands of which each is loaded only when it is used, so that the overview shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """A group whose commands are modules of one ``package``, each with its ``command``.

    ``lines`` has for each command its line in the overview.
    """

    package: ClassVar[str]
    lines: ClassVar[Mapping[str, str]]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the overview."""
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, loaded now; None if there is none of this name."""
        if cmd_name not in self.lines:
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
