"""How schools head the columns of bell times, in tables and on pasted pages: data in ``bell_headings.yaml``.

On its own because the reader of tables and the reader of pasted lists know a heading alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document


@cache
def headings_by_column() -> dict[str, tuple[str, ...]]:
    """Return the headings of each column, as ``normalized_heading`` writes them; the first that is there wins."""
    name = "bell_headings.yaml"
    return parse_as(dict[str, tuple[str, ...]], read_document(Path(__file__).with_name(name), name))


def bell_headings(*columns: str) -> frozenset[str]:
    """Return every heading of these columns, or of all."""
    by_column = headings_by_column()
    return frozenset(heading for column in columns or by_column for heading in by_column[column])
