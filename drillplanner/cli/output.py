"""Output of commands: text for people, one JSON document, and how far long work is."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.waiting import progress_lines
from drillplanner.files.counting import counted

if TYPE_CHECKING:
    from drillplanner.model import Caveat, GroupedFinding
    from drillplanner.progress import Progress

folder_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json prints one document on standard output and nothing else there.",
)


def say_json(document: object) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(document, indent=1, ensure_ascii=False))


def say_paragraph(text: str) -> None:
    """Print a paragraph, indented and wrapped."""
    click.echo(textwrap.indent(textwrap.fill(text, 92), "    "))


def list_lines(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a blank line, a heading, and its lines, indented; nothing if there are none."""
    kept = list(lines)
    if kept:
        yield f"\n{heading}"
        yield from (f"  {line}" for line in kept)


def say_list(heading: str, lines: Iterable[str], err: bool = False) -> None:
    """Print a heading and its lines; nothing if there are none."""
    for line in list_lines(heading, lines):
        click.echo(line, err=err)


def caveat_lines(caveats: Sequence[Caveat], folder: Path) -> Iterator[str]:
    """Yield what is to be known before relying on a plan, numbered, with what to do; nothing if there is none."""
    if not caveats:
        return
    yield "Before you rely on this:"
    for number, caveat in enumerate(caveats, start=1):
        yield f"{number:3d}. {caveat.text}"
        if caveat.answer:
            yield f"     -> {caveat.answer_in(str(folder))}"
    yield ""


def table_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table with columns as wide as their longest cell."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def say_table(header: Sequence[str], rows: Iterable[Sequence[str]], err: bool = False) -> None:
    """Print a table with columns as wide as their longest cell."""
    for line in table_lines(header, rows):
        click.echo(line, err=err)


#: How many places of a finding the text lists; JSON and plan.json hold all of them.
PLACES_LISTED = 3


def where_lines(finding: GroupedFinding) -> list[str]:
    """Return lines with the first places of a developmental finding, and how many more there are."""
    lines = []
    for place in finding.places[:PLACES_LISTED]:
        drills = ", ".join(place.drills[:PLACES_LISTED])
        more = f" and {len(place.drills) - PLACES_LISTED} more" if len(place.drills) > PLACES_LISTED else ""
        about = f": {place.detail}" if place.detail else ""
        lines.append(f"{place.campus_id}{f' ({drills}{more})' if drills else ''}{about}")
    if len(finding.places) > PLACES_LISTED:
        lines.append(f"and {counted(len(finding.places) - PLACES_LISTED, 'more place')}")
    return lines


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a progress function: a bar on a terminal's standard error, a line every half minute elsewhere."""
    if not sys.stderr.isatty():
        with progress_lines() as remember:
            yield remember
        return
    from tqdm import tqdm

    bar = tqdm(leave=False, file=sys.stderr, bar_format="{desc}: {bar:24} {n_fmt}/{total_fmt}")

    def show(stage: str, done: int, total: int) -> None:
        if bar.desc != stage:
            bar.set_description_str(stage)
        bar.total, bar.n = total, done
        bar.refresh()

    try:
        yield show
    finally:
        bar.close()
