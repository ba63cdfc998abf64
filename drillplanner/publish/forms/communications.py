"""ICS 205, Incident Radio Communications Plan, and ICS 205A, Communications List."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.incident_command.positions.catalog import Section
from drillplanner.model import SchoolSite
from drillplanner.publish.core.dates import form_date
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
    """A row of ICS 205 block 4; technical columns (frequency, tone, mode) are empty if nobody wrote them down."""

    function: str
    name: str
    assignment: str
    frequency: str = ""
    send_frequency: str = ""
    tone: str = ""
    mode: str = ""
    remarks: str = ""


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
    """Return ICS 205 of the drill: each channel used by people on the chart, then the school's others."""
    written = tuple(channel.name for channel in context.details.site.radio_channels)
    return RadioPlan(
        prepared_on=form_date(context.details.imprint.made_on),
        channels=tuple(_channel(name, context) for name in dict.fromkeys((*context.channels, *written))),
        instructions=context.wording.channels_fail,
        prepared_by=context.signer("LOG-COM", "PLN-DOC", "CMD-IC"),
    )


def _channel(name: str, context: DrillContext) -> Channel:
    posts = [post for post, person, rank in context.holders() if person.radio == name and rank == 1]
    sections = {post.section for post in posts}
    first = next((section for section in Section if section in sections), None)
    shorts = ", ".join(dict.fromkeys(post.short for post in posts))
    known = next((channel for channel in context.details.site.radio_channels if channel.name == name), None)
    if known is None:
        return Channel(_FUNCTIONS[first] if first else "", name, shorts or "alternates only")
    return Channel(
        function=known.function or (_FUNCTIONS[first] if first else ""),
        name=name,
        assignment="; ".join(part for part in (known.assignment, shorts) if part),
        frequency=known.frequency,
        send_frequency=known.send_frequency or known.frequency,
        tone=known.tone,
        mode=known.mode,
        remarks=known.remarks,
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
    rows += [ContactRow("Telephone", who, number) for who, number in _telephones(context.details.site)]
    return CommunicationsList(
        notice=context.wording.public_release,
        contacts=tuple(rows),
        prepared_by=context.signer("LOG-COM", "PLN-DOC", "CMD-IC"),
    )


def _telephones(site: SchoolSite) -> Iterator[tuple[str, str]]:
    """Yield who is called and the number: of the school's list, then of the places and services that it names."""
    yield from ((one.who, one.number) for one in site.telephones)
    services = ((one.name, one.telephone) for one in site.hospitals)
    yield from (
        (name, number)
        for name, number in ((site.ambulance.name, site.ambulance.telephone), *services)
        if name and number
    )
    away = (site.relocation, site.reunification)
    yield from dict.fromkeys((one.place, one.telephone) for one in away if one.place and one.telephone)


def _last_name(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.split() else name
