"""Read the catalog of positions and refuse one that contradicts itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.incident_command.positions.catalog import (
    TITLE_ENDS,
    BandShape,
    CertaintyMark,
    ExclusionClass,
    FilledBy,
    Position,
    PositionCatalog,
    PositionId,
    Qualification,
    Section,
    SupportRole,
    Tier,
)
from drillplanner.incident_command.positions.consistency import problems_between
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import DrillType, Frozen, Scenario

_FOLDER = Path(__file__).parent / "data"


class _PositionFile(Frozen):
    positions: tuple[Position, ...]


class _DrillTypeFile(Frozen):
    tiers: dict[DrillType, Tier]
    off_site_tier: Tier
    basis: CertaintyMark
    exclusion_classes: tuple[ExclusionClass, ...]


class _SupportRoleFile(Frozen):
    roles: tuple[SupportRole, ...]


class _QualificationFile(Frozen):
    qualifications: tuple[Qualification, ...]
    basis: CertaintyMark


class _ScalingFile(Frozen):
    bands: tuple[BandShape, ...]
    basis: CertaintyMark


@cache
def load_catalog(folder: Path = _FOLDER) -> PositionCatalog:
    """Read the catalog in ``folder``.

    A section's positions are in ``<section>.yaml``, optionally continued in ``<section>_<part>.yaml``; support
    roles are in ``beside_<chart>.yaml``. Tiers, bands, and training are in ``drill_types.yaml``,
    ``scaling.yaml``, and the training tables.

    Raises InputError with every contradiction found: duplicate ids, unknown supervisors, branches, classes,
    titles, or certificates, a cycle of supervisors, a title that does not fit its level, bands out of order.
    """
    table = _read(folder / "drill_types.yaml")
    drill_types = parse_as(_DrillTypeFile, table)
    positions: list[Position] = []
    problems: list[Problem] = []
    training = load_training(folder)
    for section in Section:
        for path in (folder / f"{section.value}.yaml", *sorted(folder.glob(f"{section.value}_*.yaml"))):
            document = _read(path)
            for place, position in enumerate(parse_as(_PositionFile, document).positions):
                problems += _position_problems(
                    position, section, training.codes, training.families, document, place
                )
                positions.append(position)
    scaling = parse_as(_ScalingFile, _read(folder / "scaling.yaml"))
    support_roles = tuple(
        role
        for path in sorted(folder.glob("beside_*.yaml"))
        for role in parse_as(_SupportRoleFile, _read(path)).roles
    )
    qualifications, found = _qualifications(folder, training.families)
    problems += found
    problems += [
        Problem("incident_command/positions/qualifications.yaml", None, "a rule names an unknown post", post)
        for post in sorted(qualifications.keys() - {position.id for position in positions})
    ]
    classes = {exclusion_class.id for exclusion_class in drill_types.exclusion_classes}
    problems += problems_between(positions, scaling.bands, support_roles, classes, folder.name)
    missing = [kind.value for kind in DrillType if kind not in drill_types.tiers]
    if missing:
        problems.append(table.problem(("tiers",), "some kinds of drill have no tier", ", ".join(missing)))
    if problems:
        raise InputError(problems)
    return PositionCatalog(
        positions=tuple(
            position.model_copy(update={"qualification": qualifications.get(position.id)})
            for position in positions
        ),
        tiers=drill_types.tiers,
        exclusion_classes=drill_types.exclusion_classes,
        off_site_tier=drill_types.off_site_tier,
        bands=scaling.bands,
        beside=support_roles,
    )


def unknown_positions(scenario: Scenario, catalog: PositionCatalog | None = None) -> tuple[Problem, ...]:
    """Return a problem for each position that a scenario opens and the catalog lacks."""
    known = catalog or load_catalog()
    where, what = (
        f"scenarios/{scenario.scenario_id}.yaml",
        "'positions' names a position that is not in the catalogue",
    )
    return tuple(
        unknown_position(where, what, position_id, known)
        for position_id in scenario.positions
        if position_id not in known.by_id
    )


def unknown_position(where: str, what: str, position_id: str, catalog: PositionCatalog) -> Problem:
    """Return the problem of an unknown position, with the known ids and the closest match."""
    known = catalog.by_id
    close_matches = difflib.get_close_matches(position_id.upper(), known, n=1)
    hint = f"Maybe you meant '{close_matches[0]}'." if close_matches else None
    return Problem(where, None, what, position_id, ", ".join(known), hint)


def _qualifications(
    folder: Path, families: frozenset[str]
) -> tuple[dict[PositionId, Qualification], list[Problem]]:
    """Return the rule of each post with one, and the problems: unknown titles, a post with two rules."""
    document = _read(folder / "qualifications.yaml")
    by_post: dict[PositionId, Qualification] = {}
    problems: list[Problem] = []
    for place, rule in enumerate(parse_as(_QualificationFile, document).qualifications):
        path = ("qualifications", place)
        for family in rule.titles:
            if family not in families:
                message = "a family of titles is not in staff_titles.yaml"
                problems.append(document.problem((*path, "titles"), message, family, ", ".join(sorted(families))))
        for post in rule.posts:
            if post in by_post:
                problems.append(document.problem((*path, "posts"), "a post has two rules", post))
            by_post[post] = rule.model_copy(update={"rank": place})
    return by_post, problems


def _read(path: Path) -> Document:
    return read_document(path, shown_as=f"incident_command/positions/data/{path.name}")


def _position_problems(
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
    if in_both := set(position.opened_at_start) & set(position.on_call):
        drill_types = ", ".join(sorted(drill_type.value for drill_type in in_both))
        yield document.problem(
            (*path, "on_call"), "a position is opened at the start and also on call", drill_types
        )
    if position.filled_by is FilledBy.STAFF and position.id != "CMD-IC" and position.reports_to is None:
        yield document.problem(path, "only command has no supervisor", position.id)
    required = position.requires_one_of
    codes_wanted = (*position.certifications, *(required.certifications if required else ()))
    for code in codes_wanted:
        if code not in codes:
            yield document.problem(path, "a certificate is not in training.yaml", code, ", ".join(sorted(codes)))
    for family in (*position.preferred_titles, *(required.titles if required else ())):
        if family not in families:
            yield document.problem(
                path, "a family of titles is not in staff_titles.yaml", family, ", ".join(sorted(families))
            )
