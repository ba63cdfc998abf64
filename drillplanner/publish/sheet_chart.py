"""The command chart as plain values for ICS 207: boxes and lines at their places, and the words beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from drillplanner.incident_command.chart import AgencySeat, GapKind, Post, RoleChart
from drillplanner.incident_command.positions import Level
from drillplanner.publish import words
from drillplanner.publish.sheet_card import NO_BREAK_SPACE, Card, Row, Run, text_row
from drillplanner.publish.sheet_layout import SIZES, Drawing, Tree, lay_out
from drillplanner.publish.sheet_people import OnCallView, PersonView, on_call_view, person_view
from drillplanner.publish.sheet_typeface import BOLD, ITALIC, REGULAR

#: Levels that are a team or single resource, drawn with round corners; all others are positions.
_ROUND = (Level.SINGLE_RESOURCE, Level.TEAM)
#: Levels drawn at the side of the line of command.
_AT_THE_SIDE = (Level.DEPUTY, Level.OFFICER)
#: Room for drawing and notes in block 3 of a landscape page, in points.
WIDTH, HEIGHT = 724.0, 392.0
#: Type size and line of the notes below the drawing, in points; the legend takes one line of its own.
NOTE_SIZE, NOTE_LINE = 8.5, 11.5
#: Tried only for what is left after cutting: small print is better than none.
_LAST_RESORT = (*SIZES, *(size / 2 for size in range(13, 3, -1)))

RunView = tuple[str, str, float]


class RowView(TypedDict):
    """A row of text in a box: its top, width and type size in points."""

    y: float
    width: float
    size: float
    hatched: bool
    runs: list[RunView]


class BoxView(TypedDict):
    """A box: place and size in points, the height of its head, the section's letter."""

    x: float
    y: float
    width: float
    height: float
    head: float
    letter: str
    rounded: bool
    rows: list[RowView]


class PageView(TypedDict):
    """One page's drawing; ``part`` says which part of the chart it is, empty where it is all of it."""

    part: str
    size: float
    width: float
    height: float
    boxes: list[BoxView]
    lines: list[tuple[float, ...]]
    dashed: list[tuple[float, ...]]
    alt: str


class ChartView(TypedDict):
    """The chart's pages and what stands below each drawing."""

    pages: list[PageView]
    on_call: list[OnCallView]
    notes: list[str]


def chart_view(chart: RoleChart) -> ChartView:
    """Everything that is drawn or said in block 3 of ICS 207."""
    on_call = [on_call_view(post, chart) for post in chart.on_call]
    notes = [note for note in (_who_would(chart), _open_points(chart)) if note]
    height = HEIGHT - NOTE_LINE * (1 + len(notes) + _on_call_lines(on_call))
    return ChartView(pages=_pages(chart, height), on_call=on_call, notes=notes)


def _pages(chart: RoleChart, height: float) -> list[PageView]:
    """The whole on one page if it fits, else its largest sections on pages of their own."""
    whole = _tree(chart)
    alt = _alt_text(chart)
    drawing = lay_out(whole, WIDTH, height)
    if drawing is not None:
        return [_page(drawing, "", alt)]
    row = list(whole.row)
    cut: list[Card] = []
    while drawing is None and any(card.below for card in row):
        largest = max(row, key=_boxes)
        cut.append(largest)
        row[row.index(largest)] = replace(largest, body=(*largest.body, _elsewhere()), below=())
        drawing = lay_out(replace(whole, row=tuple(row)), WIDTH, height)
    pages = [_page(drawing or _smallest(replace(whole, row=tuple(row)), height), ": command and sections", alt)]
    for head in cut:
        section = _smallest(Tree(top=replace(head, below=()), row=head.below), height)
        pages.append(_page(section, f": {head.key}", alt))
    return pages


def _smallest(tree: Tree, height: float) -> Drawing:
    drawing = lay_out(tree, WIDTH, height, _LAST_RESORT)
    if drawing is None:  # at two points even the full catalogue with the longest names takes half a page
        raise AssertionError("a command chart does not fit on a page at any type size")
    return drawing


def _boxes(card: Card) -> int:
    return 1 + sum(_boxes(one) for one in card.below)


def _tree(chart: RoleChart) -> Tree:
    command = chart.posts[0]
    reports = chart.reports(command.position_id)
    beside = [post for post in reports if post.level in _AT_THE_SIDE]
    return Tree(
        top=_command_card(command, chart),
        # Visiting agencies are drawn to the right of the liaison officer, so that the officer stands last.
        officers=tuple(
            _card(post, chart) for post in sorted(beside, key=lambda one: one.position_id == "CMD-LNO")
        ),
        visitors=tuple(_agency_card(seat) for seat in chart.agencies if not seat.in_command),
        row=tuple(_card(post, chart) for post in reports if post.level not in _AT_THE_SIDE),
        visitors_on_top=any(seat.reports_to == command.position_id for seat in chart.agencies),
    )


