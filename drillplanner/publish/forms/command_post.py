"""The command post sheet: one page for the person who runs the drill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.incident_command.chart.role_chart import Holder, Post
from drillplanner.incident_command.positions.catalog import PositionId
from drillplanner.model import ENGLISH, Audience
from drillplanner.publish.core import dates
from drillplanner.publish.core.announcements import PartView, announcements_view
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.site_places import NamedPlace, places_of
from drillplanner.publish.forms.briefing import MilestoneTime, milestone_times, situation_sentences
from drillplanner.publish.forms.context import DrillContext, joined_names, radio_label

#: How many tasks after the drill the sheet has room for; the drill page lists all of them.
MOST_TASKS_AFTER = 5
#: How many posts the sheet has room for.
MOST_TEAMS = 14
#: The posts that count people, by the kind of drill that opens them; else whoever does their work counts.
COUNTING = ("OPS-ACC", "REU-ACC")
#: The leader of the place where classes gather.
GATHERING: PositionId = "OPS-STC"


@dataclass(frozen=True)
class TeamLine:
    """A post on the sheet: its people, how to reach them, and the first alternate."""

    post: str
    name: str
    radio: str
    second: str


@dataclass(frozen=True)
class CommandPost:
    """The values of the command post sheet; ``announcements`` are the words on the speaker, by purpose.

    ``next_in_command`` takes over command, in this order. ``counts`` is who counts people; empty: no one is named.
    ``at_table`` says that it is talked through or taught, so that nobody is counted. Without ``with_students`` no
    line asks for their number.
    """

    heading: str
    when: str
    situation: tuple[str, ...]
    in_command: str
    next_in_command: tuple[str, ...]
    counts: str
    target: str
    at_table: bool
    with_students: bool
    announcements: tuple[PartView, ...]
    places: tuple[NamedPlace, ...]
    teams: tuple[TeamLine, ...]
    on_call: tuple[TeamLine, ...]
    agencies: tuple[str, ...]
    milestones: tuple[MilestoneTime, ...]
    afterwards: tuple[str, ...]
    more_afterwards: int


def command_post(context: DrillContext) -> CommandPost:
    """Return the command post sheet of the drill.

    By tiers of paper, tasks afterward stand on the drill record.
    """
    drill, chart = context.drill, context.chart
    title = context.details.kind if context.scenario is None else context.scenario.title
    all_chores = context.details.chores if context.tier is None else ()
    chores = [chore for chore in all_chores if chore.due >= drill.date]
    span = "" if drill.start is None or drill.end is None else f", {dates.clock_span(drill.start, drill.end)}"
    command = chart.posts[0]
    return CommandPost(
        heading=title,
        when=f"{dates.long_date(drill.date)}{span}",
        situation=situation_sentences(context, dates.clock)[1:],
        in_command=_named(command.people, command.everyone),
        next_in_command=tuple(person.name for person in command.alternates),
        counts=_counts(context),
        target=context.target_sentence,
        at_table=chart.who_would,
        with_students=drill.audience is not Audience.STAFF,
        announcements=_announcements(context),
        places=places_of(context.details),
        teams=tuple(_line(post) for post in _reporting_posts(context)),
        on_call=tuple(_line(post) for post in chart.on_call if post.people),
        agencies=tuple(seat.name for seat in chart.agencies),
        milestones=milestone_times(context, dates.clock),
        afterwards=tuple(
            f"{form_date(chore.due)}, {chore.who}: {chore.text}" for chore in chores[:MOST_TASKS_AFTER]
        ),
        more_afterwards=max(0, len(chores) - MOST_TASKS_AFTER),
    )


def _named(people: Iterable[Holder], everyone: str) -> str:
    """Return people with their radio channels: ``Ann, radio Office``; else who holds the post together."""
    names = (", ".join(part for part in (person.name, radio_label(person)) if part) for person in people)
    return "; ".join(names) or everyone


def _counts(context: DrillContext) -> str:
    """Return who counts people: the post opened for it, else the post that does its work; empty at a table.

    A post not opened is done by the next level up: where classes gather, by the leader of that place.
    """
    chart = context.chart
    if chart.who_would:
        return ""
    opened = (post for post in chart.posts if post.position_id in COUNTING)
    absorbing = (post for post in chart.posts if not set(COUNTING).isdisjoint(post.absorbs))
    above = (
        chart.by_id[post.supervisor]
        for post in chart.on_call
        if post.position_id in COUNTING and post.supervisor in chart.by_id
    )
    gathering = (post for post in chart.posts if post.position_id == GATHERING)
    post = next((post for post in (*opened, *absorbing, *above, *gathering) if not post.vacant), chart.posts[0])
    return f"{_named(post.people, post.everyone)} ({post.local_title})" if post.people or post.everyone else ""


def _announcements(context: DrillContext) -> tuple[PartView, ...]:
    """Return the scenario's words on the speaker; if it has none, the words that begin and stop any exercise."""
    view = announcements_view(context.details, ENGLISH)
    if view is not None:
        return tuple(view["parts"])
    begun = context.activity.spoken.traffic_words
    usual = {
        "Say first:": f"{begun} {begun} {context.details.kind}.",
        f"To stop the {context.activity.name}:": context.stop_words,
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
