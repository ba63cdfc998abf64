"""ICS 214, Activity Log: one for the scribe, and from L2 on one for each supervisor.

By tiers of paper, no one who supervises nobody gets one.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.publish.core.form_catalogue import Structure
from drillplanner.publish.forms.briefing import MilestoneTime, milestone_times
from drillplanner.publish.forms.context import DrillContext, Signer, joined_names, signer_of

SCRIBE = "PLN-DOC"


@dataclass(frozen=True)
class TeamMember:
    """A row of block 6."""

    name: str
    position: str
    home: str


@dataclass(frozen=True)
class ActivityLog:
    """The values of ICS 214 for one post.

    ``sides`` is 2 for the scribe, who logs the whole drill, if all forms are printed: the second has lines alone.
    """

    position_id: str
    name: str
    position: str
    home: str
    members: tuple[TeamMember, ...]
    milestones: tuple[MilestoneTime, ...]
    sides: int
    prepared_by: Signer


def activity_logs(context: DrillContext) -> tuple[ActivityLog, ...]:
    """Return the activity logs of the drill, the scribe's first."""
    scribe = context.chart.by_id.get(SCRIBE)
    first = scribe or context.chart.posts[0]
    keepers = [first]
    if context.structure is not Structure.L1:
        keepers += [
            post
            for post in context.supervisors
            if post.position_id != first.position_id and (context.tier is None or context.leads_others(post))
        ]
    return tuple(_log(post, context, whole_drill=post is first) for post in keepers)


def _log(post: Post, context: DrillContext, *, whole_drill: bool) -> ActivityLog:
    campus = context.details.campus_name
    person = post.primary
    reports = context.chart.reports(post.position_id)
    return ActivityLog(
        position_id=post.position_id,
        name=person.name if person else "",
        position=post.title,
        home=f"{campus}, {context.details.imprint.district}",
        members=tuple(
            TeamMember(joined_names(report.people) or report.everyone, report.title, campus)
            for report in reports
            if report.people or report.everyone
        ),
        milestones=milestone_times(context) if whole_drill else (),
        sides=2 if whole_drill and context.tier is None else 1,
        prepared_by=signer_of(post),
    )
