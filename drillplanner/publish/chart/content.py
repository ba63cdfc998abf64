"""A role chart as a tree of boxes: the text of each, in full and in few lines, and the boxes below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from drillplanner.incident_command.chart.role_chart import AgencySeat, Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Section
from drillplanner.publish.chart.box import NO_BREAK_SPACE, ChartBox, TextRow, TextRun, text_row
from drillplanner.publish.chart.layout import ChartTree
from drillplanner.publish.chart.people import PersonView, person_view
from drillplanner.publish.chart.responders import briefing_moment
from drillplanner.publish.core.typst.typeface import BOLD, ITALIC, REGULAR

#: Levels that are a team or single resource, drawn with round corners; all others are positions.
_ROUND = (OrganizationLevel.SINGLE_RESOURCE, OrganizationLevel.TEAM)
#: Levels drawn at the side of the line of command.
_AT_THE_SIDE = (OrganizationLevel.DEPUTY, OrganizationLevel.OFFICER)
#: Printed before the other posts that the same person holds.
MERGED = "⇄"


@dataclass(frozen=True)
class _ChartWording:
    """What boxes need of the whole chart: the posts of people with several, and the school's name."""

    chart: RoleChart
    merged: Mapping[str, tuple[Post, ...]]
    home: str


def merged_posts(chart: RoleChart) -> dict[str, tuple[Post, ...]]:
    """Return the posts of each person who holds more than one at once (sideways merge), by staff id."""
    posts_by_person: dict[str, list[Post]] = {}
    for post in chart.posts:
        for person in post.people:
            posts_by_person.setdefault(person.staff_id, []).append(post)
    return {person: tuple(posts) for person, posts in posts_by_person.items() if len(posts) > 1}


def chart_tree(chart: RoleChart, home: str) -> ChartTree:
    """Return the chart as a tree of boxes; ``home`` names the school under its commander in unified command."""
    words = _ChartWording(chart, merged_posts(chart), home)
    command = chart.posts[0]
    reports = chart.reports(command.position_id)
    # Visiting agencies are drawn to the right of the liaison officer, so the officer comes last.
    officers = sorted(
        (post for post in reports if post.level in _AT_THE_SIDE), key=lambda post: post.position_id == "CMD-LNO"
    )
    return ChartTree(
        top=_command_box(command, words),
        officers=tuple(_post_box(post, words) for post in officers),
        visitors=tuple(_agency_box(seat) for seat in chart.agencies if not seat.in_command),
        row=tuple(_post_box(post, words) for post in reports if post.level not in _AT_THE_SIDE),
        visitors_on_top=any(
            seat.reports_to == command.position_id or not officers
            for seat in chart.agencies
            if not seat.in_command
        ),
    )


def _command_box(post: Post, words: _ChartWording) -> ChartBox:
    box = replace(_post_box(post, words), below=())
    if not words.chart.unified:
        handover = _handover_rows(words.chart)
        return replace(box, body=(*box.body, *handover), dense_body=(*box.dense_body, *handover))
    # One box of equal columns, the agency under each name; no agency is above another.
    school = (*_people_rows(post, words), text_row(words.home, ITALIC, 0.88), *_alternate_rows(post))
    partners = tuple(
        (TextRow((TextRun("_" * 12, REGULAR, 1.5),)), text_row(seat.name, ITALIC, 0.88))
        for seat in words.chart.agencies
        if seat.in_command
    )
    shared = text_row("Shared command: one set of objectives, one plan", ITALIC, 0.88)
    return replace(
        box,
        key="Unified Command",
        head=(text_row("Unified Command", BOLD), shared),
        columns=(school, *partners),
        body=_also_rows(post),
        dense_head=(),
        dense_body=(),
    )


def _handover_rows(chart: RoleChart) -> tuple[TextRow, ...]:
    """Return to whom command passes when responders come, and when; empty if it stays."""
    plan = chart.responders
    if plan is None or not plan.lead_agency:
        return ()
    return (text_row(f"then {plan.lead_agency}, after the briefing {briefing_moment(plan)}", ITALIC, 0.88),)


