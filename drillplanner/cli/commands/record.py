"""``drillplanner record``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.options import DAY
from drillplanner.cli.output import folder_argument, format_option, say_json, say_list, say_table
from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.api import Recorded
    from drillplanner.model import DrillRecord
    from drillplanner.workflow.recording.attachments import FileToAttach

#: What the command line calls the fields of a request.
_OPTIONS = {
    "sentence": "SENTENCE",
    "held": "--held",
    "not_held": "--not-held",
    "recorded_by": "--by",
    "drill_id": "--drill",
    "campus_id": "--campus",
    "drill_type": "--type",
    "scenario_id": "--scenario",
    "date": "--date",
    "instead_of": "--instead-of",
    "said_on": "--as-of",
    "extra": "--extra",
    "start": "--start",
    "minutes": "--minutes",
    "cause": "--cause",
    "note": "--note",
    "fields": "--field",
    "correct": "--correct",
}


def _fields_told(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return the values by the names of their fields. Raises BadParameter: no '=', or a name told twice."""
    told: dict[str, str] = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (name and sign):
            raise click.BadParameter(f"'{text}' has no '='; write NAME=VALUE, such as weather=clear.", ctx, param)
        if name in told:
            raise click.BadParameter(f"'{name}' is told twice.", ctx, param)
        told[name] = value
    return told


@click.command(
    epilog='Example: drillplanner record my-district "Lake Avenue, fire, 10/7, 11:30 am" --by office\n\n'
    'Example: drillplanner record my-district --campus "Oak" --type fire --date 10/7 --held --by office\n\n'
    'Example: drillplanner record my-district "Oak, lockdown, 2/12, not held, weather" --by office\n\n'
    "Example: drillplanner record my-district --drill oak-fire-evacuation-02 --held --by office\n\n"
    "Example: drillplanner record my-district --drill oak-fire-evacuation-02 --held --start 9:40 "
    "--field weather=clear --field occupants=412 --by office\n\n"
    "Example: drillplanner record my-district --from september.xlsx --by office\n\n"
    "Without a drill it shows the log. Ends with 0; 2 for unusable input or if it is unclear which school or "
    "drill is meant, and nothing is written then."
)
@folder_argument
@click.argument("sentence", nargs=-1)
@click.option("--held/--not-held", "held", default=None, help="Whether the drill took place.")
@click.option("--drill", metavar="ID", help="The drill's id in the plan.")
@click.option("--campus", metavar="SCHOOL", default="", help="The school: its name, a nickname, or its id.")
@click.option("--type", "kind", metavar="KIND", default="", help="The kind of drill: fire, lockdown, bus …")
@click.option("--scenario", metavar="ID", help="The scenario that was used, where it was not the planned one.")
@click.option("--date", "on", metavar="DAY", default="", help="The day: 10/7, Oct 7, 2026-10-07, yesterday.")
@click.option("--as-of", "said_on", type=DAY, metavar="DATE", help="Today, for a DAY such as 'yesterday'.")
@click.option("--instead-of", metavar="DAY", default="", help="The day for which the drill was planned.")
@click.option("--extra", is_flag=True, help="The drill is in no plan.")
@click.option("--start", metavar="TIME", default="", help="When it began: 9:40, 1:15 pm.")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), help="How long it took.")
@click.option("--by", metavar="NAME", help="Who records this. Required to record a drill.")
@click.option(
    "--cause",
    metavar="CAUSE",
    default="",
    help="Why it was not held: forgot, conflict, staffing, weather, real event, or a kind of events.csv.",
)
@click.option("--note", default="", help="Anything else.")
@click.option(
    "--field",
    "told",
    multiple=True,
    callback=_fields_told,
    metavar="NAME=VALUE",
    help="A field that your state asks for: weather=clear, occupants=412. Repeat it for each.",
)
@click.option(
    "--fields", "show_fields", is_flag=True, help="Show the fields that are asked of each kind of drill."
)
@click.option("--attach", "sheet", type=GivenFile(), help="The signed sheet to keep with it: a PDF, or a picture.")
@click.option("--shows-nobody", is_flag=True, help="Of a picture: no one can be recognized on it.")
@click.option("--from", "table", type=GivenFile(), help="A table of drills that were held: .xlsx, .ods, .csv.")
@click.option("--correct", is_flag=True, help="Take back what the log says of this drill so far.")
@format_option
def command(
    folder: Path,
    sentence: tuple[str, ...],
    held: bool | None,
    drill: str | None,
    campus: str,
    kind: str,
    scenario: str | None,
    on: str,
    said_on: datetime | None,
    instead_of: str,
    extra: bool,
    start: str,
    minutes: int | None,
    by: str | None,
    cause: str,
    note: str,
    told: dict[str, str],
    show_fields: bool,
    sheet: Path | None,
    shows_nobody: bool,
    table: Path | None,
    correct: bool,
    form: str,
) -> None:
    """Write down that a drill was held, or was not, in FOLDER/records/; or show what is written there.

    SENTENCE says it in one: "Lake Avenue, fire, 10/7, 11:30 am". Without "not held" or the like it means held.
    """
    # Not by the api, which loads the whole program: writing down a drill is quick.
    from drillplanner.workflow.in_words.drill_in_words import DrillInWords
    from drillplanner.workflow.in_words.record_request import RecordRequest
    from drillplanner.workflow.recording import record

    if sheet is not None and (show_fields or table is not None):
        raise click.UsageError("--attach is about one drill: name it. Nothing was recorded.")
    if show_fields:
        _show_fields(folder, form)
        return
    if table is not None:
        if by is None:
            raise click.UsageError("Say who records this: --by NAME.")
        _record_table(folder, table, by, said_on.date() if said_on else date.today(), form)
        return
    names_a_drill = bool(sentence or drill or campus or kind or on)
    if sheet is not None and not names_a_drill:
        raise click.UsageError("--attach is about one drill: name it. Nothing was recorded.")
    if held is None and not names_a_drill:
        _show(record.recorded_drills(folder), form)
        return
    if held is None and not sentence:
        raise click.UsageError("Say whether it took place: --held or --not-held.")
    if by is None:
        raise click.UsageError("Say who records this: --by NAME.")
    words = DrillInWords(
        sentence=" ".join(sentence),
        school=campus,
        kind=kind,
        day=on,
        start=start,
        cause=cause,
        instead_of=instead_of,
        said_on=said_on.date() if said_on else None,
        is_extra=extra,
    )
    request = RecordRequest(
        held=held,
        recorded_by=by,
        drill_id=drill,
        scenario_id=scenario,
        minutes=minutes,
        note=note,
        correct=correct,
        words=words,
        fields=told,
    )
    attached = None if sheet is None else _file_to_attach(sheet, shows_nobody)
    recorded = record.record(folder, request, _OPTIONS.__getitem__)
    if attached is not None:
        _attach(folder, recorded.entry.drill_id, attached, by)
    _say(recorded, attached, folder, form)


