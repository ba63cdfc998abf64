"""The command post sheet: one page for the person who runs the drill."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.model import ENGLISH
from drillplanner.publish.core import dates
from drillplanner.publish.core.announcements import PartView, announcements_view
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.site_places import NamedPlace, places_of
from drillplanner.publish.forms.briefing import MilestoneTime, milestone_times, situation_sentences
from drillplanner.publish.forms.context import DrillContext, joined_names

#: How many tasks after the drill the sheet has room for; the drill page lists all of them.
MOST_TASKS_AFTER = 5
#: How many posts the sheet has room for.
MOST_TEAMS = 14


@dataclass(frozen=True)
class TeamLine:
    """A post on the sheet: its people, how to reach them, and the first alternate."""

    post: str
    name: str
    radio: str
    second: str


@dataclass(frozen=True)
class CommandPost:
    """The values of the command post sheet; ``announcements`` are the words on the speaker, by purpose."""

    heading: str
    when: str
    situation: tuple[str, ...]
    announcements: tuple[PartView, ...]
    places: tuple[NamedPlace, ...]
    teams: tuple[TeamLine, ...]
    on_call: tuple[TeamLine, ...]
    agencies: tuple[str, ...]
    milestones: tuple[MilestoneTime, ...]
    afterwards: tuple[str, ...]
    more_afterwards: int


def command_post(context: DrillContext) -> CommandPost:
    """Return the command post sheet of the drill."""
    drill, chart = context.drill, context.chart
    title = context.details.kind if context.scenario is None else context.scenario.title
    chores = [chore for chore in context.details.chores if chore.due >= drill.date]
    span = "" if drill.start is None or drill.end is None else f", {dates.clock_span(drill.start, drill.end)}"
    return CommandPost(
        heading=title,
        when=f"{dates.long_date(drill.date)}{span}",
        situation=situation_sentences(context)[1:],
        announcements=_announcements(context),
        places=places_of(context.details),
        teams=tuple(_line(post) for post in _reporting_posts(context)),
        on_call=tuple(_line(post) for post in chart.on_call if post.people),
        agencies=tuple(seat.name for seat in chart.agencies),
        milestones=milestone_times(context),
        afterwards=tuple(
            f"{form_date(chore.due)}, {chore.who}: {chore.text}" for chore in chores[:MOST_TASKS_AFTER]
        ),
        more_afterwards=max(0, len(chores) - MOST_TASKS_AFTER),
    )


def _announcements(context: DrillContext) -> tuple[PartView, ...]:
    """Return the scenario's words on the speaker; if it has none, the words that begin and stop any exercise."""
    view = announcements_view(context.details, ENGLISH)
    if view is not None:
        return tuple(view["parts"])
    usual = {
        "Say first:": f"This is a drill, this is a drill: {context.details.kind}.",
        "To stop the drill:": context.stop_words,
        "For a real emergency:": context.real_emergency_words,
    }
    return tuple(PartView(heading=heading, note="", lines=[line]) for heading, line in usual.items())


def _reporting_posts(context: DrillContext) -> tuple[Post, ...]:
    """Return command and the posts that report to it; also the level below, if all of them fit on the page."""
    chart = context.chart
    top = chart.posts[0].position_id
    first = {top, *(post.position_id for post in chart.reports(top))}
    second = {post.position_id for supervisor in sorted(first - {top}) for post in chart.reports(supervisor)}
    shown = first | second if len(first | second) <= MOST_TEAMS else first
    return tuple(post for post in chart.posts if post.position_id in shown)


def _line(post: Post) -> TeamLine:
    person = post.primary
    return TeamLine(
        post=post.local_title,
        name=joined_names(post.people) or post.everyone,
        radio=person.radio if person else "",
        second=joined_names(post.alternates[:1]),
    )
