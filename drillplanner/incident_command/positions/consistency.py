"""Contradictions between the positions of a catalogue: unknown names, circles, bands out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drillplanner.files.errors import Problem
from drillplanner.incident_command.positions.catalog import BandShape, Position, PositionId, SupportRole
from drillplanner.model.topological_order import find_cycle


def problems_between(
    positions: list[Position],
    bands: tuple[BandShape, ...],
    beside: tuple[SupportRole, ...],
    classes: set[str],
    folder: str,
) -> Iterator[Problem]:
    """What is wrong between the parts of a catalogue; ``classes`` are the ids of exclusion classes."""
    name = f"incident_command/{folder}"
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
            "must_not_combine": tuple(one for one in position.must_not_combine if one not in classes),
        }
        for field, targets in links.items():
            for target in targets:
                if target is not None and target not in known:
                    yield Problem(name, None, f"{position.id}: '{field}' names an unknown position", target)
        for one in position.exclusion:
            if one not in classes:
                yield Problem(name, None, f"{position.id}: the exclusion class is unknown", one)
        if both := set(position.merge_ok) & set(position.must_not_combine):
            yield Problem(name, None, f"{position.id}: may and must not be combined", ", ".join(sorted(both)))
        for one in position.merge_ok:
            if one == position.reports_to:
                message = f"{position.id}: 'merge_ok' names its own supervisor, whose absorbing it needs no leave"
                yield Problem(name, None, message, one)
    yield from _circles(positions, known, name)
    yield from _of_bands(bands, known, name)
    yield from _of_roles_beside(beside, known, name)


def _of_bands(bands: tuple[BandShape, ...], known: set[PositionId], name: str) -> Iterator[Problem]:
    floors = [band.adults_from for band in bands]
    if not floors or floors[0] != 0 or floors != sorted(set(floors)):
        shown = ", ".join(map(str, floors))
        yield Problem(name, None, "the bands do not rise from 0 adults", shown, "0 and then more and more")
    for band in bands:
        for field, targets in {"first": band.first, "closes": band.closes}.items():
            for target in targets:
                if target not in known:
                    message = f"band {band.band.value}: '{field}' names an unknown position"
                    yield Problem(name, None, message, target)


def _of_roles_beside(beside: tuple[SupportRole, ...], positions: set[PositionId], name: str) -> Iterator[Problem]:
    """Roles beside the tree name each other, and never stand in it."""
    ids = [role.id for role in beside]
    for role_id, times in Counter(ids).items():
        if times > 1 or role_id in positions:
            yield Problem(name, None, "a position id is used twice", role_id)
    for role in beside:
        inside = role.reports_to in ids or not role.reports_to.isupper()
        unknown = {"may_combine": [one for one in role.may_combine if one not in ids]}
        unknown["must_not_combine"] = [one for one in role.must_not_combine if one not in positions.union(ids)]
        unknown["reports_to"] = [] if inside else [role.reports_to]
        for field, targets in unknown.items():
            for target in targets:
                yield Problem(name, None, f"{role.id}: '{field}' names an unknown position", target)


def _circles(positions: list[Position], known: set[PositionId], name: str) -> Iterator[Problem]:
    """Chains of command that come back to where they began, whether or not branches are formed."""
    pairs = [
        (position.id, above)
        for position in positions
        for above in (position.reports_to, position.branch)
        if above is not None and above in known
    ]
    if not find_cycle(pairs):
        return
    import networkx  # slow to import, and needed only here

    for circle in networkx.simple_cycles(networkx.DiGraph(pairs)):
        yield Problem(name, None, "the chain of command is a circle", " -> ".join([*circle, circle[0]]))
