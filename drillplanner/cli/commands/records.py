"""``drillplanner records``: verify, export, import, and back up what was recorded."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.options import DAY
from drillplanner.cli.output import folder_argument, format_option, say_json, say_table
from drillplanner.cli.screens.show import all_option
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.records.attachments import Attachment
    from drillplanner.records.notices import SentNotice
    from drillplanner.workflow.recording.follow_ups import RecordedFollowUp
    from drillplanner.workflow.recording.notices import RecordedNotice

_LOG = {
    "current": "records/drill_log.csv shows all of it.",
    "behind": "records/drill_log.csv lacks the latest entries; the next entry writes them.",
    "missing": "records/drill_log.csv is missing; 'drillplanner records export DIR' writes it.",
    "edited": "records/drill_log.csv was changed by hand: 'records import' takes the changes over, 'records "
    "export' writes the file as the records have it and keeps yours beside it.",
}


def _named(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
    if name is not None and not name.strip():
        raise click.UsageError(
            "Nobody is named who records this: --by takes a name or a role. Nothing was changed."
        )
    return name


@click.group(
    epilog="Example: drillplanner records verify my-district\n\n"
    "Example: drillplanner records export my-district --format zip\n\n"
    'Example: drillplanner records notice my-district --drill oak-lockdown-01 --after --channel "text message" '
    "--by office\n\n"
    "Ends with 0; verify with 1 if an event is not as it was recorded; 2 for unusable input."
)
def command() -> None:
    """Check, export, import, or back up records; how long to keep them; letters to families; sheets; actions."""


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
            "attachments": found.attachments,
            "damaged_attachments": list(found.damaged_attachments),
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
        for problem in found.damaged_attachments:
            click.echo(f"NOT WHOLE: {problem}. Put it back from a backup.")
        if found.attachments and not found.damaged_attachments:
            click.echo(f"{counted(found.attachments, 'attachment')}: as attached.")
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
    if (folder / "records" / "attachments").exists():
        click.echo("Copy records/attachments too: files in it are never changed. Or export all of it as zip.")


@command.command(
    epilog="Example: drillplanner records retention my-district --years 7\n\n"
    "Exit codes: 0 = the list was printed; 2 = unusable input."
)
@folder_argument
@click.option("--as-of", type=DAY, metavar="DATE", help="The day of the list. Default: today.")
@click.option(
    "--years",
    type=click.IntRange(1, 100),
    help="How many years after the school year you keep records of drills, by your state's retention schedule. It "
    "also settles what we found no period for; a longer period that we know still holds.",
)
@all_option
@format_option
def retention(folder: Path, as_of: datetime | None, years: int | None, everything: bool, form: str) -> None:
    """List until when to keep FOLDER's records, by which source, and from when they may be destroyed.

    Nothing is destroyed or changed.
    """
    from drillplanner.cli.screens.blocks import screen_of_blocks
    from drillplanner.cli.screens.lists import last_lines
    from drillplanner.cli.screens.records.retention import retention_json, retention_lines
    from drillplanner.cli.screens.show import say, with_details
    from drillplanner.model import DISCLAIMER
    from drillplanner.workflow.recording.retention import retention_list

    found = retention_list(folder, years)
    day = date.today() if as_of is None else as_of.date()
    if form == "json":
        say_json(retention_json(found, day))
    else:
        lines = list(retention_lines(found, day, folder))
        screen = screen_of_blocks(lines, last_lines(""))
        say(with_details(screen, None), [*lines, "", DISCLAIMER], everything)


@command.command(
    epilog="Example: drillplanner records attach my-district sheet.pdf --drill oak-lockdown-01 --by office\n\n"
    "Without FILE it lists what is attached. Ends with 0; 2 for unusable input, and nothing is kept then."
)
@folder_argument
@click.argument("file", type=GivenFile(), required=False)
@click.option(
    "--drill", metavar="ID", help="The drill's id in the plan or the log; with --remove, that drill alone."
)
@click.option("--by", metavar="NAME", callback=_named, help="Who attaches it, or takes it away.")
@click.option("--note", default="", help="Anything else. Name no student.")
@click.option("--shows-nobody", is_flag=True, help="Of a picture: no one can be recognized on it.")
@click.option(
    "--remove",
    metavar="HASH",
    help="Take it away from all drills that have it: the file is deleted, the hash stays.",
)
@format_option
def attach(
    folder: Path,
    file: Path | None,
    drill: str | None,
    by: str | None,
    note: str,
    shows_nobody: bool,
    remove: str | None,
    form: str,
) -> None:
    """Keep a scanned sheet (PDF) with a drill of FOLDER's records, or a picture on which no one is seen."""
    from drillplanner.workflow.recording.attachments import (
        attach_file,
        attached_files,
        file_to_attach,
        remove_attachment,
    )

    if file is None and remove is None:
        _show_attachments(attached_files(folder), form)
        return
    if by is None:
        raise click.UsageError("Say who it is: --by NAME. Nothing was changed.")
    if remove is not None:
        if file is not None:
            raise click.UsageError("Either a file to attach, or --remove. Nothing was changed.")
        removed = remove_attachment(folder, remove, by, note, drill)
        if form == "json":
            say_json({"removed": [_attachment_json(attachment) for attachment in removed]})
        else:
            for attachment in removed:
                click.echo(f"Taken away: {_attachment_line(attachment)}")
    else:
        if drill is None or file is None:
            raise click.UsageError("Say which drill it is about: --drill ID. Nothing was attached.")
        attachment = attach_file(folder, drill, file_to_attach(file, shows_nobody), by, note)
        if form == "json":
            say_json(_attachment_json(attachment))
        else:
            click.echo(f"Attached: {_attachment_line(attachment)}")


