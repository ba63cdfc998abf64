"""The command post sheet: one page on the table of whoever runs the drill."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart import Post
from drillplanner.publish import dates, words
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.briefing import Moment, moments, situation
from drillplanner.publish.forms.context import DrillContext, names
from drillplanner.publish.sheet_dates import form_date

#: How many chores of afterwards the sheet has room for; the drill's own sheet has all of them.
MOST_CHORES = 5


@dataclass(frozen=True)
class TeamLine:
    """A post that reports to command: who, how to reach, who takes over."""

    post: str
    name: str
    radio: str
    second: str


@dataclass(frozen=True)
class CommandPost:
    """The sheet."""

    heading: str
    when: str
    commander: str
    situation: tuple[str, ...]
    begin: str
    stop_words: str
    real_emergency: str
    teams: tuple[TeamLine, ...]
    on_call: tuple[TeamLine, ...]
    agencies: tuple[str, ...]
    milestones: tuple[Moment, ...]
    afterwards: tuple[str, ...]
    more_afterwards: int


def command_post(context: DrillContext) -> CommandPost:
    """The command post sheet of the drill."""
    drill, chart, wording = context.drill, context.chart, texts.load_wording()
    title = words.drill_title(drill.drill_type) if context.scenario is None else context.scenario.title
    chores = [one for one in context.request.chores_by_drill.get(drill.drill_id, ()) if one.due >= drill.date]
    span = "" if drill.start is None or drill.end is None else f", {dates.clock_span(drill.start, drill.end)}"
    return CommandPost(
        heading=title,
        when=f"{dates.long_date(drill.date)}{span}",
        commander=names(chart.posts[0].people) or "VACANT",
        situation=situation(context)[1:],
        begin=f"This is a drill, this is a drill: {words.drill_title(drill.drill_type)}.",
        stop_words=wording.stop_words,
        real_emergency=wording.real_emergency,
        teams=tuple(_line(post) for post in chart.posts),
        on_call=tuple(_line(post) for post in chart.on_call if post.people),
        agencies=tuple(seat.name for seat in chart.agencies),
        milestones=moments(context),
        afterwards=tuple(f"{form_date(one.due)}, {one.who}: {one.text}" for one in chores[:MOST_CHORES]),
        more_afterwards=max(0, len(chores) - MOST_CHORES),
    )


def _line(post: Post) -> TeamLine:
    person = post.primary
    return TeamLine(
        post=post.local_title,
        name=names(post.people) or post.everyone or "VACANT",
        radio=person.radio if person else "",
        second=names(post.alternates[:1]),
    )
