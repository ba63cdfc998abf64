"""ICS 211, Check-In List; ICS 213, General Message; ICS 221, Demobilization Check-Out; the sign-in sheet."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.core.form_catalogue import form_of
from drillplanner.publish.forms.context import DrillContext, Signer


@dataclass(frozen=True)
class Arrival:
    """A row of ICS 211: agency, name (empty for agencies), home, and assignment."""

    agency: str
    name: str
    home: str
    assignment: str


@dataclass(frozen=True)
class CheckIn:
    """The values of ICS 211. ``left_out`` are the numbers of the blocks that schools do not need."""

    start: str
    rows: tuple[Arrival, ...]
    left_out: tuple[str, ...]
    prepared_by: Signer


@dataclass(frozen=True)
class Message:
    """The values of ICS 213, a blank form to copy."""

    date: str


@dataclass(frozen=True)
class CheckOut:
    """The values of ICS 221, a blank form for each resource that is released."""

    planned_release: str
    prepared_by: Signer


@dataclass(frozen=True)
class SignInRow:
    """A line of the sign-in sheet: an adult's name and post."""

    name: str
    post: str


@dataclass(frozen=True)
class SignIn:
    """The values of the sign-in sheet: people on the chart, then blank lines for all others."""

    rows: tuple[SignInRow, ...]


def check_in(context: DrillContext) -> CheckIn:
    """Return ICS 211 with a line for each expected agency and each adult from another campus."""
    posts = {person.staff_id: post.short for post, person, _ in reversed(tuple(context.holders()))}
    agencies = (
        Arrival(
            agency=seat.name,
            name="",
            home=seat.name,
            assignment="Unified command" if seat.in_command else "Agency representative",
        )
        for seat in context.chart.agencies
    )
    borrowed = (
        Arrival(
            agency=context.details.imprint.district,
            name=person.name,
            home=context.details.staff_homes[person.staff_id].campus_name,
            assignment=posts[person.staff_id],
        )
        for person in context.borrowed
    )
    return CheckIn(
        start=form_date(context.drill.date),
        rows=(*agencies, *borrowed),
        left_out=tuple(block.number for block in form_of("211").blocks if block.left_out),
        prepared_by=context.signer("PLN-RES", "PLN-DOC"),
    )


def message(context: DrillContext) -> Message:
    """Return ICS 213, blank except for name and date."""
    return Message(form_date(context.drill.date))


def check_out(context: DrillContext) -> CheckOut:
    """Return ICS 221, blank except for the planned release and the preparer."""
    return CheckOut(
        planned_release=f"{form_date(context.drill.date)} {form_time(context.drill.end)}".rstrip(),
        prepared_by=context.signer("PLN-RES", "PLN-DOC", "PLN-PSC"),
    )


def sign_in(context: DrillContext) -> SignIn:
    """Return the sign-in sheet: everyone in the order of the chart, then the adults who take over a class."""
    posts: dict[str, list[str]] = {}
    for post, person, rank in context.holders():
        posts.setdefault(person.staff_id, []).append(post.short if rank == 1 else f"{post.short} (alternate)")
    charted = (SignInRow(person.name, ", ".join(posts[person.staff_id][:2])) for person in context.people)
    covers = (SignInRow(cover.name, f"class of {person.name}") for person, cover in context.covers)
    return SignIn((*charted, *covers))
