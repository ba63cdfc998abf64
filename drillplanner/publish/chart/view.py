"""The command chart as plain values for ICS 207: boxes and lines at their places, notes, and alt text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.model import ChartPalette
from drillplanner.publish.chart.box import ChartBox, text_row
from drillplanner.publish.chart.content import chart_tree, merged_posts
from drillplanner.publish.chart.layout import ChartTree, Drawing
from drillplanner.publish.chart.pages import ChartPart, PageSpace, split_into_parts
from drillplanner.publish.chart.people import OnCallView, on_call_view
from drillplanner.publish.chart.responders import responder_sentences
from drillplanner.publish.chart.section import Line, PlacedBox
from drillplanner.publish.core import words
from drillplanner.publish.core.typst.typeface import BOLD

#: Room for drawing and notes in block 3 of a landscape page, in points.
WIDTH, HEIGHT = 724.0, 440.0
#: Type size and line of the notes below the drawing, in points, and the lines that the legend takes.
NOTE_SIZE, NOTE_LINE, LEGEND_LINES = 8.5, 11.5, 2

RunView = tuple[str, str, float]


class RowView(TypedDict):
    """A row of text in a box: its place, width and type size in points."""

    x: float
    y: float
    width: float
    size: float
    hatched: bool
    runs: list[RunView]


class BoxView(TypedDict):
    """A box: place and size in points, the heights of its head and columns, the section's letter."""

    x: float
    y: float
    width: float
    height: float
    head: float
    columns: int
    columns_height: float
    letter: str
    tint: str
    rounded: bool
    rows: list[RowView]


class PageView(TypedDict):
    """One page's drawing; ``part`` says which part of the chart it is, empty if it is the whole chart."""

    part: str
    size: float
    width: float
    height: float
    boxes: list[BoxView]
    lines: list[tuple[float, ...]]
    dashed: list[tuple[float, ...]]
    alt: str


class ChartView(TypedDict):
    """The chart's pages, the notes below the first drawing, and whether anybody holds more than one post."""

    palette: str
    merged: bool
    pages: list[PageView]
    on_call: list[OnCallView]
    notes: list[str]


def chart_view(
    chart: RoleChart,
    *,
    home: str = "School",
    palette: ChartPalette = ChartPalette.HOSPITAL,
    staging: str = "",
) -> ChartView:
    """Return everything in block 3 of ICS 207.

    ``home`` is the school's name in unified command, ``palette`` the tints of the sections, and ``staging`` the
    staging area as the school wrote it down.
    """
    on_call = [on_call_view(post, chart) for post in chart.on_call]
    sentences = (_who_would_sentence(chart), *responder_sentences(chart, staging), _open_points(chart))
    notes = [sentence for sentence in sentences if sentence]
    others = HEIGHT - NOTE_LINE * LEGEND_LINES
    first = others - NOTE_LINE * (sum(map(_lines_of_note, notes)) + _on_call_lines(on_call))
    parts = split_into_parts(chart_tree(chart, home), PageSpace(WIDTH, first, others))
    return ChartView(
        palette=palette.value,
        merged=bool(merged_posts(chart)),
        pages=[part_view(part, len(parts), chart) for part in parts],
        on_call=on_call,
        notes=notes,
    )


def part_view(part: ChartPart, parts: int, chart: RoleChart) -> PageView:
    """Return the drawing of one of the parts into which the chart was cut."""
    drawing = part.drawing
    what = "command and sections" if part.number == 1 else part.tree.top.key
    return PageView(
        part=f": {what} (part {part.number} of {parts})" if parts > 1 else "",
        size=drawing.size,
        width=drawing.width,
        height=round(drawing.height, 2),
        boxes=[_box_view(placed, drawing) for placed in drawing.boxes],
        lines=[_rounded(line) for line in drawing.lines],
        dashed=[_rounded(line) for line in drawing.dashed],
        alt=_alt_text(part.tree, chart),
    )


def _rounded(line: Line) -> tuple[float, ...]:
    return tuple(round(length, 2) for length in line)


def _box_view(placed: PlacedBox, drawing: Drawing) -> BoxView:
    box, size = placed.box, drawing.size
    return BoxView(
        x=round(placed.x, 2),
        y=round(placed.y, 2),
        width=round(placed.width, 2),
        height=round(placed.height, 2),
        head=round(box.head_height(placed.width, size), 2),
        columns=len(box.columns),
        columns_height=round(box.columns_height(placed.width, size), 2),
        letter=box.letter,
        tint=box.tint,
        rounded=box.rounded,
        rows=[
            RowView(
                x=round(placed_row.x, 2),
                y=round(placed_row.y, 2),
                width=round(placed_row.width, 2),
                size=round(size * placed_row.factor, 3),
                hatched=placed_row.row.hatched,
                runs=[(run.text, run.style, run.scale) for run in placed_row.row.runs],
            )
            for placed_row in box.rows(placed.width, size)
        ],
    )


def _alt_text(tree: ChartTree, chart: RoleChart) -> str:
    """Return the lines of a drawing in words, for readers who hear the page."""
    sentences = ["Lines of authority.", *_reports_sentences(tree.top.key, (*tree.officers, *tree.row))]
    for officer in (*tree.officers, *tree.row):
        sentences += _reports_below_sentences(officer)
    if tree.officers or tree.visitors:
        for seat in chart.agencies:
            if not seat.in_command:
                sentences.append(f"{seat.name} works with the {chart.by_id[seat.reports_to].title}.")
    if tree.top.columns:
        sentences += [f"{seat.name} shares command." for seat in chart.agencies if seat.in_command]
    return " ".join(sentences)


def _reports_below_sentences(box: ChartBox) -> Iterator[str]:
    yield from _reports_sentences(box.key, box.below)
    for report in box.below:
        yield from _reports_below_sentences(report)


def _reports_sentences(key: str, below: tuple[ChartBox, ...]) -> list[str]:
    if not below:
        return []
    verb = "reports" if len(below) == 1 else "report"
    return [f"To the {key} {verb}: {words.join_words(tuple(box.key for box in below))}."]


def _who_would_sentence(chart: RoleChart) -> str:
    return "Discussion exercise: the chart names who would act." if chart.who_would else ""


def _open_points(chart: RoleChart) -> str:
    counts = {kind: sum(gap.kind is kind for gap in chart.gaps) for kind in GapKind}
    parts = []
    if vacant := counts[GapKind.VACANT]:
        parts.append(f"{words.counted(vacant, 'post')} vacant or short of people")
    if thin := counts[GapKind.ALTERNATES]:
        parts.append(f"{words.counted(thin, 'post')} without two alternates")
    if counts[GapKind.COMMAND]:
        parts.append("unified command without a partner")
    return f"Open points: {words.join_words(tuple(parts))}; see the list with ICS 203." if parts else ""


def _lines_of_note(note: str) -> int:
    return text_row(note, BOLD).fit(WIDTH / NOTE_SIZE)[0]


def _on_call_lines(on_call: list[OnCallView]) -> int:
    """Return the most lines that the note on posts on call takes."""
    if not on_call:
        return 0
    people = " · ".join(
        f"{post['short']} – {post['person']['name']} {post['person']['marks']} radio {post['person']['radio']}"
        if post["person"]
        else post["short"]
        for post in on_call
    )
    note = text_row(f"On call, not opened at the start: {people} no one named for ", BOLD)
    return note.fit(WIDTH / NOTE_SIZE)[0]
