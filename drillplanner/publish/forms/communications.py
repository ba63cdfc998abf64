"""ICS 205, Incident Radio Communications Plan, and ICS 205A, Communications List."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.positions.catalog import Section
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.context import DrillContext, Signer, radio_label

#: The function of a channel, by the section of its users; of several sections, the first in this order counts.
_FUNCTIONS = {
    Section.COMMAND: "Command",
    Section.OPERATIONS: "Tactical",
    Section.PLANNING: "Support",
    Section.LOGISTICS: "Support",
    Section.FINANCE: "Support",
}


@dataclass(frozen=True)
class Channel:
    """A row of ICS 205 block 4; technical columns (frequencies, tones) stay empty."""

    function: str
    name: str
    assignment: str


@dataclass(frozen=True)
class RadioPlan:
    """The values of ICS 205."""

    prepared_on: str
    channels: tuple[Channel, ...]
    instructions: tuple[str, ...]
    prepared_by: Signer


@dataclass(frozen=True)
class ContactRow:
    """A row of ICS 205A block 3: position, name, and methods of contact."""

    position: str
    name: str
    methods: str


@dataclass(frozen=True)
class CommunicationsList:
    """The values of ICS 205A; ``notice`` warns that it contains private telephone numbers."""

    notice: str
    contacts: tuple[ContactRow, ...]
    prepared_by: Signer


def radio_plan(context: DrillContext) -> RadioPlan:
    """Return ICS 205 of the drill: each channel used by people on the chart."""
    return RadioPlan(
        prepared_on=form_date(context.details.imprint.made_on),
        channels=tuple(_channel(name, context) for name in context.channels),
        instructions=texts.load_wording().channels_fail,
        prepared_by=context.signer("LOG-COM", "PLN-DOC", "CMD-IC"),
    )


def _channel(name: str, context: DrillContext) -> Channel:
    posts = [post for post, person, rank in context.holders() if person.radio == name and rank == 1]
    sections = {post.section for post in posts}
    first = next((section for section in Section if section in sections), None)
    shorts = dict.fromkeys(post.short for post in posts)
    return Channel(
        function=_FUNCTIONS[first] if first else "",
        name=name,
        assignment=", ".join(shorts) or "alternates only",
    )


def communications_list(context: DrillContext) -> CommunicationsList:
    """Return ICS 205A of the drill: everyone on the chart by last name, with all their posts."""
    posts: dict[str, list[str]] = {}
    for post, person, rank in context.holders():
        suffix = {1: "", 2: " (2nd)", 3: " (3rd)"}.get(rank, f" ({rank}th)")
        posts.setdefault(person.staff_id, []).append(f"{post.short}{suffix}")
    people = sorted(
        context.people, key=lambda person: (_last_name(person.name).casefold(), person.name, person.staff_id)
    )
    rows = [
        ContactRow(
            position=", ".join(posts[person.staff_id]),
            name=person.name,
            methods=" · ".join(method for method in (person.phone, radio_label(person)) if method),
        )
        for person in people
    ]
    rows += [ContactRow(f"Agency: {seat.name}", "", "") for seat in context.chart.agencies]
    return CommunicationsList(
        notice=texts.load_wording().public_release,
        contacts=tuple(rows),
        prepared_by=context.signer("LOG-COM", "PLN-DOC", "CMD-IC"),
    )


def _last_name(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.split() else name
