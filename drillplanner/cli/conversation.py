"""The questions of ``drillplanner init`` on a terminal: which state, which files, and what matters most.

Nothing is written until all is answered, so Ctrl-C leaves nothing half-done.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.screens.first_screen import MOST_COLUMNS, Line
from drillplanner.files.errors import InputError

if TYPE_CHECKING:
    from drillplanner.intake.new_workspace.given_files import GivenFolder
    from drillplanner.workflow.answers.questions import Question

#: A folder with more entries is hardly one for a district's files, and is not looked through unasked.
_MOST_ENTRIES = 60
#: Rows that a question may take.
_ROWS = 6
_WAYS_TO_SKIP = frozenset({"", "skip", "?"})


@dataclass(frozen=True)
class Start:
    """What ``init`` must know before it reads anything: as given by options, completed by the conversation."""

    folder: Path | None
    state: str | None
    year: str | None
    name: str | None
    from_folder: Path | None
    has_files: bool
    """Whether options name files, so that none are looked for."""
    has_calendar: bool
    """Whether an option names a calendar, or an export with terms, which then says the year."""


def can_ask() -> bool:
    """Check whether someone is there to answer: input and output are both a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_start(given: Start) -> Start:
    """Ask for what the options did not say. Raises Abort when the user leaves."""
    click.echo("A few questions. Enter takes what stands in [brackets]; Ctrl-C leaves, and nothing is written.\n")
    start = given
    if start.state is None:
        start = replace(start, state=_state())
    if start.folder is None:
        start = replace(start, folder=click.prompt("New folder for the plan", default="my-district", type=Path))
    if not start.has_files and start.from_folder is None:
        start = replace(start, from_folder=_folder_of_files())
    if start.year is None and not start.has_calendar and not _has_calendar(start.from_folder):
        start = replace(start, year=_year())
    if start.name is None:
        name = click.prompt("District's name, as printed (Enter: from your files)", default="", show_default=False)
        start = replace(start, name=name.strip() or None)
    return start


def _state() -> str:
    from drillplanner.intake.new_workspace.assumed_district import state_code
    from drillplanner.intake.workspace.states import states

    by_name = {state.name.casefold(): code for code, state in states().items()}
    while True:
        typed = click.prompt("State of your schools (NJ, or New Jersey)").strip()
        try:
            return state_code(by_name.get(typed.casefold(), typed))
        except InputError:
            click.echo(f"  There is no state '{typed}'. Write its two letters, such as NJ.")


def _year() -> str:
    from drillplanner.intake.new_workspace.assumed_district import school_year

    likely, _ = school_year(None, None, date.today())
    while True:
        try:
            return school_year(click.prompt("School year", default=likely), None, date.today())[0]
        except InputError:
            click.echo(f"  Write two years in a row, such as {likely}.")


def _folder_of_files() -> Path | None:
    """Return the folder with the district's files: this one if it has some, or another; None for none."""
    here = Path()
    found = _found_in(here)
    if found:
        click.echo("Files found in this folder:")
        for use, name in found.items():
            click.echo(f"  {name}: {use}")
        if click.confirm("Use these files?", default=True):
            return here
    while True:
        question = "Folder with your calendar, school list, bell times, staff list (Enter: none, we make them up)"
        typed = click.prompt(question, default="", show_default=False).strip()
        if not typed:
            return None
        if (folder := Path(typed).expanduser()).is_dir():
            return folder
        click.echo(f"  There is no folder '{typed}'.")


def _sorted(folder: Path) -> GivenFolder | None:
    """Return the files of a folder by their use; None where there are none, or two for one use."""
    from drillplanner.intake.new_workspace.given_files import sort_folder

    try:
        return sort_folder(folder)
    except (InputError, OSError):
        return None


def _has_calendar(folder: Path | None) -> bool:
    from drillplanner.intake.new_workspace.given_files import FileUse

    given = None if folder is None else _sorted(folder)
    return given is not None and not given.by_use.keys().isdisjoint({FileUse.CALENDAR, FileUse.ONEROSTER})


def _found_in(folder: Path) -> Mapping[str, str]:
    """Return the files of the folder by what they are; none in a folder of many entries."""
    if sum(1 for _ in folder.iterdir()) > _MOST_ENTRIES:
        return {}
    given = _sorted(folder)
    if given is None:
        return {}
    found = {use.value: path.name for use, path in given.by_use.items()}
    return found | {f"the workspace's {name}": path.name for name, path in given.tables.items()}


def ask_question(number: int, of: int, question: Question) -> str | None:
    """Ask a question and return the answer as FACT=VALUE; None if it stays open."""
    click.echo("")
    for row in Line(f"{number} of {of}. {question.text}", most=_ROWS).rows(MOST_COLUMNS):
        click.echo(row.text)
    while True:
        typed = click.prompt(f"  {question.hint} (Enter: not now)", default="", show_default=False).strip()
        if typed.casefold() in _WAYS_TO_SKIP:
            return None
        if answer := question.answer_of(typed):
            return answer
        if typed.casefold() in {"no", "n"}:
            return None
        click.echo(f"  Write {question.hint.replace(', ', ' or ')}, or press Enter.")