def _attachment_line(attachment: Attachment) -> str:
    return f"{attachment.name} ({attachment.drill_id}), {attachment.sha256[:16]}"


def _show_attachments(attachments: tuple[Attachment, ...], form: str) -> None:
    if form == "json":
        say_json({"attachments": [_attachment_json(one) for one in attachments]})
    elif not attachments:
        click.echo("Nothing is attached.")
    else:
        say_table(
            ("drill", "file", "bytes", "hash", "by", "note"),
            [
                (one.drill_id, one.name, f"{one.size:,}", one.sha256[:16], one.by_name, one.note)
                for one in attachments
            ],
        )


def _attachment_json(attachment: Attachment) -> dict[str, object]:
    return {
        "drill_id": attachment.drill_id,
        "campus_id": attachment.campus_id,
        "name": attachment.name,
        "file": f"records/{attachment.file}",
        "sha256": attachment.sha256,
        "size": attachment.size,
        "by": attachment.by_name,
        "note": attachment.note,
    }


@command.command(
    epilog="Example: drillplanner records action my-district --done oak-lockdown-01.1 --by office\n\n"
    "An action stands in the record of its drill: drillplanner record my-district --drill oak-lockdown-01 --held "
    '--field "actions=Fix the lock of room 4 | head custodian | 2026-03-15" --by office\n\n'
    "Without --done it lists them. Ends with 0; 2 for unusable input, and nothing is recorded then."
)
@folder_argument
@click.option("--done", metavar="ID", help="The action that is done, by its id in the list.")
@click.option("--date", "on", type=DAY, metavar="DATE", help="The day on which it was done. Without it, today.")
@click.option("--note", default="", help="Anything else. Name no student.")
@click.option("--by", metavar="NAME", callback=_named, help="Who records this. Required with --done.")
@format_option
def action(folder: Path, done: str | None, on: datetime | None, note: str, by: str | None, form: str) -> None:
    """List what is to be done after drills of FOLDER's records, by whom and by when; or record that it is done."""
    from drillplanner.workflow.recording.follow_ups import record_done, recorded_follow_ups

    if done is None:
        _show_actions(recorded_follow_ups(folder), form)
        return
    if by is None:
        raise click.UsageError("Say who records this: --by NAME.")
    today = date.today()
    recorded = record_done(folder, done, today if on is None else on.date(), by, today, note)
    if form == "json":
        say_json(_action_json(recorded))
    elif recorded.done is not None:
        click.echo(f"Done on {recorded.done.on}, recorded by {recorded.done.by_name}: {recorded.action.action}")


def _show_actions(actions: tuple[RecordedFollowUp, ...], form: str) -> None:
    if form == "json":
        say_json({"actions": [_action_json(one) for one in actions]})
    elif not actions:
        click.echo("No record of a drill names an action.")
    else:
        say_table(
            ("id", "school", "action", "owner", "due", "done", "by"),
            [
                (
                    one.action.action_id,
                    one.action.campus_id,
                    one.action.action,
                    one.action.owner,
                    "" if one.action.due is None else one.action.due.isoformat(),
                    "" if one.done is None else one.done.on.isoformat(),
                    "" if one.done is None else one.done.by_name,
                )
                for one in actions
            ],
        )


def _action_json(recorded: RecordedFollowUp) -> dict[str, object]:
    action, done = recorded.action, recorded.done
    return {
        "action_id": action.action_id,
        "drill_id": action.drill_id,
        "campus_id": action.campus_id,
        "action": action.action,
        "owner": action.owner,
        "due": None if action.due is None else action.due.isoformat(),
        "done": None if done is None else done.on.isoformat(),
    }


