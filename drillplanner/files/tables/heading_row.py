"""The row of a table that has the headings; rows above it are a title.

It is the row with the most headings that are known for such a table, otherwise the first that has about as many
filled cells as most rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

#: Rows from the top among which the headings are looked for, and rows by which the usual number of cells is told.
_FIRST_ROWS, _SAMPLE = 25, 200
_ENOUGH = 2

Rows = Sequence[tuple[int, list[str]]]


def normalized_heading(title: str) -> str:
    """Return a heading in the spelling in which headings are compared: "School ID " becomes "school_id"."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or title.strip()


def known_headings_in(cells: Sequence[str], known: Collection[str]) -> int:
    """Return the number of cells that are known headings."""
    return len({normalized_heading(cell) for cell in cells if cell} & set(known))


def heading_place(rows: Rows, known: Collection[str] = ()) -> int:
    """Return the place of the heading row in ``rows`` (number and cells), which must not be empty."""
    matches = [known_headings_in(cells, known) for _, cells in rows[:_FIRST_ROWS]]
    if max(matches) >= _ENOUGH:
        return matches.index(max(matches))
    filled = [sum(map(bool, cells)) for _, cells in rows[:_SAMPLE]]
    wide = Counter(count for count in filled if count >= _ENOUGH)
    if sum(wide.values()) * 3 < len(filled):
        return 0
    usual = max(wide.items(), key=lambda item: (item[1], -item[0]))[0]
    enough = max(_ENOUGH, (usual + 1) // 2)
    if filled[0] >= enough:
        return 0
    return next((place for place, count in enumerate(filled[:_FIRST_ROWS]) if count >= enough), 0)


def fits(rows: Rows, known: Collection[str]) -> bool:
    """Check whether some row at the top has headings that are known for such a table."""
    return any(known_headings_in(cells, known) >= _ENOUGH for _, cells in rows[:_FIRST_ROWS])
