"""Screen a file by the developmental rules: a scenario as a full plan, descriptions by what their words say."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drillplanner.appropriateness import judge_scenario
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import parse_document
from drillplanner.model import Screening
from drillplanner.progress import Progress, silent
from drillplanner.workflow.finding_places import with_places

__all__ = ["screen"]

#: JSON writes characters beyond the first 65,536, such as emoji, as two escapes, which YAML does not read.
_ESCAPED_PAIR = re.compile(
    rb"(?<!\\)(?P<before>(?:\\\\)*)"
    rb"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
)


def screen(path: Path, progress: Progress = silent) -> tuple[Screening, ...]:
    """Judge a file: a scenario, a list of descriptions, or one description as plain text.

    A scenario (YAML mapping) is judged as a full plan, a description (``.txt``, or an entry of a YAML or JSON
    list) by what its words say. Raises InputError for a file that is none of these.
    """
    from drillplanner.appropriateness.text import description_of_text, descriptions_in, screen_description
    from drillplanner.intake.workspace.scenario_files import parse_scenario

    raw = _bytes_of(path)
    if path.suffix.lower() == ".txt":
        return (screen_description(description_of_text(raw, path.name)),)
    document = parse_document(_ESCAPED_PAIR.sub(_letter, raw), str(path))
    if isinstance(document.data, list):
        descriptions = descriptions_in(document)
        found = []
        # The reader releases the interpreter lock while it computes, so threads are enough.
        with ThreadPoolExecutor() as pool:
            for screening in pool.map(screen_description, descriptions):
                found.append(screening)
                progress("Reading descriptions", len(found), len(descriptions))
        return tuple(found)
    return (with_places(judge_scenario(parse_scenario(raw, path.name)), document),)


def _letter(pair: re.Match[bytes]) -> bytes:
    high, low = int(pair["high"], 16), int(pair["low"], 16)
    return pair["before"] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)).encode()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(Problem(str(path), None, f"cannot be read: {error.strerror or error}")) from error
