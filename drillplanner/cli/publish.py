"""``drillplanner publish``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from drillplanner.cli.telling import folder_argument, progress_bar


@click.command(
    epilog="Example: drillplanner publish my-district --only icalendar,report\n\n"
    "Ends with 0; 1 when the plan no longer holds; 2 for unusable input."
)
@folder_argument
@click.option("--only", help="Names joined by commas: icalendar, sheets, report, tables.")
def command(folder: Path, only: str | None) -> None:
    """Write calendars, printed sheets, the report and tables into FOLDER/out/."""
    from drillplanner import planning

    chosen = tuple(name.strip() for name in only.split(",") if name.strip()) if only else ()
    say_published(planning.prepare(folder), chosen)


def say_published(prepared: object, chosen: tuple[str, ...] = ()) -> None:
    """Publish with a progress bar, and say what was written and what to know about it."""
    from drillplanner import planning

    assert isinstance(prepared, planning.Prepared)  # noqa: S101 (typed loosely so that help loads nothing)
    notes: list[str] = []
    kinds: Counter[str] = Counter()
    expected = len(planning.read_plan(prepared.folder).drills) + len(prepared.workspace.campuses)
    with progress_bar() as progress:
        for done, path in enumerate(planning.publish(prepared, chosen, notes.append), start=1):
            kinds[path.suffix.lstrip(".")] += 1
            progress("Publishing", done, max(done, expected))
    out = prepared.folder / "out"
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    click.echo(f"Published {sum(kinds.values())} files in {out}: {words}.")
    for note in notes:
        click.echo(f"  {note}")