def _post_box(post: Post, words: _ChartWording) -> ChartBox:
    local = (post.local_title,) if _local_title_adds_words(post.local_title, post.title) else ()
    people = _people_rows(post, words)
    alternates = _alternate_rows(post)
    return ChartBox(
        key=post.title,
        letter=post.section.letter,
        rounded=post.level in _ROUND,
        head=(text_row(post.title, BOLD), *(text_row(title, ITALIC, 0.88) for title in local)),
        body=(*people, *alternates, *_also_rows(post)),
        dense_head=(
            TextRow((TextRun(post.title, BOLD, 1.0), *(TextRun(f" {title}", ITALIC, 0.88) for title in local))),
        ),
        dense_body=(*_people_rows(post, words, 1.0), *_one_paragraph(alternates), *_also_rows(post)),
        below=tuple(_post_box(report, words) for report in words.chart.reports(post.position_id)),
        tint=_tint(post),
    )


def _local_title_adds_words(local: str, title: str) -> bool:
    """Check whether the school's own name for a post has a word that its title does not have."""
    return not set(local.casefold().split()) <= set(title.casefold().split())


def _tint(post: Post) -> str:
    if post.section is not Section.COMMAND:
        return post.section.value
    return "staff" if post.level is OrganizationLevel.OFFICER else "commander"


def _people_rows(post: Post, words: _ChartWording, scale: float = 1.08) -> tuple[TextRow, ...]:
    rows = []
    for person in post.people:
        rows.append(_person_row(person, post, words, scale))
        if person.class_covered_by is not None:
            rows.append(text_row(f"{person.class_covered_by.name} takes the class", ITALIC, 0.88))
    if post.everyone:
        rows.append(text_row(post.everyone, BOLD, 1.02))
    if post.vacancy:
        rows.append(TextRow((TextRun("SHORT OF PEOPLE" if post.people else "VACANT", BOLD, 1.0),), hatched=True))
    return tuple(rows)


def _person_row(person: Holder, post: Post, words: _ChartWording, scale: float) -> TextRow:
    view = person_view(person)
    area = (TextRun(f" {person.area}", ITALIC, 0.9),) if person.area else ()
    radio = (TextRun(f" {_unbroken_channel(view['radio'])}", REGULAR, 0.86),) if view["radio"] else ()
    merged_with = words.merged.get(person.staff_id, ())
    others = [other.short for other in merged_with if other.position_id != post.position_id]
    merged = (TextRun(f" {MERGED}{NO_BREAK_SPACE}{', '.join(others)}", REGULAR, 0.86),) if others else ()
    return TextRow((TextRun(view["name"] or "–", BOLD, scale), *_marks(view, 0.86), *area, *radio, *merged))


def _alternate_rows(post: Post) -> tuple[TextRow, ...]:
    rows = []
    for rank, person in zip(("2nd", "3rd"), post.alternates, strict=False):
        view = person_view(person)
        rows.append(TextRow((TextRun(f"{rank}{NO_BREAK_SPACE}{view['name']}", REGULAR, 0.9), *_marks(view, 0.77))))
    return tuple(rows)


def _one_paragraph(rows: tuple[TextRow, ...]) -> tuple[TextRow, ...]:
    """Return the rows as one paragraph."""
    if len(rows) < 2:
        return rows
    first, *others = rows
    return (TextRow((*first.runs, *(run for row in others for run in (TextRun(" · ", REGULAR, 0.9), *row.runs)))),)


def _also_rows(post: Post) -> tuple[TextRow, ...]:
    return (text_row(f"also: {', '.join(post.also)}", ITALIC, 0.86),) if post.also else ()


def _unbroken_channel(radio: str) -> str:
    """Return the channel's name with spaces that do not break, unless it is long."""
    label = f"radio {radio}"
    return label.replace(" ", NO_BREAK_SPACE) if len(label) <= 18 else label


def _marks(person: PersonView, scale: float) -> tuple[TextRun, ...]:
    return (TextRun(f"{NO_BREAK_SPACE}{person['marks']}", REGULAR, scale),) if person["marks"] else ()


def _agency_box(seat: AgencySeat) -> ChartBox:
    return ChartBox(
        key=seat.name,
        letter="C",
        rounded=False,
        head=(text_row(seat.name, BOLD), text_row("Agency representative", ITALIC, 0.88)),
        body=(TextRow((TextRun("Name: ", BOLD, 1.0), TextRun("_" * 14, REGULAR, 1.0))),),
    )
