"""``drillplanner publish``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.changing import changing
from drillplanner.cli.output import folder_argument, format_option, progress_bar, say_json, say_list
from drillplanner.cli.screens.show import all_option, show
from drillplanner.cli.waiting import waiting
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from drillplanner.publish.calendars.changes import EventChange, Readership
    from drillplanner.publish.calendars.publication import Publication

#: The folder of the letters, and what is said while a district has none: a law may ask for them.
_LETTERS = "notices"
_LETTERS_HINT = (
    "No letters yet. To write those to families and the briefings of staff: drillplanner publish {} --only notices"
)


@click.command(
    epilog="Example: drillplanner publish my-district --only icalendar,report\n\n"
    "Example: drillplanner publish my-district --only forms\n\n"
    "Example: drillplanner publish my-district --diff\n\n"
    "Ends with 0; 1 when the plan no longer holds; 2 for unusable input."
)
@folder_argument
@click.option(
    "--only",
    help="Names joined by commas: icalendar, sheets, forms, packets, binder, cards, year, exercises, report, "
    "notices, tables, school-workbook, record-forms, state-papers, start. Without it all are written; forms, "
    "packets, binder, notices, school-workbook, record-forms and state-papers only where they were written "
    "before.",
)
@click.option(
    "--paper",
    type=click.Choice(("tiers", "full")),
    default="tiers",
    show_default=True,
    help="How much paper a drill gets: by what it is (two pages for a fire drill), or every form.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Say what would change in the calendars since they were last published, and write nothing.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which changes of the calendars count as made; without it, the day of the plan.",
)
@all_option
@format_option
def command(
    folder: Path, only: str | None, paper: str, diff: bool, as_of: datetime | None, everything: bool, form: str
) -> None:
    """Write calendars, printed sheets, the report and tables into FOLDER/out/."""
    from drillplanner import api

    chosen = tuple(name.strip() for name in only.split(",") if name.strip()) if only else ()
    if not diff:
        day = None if as_of is None else as_of.date()
        with changing(folder, "publish"):
            with waiting("Reading"):
                prepared = api.prepare(folder)
            say_published(prepared, chosen, day, as_json=form == "json", paper=paper, everything=everything)
        return
    if chosen and "icalendar" not in chosen:
        raise click.UsageError("--diff compares the calendars; leave --only out, or name icalendar in it.")
    _say_difference(api.publication(api.prepare(folder)), form)


def say_published(
    prepared: object,
    chosen: tuple[str, ...] = (),
    as_of: date | None = None,
    *,
    as_json: bool = False,
    paper: str = "tiers",
    everything: bool = False,
) -> None:
    """Publish with a progress bar, and print what was written and what to know about it."""
    from drillplanner import api
    from drillplanner.cli.screens.publish import lines_in_full, publish_screen

    assert isinstance(prepared, api.Prepared)  # noqa: S101 (typed loosely so that help loads nothing)
    notes: list[str] = []
    files: list[Path] = []
    expected = len(api.read_plan(prepared.folder).drills) + len(prepared.workspace.campuses)
    with progress_bar() as progress:
        for done, path in enumerate(api.publish(prepared, chosen, notes.append, as_of, paper), start=1):
            files.append(path)
            progress("Publishing", done, max(done, expected))
    if as_json:
        say_json({"files": [path.as_posix() for path in files], "notes": notes})
    if not chosen and (hint := letters_hint(prepared.folder)):
        notes.append(hint)
    screen = publish_screen(prepared.folder, files, notes)
    full = lines_in_full(prepared.folder, files, notes)
    show(screen, full, prepared.folder, "publish", everything=everything, err=as_json)


def letters_hint(folder: Path) -> str:
    """Return how to write the letters of a district that has none yet; else nothing."""
    if (folder / "out" / _LETTERS).exists():
        return ""
    return _LETTERS_HINT.format(shell_word(str(folder)))


def _say_difference(publication: Publication, form: str) -> None:
    from drillplanner.publish.calendars.changes import Readership, calendar_changes, unchanged_events

    changes = {
        reader: calendar_changes(publication.former, publication.published, reader) for reader in Readership
    }
    unchanged = unchanged_events(publication.former, publication.published)
    if form == "json":
        documents = {
            reader: [change.model_dump(mode="json") | {"told": change.sentence} for change in found]
            for reader, found in changes.items()
        }
        for_staff = {"changes": documents.pop(Readership.STAFF)}
        by_reader = for_staff | {reader.value: document for reader, document in documents.items()}
        say_json({"first": not publication.former.calendars, "unchanged": unchanged, **by_reader})
    _say_changes(publication, changes, unchanged, err=form == "json")


def _say_changes(
    publication: Publication, changes: Mapping[Readership, tuple[EventChange, ...]], unchanged: int, err: bool
) -> None:
    from drillplanner.publish.calendars.changes import HEADINGS, Readership, change_counts
    from drillplanner.publish.calendars.revisions.store import LOST, REVISIONS_FILE
    from drillplanner.publish.core.words import counted

    staff = changes[Readership.STAFF]
    if publication.is_recovered:
        click.echo(LOST.format(REVISIONS_FILE.as_posix()), err=err)
    if not publication.former.calendars:
        chores = sum(change.is_chore for change in staff)
        drills, also = counted(len(staff) - chores, "drill"), counted(chores, "chore event")
        year = publication.published.year
        click.echo(
            f"No calendars of {year} are on record as published: {drills} and {also} would be new. "
            "Nothing was written.",
            err=err,
        )
        return
    same = f"{counted(unchanged, 'event')} {'stays as it is' if unchanged == 1 else 'stay as they are'}"
    happened = f"Since the calendars were last published: {change_counts(staff)}; {same}."
    click.echo(f"{happened} Nothing was written.", err=err)
    for is_chore, what in ((False, "Drills"), (True, "Chores")):
        for kind, heading in HEADINGS.items():
            sentences = (
                member.sentence for member in staff if member.is_chore is is_chore and member.kind is kind
            )
            say_list(f"{what} {heading}:", sentences, err)
    for reader in (Readership.FAMILIES, Readership.AGENCIES):
        for kind, heading in HEADINGS.items():
            sentences = (change.sentence for change in changes[reader] if change.kind is kind)
            say_list(f"In calendars for {reader}, {heading}:", sentences, err)
