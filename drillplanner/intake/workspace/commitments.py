"""Commitments: named sets of facts that many scenarios share, such as what a school does in every drill.

The bundled sets are in ``scenarios/commitments/``. A district that cannot promise one of them puts a file of the
same name, with the facts that are true, into ``scenarios/commitments/`` of its workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import YAML_ENDINGS, parse_as, parse_mapping, read_document
from drillplanner.model import DrillFacts, Frozen

#: The folder of the sets, inside the folder of scenarios.
COMMITMENTS_FOLDER = "scenarios/commitments"


class Commitments(Frozen):
    """A set of facts, and its meaning in words."""

    means: str
    facts: DrillFacts


@lru_cache(maxsize=1)
def bundled_commitments() -> Mapping[str, DrillFacts]:
    """Return the facts of each set that comes with the program, by its name."""
    return {
        path.stem: parse_as(Commitments, read_document(path, f"bundled {COMMITMENTS_FOLDER}/{path.name}")).facts
        for path in bundled_commitment_files()
    }


def bundled_commitment_files() -> tuple[Path, ...]:
    """Return the files of the sets that come with the program, by name."""
    return tuple(sorted((shipped_folder("scenarios") / "commitments").glob("*.yaml")))


def read_commitments(files: InputFolder) -> ReadResult[Mapping[str, DrillFacts]]:
    """Return the sets of a workspace: the bundled ones, replaced or extended by its own."""
    facts_by_name = dict(bundled_commitments())
    for path in bundled_commitment_files():
        files.remember(f"bundled {COMMITMENTS_FOLDER}/{path.name}", path.read_bytes())
    problems: list[Problem] = []
    sentences: list[str] = []
    for name in _own_names(files, problems):
        file = f"{COMMITMENTS_FOLDER}/{name}"
        try:
            facts_by_name[PurePosixPath(name).stem] = parse_as(
                Commitments, parse_mapping(files.read(Link(file)), file)
            ).facts
        except InputError as error:
            problems.extend(error.problems)
            continue
        sentences.append(f"{file} says what the scenarios commit to.")
    return ReadResult(facts_by_name, tuple(sentences), tuple(problems))


def _own_names(files: InputFolder, problems: list[Problem]) -> tuple[str, ...]:
    folder = Link(COMMITMENTS_FOLDER)
    try:
        names = files.names_in(folder) if files.exists(folder) else ()
    except InputError as error:
        problems.extend(error.problems)
        return ()
    return tuple(name for name in names if PurePosixPath(name).suffix.lower() in YAML_ENDINGS)
