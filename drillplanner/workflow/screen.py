"""Screen a file by the developmental rules: a scenario as a full plan, descriptions by what their words say."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drillplanner.appropriateness import judge_scenario, profile_of
from drillplanner.files.errors import InputError
from drillplanner.files.input_folder import InputFolder
from drillplanner.files.reading.bounded import LETTER, read_file
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.workspace.commitments import read_commitments
from drillplanner.intake.workspace.district_file import DISTRICT_FILE, read_district_file
from drillplanner.model import Screening
from drillplanner.progress import Progress, silent
from drillplanner.workflow.finding_places import with_places
from drillplanner.workflow.letter_text import LETTER_ENDINGS, letter_description

__all__ = ["screen"]

#: Descriptions of a list that are screened together: enough for the reader, and few enough to show progress.
_SCREENED_TOGETHER = 8
#: JSON writes characters beyond the first 65,536, such as emoji, as two escapes, which YAML does not read.
_ESCAPED_PAIR = re.compile(
    rb"(?<!\\)(?P<before>(?:\\\\)*)"
    rb"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
)


def screen(path: Path, progress: Progress = silent, workspace: Path | None = None) -> tuple[Screening, ...]:
    """Judge a file: a scenario, a list of descriptions, or a letter or other text.

    A scenario (YAML mapping) is judged as a full plan, a description (``.txt``, ``.docx``, ``.pdf``, ``.html``, or
    ``.eml``, or an entry of a YAML or JSON list) by what its words say. A scenario in a workspace is judged as
    ``check`` judges it: with the district's state, words for response actions, commitments, and cleared lines.
    ``workspace`` is the folder of the workspace (None: the nearest folder above the file that has a
    ``district.yaml``, if any).

    Raises InputError for a file that is none of these, and for a workspace that cannot be read.
    """
    from drillplanner.appropriateness.text import descriptions_in, screen_description, screen_descriptions

    raw = read_file(path, LETTER)
    if path.suffix.lower() in LETTER_ENDINGS:
        return (screen_description(letter_description(raw, path.name)),)
    document = parse_document(_ESCAPED_PAIR.sub(_letter, raw), str(path))
    if isinstance(document.data, list):
        descriptions = descriptions_in(document)
        together = [
            descriptions[first : first + _SCREENED_TOGETHER]
            for first in range(0, len(descriptions), _SCREENED_TOGETHER)
        ]
        found: list[Screening] = []
        # The reader releases the interpreter lock while it computes, so threads are enough.
        with ThreadPoolExecutor() as pool:
            for screenings in pool.map(screen_descriptions, together):
                found += screenings
                progress("Reading descriptions", len(found), len(descriptions))
        return tuple(found)
    return (with_places(_judged(raw, path.name, workspace or workspace_of(path)), document),)


def workspace_of(path: Path) -> Path | None:
    """Return the nearest folder above a file that has a ``district.yaml``; None if there is none."""
    return next((folder for folder in path.resolve().parents if (folder / DISTRICT_FILE).is_file()), None)


def _judged(raw: bytes, name: str, workspace: Path | None) -> Screening:
    from drillplanner.intake.workspace.scenario_files import parse_scenario

    if workspace is None:
        return judge_scenario(parse_scenario(raw, name))
    files = InputFolder(workspace)
    district_file, commitments = read_district_file(files), read_commitments(files)
    district = district_file.value.district
    if district is None or commitments.problems:
        raise InputError((*district_file.problems, *commitments.problems))
    scenario = parse_scenario(raw, name, commitments.value, district.vocabulary)
    return judge_scenario(scenario, profile=profile_of(district.state), answers=district.line_answers)


def _letter(pair: re.Match[bytes]) -> bytes:
    high, low = int(pair["high"], 16), int(pair["low"], 16)
    return pair["before"] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)).encode()
