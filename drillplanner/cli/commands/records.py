"""``drillplanner records``: verify, export, import, and back up what was recorded."""

from __future__ import annotations

from pathlib import Path

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.output import folder_argument, format_option, say_json
from drillplanner.files.counting import counted

_LOG = {
    "current": "records/drill_log.csv shows all of it.",
    "behind": "records/drill_log.csv lacks the latest entries; the next entry writes them.",
    "missing": "records/drill_log.csv is missing; 'drillplanner records export DIR' writes it.",
    "edited": "records/drill_log.csv was changed by hand: 'records import' takes the changes over, 'records "
    "export' writes the file as the records have it and keeps yours beside it.",
}


@click.group(
    epilog="Example: drillplanner records verify my-district\n\n"
    "Example: drillplanner records export my-district --format zip\n\n"
    "Ends with 0; verify with 1 if an event is not as it was recorded; 2 for unusable input."
)
def command() -> None:
    """Check, export, import, or back up what was recorded."""


@command.command()
@folder_argument
@click.option("--head", metavar="HASH", help="A hash that an earlier export or check showed: is it among them?")
@format_option
def verify(folder: Path, head: str | None, form: str) -> None:
    """Check that nothing that was recorded in FOLDER was changed or removed."""
    from drillplanner.workflow.kept_records.checks import verify_records

    found = verify_records(folder, head)
    if form == "json":
        broken = None if found.broken is None else {"number": found.broken.number, "reason": found.broken.reason}
        head_shown = {"number": found.head.number, "hash": found.head.hash}
        known: dict[str, object] = {
            "drill_log": found.log.value,
            "event_of_given_head": found.of_given_head,
            "is_archived": found.is_archived,
        }
        say_json({"is_whole": found.is_whole, "head": head_shown, "broken": broken} | known)
    elif found.broken is not None:
        click.echo(f"NOT WHOLE: event {found.broken.number}: {found.broken.reason}.")
        click.echo(_as_recorded(found.head.number, " before"))
        click.echo("Next: put the records back from a backup, and verify that one.")
    else:
        click.echo(_as_recorded(found.head.number))
        click.echo(f"Head: {found.head.hash}")
        if found.of_given_head:
            click.echo(f"The given head is that of event {found.of_given_head}: nothing before it was changed.")
        elif head is not None:
            click.echo(f"NOT FOUND: no event has the head {head}. These are other records, or they were replaced.")
        click.echo(_LOG[found.log.value])
        if found.is_archived:
            click.echo(
                "This folder is write-protected: the records were read as an archive, and cannot be added to."
            )
    if not found.is_whole:
        click.get_current_context().exit(1)


def _as_recorded(number: int, where: str = "") -> str:
    if number == 1:
        return f"The 1 event{where} is as it was recorded."
    return f"All {counted(number, 'event')}{where} are as they were recorded."


@command.command()
@folder_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "zip"]),
    default="csv",
    show_default=True,
    help="csv: the drill log; jsonl: every event; zip: both, the plan, and hashes.",
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def export(folder: Path, form: str, to: Path | None) -> None:
    """Write what was recorded in FOLDER as a plain file. Without --to, csv is records/drill_log.csv itself."""
    from drillplanner.workflow.kept_records.exports import export_records

    written, kept = export_records(folder, form, to)
    if kept is not None:
        click.echo(f"Your version of the log is kept: {kept}")
    click.echo(f"Written: {written}")


@command.command(name="import")
@folder_argument
@click.argument("file", type=GivenFile(), required=False)
def import_(folder: Path, file: Path | None) -> None:
    """Take FILE into the records of FOLDER: a drill log (.csv), or an export (.jsonl, .zip).

    Without FILE, take over what was changed by hand in records/drill_log.csv; a row that is gone is taken back.
    """
    from drillplanner.workflow.kept_records.imports import import_records

    done = import_records(folder, file)
    if done.events:
        click.echo(f"Imported: {counted(done.events, 'event')}.")
    else:
        parts = (f"{done.new} new", f"{done.changed} changed", f"{done.taken_back} taken back")
        click.echo(f"Imported: {', '.join(parts)}.")
    click.echo(f"Written: {folder / 'records' / 'drill_log.csv'}")


@command.command()
@folder_argument
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def backup(folder: Path, to: Path | None) -> None:
    """Copy the database of FOLDER's records, while others may record. To restore, put it in place of
    records/drills.sqlite.
    """
    from drillplanner.workflow.kept_records.backups import back_up_records

    click.echo(f"Written: {back_up_records(folder, to)}")
