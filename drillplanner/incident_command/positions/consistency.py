"""Find contradictions in the catalog: unknown names, cycles, bands out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drillplanner.files.errors import Problem
from drillplanner.incident_command.positions.catalog import BandShape, Position, PositionId, SupportRole
from drillplanner.model.topological_order import find_cycle


def problems_between(
    positions: list[Position],
    bands: tuple[BandShape, ...],
    support_roles: tuple[SupportRole, ...],
    classes: set[str],
    folder: str,
) -> Iterator[Problem]:
    """Yield every contradiction between the parts of a catalog.

    ``classes`` are the ids of the exclusion classes, ``folder`` is the folder's name for the messages.
    """
    name = f"incident_command/positions/{folder}"
    known = {position.id for position in positions}
    for position_id, times in Counter(position.id for position in positions).items():
        if times > 1:
            yield Problem(name, None, "a position id is used twice", position_id)
    for position in positions:
        links = {
            "reports_to": (position.reports_to,),
            "branch": (position.branch,),
            "merge_ok": position.merge_ok,
            "brings": position.brings,
            "replaces": (position.replaces,),
            "must_not_combine": tuple(
                reference for reference in position.must_not_combine if reference not in classes
            ),
        }
        for field, targets in links.items():
            for target in targets:
                if target is not None and target not in known:
                    yield Problem(name, None, f"{position.id}: '{field}' names an unknown position", target)
        for exclusion in position.exclusion:
            if exclusion not in classes:
                yield Problem(name, None, f"{position.id}: the exclusion class is unknown", exclusion)
        if conflicting := set(position.merge_ok) & set(position.must_not_combine):
            yield Problem(
                name, None, f"{position.id}: may and must not be combined", ", ".join(sorted(conflicting))
            )
        for merge_id in position.merge_ok:
            if merge_id == position.reports_to:
                message = f"{position.id}: 'merge_ok' names its own supervisor, whose absorbing it needs no leave"
                yield Problem(name, None, message, merge_id)
    yield from _cycles(positions, known, name)
    yield from _band_problems(bands, known, name)
    yield from _support_role_problems(support_roles, known, name)


def _band_problems(bands: tuple[BandShape, ...], known: set[PositionId], name: str) -> Iterator[Problem]:
    floors = [band.adults_from for band in bands]
    if not floors or floors[0] != 0 or floors != sorted(set(floors)):
        shown_floors = ", ".join(map(str, floors))
        yield Problem(name, None, "the bands do not rise from 0 adults", shown_floors, "0 and then more and more")
    for band in bands:
        for field, targets in {"first": band.first, "closes": band.closes}.items():
            for target in targets:
                if target not in known:
                    message = f"band {band.band.value}: '{field}' names an unknown position"
                    yield Problem(name, None, message, target)


def _support_role_problems(
    support_roles: tuple[SupportRole, ...], positions: set[PositionId], name: str
) -> Iterator[Problem]:
    """Yield unknown names of support roles, and support roles that are in the command tree too."""
    ids = [role.id for role in support_roles]
    for role_id, times in Counter(ids).items():
        if times > 1 or role_id in positions:
            yield Problem(name, None, "a position id is used twice", role_id)
    for role in support_roles:
        inside = role.reports_to in ids or not role.reports_to.isupper()
        unknown = {"may_combine": [role_id for role_id in role.may_combine if role_id not in ids]}
        unknown["must_not_combine"] = [
            role_id for role_id in role.must_not_combine if role_id not in positions.union(ids)
        ]
        unknown["reports_to"] = [] if inside else [role.reports_to]
        for field, targets in unknown.items():
            for target in targets:
                yield Problem(name, None, f"{role.id}: '{field}' names an unknown position", target)


def _cycles(positions: list[Position], known: set[PositionId], name: str) -> Iterator[Problem]:
    """Yield each chain of command that is a cycle, with and without branches."""
    pairs = [
        (position.id, supervisor)
        for position in positions
        for supervisor in (position.reports_to, position.branch)
        if supervisor is not None and supervisor in known
    ]
    if not find_cycle(pairs):
        return
    import networkx  # slow to import, and needed only here

    for cycle in networkx.simple_cycles(networkx.DiGraph(pairs)):
        yield Problem(name, None, "the chain of command is a circle", " -> ".join([*cycle, cycle[0]]))
