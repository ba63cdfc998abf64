"""People as printed on charts and role lists: the name with marks that a legend explains."""

from __future__ import annotations

from typing import TypedDict

from drillplanner.incident_command.chart.remedy import RemedyKind
from drillplanner.incident_command.chart.role_chart import GapKind, Holder, Post, RoleChart


class PersonView(TypedDict):
    """A person: ``marks`` are ×2 (alternate in two posts) and † (recommended training not on record)."""

    name: str
    job: str
    radio: str
    marks: str


class OnCallView(TypedDict):
    """A post on call, its person if there is one, and who does its work until the post is activated."""

    short: str
    person: PersonView | None
    until: str


def person_view(person: Holder) -> PersonView:
    """Return a person with their marks."""
    marks = f"×{person.alternate_in}" if person.alternate_in > 1 else ""
    return PersonView(
        name=person.name, job=person.job, radio=person.radio, marks=f"{marks}†" if person.needs else marks
    )


def without_training(chart: RoleChart) -> RoleChart:
    """Return the chart without a word about training that is not on record."""
    return chart.model_copy(
        update={
            "posts": tuple(map(_post_without_training, chart.posts)),
            "on_call": tuple(map(_post_without_training, chart.on_call)),
            "gaps": tuple(gap for gap in chart.gaps if gap.kind is not GapKind.TRAINING),
            "remedies": tuple(remedy for remedy in chart.remedies if remedy.kind is not RemedyKind.TRAIN),
        }
    )


def _post_without_training(post: Post) -> Post:
    people, alternates = (
        tuple(person.model_copy(update={"needs": ()}) if person.needs else person for person in group)
        for group in (post.people, post.alternates)
    )
    return post.model_copy(update={"people": people, "alternates": alternates})


def on_call_view(post: Post, chart: RoleChart) -> OnCallView:
    """Return a post on call; the nearest filled post above it does its work until it is activated."""
    above = chart.by_id[post.supervisor] if post.supervisor else chart.posts[0]
    acting = above if above.people else chart.acting_for(above.position_id)
    return OnCallView(
        short=post.short, person=person_view(post.primary) if post.primary else None, until=(acting or above).title
    )