def _command_card(post: Post, chart: RoleChart) -> Card:
    card = replace(_card(post, chart), below=())
    if not chart.unified:
        return card
    partners = tuple(_blank_row(seat.name) for seat in chart.agencies if seat.in_command)
    head = (text_row("Unified Command", BOLD), text_row("Shared command: one plan", ITALIC, 0.88))
    return replace(card, head=head, body=(*card.body, *partners))


def _card(post: Post, chart: RoleChart) -> Card:
    body: list[Row] = [_person_row(person_view(person)) for person in post.people]
    if post.everyone:
        body.append(text_row(post.everyone, BOLD, 1.02))
    if post.vacancy:
        word = "SHORT OF PEOPLE" if post.people else "VACANT"
        body.append(Row((Run(word, BOLD, 1.0),), hatched=True))
    for rank, person in zip(("2nd", "3rd"), post.alternates, strict=False):
        view = person_view(person)
        runs = (Run(f"{rank}{NO_BREAK_SPACE}{view['name']}", REGULAR, 0.9), *_marks(view, 0.77))
        body.append(Row(runs))
    if post.also:
        body.append(text_row(f"also: {', '.join(post.also)}", ITALIC, 0.86))
    return Card(
        key=post.title,
        letter=post.section.letter,
        rounded=post.level in _ROUND,
        head=(text_row(post.title, BOLD), text_row(post.local_title, ITALIC, 0.88)),
        body=tuple(body),
        below=tuple(_card(one, chart) for one in chart.reports(post.position_id)),
    )


def _person_row(person: PersonView) -> Row:
    radio = (Run(f" {_kept_together(person['radio'])}", REGULAR, 0.86),) if person["radio"] else ()
    return Row((Run(person["name"] or "–", BOLD, 1.08), *_marks(person, 0.86), *radio))


def _kept_together(radio: str) -> str:
    """The channel's name on one line, unless it is long."""
    said = f"radio {radio}"
    return said.replace(" ", NO_BREAK_SPACE) if len(said) <= 18 else said


def _marks(person: PersonView, scale: float) -> tuple[Run, ...]:
    return (Run(f"{NO_BREAK_SPACE}{person['marks']}", REGULAR, scale),) if person["marks"] else ()


def _blank_row(name: str) -> Row:
    return Row((Run(f"{name}: ", BOLD, 1.0), Run("_" * 14, REGULAR, 1.0)))


def _elsewhere() -> Row:
    return text_row("below: see the next pages", ITALIC, 0.86)


def _agency_card(seat: AgencySeat) -> Card:
    return Card(
        key=seat.name,
        letter="C",
        rounded=False,
        head=(text_row(seat.name, BOLD), text_row("Agency representative", ITALIC, 0.88)),
        body=(_blank_row("Name"),),
    )


def _page(drawing: Drawing, part: str, alt: str) -> PageView:
    return PageView(
        part=part,
        size=drawing.size,
        width=drawing.width,
        height=round(drawing.height, 2),
        boxes=[
            BoxView(
                x=round(box.x, 2),
                y=round(box.y, 2),
                width=round(box.width, 2),
                height=round(box.height, 2),
                head=round(box.card.head_height(box.width, drawing.size), 2),
                letter=box.card.letter,
                rounded=box.card.rounded,
                rows=[
                    RowView(
                        y=round(y, 2),
                        width=round(width, 2),
                        size=round(drawing.size * factor, 3),
                        hatched=row.hatched,
                        runs=[(run.text, run.style, run.scale) for run in row.runs],
                    )
                    for row, y, width, factor in box.card.rows(box.width, drawing.size)
                ],
            )
            for box in drawing.boxes
        ],
        lines=[tuple(round(length, 2) for length in line) for line in drawing.lines],
        dashed=[tuple(round(length, 2) for length in line) for line in drawing.dashed],
        alt=alt,
    )


def _alt_text(chart: RoleChart) -> str:
    """The lines of the drawing in words, for those who hear the page."""
    lines = []
    for post in chart.posts:
        below = tuple(one.title for one in chart.reports(post.position_id))
        if below:
            verb = "reports" if len(below) == 1 else "report"
            lines.append(f"To the {post.title} {verb}: {words.listed(below)}.")
    for seat in chart.agencies:
        if seat.in_command:
            lines.append(f"{seat.name} shares command.")
        else:
            lines.append(f"{seat.name} works with the {chart.by_id[seat.reports_to].title}.")
    return " ".join(["Lines of authority.", *lines])


def _who_would(chart: RoleChart) -> str:
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
    return f"Open points: {words.listed(tuple(parts))}; see the list with ICS 203." if parts else ""


def _on_call_lines(on_call: list[OnCallView]) -> int:
    """Lines that the note on posts on call takes, at most."""
    if not on_call:
        return 0
    said = " · ".join(
        f"{one['short']} – {one['person']['name']} {one['person']['marks']} radio {one['person']['radio']}"
        if one["person"]
        else one["short"]
        for one in on_call
    )
    return text_row(f"On call, not opened at the start: {said} no one named for ", BOLD).fit(WIDTH / NOTE_SIZE)[0]
