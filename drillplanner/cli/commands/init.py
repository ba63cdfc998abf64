"""``drillplanner init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.output import say_list
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.intake.new_workspace.report import InitReport

#: Lines of each list that are shown before anything is written, so that they fit one page.
_PAGE = 15

_file = GivenFile()


@click.command(
    epilog="Example: drillplanner init my-district --state NJ --calendar calendar.ics --campuses schools.csv\n\n"
    "Example: drillplanner init my-district --state NJ --from what-we-have\n\n"
    "Ends with 0; 2 for unusable input or where nobody confirms, and nothing is written then."
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--state", required=True, help="Two-letter code of the state whose law applies.")
@click.option("--year", help="School year, for example 2025-26.")
@click.option("--name", help="The district's name, as printed.")
@click.option("--calendar", type=_file, help="The academic calendar as you publish it: .ics, .csv, .xlsx, .ods.")
@click.option(
    "--campuses", type=_file, help="A list of schools: .csv, .xlsx, .ods ('FILE.xlsx#Sheet': one sheet)."
)
@click.option("--district", help="Name or LEAID of the district, where the list is the NCES directory of several.")
@click.option(
    "--bells",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of bell schedules, .yaml or .bell.",
)
@click.option("--staff", type=_file, help="A staff list: .csv, .xlsx, .ods.")
@click.option(
    "--oneroster",
    type=click.Path(exists=True, path_type=Path),
    help="A OneRoster export (1.1 or 1.2, CSV), a folder or .zip: schools, terms and staff.",
)
@click.option("--answers", type=_file, help="Answers to the calendar's questions, as in calendar.yaml.")
@click.option(
    "--from",
    "from_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with any of these files under any names; shows what was understood and asks before it writes.",
)
@click.option("--yes", "confirmed", is_flag=True, help="Write what --from found without asking.")
def command(
    folder: Path,
    state: str,
    year: str | None,
    name: str | None,
    calendar: Path | None,
    campuses: Path | None,
    bells: Path | None,
    staff: Path | None,
    oneroster: Path | None,
    district: str | None,
    answers: Path | None,
    from_folder: Path | None,
    confirmed: bool,
) -> None:
    """Make a workspace in FOLDER from what the district has, and say what was assumed."""
    from drillplanner.intake.new_workspace.initialize import initialize

    report = initialize(
        folder,
        state,
        year=year,
        calendar=calendar,
        campuses=campuses,
        bells=bells,
        staff=staff,
        name=name,
        oneroster=oneroster,
        district=district,
        answers=answers,
        from_folder=from_folder,
        confirm=None
        if from_folder is None
        else lambda report: _show_and_ask(report, folder, from_folder, confirmed),
    )
    click.echo(f"Made {folder} with {counted(len(report.files), 'file')}: {', '.join(report.files)}.")
    if from_folder is None or max(map(len, (report.understood, report.assumed, report.not_placed))) > _PAGE:
        _say(report)
    click.echo(f"\nNext: drillplanner check {folder}   (then: drillplanner plan {folder})")
    _say_left_out(report, folder / "campuses.csv")


def _say(report: InitReport, at_most: int | None = None) -> None:
    """Print what was understood, assumed, and not placed; at most ``at_most`` lines of each (None: all)."""
    for heading, lines in (
        ("Understood:", report.understood),
        ("Assumed, please check:", report.assumed),
        ("Could not be placed, or is in doubt:", report.not_placed),
    ):
        shown = lines if at_most is None else lines[:at_most]
        more = len(lines) - len(shown)
        say_list(heading, [*shown, *([f"and {more} more, told in full once it is written."] if more else [])])


def _say_left_out(report: InitReport, table: Path, at_most: int | None = None) -> None:
    """Print the schools of the list that are not planned; at most ``at_most`` of them (None: all)."""
    if not report.left_out:
        return
    total = report.schools + len(report.left_out)
    lines = [f"{school.name}: {school.reason}" for school in report.left_out]
    shown = lines if at_most is None else lines[:at_most]
    more = len(lines) - len(shown)
    say_list(
        f"NOT PLANNED: {len(lines)} of {counted(total, 'school')} in your list",
        [*shown, *([f"and {more} more, told in full once it is written."] if more else [])],
    )
    click.echo(
        f"They are in {table} with the reason in 'leave_out'. To plan one: correct its row and empty that cell."
    )


def _show_and_ask(report: InitReport, folder: Path, given: Path, confirmed: bool) -> None:
    """Show one page and ask; without a terminal the answer is no. Raises InputError unless the answer is yes."""
    from drillplanner.files.errors import InputError, Problem

    click.echo(f"{folder} made from {given}, not written yet:")
    _say(report, _PAGE)
    _say_left_out(report, folder / "campuses.csv", _PAGE)
    click.echo("")
    if confirmed:
        return
    if not sys.stdin.isatty():
        raise InputError(
            Problem("--from", None, "nothing was written: nobody was there to confirm", None, "--yes to confirm")
        )
    if not click.confirm(f"Write {folder}?", default=False):
        raise InputError(Problem("--from", None, "nothing was written, as you asked"))
