"""Reading mandate packs: the bundled ones by state, and a district's own from its workspace."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from drillplanner.documents import Document, parse_as, read_document
from drillplanner.errors import InputError, Problem
from drillplanner.mandates.law_book import LawBook
from drillplanner.mandates.pack import Pack, unsettled_credit

_PACKS = Path(__file__).parent / "packs" / "us"


def bundled_states() -> tuple[str, ...]:
    """Two-letter codes of the states whose law we hold, in order."""
    return tuple(sorted(path.stem.upper() for path in _PACKS.glob("*.yaml")))


def load_state_pack(state: str) -> Pack:
    """The pack of a state.

    Raises InputError for a state that we do not hold.
    """
    path = _PACKS / f"{state.lower()}.yaml"
    if not path.is_file():
        raise InputError(
            Problem(
                "mandates",
                None,
                "there is no mandate pack for this state yet",
                state,
                ", ".join(bundled_states()),
                "Maybe write the state's law as your own pack in the workspace's folder mandates/ "
                "(docs/add-a-state.md).",
            )
        )
    return load_pack(path, f"mandates/packs/us/{path.name}")


def load_law(state: str, district_folder: Path | None) -> LawBook:
    """The state's pack and the district's own packs (``*.yaml`` in ``district_folder``, in order of name).

    Raises InputError with every problem found.
    """
    packs = [load_state_pack(state)]
    if district_folder is not None and district_folder.is_dir():
        packs += [load_pack(path, f"mandates/{path.name}") for path in sorted(district_folder.glob("*.yaml"))]
    law = LawBook(packs=tuple(packs))
    problems = (
        _doubled_ids(packs)
        + _unknown_partners(packs, law)
        + [
            Problem(
                "mandates",
                None,
                f"{first.mandate_id} and {second.mandate_id} count the same drills, "
                "and no pack says whether one drill meets both",
                None,
                "the other's id in 'also_counts_for' of one of them",
                "Maybe the same drill counts for both; separate credit is not supported by this version.",
            )
            for first, second in unsettled_credit(law.mandates)
        ]
    )
    if problems:
        raise InputError(problems)
    return law


def load_pack(path: Path, shown_as: str) -> Pack:
    """One pack file.

    Raises InputError with file and line for anything that is not in the pack language.
    """
    document = _with_groups(read_document(path, shown_as))
    return parse_as(Pack, document)


def _with_groups(document: Document) -> Document:
    """The document with group names (``group:security``) written out as drill types.

    Lines stay those of the file: a group that is written out keeps the line of its name.
    """
    data = document.data
    groups = data.get("drill_groups") if isinstance(data, dict) else None
    if not isinstance(groups, dict):
        return document
    return dataclasses.replace(document, data=_expand(data, groups, document))


def _expand(value: object, groups: dict[str, list[str]], document: Document) -> object:
    if isinstance(value, dict):
        return {key: _expand(inner, groups, document) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    written: list[object] = []
    for inner in value:
        if isinstance(inner, str) and inner.startswith("group:"):
            name = inner.removeprefix("group:")
            if not isinstance(groups.get(name), list):
                raise InputError(
                    Problem(
                        document.file,
                        None,
                        "there is no drill group of that name",
                        inner,
                        ", ".join(f"group:{known}" for known in groups),
                    )
                )
            written += groups[name]
        else:
            written.append(_expand(inner, groups, document))
    return written


def _unknown_partners(packs: list[Pack], law: LawBook) -> list[Problem]:
    known = {mandate.mandate_id for mandate in law.mandates}
    return [
        Problem(
            pack.pack_id,
            None,
            f"{mandate.mandate_id} also counts for a mandate that no pack has",
            partner,
            ", ".join(sorted(known)),
        )
        for pack in packs
        for mandate in pack.mandates
        for partner in mandate.also_counts_for
        if partner not in known
    ]


def _doubled_ids(packs: list[Pack]) -> list[Problem]:
    problems = []
    seen: dict[str, str] = {}
    for pack in packs:
        for mandate_id in pack.ids:
            if mandate_id in seen:
                message = f"the mandate id is already used by the pack '{seen[mandate_id]}'"
                problems.append(Problem(pack.pack_id, None, message, mandate_id, "an id of its own"))
            seen[mandate_id] = pack.pack_id
    return problems
