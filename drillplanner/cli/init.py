"""``drillplanner init``."""

from __future__ import annotations

from pathlib import Path

import click

from drillplanner.cli.telling import say_list

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog="Example: drillplanner init my-district --state NJ --calendar calendar.ics --campuses schools.csv\n\n"
    "Ends with 0; 2 for unusable input, and nothing is written then."
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--state", required=True, help="Two-letter code of the state whose law applies.")
@click.option("--year", help="School year, for example 2025-26.")
@click.option("--name", help="The district's name, as printed.")
@click.option("--calendar", type=_file, help="The academic calendar as the district publishes it, .ics.")
@click.option("--campuses", type=_file, help="A list of schools, .csv.")
@click.option(
    "--bells",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of bell schedules, .yaml or .bell.",
)
@click.option("--staff", type=_file, help="A staff list, .csv.")
@click.option(
    "--oneroster",
    type=click.Path(exists=True, path_type=Path),
    help="A OneRoster export (1.1 or 1.2, CSV), a folder or .zip: schools, terms and staff.",
)
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
) -> None:
    """Make a workspace in FOLDER from what the district has, and say what was assumed."""
    from drillplanner.intake.initialise import initialise

    report = initialise(
        folder,
        state,
        year=year,
        calendar=calendar,
        campuses=campuses,
        bells=bells,
        staff=staff,
        name=name,
        oneroster=oneroster,
    )
    click.echo(f"Made {folder} with {len(report.files)} files: {', '.join(report.files)}.")
    say_list("Understood:", report.understood)
    say_list("Assumed, please check:", report.assumed)
    say_list("Could not be placed:", report.not_placed)
    click.echo(f"\nNext: drillplanner plan {folder}")
