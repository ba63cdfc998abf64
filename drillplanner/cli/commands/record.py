"""``drillplanner record``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.options import DAY, TIME_OF_DAY, drill_type, event_kind
from drillplanner.cli.output import folder_argument, format_option, say_json, say_table
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.model import DrillRecord

#: What the command line calls the fields of a request.
_OPTIONS = {
    "held": "--held",
    "not_held": "--not-held",
    "recorded_by": "--by",
    "drill_id": "--drill",
    "campus_id": "--campus",
    "drill_type": "--type",
    "scenario_id": "--scenario",
    "date": "--date",
    "start": "--start",
    "minutes": "--minutes",
    "cause": "--cause",
    "correct": "--correct",
}


@click.command(
    epilog="Example: drillplanner record my-district --drill oak-fire-evacuation-02 --held --by office\n\n"
    "Example: drillplanner record my-district --drill oak-lockdown-01 --not-held --cause severe_weather "
    "--by office\n\n"
    "Without --held or --not-held it shows the log. Ends with 0; 2 for unusable input, and nothing is written "
    "then."
)
@folder_argument
@click.option("--held/--not-held", "held", default=None, help="Whether the drill took place.")
@click.option("--drill", metavar="ID", help="The drill's id in the plan.")
@click.option("--campus", metavar="ID", help="Of a drill that is in no plan: its campus.")
@click.option("--type", "kind", metavar="TYPE", help="Of a drill that is in no plan: its type as in schedule.csv.")
@click.option("--scenario", metavar="ID", help="The scenario that was used, where it was not the planned one.")
@click.option(
    "--date",
    "on",
    type=DAY,
    metavar="DATE",
    help="The day, where it was not the planned one.",
)
@click.option("--start", type=TIME_OF_DAY, metavar="HH:MM", help="When it began.")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), help="How long it took.")
@click.option("--by", metavar="NAME", help="Who records this. Required with --held and --not-held.")
@click.option("--cause", metavar="KIND", help="Why it was not held: a kind of events.csv, such as severe_weather.")
@click.option("--note", default="", help="Anything else.")
@click.option("--correct", is_flag=True, help="Take back what the log says of this drill so far.")
@format_option
def command(
    folder: Path,
    held: bool | None,
    drill: str | None,
    campus: str | None,
    kind: str | None,
    scenario: str | None,
    on: datetime | None,
    start: datetime | None,
    minutes: int | None,
    by: str | None,
    cause: str | None,
    note: str,
    correct: bool,
    form: str,
) -> None:
    """Write down that a drill was held, or was not, in FOLDER/records/; or show what is written there."""
    from drillplanner import api

    if held is None:
        _show(api.recorded_drills(folder), form)
        return
    if by is None:
        raise click.UsageError("Say who records this: --by NAME.")
    request = api.RecordRequest(
        held=held,
        recorded_by=by,
        drill_id=drill,
        campus_id=campus,
        drill_type=None if kind is None else drill_type("--type", kind),
        scenario_id=scenario,
        date=on.date() if on else None,
        start=start.time() if start else None,
        minutes=minutes,
        cause=None if cause is None else event_kind("--cause", cause),
        note=note,
        correct=correct,
    )
    written = api.record(folder, request, _OPTIONS.__getitem__)
    if form == "json":
        say_json(written.model_dump(mode="json", exclude={"row"}))
    else:
        click.echo(f"Recorded: {_sentence(written)}. Written: {folder / 'records' / 'drill_log.csv'}")
        if not written.held:
            click.echo(f"Maybe make the plan anew: drillplanner replan {folder} --as-of DATE")


def _sentence(record: DrillRecord) -> str:
    outcome = "held" if record.held else "not held"
    at = f" at {record.start:%H:%M}" if record.start else ""
    long = f", {counted(record.minutes, 'minute')}" if record.minutes else ""
    cause = f" ({record.cause.phrase})" if record.cause else ""
    return f"{record.drill_id} was {outcome} on {record.date}{at}{long}{cause}"


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
