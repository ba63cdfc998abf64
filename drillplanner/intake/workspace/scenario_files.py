"""Scenario files: the bundled ones, and a workspace's own, which replace a bundled one of the same name.

A scenario's id is the name of its file without the ending; it is not written inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.file_names import unfit_id
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import ReadResult, maybe_meant
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import YAML_ENDINGS, Document, parse_as, parse_mapping, with_values
from drillplanner.intake.workspace.action_words import with_action_words
from drillplanner.intake.workspace.commitments import COMMITMENTS_FOLDER, bundled_commitments, read_commitments
from drillplanner.intake.workspace.language_texts import read_language_texts, with_language_texts
from drillplanner.model import DrillFacts, Scenario
from drillplanner.model.scenarios.response_actions import Vocabulary

#: The folder of scenarios, in a workspace and among the bundled files.
SCENARIOS_FOLDER = "scenarios"

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]*")


def read_scenarios(
    files: InputFolder, vocabulary: Vocabulary | None = None, languages: Iterable[str] = ()
) -> ReadResult[tuple[Scenario, ...]]:
    """Return all scenarios a plan can use, in the order of their ids.

    Their texts have the words of ``vocabulary`` for response actions (None: the bundled ones). Bundled scenarios
    also have the texts of ``languages``.
    Problems of the files are in the result. The bundled scenarios that were read count among the inputs.
    """
    own_files = _own_files(files)
    commitments = read_commitments(files)
    texts = read_language_texts(languages, files)
    as_they_are = vocabulary in (None, Vocabulary()) and commitments.value == bundled_commitments()
    scenarios: dict[str, Scenario] = {}
    problems = [*commitments.problems, *own_files.problems]
    for path in bundled_scenarios():
        if path.stem in own_files.value:
            continue
        raw, name = path.read_bytes(), f"bundled {SCENARIOS_FOLDER}/{path.name}"
        files.remember(name, raw)
        try:
            scenarios[path.stem] = (
                _bundled_as_it_is(raw, name)
                if as_they_are and path.stem not in texts
                else parse_scenario(raw, name, commitments.value, vocabulary, texts.get(path.stem, {}))
            )
        except InputError as error:
            problems.extend(error.problems)
    for stem, file in own_files.value.items():
        try:
            scenarios[stem] = parse_scenario(files.read(Link(file)), file, commitments.value, vocabulary)
        except InputError as error:
            problems.extend(error.problems)
    return ReadResult(
        tuple(scenarios[stem] for stem in sorted(scenarios)),
        (*commitments.assumptions, *own_files.assumptions),
        tuple(problems),
    )


@lru_cache(maxsize=64)
def _bundled_as_it_is(raw: bytes, name: str) -> Scenario:
    """Return a bundled scenario without words of a district, parsed once for all workspaces of this process."""
    return parse_scenario(raw, name)


def has_own_scenarios(folder: Path, replacements: Mapping[str, bytes]) -> bool:
    """Check whether a workspace may have scenarios of its own, with ``replacements`` in place of its files."""
    return (folder / SCENARIOS_FOLDER).exists() or any(name.startswith(SCENARIOS_FOLDER) for name in replacements)


def bundled_scenarios() -> tuple[Path, ...]:
    """Return the scenario files that come with the program, in the order of their ids."""
    return tuple(sorted(shipped_folder("scenarios").glob("*.yaml"), key=lambda path: path.stem))


def parse_scenario(
    raw: bytes,
    name: str,
    commitments: Mapping[str, DrillFacts] | None = None,
    vocabulary: Vocabulary | None = None,
    texts: Mapping[str, Any] | None = None,
) -> Scenario:
    """Return one scenario; its id comes from ``name``, the file's name in messages.

    ``commitments`` are the sets of facts that it may use, by name, and ``vocabulary`` holds the words for response
    actions (None: the bundled ones). ``texts`` are texts of other files in other languages, by language.

    Raises InputError: the file is not a scenario, names itself, has a name that cannot be an id, or uses unknown
    commitments or names of response actions.
    """
    stem = PurePosixPath(name).stem
    document = with_language_texts(parse_mapping(raw, name), texts or {})
    problems: list[Problem] = []
    try:
        document = with_action_words(document, vocabulary or Vocabulary())
    except InputError as error:
        problems.extend(error.problems)
    if not _IDENTIFIER.fullmatch(stem):
        problems.append(
            Problem(
                name,
                None,
                "the name of the file cannot be a scenario's id",
                stem,
                "lower-case letters, digits and hyphens, for example fire-evacuation.yaml",
            )
        )
    elif (unfit := unfit_id(stem)) is not None:
        maybe = f"Rename the file, for example to {unfit[1]}.yaml."
        problems.append(Problem(name, None, unfit[0], stem, "a short name in letters, digits and hyphens", maybe))
    if "scenario_id" in document.data:
        problems.append(
            document.problem(
                ("scenario_id",),
                "a scenario does not name itself: its id is the name of its file",
                document.data["scenario_id"],
                f"no line 'scenario_id' (the id is '{stem}')",
            )
        )
    try:
        scenario = parse_as(Scenario, with_values(document, scenario_id=stem if not problems else "unnamed"))
    except InputError as error:
        problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return _with_commitments(scenario, document, bundled_commitments() if commitments is None else commitments)


def _with_commitments(scenario: Scenario, document: Document, known: Mapping[str, DrillFacts]) -> Scenario:
    if unknown := [name for name in scenario.commitments if name not in known]:
        raise InputError(
            document.problem(
                ("commitments",),
                "there are no commitments of this name",
                name,
                ", ".join(sorted(known)),
                maybe_meant(name, sorted(known)),
            )
            for name in unknown
        )
    facts = DrillFacts()
    for name in scenario.commitments:
        facts = facts.overridden_by(known[name])
    return scenario.model_copy(update={"facts": facts.overridden_by(scenario.facts)})


def _own_files(files: InputFolder) -> ReadResult[dict[str, str]]:
    """Return the workspace's scenario files by id."""
    folder = Link(SCENARIOS_FOLDER)
    file_by_id: dict[str, str] = {}
    sentences: list[str] = []
    problems: list[Problem] = []
    try:
        names = files.names_in(folder) if files.exists(folder) else ()
    except InputError as error:
        return ReadResult({}, problems=error.problems)
    bundled = {path.stem for path in bundled_scenarios()}
    for entry in names:
        file = f"{SCENARIOS_FOLDER}/{entry}"
        if file == COMMITMENTS_FOLDER:
            continue
        stem, ending = PurePosixPath(entry).stem, PurePosixPath(entry).suffix
        if ending.lower() not in YAML_ENDINGS:
            sentences.append(f"{file} is not read: a scenario is a file that ends in .yaml.")
        elif stem in file_by_id:
            problems.append(
                Problem(file, None, "two files give one scenario", stem, f"another name than {file_by_id[stem]}")
            )
        else:
            file_by_id[stem] = file
            if stem in bundled:
                sentences.append(f"{file} is used in place of the bundled scenario '{stem}'.")
    return ReadResult(file_by_id, tuple(sentences), tuple(problems))
