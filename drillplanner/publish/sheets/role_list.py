"""The role list as plain values for ICS 203: official blocks, opened posts only, and what is still open."""

from __future__ import annotations

from typing import TypedDict

from drillplanner.files.errors import InputError
from drillplanner.incident_command.chart.remedy import RemedyKind
from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_position
from drillplanner.publish.chart.people import PersonView, person_view
from drillplanner.publish.core.form_catalogue import form_of

#: The blocks of ICS 203 between the operational period and "Prepared by".
BLOCKS = range(3, 9)

AGENCY_BLOCK = 4

BASIS = (
    "Titles and blocks follow FEMA's ICS forms. Which posts a school drill opens, who is preferred for them, two "
    "alternates for each and the training advised are choices of this planner, not federal requirements."
)


class RoleView(TypedDict):
    """A row: the official label, what the school calls the post, what is done there, and its people."""

    label: str
    local: str
    duties: str
    people: list[PersonView]
    everyone: str
    vacancy: str
    alternates: list[PersonView]


class AgencyContactView(TypedDict):
    """An outside agency and the post it works with; the representative's name is for the pen."""

    name: str
    contact: str


class BlockView(TypedDict):
    """One block; ``agencies`` is None except in block 4."""

    number: str
    title: str
    posts: list[RoleView]
    agencies: list[AgencyContactView] | None


class PreparedBy(TypedDict):
    """Name and position of whoever prepares the forms; empty where a pen must fill them."""

    name: str
    position: str


def role_blocks(chart: RoleChart) -> list[BlockView]:
    """The blocks 3 to 8 of ICS 203. Raises InputError for a post that the catalogue does not have."""
    catalogue = load_catalog()
    places = {position.id: position.form_203 for position in catalogue.positions}
    if unknown := [post.position_id for post in chart.posts if post.position_id not in places]:
        where, what = f"the chart of drill {chart.drill_id}", "it has a post that is not in the catalogue"
        raise InputError([unknown_position(where, what, one, catalogue) for one in unknown])
    rows: dict[int, list[RoleView]] = {number: [] for number in BLOCKS}
    for post in chart.posts:
        place = places[post.position_id]
        # Groups and branches carry their own name; for the rest the form's own label is the clearest.
        label = post.title if place.block == 7 and place.label != "Chief" else place.label
        rows[place.block].append(
            RoleView(
                label=label,
                local=post.local_title,
                duties=post.duties,
                people=[person_view(person) for person in post.people],
                everyone=post.everyone,
                vacancy=f"VACANT: {post.vacancy}" if post.vacant else post.vacancy,
                alternates=[person_view(person) for person in post.alternates],
            )
        )
    agencies = [
        AgencyContactView(
            name=seat.name, contact="shares command" if seat.in_command else chart.by_id[seat.reports_to].short
        )
        for seat in chart.agencies
    ]
    return [
        BlockView(
            number=block.number,
            title=f"{block.title}:",
            posts=rows[int(block.number)],
            agencies=agencies if int(block.number) == AGENCY_BLOCK else None,
        )
        for block in form_of("203").blocks
        if int(block.number) in BLOCKS
    ]


def prepared_by(chart: RoleChart) -> PreparedBy:
    """Who prepares ICS 203 and 207: by the forms the resources unit leader, else whoever writes things down.

    Where planning is not opened, command does its work.
    """
    for position_id in ("PLN-RES", "PLN-DOC", "PLN-PSC", "CMD-IC"):
        post = chart.by_id.get(position_id)
        if post is not None and post.primary is not None:
            return PreparedBy(name=post.primary.name, position=post.title)
    return PreparedBy(name="", position="")


def open_points(chart: RoleChart) -> list[str]:
    """The gaps in words, training left out, and whom to ask; what one absence would leave empty is one line."""
    told = (GapKind.TRAINING, GapKind.ONE_ABSENCE)
    points = [gap.message for gap in chart.gaps if gap.kind not in told]
    exposed = [gap.position_id for gap in chart.gaps if gap.kind is GapKind.ONE_ABSENCE]
    if exposed:
        titles = ", ".join(chart.by_id[position_id].title for position_id in exposed)
        points.append(
            f"If the person in one of these posts is away, another post is left empty to fill it: {titles}."
        )
    return [
        *points,
        *(f"To do: {remedy.message}" for remedy in chart.remedies if remedy.kind is not RemedyKind.TRAIN),
    ]


def training_points(chart: RoleChart) -> list[str]:
    """Training that is not on record, one line for each set of missing items, with everybody who lacks it."""
    needs: dict[tuple[str, str], set[str]] = {}
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            needs.setdefault((person.name, person.staff_id), set()).update(person.needs)
    lacking: dict[tuple[str, ...], list[str]] = {}
    for (name, _), missing in sorted(needs.items()):
        if missing:
            # Courses before certificates, as "IS-100" sorts before "first aid".
            lacking.setdefault(tuple(sorted(missing)), []).append(name)
    return [f"{', '.join(missing)}: {', '.join(names)}" for missing, names in sorted(lacking.items())]
