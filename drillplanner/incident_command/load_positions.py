"""Reads the catalogue of positions and refuses one that contradicts itself."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from drillplanner.documents import Document, parse_as, read_document
from drillplanner.errors import InputError, Problem
from drillplanner.incident_command.positions import (
    TITLE_ENDS,
    Catalogue,
    ExclusionClass,
    FilledBy,
    Mark,
    Position,
    PositionId,
    Section,
    Tier,
)
from drillplanner.incident_command.training import load_training
from drillplanner.model import DrillType, Frozen, Scenario
from drillplanner.model.circles import circle_among

_FOLDER = Path(__file__).parent / "catalogue"


class _PositionFile(Frozen):
    positions: tuple[Position, ...]


class _DrillTypeFile(Frozen):
    tiers: dict[DrillType, Tier]
    basis: Mark
    exclusion_classes: tuple[ExclusionClass, ...]


@cache
def load_positions(folder: Path = _FOLDER) -> Catalogue:
    """The catalogue in ``folder``: one file a section, ``drill_types.yaml`` and the training tables.

    Raises InputError with every contradiction found: doubled ids, unknown supervisors, branches, classes,
    titles or certificates, a circle of supervisors, a title that does not fit its level.
    """
    table = _read(folder / "drill_types.yaml")
    drill_types = parse_as(_DrillTypeFile, table)
    positions: list[Position] = []
    problems: list[Problem] = []
    training = load_training(folder)
    for section in Section:
        document = _read(folder / f"{section.value}.yaml")
        for place, position in enumerate(parse_as(_PositionFile, document).positions):
            problems += _problems_of_one(position, section, training.codes, training.families, document, place)
            positions.append(position)
    problems += _problems_between(positions, {one.id for one in drill_types.exclusion_classes}, folder)
    missing = [kind.value for kind in DrillType if kind not in drill_types.tiers]
    if missing:
        problems.append(table.problem(("tiers",), "some kinds of drill have no tier", ", ".join(missing)))
    if problems:
        raise InputError(problems)
    return Catalogue(
        positions=tuple(positions), tiers=drill_types.tiers, exclusion_classes=drill_types.exclusion_classes
    )


def unknown_positions(scenario: Scenario, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """A problem for each position that a scenario opens and the catalogue does not have."""
    known = (catalogue or load_positions()).by_id
    return tuple(
        Problem(
            f"scenarios/{scenario.scenario_id}.yaml",
            None,
            "'positions' names a position that is not in the catalogue",
            position_id,
            ", ".join(known),
            f"Maybe you meant '{near[0]}'."
            if (near := difflib.get_close_matches(position_id.upper(), known, n=1))
            else None,
        )
        for position_id in scenario.positions
        if position_id not in known
    )


def _read(path: Path) -> Document:
    return read_document(path, shown_as=f"incident_command/catalogue/{path.name}")


def _problems_of_one(
    position: Position,
    section: Section,
    codes: frozenset[str],
    families: frozenset[str],
    document: Document,
    place: int,
) -> Iterator[Problem]:
    path = ("positions", place)
    ending = TITLE_ENDS.get(position.level)
    if position.section is not section:
        yield document.problem((*path, "section"), "a position stands in the wrong file", position.section.value)
    if ending is not None and not position.title.endswith(ending):
        yield document.problem(
            (*path, "title"), f"a title of level '{position.level.value}' ends in '{ending}'", position.title
        )
    if both := set(position.opened_at_start) & set(position.on_call):
        named = ", ".join(sorted(one.value for one in both))
        yield document.problem((*path, "on_call"), "a position is opened at the start and also on call", named)
    if position.filled_by is FilledBy.STAFF and position.id != "CMD-IC" and position.reports_to is None:
        yield document.problem(path, "only command has no supervisor", position.id)
    required = position.requires_one_of
    wanted = (*position.certifications, *(required.certifications if required else ()))
    for code in wanted:
        if code not in codes:
            yield document.problem(path, "a certificate is not in training.yaml", code, ", ".join(sorted(codes)))
    for family in (*position.preferred_titles, *(required.titles if required else ())):
        if family not in families:
            yield document.problem(
                path, "a family of titles is not in staff_titles.yaml", family, ", ".join(sorted(families))
            )


def _problems_between(positions: list[Position], classes: set[str], folder: Path) -> Iterator[Problem]:
    name = f"incident_command/{folder.name}"
    known = {position.id for position in positions}
    for position_id, times in Counter(position.id for position in positions).items():
        if times > 1:
            yield Problem(name, None, "a position id is used twice", position_id)
    for position in positions:
        links = {
            "reports_to": (position.reports_to,),
            "branch": (position.branch,),
            "merge_ok": position.merge_ok,
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
    yield from _circles(positions, known, name)


def _circles(positions: list[Position], known: set[PositionId], name: str) -> Iterator[Problem]:
    """Chains of command that come back to where they began, whether or not branches are formed."""
    pairs = [
        (position.id, above)
        for position in positions
        for above in (position.reports_to, position.branch)
        if above is not None and above in known
    ]
    if not circle_among(pairs):
        return
    import networkx  # slow to import, and needed only here

    for circle in networkx.simple_cycles(networkx.DiGraph(pairs)):
        yield Problem(name, None, "the chain of command is a circle", " -> ".join([*circle, circle[0]]))
