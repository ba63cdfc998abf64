"""Lines that were read before: those of the bundled scenarios, so that planning never waits for the network.

``read_before.txt`` has one mark for each passage of a bundled scenario in its context. ``training/lines.py``
writes it after the reader has read them all, and lists the doubts, each of which is read in its place and cleared
(``cleared.yaml``). A test proves that it is not out of date.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.windows import context_text
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import read_document
from drillplanner.model.scenarios.lines import passages_of
from drillplanner.model.scenarios.response_actions import PLACEHOLDER

#: A text with fewer words of its own beside its placeholders fits too much.
_LEAST_WORDS = 4
READ_BEFORE_FILE = Path(__file__).parent / "read_before.txt"


def mark_of(passage: str, context: Context) -> str:
    """Return the mark of a passage in its context: 12 hexadecimal digits."""
    return blake2b(f"{context_text(context)}\n{passage}".encode(), digest_size=6).hexdigest()


def was_read(passage: str, context: Context, scenario_id: str) -> bool:
    """Check whether the passage is one of a bundled scenario, in its context or in the file of this name."""
    if mark_of(passage, context) in load_marks():
        return True
    text, with_placeholders = _bundled_texts(scenario_id)
    return passage in text or any(pattern.fullmatch(passage) for pattern in with_placeholders)


@lru_cache(maxsize=1)
def load_marks() -> frozenset[str]:
    """Return the marks that come with the program."""
    return frozenset(READ_BEFORE_FILE.read_text(encoding="ascii").split())


@lru_cache(maxsize=64)
def _bundled_texts(scenario_id: str) -> tuple[str, tuple[re.Pattern[str], ...]]:
    """Return the texts of the bundled scenario of this name, and those with a placeholder as patterns."""
    path = shipped_folder("scenarios") / f"{scenario_id}.yaml"
    texts = [" ".join(text.split()) for text in _strings(read_document(path).data)] if path.is_file() else []
    # A district's own word for a response action stands where the bundled file has a placeholder.
    patterns = (
        re.compile(".{1,80}".join(map(re.escape, PLACEHOLDER.split(passage))))
        for text in texts
        if PLACEHOLDER.search(text)
        for passage in passages_of(text)
        if len(PLACEHOLDER.sub("", passage).split()) >= _LEAST_WORDS
    )
    return "\0".join(texts), tuple(patterns)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in _strings(part)]
