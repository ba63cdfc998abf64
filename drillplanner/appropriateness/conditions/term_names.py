"""The names that conditions may use for a condition of ``terms.yaml``, and where that file lies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import Document, read_document

_TERMS = Path(__file__).parent / "terms.yaml"


@lru_cache(maxsize=1)
def terms_document() -> Document:
    """The file as it was read; its conditions are not yet understood."""
    return read_document(_TERMS, _TERMS.name)


def term_names() -> tuple[str, ...]:
    """The names, in order."""
    return tuple(sorted(terms_document().data))
