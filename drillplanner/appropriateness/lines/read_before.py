"""Lines that were read before: those of the bundled scenarios, so that planning never waits for the network.

``read_before.txt`` has one mark for each passage of a bundled scenario in its context. ``training/lines.py``
writes it after the reader has read them all, and lists the doubts, each of which is read in its place and cleared
(``cleared.yaml``). A test proves that it is not out of date.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from drillplanner.appropriateness.lines.district_words import with_bundled_words
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.reader.windows import context_text
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import read_document
from drillplanner.model import ENGLISH
from drillplanner.model.scenarios.response_actions import Vocabulary

READ_BEFORE_FILE = Path(__file__).parent / "read_before.txt"


def mark_of(passage: str, context: Context) -> str:
    """Return the mark of a passage in its context: 12 hexadecimal digits."""
    return blake2b(f"{context_text(context)}\n{passage}".encode(), digest_size=6).hexdigest()


def was_read(
    passage: str, context: Context, scenario_id: str, vocabulary: Vocabulary, language: str = ENGLISH
) -> bool:
    """Check whether the passage is one of a bundled scenario, in its context or in the file of this name.

    A district's own words for response actions make no other line of it.
    """
    marks = load_marks()
    return (
        mark_of(passage, context) in marks
        or mark_of(with_bundled_words(passage, vocabulary, language), context) in marks
        or passage in _bundled_texts(scenario_id, vocabulary.model_dump_json(), language)
    )


@lru_cache(maxsize=1)
def load_marks() -> frozenset[str]:
    """Return the marks that come with the program."""
    return frozenset(READ_BEFORE_FILE.read_text(encoding="ascii").split())


@lru_cache(maxsize=64)
def _bundled_texts(scenario_id: str, vocabulary: str, language: str) -> str:
    """Return the texts of the bundled scenario of this name, with a district's words (JSON) in a language."""
    path = shipped_folder("scenarios") / f"{scenario_id}.yaml"
    words = Vocabulary.model_validate_json(vocabulary)
    texts = _strings(read_document(path).data) if path.is_file() else []
    return "\0".join(" ".join(words.fill(text, language).split()) for text in texts)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in _strings(part)]
