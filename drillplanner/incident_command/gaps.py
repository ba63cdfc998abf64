"""What a chart lacks: vacant posts, missing alternates, training that is not on record.

Gaps are told, never hidden, and never worded as a federal requirement: they rest on defaults of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.incident_command.assignment import ALTERNATES
from drillplanner.incident_command.chart import Gap, GapKind, Post, RoleChart


def find_gaps(chart: RoleChart, *, unified_planned: bool) -> Iterator[Gap]:
    """The gaps of a chart, command first, then vacancies, alternates and training in the order of the forms.

    ``unified_planned`` says that the scenario opens a unified command.
    """
    commander = chart.posts[0].position_id
    if unified_planned and not chart.unified:
        yield Gap(
            kind=GapKind.COMMAND,
            position_id=commander,
            message="Unified command is planned, but no agency that could share command attends; "
            "the school's incident commander commands alone.",
        )
    if any(seat.reports_to == commander and not seat.in_command for seat in chart.agencies):
        yield Gap(
            kind=GapKind.LIAISON,
            position_id=commander,
            message="An outside agency attends and nobody is free as Liaison Officer; "
            "the Incident Commander meets it.",
        )
    for post in chart.posts:
        if post.vacancy:
            yield Gap(kind=GapKind.VACANT, position_id=post.position_id, message=_vacancy(post, chart))
    for post in chart.posts:
        if post.people and post.seats == 1 and len(post.alternates) < ALTERNATES:
            have = "only one alternate" if post.alternates else "no alternate"
            yield Gap(
                kind=GapKind.ALTERNATES,
                position_id=post.position_id,
                message=f"{post.title}: {have}; two are advised.",
            )
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            if person.needs:
                yield Gap(
                    kind=GapKind.TRAINING,
                    position_id=post.position_id,
                    message=f"{person.name} ({post.title}): no record of {', '.join(person.needs)}.",
                )


def _vacancy(post: Post, chart: RoleChart) -> str:
    if post.people:
        return f"{post.title}: short of people, {post.vacancy}."
    acting = chart.acting_for(post.position_id)
    rest = "" if acting is None else f" Until it is filled, the {acting.title} does its work."
    return f"{post.title}: vacant, {post.vacancy}.{rest}"
