"""Role charts of any size for tests of drawings: the catalogue's posts without reunification, then more teams."""

from __future__ import annotations

from collections.abc import Callable

from drillplanner.incident_command.activation.activated_positions import supervisor_of
from drillplanner.incident_command.chart.role_chart import ActivationReason, Holder, Post, RoleChart
from drillplanner.incident_command.positions.catalog import FilledBy, OrganizationLevel, Tier
from drillplanner.incident_command.positions.load_catalog import load_catalog

FIRST = ("Maria", "Jo", "Bartholomew", "Siobhan", "Wei", "Guadalupe", "Ann-Marie", "Xavier")
LAST = ("Okonkwo", "Lee", "Featherstonehaugh", "de la Cruz-Hernandez", "Ng", "Washington", "Papadakis", "O'Neill")


def invented_name(number: int) -> str:
    """A name that nobody has, short or long."""
    return f"{FIRST[number % 8]} {LAST[(number // 8 + number) % 8]}"


def chart_of(posts: int, name: Callable[[int], str] = invented_name) -> RoleChart:
    """A chart of so many posts, each with a primary and two alternates, nobody twice."""
    positions = [
        position
        for position in load_catalog().positions
        if position.filled_by is not FilledBy.AGENCIES and not position.id.startswith("REU-")
    ][:posts]
    opened = {position.id: ActivationReason.SCENARIO for position in positions}
    made: list[Post] = []

    def add(position_id: str, title: str, local: str, like: Post | None = None) -> None:
        number = 3 * len(made)
        holders = tuple(
            Holder(staff_id=f"s{index}", name=name(index), job="invented") for index in range(number, number + 3)
        )
        position = load_catalog().by_id.get(position_id)
        made.append(
            Post(
                position_id=position_id,
                title=title,
                local_title=local,
                short=local,
                section=position.section if position else like.section,  # type: ignore[union-attr]
                level=position.level if position else OrganizationLevel.TEAM,
                supervisor=supervisor_of(position_id, opened, load_catalog()) if position else like.position_id,  # type: ignore[union-attr]
                reason=ActivationReason.SCENARIO,
                duties="invented",
                people=holders[:1],
                alternates=holders[1:],
            )
        )

    for position in positions:
        add(position.id, position.title, position.local_title)
    groups = [post for post in made if post.level in (OrganizationLevel.GROUP, OrganizationLevel.UNIT)]
    for number in range(posts - len(made)):
        group = groups[number % len(groups)]
        key = f"OPS-X{chr(65 + number // 26)}{chr(65 + number % 26)}"
        add(key, f"{group.short} Team Leader", "helpers", group)
    below: dict[str | None, list[Post]] = {}
    for post in made:
        below.setdefault(post.supervisor, []).append(post)

    def top_down(post: Post) -> list[Post]:
        return [post, *(descendant for child in below.get(post.position_id, ()) for descendant in top_down(child))]

    return RoleChart(
        drill_id="d", campus_id="oak", tier=Tier.L3, who_would=False, posts=tuple(top_down(made[0])), on_call=()
    )
