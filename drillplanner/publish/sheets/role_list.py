"""The role list (ICS 203): official blocks, activated positions, and open points, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from drillplanner.exercises.doctrine.activity import Activity
from drillplanner.files.errors import InputError
from drillplanner.incident_command.chart.remedy import RemedyKind
from drillplanner.incident_command.chart.role_chart import GapKind, RoleChart
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_position
from drillplanner.publish.chart.people import PersonView, person_view
from drillplanner.publish.chart.responders import agency_contact
from drillplanner.publish.core.form_catalogue import form_of

#: The blocks of ICS 203 between the operational period and "Prepared by".
BLOCKS = range(3, 9)

AGENCY_BLOCK = 4

BASIS = (
    "Titles and blocks follow FEMA's ICS forms. Which posts a school drill opens, who is preferred for them, two "
    "alternates for each and the training advised are choices of this planner, not federal requirements."
)


class RoleView(TypedDict):
    """A row: official label, the school's own name of the position, duties, and people."""

    label: str
    local: str
    duties: str
    people: list[PersonView]
    everyone: str
    vacancy: str
    alternates: list[PersonView]


class AgencyContactView(TypedDict):
    """An outside agency and the position it works with; the representative's name is filled in by hand."""

    name: str
    contact: str


class BlockView(TypedDict):
    """One block of the form; ``agencies`` is None except in block 4."""

    number: str
    title: str
    posts: list[RoleView]
    agencies: list[AgencyContactView] | None


class PreparedBy(TypedDict):
    """Name and position of the person who prepares the forms; empty if they are filled in by hand."""

    name: str
    position: str


def role_blocks(chart: RoleChart, not_in_the_drill: Sequence[str] = ()) -> list[BlockView]:
    """Return blocks 3 to 8 of ICS 203. Raises InputError: a position is not in the catalog.

    ``not_in_the_drill`` says of each group of spared grades where it is; teachers with classes read it.
    """
    catalog = load_catalog()
    places = {position.id: position.form_203 for position in catalog.positions}
    if unknown := [post.position_id for post in chart.posts if post.position_id not in places]:
        where, what = f"the chart of drill {chart.drill_id}", "it has a post that is not in the catalogue"
        raise InputError([unknown_position(where, what, position_id, catalog) for position_id in unknown])
    activity = Activity(chart.drill_type)
    spared = tuple(f"Not in the {activity.name}: {sentence}." for sentence in not_in_the_drill)
    rows: dict[int, list[RoleView]] = {number: [] for number in BLOCKS}
    for post in chart.posts:
        place = places[post.position_id]
        # Groups and branches have their own names; for all others the label of the form is the clearest.
        label = post.title if place.block == 7 and place.label != "Chief" else place.label
        rows[place.block].append(
            RoleView(
                label=label,
                local=post.local_title,
                duties=" ".join((activity.call(post.duties), *(spared if post.everyone else ()))),
                people=[person_view(person) for person in post.people],
                everyone=post.everyone,
                vacancy=f"VACANT: {post.vacancy}" if post.vacant else post.vacancy,
                alternates=[person_view(person) for person in post.alternates],
            )
        )
    agencies = [AgencyContactView(name=seat.name, contact=agency_contact(seat, chart)) for seat in chart.agencies]
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
    """Return who prepares ICS 203 and 207: the resources unit leader, as the forms say, else the scribe.

    If the Planning Section is not activated, the incident commander does its work.
    """
    for position_id in ("PLN-RES", "PLN-DOC", "PLN-PSC", "CMD-IC"):
        post = chart.by_id.get(position_id)
        if post is not None and post.primary is not None:
            return PreparedBy(name=post.primary.name, position=post.title)
    return PreparedBy(name="", position="")


def open_points(chart: RoleChart) -> list[str]:
    """Return the gaps except training, and whom to ask; one line names all positions that one absence empties."""
    listed_apart = (GapKind.TRAINING, GapKind.ONE_ABSENCE)
    points = [gap.message for gap in chart.gaps if gap.kind not in listed_apart]
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
    """Return training not on record: a line for each set of missing courses, with the people who lack it."""
    needs: dict[tuple[str, str], set[str]] = {}
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            needs.setdefault((person.name, person.staff_id), set()).update(person.needs)
    names_by_missing: dict[tuple[str, ...], list[str]] = {}
    for (name, _), missing in sorted(needs.items()):
        if missing:
            # Courses before certificates, as "IS-100" sorts before "first aid".
            names_by_missing.setdefault(tuple(sorted(missing)), []).append(name)
    return [f"{', '.join(missing)}: {', '.join(names)}" for missing, names in sorted(names_by_missing.items())]
