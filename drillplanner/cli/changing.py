"""Commands that change a workspace: one at a time, and who waits says for whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def changing(folder: Path, command: str) -> Iterator[None]:
    """Let no other command change the workspace during the block; say on standard error if this one has to wait.

    Raises InputError: the folder cannot be written, or another command does not end.
    """
    from drillplanner.files.changes.workspace_lock import locked_workspace
    from drillplanner.store.network_drive import network_drive_of

    kind = network_drive_of(folder)
    if kind is not None:
        say(
            f"{folder} is on a network drive ({kind}). It may not keep two computers from changing the plan at "
            "the same moment: agree on who plans."
        )
    with locked_workspace(folder, f"drillplanner {command}", say):
        yield


def say(sentence: str) -> None:
    """Print a sentence about the wait on standard error."""
    click.echo(sentence, err=True)