def _say(recorded: Recorded, attached: FileToAttach | None, folder: Path, form: str) -> None:
    written, planned = recorded.entry, recorded.planned
    if form == "json":
        planned_for = None if planned is None else planned.date.isoformat()
        more = {"planned_for": planned_for, "attached": None if attached is None else attached.name}
        say_json(written.model_dump(mode="json", exclude={"row"}) | more)
    else:
        click.echo(f"Recorded: {_sentence(recorded)}. Written: {folder / 'records' / 'drill_log.csv'}")
        if attached is not None:
            click.echo(f"Attached: {attached.name}.")
        if recorded.gap is not None:
            from drillplanner.cli.screens.records.evidence import gap_line

            click.echo(gap_line(recorded.gap, folder))
        if not written.held or planned is None or planned.date != written.date:
            click.echo(f"Next: drillplanner replan {shell_word(str(folder))} --as-of DATE")


def _file_to_attach(sheet: Path, shows_nobody: bool) -> FileToAttach:
    from drillplanner.workflow.recording.attachments import file_to_attach

    return file_to_attach(sheet, shows_nobody)


def _attach(folder: Path, drill_id: str, file: FileToAttach, by: str) -> None:
    from drillplanner.workflow.recording.attachments import attach_file

    attach_file(folder, drill_id, file, by)


def _show_fields(folder: Path, form: str) -> None:
    from drillplanner import api
    from drillplanner.cli.screens.records.evidence import asked_json, asked_lines

    asked = api.asked_fields(folder)
    if form == "json":
        say_json({"fields": asked_json(asked)})
    elif asked:
        click.echo("\n".join(asked_lines(asked, _OPTIONS)))
    else:
        click.echo("We know of no field that your state asks for besides school, kind, day, time, and length.")


def _record_table(folder: Path, table: Path, by: str, today: date, form: str) -> None:
    from drillplanner.workflow.recording.record_table import record_table

    read = record_table(folder, table, by, today)
    if form == "json":
        entries = [recorded.entry.model_dump(mode="json", exclude={"row"}) for recorded in read.recorded]
        passed_over = {"known": read.known, "ahead": read.ahead, "not_held": read.not_held}
        say_json({"recorded": entries, **passed_over, "notes": list(read.notes)})
        return
    click.echo(f"Recorded: {counted(len(read.recorded), 'drill')} of {table}.")
    for recorded in read.recorded:
        click.echo(f"  {_sentence(recorded)}")
    if read.known:
        click.echo(f"{counted(read.known, 'drill was', 'drills were')} in the log already.")
    if read.ahead:
        click.echo(f"{counted(read.ahead, 'drill is', 'drills are')} after {today}, and not recorded.")
    if read.not_held:
        drills = counted(read.not_held, "drill was", "drills were")
        click.echo(f"{drills} not held, by the table itself, and not recorded.")
    say_list("How the table was read:", read.notes)
    if read.recorded:
        click.echo(f"Written: {folder / 'records' / 'drill_log.csv'}")


def _sentence(recorded: Recorded) -> str:
    record, planned = recorded.entry, recorded.planned
    outcome = "held" if record.held else "not held"
    at = f" at {record.start:%H:%M}" if record.start else ""
    long = f", {counted(record.minutes, 'minute')}" if record.minutes else ""
    cause = f" ({record.cause.phrase})" if record.cause else ""
    place = "; it is in no plan" if planned is None else ""
    if planned is not None and planned.date != record.date:
        place = f"; it was planned for {planned.date:%A} {planned.date.isoformat()}"
    return f"{record.drill_id} was {outcome} on {record.date}{at}{long}{cause}{place}"


def _show(records: tuple[DrillRecord, ...], form: str) -> None:
    if form == "json":
        say_json({"records": [record.model_dump(mode="json") for record in records]})
        return
    if not records:
        click.echo("The drill log is empty.")
        return
    header = ("date", "campus", "drill", "held", "start", "minutes", "by", "why not", "note")
    say_table(
        header,
        [
            (
                record.date.isoformat(),
                record.campus_id,
                record.drill_id,
                "yes" if record.held else "no",
                f"{record.start:%H:%M}" if record.start else "",
                str(record.minutes or ""),
                record.recorded_by,
                record.cause.phrase if record.cause else "",
                record.note,
            )
            for record in records
        ],
    )
