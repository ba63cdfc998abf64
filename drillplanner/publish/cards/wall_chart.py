"""The wall chart: who leads each role over the year and who is second, on one large page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drillplanner.files.counting import counted
from drillplanner.incident_command.chart.role_chart import Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.model import SchoolSite
from drillplanner.publish.cards.card_page import CardPage, StopWords
from drillplanner.publish.cards.year_roles import YearRole
from drillplanner.publish.chart.box import FLAG as FLAG_SIZE
from drillplanner.publish.chart.box import HATCH, LEADING, PAD, text_row
from drillplanner.publish.chart.content import chart_tree
from drillplanner.publish.chart.pages import PageSpace, split_into_parts
from drillplanner.publish.chart.view import PageView, part_view
from drillplanner.publish.core.site_places import NamedPlace, all_places, places_at_a_glance
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.core.typst.typeface import BOLD

TEMPLATE = Template("cards/wall_chart.typ", "wall-chart")


@dataclass(frozen=True)
class Paper:
    """A size of paper, lying: its name in file names and in Typst, and the room for the drawing, in points.

    The drawing is laid out as if for a page smaller by ``scale``, and then enlarged, so that type grows with it.
    ``places_width`` and ``places_height`` are the room for the list of places beside a map on the second page;
    without a map the list has the whole ``width``.
    """

    name: str
    typst: str
    width: float
    height: float
    scale: float
    places_width: float
    places_height: float


#: Letter, and Tabloid (11 × 17 inches).
PAPERS = (
    Paper("letter", "us-letter", 724.0, 408.0, 1.0, 284.0, 500.0),
    Paper("11x17", "us-tabloid", 1156.0, 556.0, 1.35, 456.0, 660.0),
)
#: Type sizes of the list of places before they are enlarged, in points; width of labels, line and gap, in ems.
_LIST_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
_LABEL_WIDTH, _LINE_HEIGHT, _LIST_GAP = 12.5, 1.12, 0.55


def year_chart(roles: Sequence[YearRole], campus_id: str) -> RoleChart:
    """Return the roles as one chart: a primary and a second for each, without marks of training or of a drill.

    A role that is only ever on call, and for which nobody is named, is done by the role above it and left out.
    """
    roles = [role for role in roles if role.opened or role.primary is not None]
    ids = {role.post.position_id for role in roles}
    return RoleChart(
        drill_id="year",
        campus_id=campus_id,
        tier=Tier.L3,
        who_would=False,
        posts=tuple(_post(role, top=number == 0, ids=ids) for number, role in enumerate(roles)),
        on_call=(),
    )


def _post(role: YearRole, *, top: bool, ids: set[str]) -> Post:
    supervisor = next((post.position_id for post in role.supervisors if post.position_id in ids), "CMD-IC")
    by_all = bool(role.post.everyone)
    return role.post.model_copy(
        update={
            # The school's own word for the role alone: fewer words can be larger.
            "title": role.post.local_title,
            "supervisor": None if top else supervisor,
            "people": () if by_all else (_name_or_line(role.primary, role.post),),
            "alternates": () if by_all else (_name_or_line(role.second, role.post),),
            "also": (),
            "vacancy": "",
        }
    )


def _name_or_line(person: Holder | None, post: Post) -> Holder:
    """Return the name alone, without marks, radio, or other roles of the person; or a line to write on."""
    return Holder(staff_id=post.position_id, name="_" * 14 if person is None else person.name, job="")


def wall_chart_content(
    chart: RoleChart, site: SchoolSite, map_picture: str, page: CardPage, stop: StopWords, paper: Paper
) -> str:
    """Return the JSON text that ``templates/cards/wall_chart.typ`` reads.

    ``chart`` is that of the year, ``map_picture`` the school's map as an SVG; empty if it has none.
    """
    space = PageSpace(
        paper.width / paper.scale, paper.height / paper.scale, paper.height / paper.scale, type_first=True
    )
    parts = split_into_parts(chart_tree(chart, page.campus), space)
    facts = _facts(site)
    values = {
        **page.values(),
        "paper": paper.typst,
        "scale": paper.scale,
        "palette": page.imprint.chart_palette.value,
        "measures": {"pad": PAD, "leading": LEADING, "hatch": HATCH, "flag": FLAG_SIZE},
        "pages": [_enlarged(part_view(part, len(parts), chart), paper.scale) for part in parts],
        "stop_words": stop.stop_words,
        "real_emergency": stop.real_emergency,
        "places": _places(site),
        "facts": facts,
        "list_size": _list_size(facts, paper, paper.places_width if map_picture else paper.width),
        "map": map_picture,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _enlarged(page: PageView, scale: float) -> PageView:
    """Return the drawing with every length multiplied."""

    def times(*lengths: float) -> tuple[float, ...]:
        return tuple(round(length * scale, 3) for length in lengths)

    view = page.copy()
    view["size"], view["width"], view["height"] = times(page["size"], page["width"], page["height"])
    view["lines"] = [times(*line) for line in page["lines"]]
    view["dashed"] = [times(*line) for line in page["dashed"]]
    view["boxes"] = []
    for box in page["boxes"]:
        large = box.copy()
        large["x"], large["y"], large["width"], large["height"] = times(
            box["x"], box["y"], box["width"], box["height"]
        )
        large["head"], large["columns_height"] = times(box["head"], box["columns_height"])
        large["rows"] = []
        for row in box["rows"]:
            large_row = row.copy()
            large_row["x"], large_row["y"], large_row["width"], large_row["size"] = times(
                row["x"], row["y"], row["width"], row["size"]
            )
            large["rows"].append(large_row)
        view["boxes"].append(large)
    return view


def _places(site: SchoolSite) -> list[dict[str, str]]:
    """Return the places that everybody needs at a glance; an empty one is a line to write on."""
    return [{"label": one.label, "place": one.place} for one in places_at_a_glance(site)]


def _list_size(facts: Sequence[Mapping[str, str]], paper: Paper, width: float) -> float:
    """Return the largest type size, in points, at which all places fit into the width."""

    def height(size: float) -> float:
        ems = width / size - _LABEL_WIDTH - 1.0
        lines = sum(text_row(one["place"], BOLD).fit(ems)[0] for one in facts)
        return (lines * _LINE_HEIGHT + len(facts) * _LIST_GAP) * size

    sizes = [size * paper.scale for size in _LIST_SIZES]
    return next((size for size in sizes if height(size) <= paper.places_height), sizes[-1])


def _facts(site: SchoolSite) -> list[dict[str, str]]:
    """Return all places that somebody wrote down, for the second page.

    No telephone number hangs on a wall, nor a place where something is shut off: visitors read walls too. The site
    team has those on its pocket card and its ICS 204.
    """
    hospitals = (
        f"{one.name} ({counted(one.minutes_by_road, 'minute')})" if one.minutes_by_road else one.name
        for one in site.hospitals
    )
    named = [
        *((label, words) for one in all_places(site) for label, words in _first_and_second(one)),
        ("Hospitals", "; ".join(hospitals)),
    ]
    return [{"label": label, "place": words} for label, words in named if words]


def _first_and_second(place: NamedPlace) -> tuple[tuple[str, str], ...]:
    """Return a place and the one that serves if it cannot be used, each with its label."""
    return (place.label, place.place), ("If it cannot be used", place.other)
