"""Loading of packs: the bundled states and fire codes, and a district's own from its workspace."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.law.packs.checks import ReadPack, problems_between, problems_within, unknown_restatements
from drillplanner.law.packs.fire_code import codes_to_load
from drillplanner.law.packs.law_book import LawBook
from drillplanner.law.packs.local_fire_drills import LocalFireDrills, pack_of_local_fire_drills
from drillplanner.law.packs.pack import Pack

_PACKS = Path(__file__).parent / "us"
_CODES = _PACKS / "codes"


def bundled_states() -> tuple[str, ...]:
    """Return the two-letter codes of the states with a bundled pack, in order."""
    return tuple(sorted(path.stem.upper() for path in _PACKS.glob("*.yaml")))


def load_state_pack(state: str) -> Pack:
    """Return the pack of a state.

    Raises InputError for a state without a bundled pack.
    """
    return _state_pack(state).pack


def _state_pack(state: str) -> ReadPack:
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
    return _read_pack(path, f"law/packs/us/{path.name}")


def load_fire_code(name: str) -> Pack:
    """Return the pack of a model fire code, IFC or NFPA.

    Raises InputError for a code without a bundled pack.
    """
    return _fire_code(name).pack


def bundled_fire_codes() -> tuple[str, ...]:
    """Return the names of the bundled model fire codes, in order."""
    return tuple(sorted(path.stem.upper() for path in _CODES.glob("*.yaml")))


def load_law(
    state: str,
    district_folder: Path | None,
    fire_codes: tuple[str, ...] | None = None,
    fire_drills: LocalFireDrills | None = None,
    chosen: tuple[Pack, ...] = (),
) -> LawBook:
    """Return the law of the state, of its fire code, of the local fire authority, and of the district.

    ``fire_codes`` are the model codes that the local authority adopted; None: nobody answered, so the state's
    record decides. ``fire_drills`` is the number of fire drills that the authority asks for. The district's packs
    are ``*.yaml`` in ``district_folder``, in order of name; ``chosen`` are those made of its answers, which come
    after them.

    Raises InputError with every problem found.
    """
    of_state = _state_pack(state)
    record = of_state.pack.fire_code
    codes = codes_to_load(record, fire_codes, fire_drills is not None)
    presumed = [] if codes.presumed is None else [_fire_code(codes.presumed)]
    of_codes = [*(_fire_code(name) for name in codes.as_law), *presumed]
    packs = [of_state, *of_codes]
    if district_folder is not None and district_folder.is_dir():
        packs += [_read_pack(path, f"mandates/{path.name}") for path in sorted(district_folder.glob("*.yaml"))]
    restated = {} if record is None or not codes.from_record else record.restated
    problems = [*problems_between(packs), *unknown_restatements(of_state, of_codes, restated)]
    if problems:
        raise InputError(problems)
    of_authority = () if fire_drills is None else (pack_of_local_fire_drills(fire_drills),)
    state_and_codes = 1 + len(of_codes)
    law = tuple(read.pack for read in packs)
    return LawBook(
        packs=(*law[:state_and_codes], *of_authority, *law[state_and_codes:], *chosen),
        presumed={} if record is None else {read.pack.pack_id: record.question for read in presumed},
        restated=frozenset(restated),
    )


def load_pack(path: Path, shown_as: str) -> Pack:
    """Return one pack file by itself; ``shown_as`` is the path in error messages.

    Raises InputError with file and line for anything that is not in the pack language.
    """
    return _read_pack(path, shown_as).pack


def _read_pack(path: Path, shown_as: str) -> ReadPack:
    document = with_groups(read_document(path, shown_as))
    read = ReadPack(parse_as(Pack, document), document)
    problems = list(problems_within(read))
    if problems:
        raise InputError(problems)
    return read


def _fire_code(name: str) -> ReadPack:
    path = _CODES / f"{name.lower()}.yaml"
    if not path.is_file():
        message = "there is no mandate pack for this fire code"
        raise InputError(Problem("district.yaml", None, message, name, ", ".join(bundled_fire_codes())))
    return _read_pack(path, f"law/packs/us/codes/{path.name}")


def with_groups(document: Document) -> Document:
    """Return the document with group names (``group:security``) replaced by their drill types.

    Line numbers stay those of the file: the drill types of a group have the line of its name.
    """
    data = document.data
    groups = data.get("drill_groups") if isinstance(data, dict) else None
    if not isinstance(groups, dict):
        return document
    return dataclasses.replace(document, data=_expand(data, groups, document, ()))


def _expand(value: object, groups: dict[str, list[str]], document: Document, path: KeyPath) -> object:
    if isinstance(value, dict):
        return {key: _expand(inner, groups, document, (*path, str(key))) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    expanded: list[object] = []
    for position, inner in enumerate(value):
        if isinstance(inner, str) and inner.startswith("group:"):
            name = inner.removeprefix("group:")
            if not isinstance(groups.get(name), list):
                known = ", ".join(f"group:{group}" for group in groups)
                message = "there is no drill group of that name"
                raise InputError(document.problem((*path, position), message, inner, known))
            expanded += groups[name]
        else:
            expanded.append(_expand(inner, groups, document, (*path, position)))
    return expanded