@command.command(
    epilog="Example: drillplanner records notice my-district --drill oak-lockdown-01 --after --date 2026-02-12 "
    '--channel "text message" --language en --language es --reached 412 --by office\n\n'
    "Without --drill it shows what is recorded. Ends with 0; 2 for unusable input, and nothing is recorded then."
)
@folder_argument
@click.option("--drill", metavar="ID", help="The drill's id in the plan.")
@click.option("--before/--after", "before", default=None, help="A letter before the drill, or after it.")
@click.option("--date", "on", type=DAY, metavar="DATE", help="The day on which it went out. Without it, today.")
@click.option("--channel", default="", help="How it went: text message, email, paper.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="A language; repeat it for each.")
@click.option("--reached", type=click.IntRange(0), help="How many families, as a count.")
@click.option("--text", type=GivenFile(), help="The file that was sent: its name and its hash are kept.")
@click.option("--receipt", is_flag=True, help="Not that it went out, but what came back: how many it reached.")
@click.option("--note", default="", help="Anything else. Name no student and no family.")
@click.option("--by", metavar="NAME", callback=_named, help="Who records this. Required to record a notice.")
@click.option("--correct", is_flag=True, help="Replace what the records say of this notice so far.")
@format_option
def notice(
    folder: Path,
    drill: str | None,
    before: bool | None,
    on: datetime | None,
    channel: str,
    languages: tuple[str, ...],
    reached: int | None,
    text: Path | None,
    receipt: bool,
    note: str,
    by: str | None,
    correct: bool,
    form: str,
) -> None:
    """Write down that a letter or message to families went out, or show what is written in FOLDER's records."""
    from drillplanner.files.reading.bounded import LETTER, read_file
    from drillplanner.records.notices import BeforeOrAfter, NoticeReport
    from drillplanner.workflow.recording.notices import record_notice, recorded_notices

    if drill is None:
        if by is not None or before is not None:
            raise click.UsageError("Say which drill it is about: --drill ID. Nothing was recorded.")
        _show_notices(recorded_notices(folder), form)
        return
    if before is None:
        raise click.UsageError(
            "Say whether it is about the drill to come or the one that was held: --before or --after."
        )
    if by is None:
        raise click.UsageError("Say who records this: --by NAME.")
    today = date.today()
    report = NoticeReport(
        drill_id=drill,
        campus_id="",
        time=BeforeOrAfter.BEFORE if before else BeforeOrAfter.AFTER,
        on=today if on is None else on.date(),
        by_name=by,
        channel=channel,
        languages=languages,
        reached=reached,
        note=note,
        is_receipt=receipt,
        text_name="" if text is None else text.name,
        text=b"" if text is None else read_file(text, LETTER),
    )
    _say_recorded(record_notice(folder, report, today, correct), form)


def _say_recorded(recorded: RecordedNotice, form: str) -> None:
    report, late = (
        recorded.report,
        [f"{task.mandate_id}: {_window(task.not_before, task.due)}" for task in recorded.late],
    )
    if form == "json":
        say_json(
            {
                "drill_id": report.drill_id,
                "time": report.time,
                "date": report.on.isoformat(),
                "receipt": report.is_receipt,
                "asked_by": [task.mandate_id for task in recorded.tasks],
                "not_in_time_for": [task.mandate_id for task in recorded.late],
            }
        )
        return
    what = "receipt of the notice" if report.is_receipt else "notice"
    click.echo(f"Recorded: {what} {report.time} {report.drill_id}, {report.on}.")
    if late:
        click.echo(f"NOT IN TIME by the plan: {'; '.join(late)}.")
    elif recorded.tasks:
        click.echo(f"In time for {', '.join(task.mandate_id for task in recorded.tasks)}.")


def _window(first: date | None, last: date) -> str:
    return f"by {last}" if first is None else f"from {first} to {last}"


def _show_notices(notices: tuple[SentNotice, ...], form: str) -> None:
    if form == "json":
        say_json(
            {
                "notices": [
                    {
                        "drill_id": one.drill_id,
                        "time": one.time,
                        "date": one.on.isoformat(),
                        "channel": one.channel,
                        "languages": list(one.languages),
                        "reached": one.reached,
                        "by": one.by_name,
                        "note": one.note,
                        "receipts": len(one.receipts),
                    }
                    for one in notices
                ]
            }
        )
        return
    if not notices:
        click.echo("No letter or message to families is recorded.")
        return
    say_table(
        ("date", "drill", "time", "channel", "languages", "families", "receipts", "by", "note"),
        [
            (
                one.on.isoformat(),
                one.drill_id,
                one.time.value,
                one.channel,
                ", ".join(one.languages),
                "" if one.reached is None else str(one.reached),
                str(len(one.receipts)),
                one.by_name,
                one.note,
            )
            for one in notices
        ],
    )
