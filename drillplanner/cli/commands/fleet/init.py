"""``drillplanner fleet init``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.output import list_lines, progress_bar
from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.intake.whole_state.state_report import DistrictReport, StateReport

#: Lines of a list that are printed; the tables hold all of them.
_LISTED = 8


@click.command(
    epilog="Example: drillplanner fleet init texas --state TX --nces ccd_lea_029.csv --nces-schools "
    "ccd_sch_029.csv --calendars calendars\n\n"
    "A second run makes what is missing. It makes a workspace again if its schools or its calendar changed and no "
    "one has changed the workspace.\n\n"
    "Ends with 0; 1 if a district's calendar could not be used; 2 for unusable input, and nothing is written then."
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--state", required=True, help="Two-letter code of the state.")
@click.option(
    "--nces",
    type=GivenFile(),
    required=True,
    help="An NCES directory as CSV: of districts (ccd_lea_029), or of schools (ccd_sch_029, ELSI, EDGE).",
)
@click.option(
    "--nces-schools",
    type=GivenFile(),
    multiple=True,
    help="The directory of schools, if --nces is that of districts; and ccd_sch_129: who is online only.",
)
@click.option(
    "--calendars",
    type=GivenFile(file=False, folder=True),
    help="A folder of calendars, each named by its district's LEAID or name, in any format that init reads.",
)
@click.option("--year", help="School year, for example 2026-27.")
def command(
    folder: Path,
    state: str,
    nces: Path,
    nces_schools: tuple[Path, ...],
    calendars: Path | None,
    year: str | None,
) -> None:
    """Make a workspace in FOLDER for each district of a state, and say what was assumed.

    What is not taken, and why, is in FOLDER/not-taken.csv; what was assumed for each district in
    FOLDER/init-report.csv.
    """
    from drillplanner.intake.whole_state.initialize import initialize_state
    from drillplanner.intake.whole_state.state_report import MadeHow
    from drillplanner.workflow.bundle.recorded import is_recorded_on_server

    with progress_bar() as progress:
        report = initialize_state(
            folder,
            state,
            (nces, *nces_schools),
            calendars=calendars,
            year=year,
            progress=progress,
            is_recorded=is_recorded_on_server,
        )
    for line in _lines(report):
        click.echo(line)
    if report.those(MadeHow.NOT_MADE):
        raise click.exceptions.Exit(1)


def _lines(report: StateReport) -> Iterator[str]:
    from drillplanner.intake.whole_state.state_report import NOT_TAKEN_TABLE, SENTENCES_TABLE, MadeHow

    yield _result(report)
    not_made = report.those(MadeHow.NOT_MADE)
    yield from _some(f"NOT MADE: {counted(len(not_made), 'district')}", not_made)
    made = report.those(MadeHow.MADE, MadeHow.MADE_AGAIN)
    kept = report.those(MadeHow.KEPT)
    yield from _some(f"Left as they are: {counted(len(kept), 'workspace')}", kept)
    yield from list_lines("Before you rely on any plan of these:", _guesses(made))
    yield from list_lines("Assumed, please check:", report.assumed)
    yield from list_lines("Understood:", report.understood)
    yield from list_lines(
        f"Not taken, with the reason in {report.folder / NOT_TAKEN_TABLE}:", _counts_not_taken(report)
    )
    yield ""
    yield f"What was assumed for each district: {report.folder / SENTENCES_TABLE}"
    yield f"Next: drillplanner fleet plan {shell_word(str(report.folder))}"


def _result(report: StateReport) -> str:
    from drillplanner.intake.whole_state.state_report import MadeHow

    schools = sum(district.schools for district in report.with_workspace)
    parts = [
        f"{len(those):,} {how.value}"
        for how in (MadeHow.MADE, MadeHow.MADE_AGAIN, MadeHow.UNCHANGED, MadeHow.KEPT)
        if (those := report.those(how))
    ]
    workspaces = counted(len(report.with_workspace), "workspace")
    return f"{report.folder}: {workspaces} with {counted(schools, 'school')} ({', '.join(parts) or 'none'})."


def _some(heading: str, districts: tuple[DistrictReport, ...]) -> Iterator[str]:
    lines = [f"{district.name} ({district.leaid}): {district.reason}" for district in districts[:_LISTED]]
    if len(districts) > _LISTED:
        lines.append(f"and {len(districts) - _LISTED:,} more, in districts.csv")
    yield from list_lines(heading, lines)


def _guesses(districts: tuple[DistrictReport, ...]) -> Iterator[str]:
    """Yield each kind of guess once, with the number of districts, and the words for one of them."""
    by_name: dict[str, list[DistrictReport]] = defaultdict(list)
    for district in districts:
        for name in district.guesses:
            by_name[name].append(district)
    for name, those in sorted(by_name.items(), key=lambda item: -len(item[1])):
        first = those[0]
        yield f"In {len(those):,} of {len(districts):,} districts, such as {first.name}: {first.guesses[name]}"


def _counts_not_taken(report: StateReport) -> Iterator[str]:
    schools = sum(district.left_out for district in report.districts)
    kinds = {"school": schools} if schools else {}
    for entry in report.not_taken:
        kinds[entry.what] = kinds.get(entry.what, 0) + 1
    yield from (counted(count, kind) for kind, count in sorted(kinds.items()))
