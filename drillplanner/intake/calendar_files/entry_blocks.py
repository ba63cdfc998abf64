"""Entries in blocks: the title, its date on the line below, and a line with a mark before the next entry.

So a list of events is copied from many school sites::

    Superintendent's Conference Day
    Tue, September 5, 2023
    School Closed
    -
    Open House
    Wed, September 6, 2023
    6:00 PM - 8:00 PM

Only the marks tell that a date belongs to the title above it; a list without them is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drillplanner.files.tables.table import Table, TableRow
from drillplanner.files.written.dates import DateReader
from drillplanner.intake.calendar_files.date_lines import only_dates

#: Fewer blocks are no list.
_FEWEST_BLOCKS = 3

Block = Sequence[TableRow]


def with_blocks_joined(table: Table, dates: DateReader) -> Table:
    """Return a list of one column with each block as one row, as "date: title (what is below the date)".

    The row has the line of the block's first row. The list stays as it is unless marks divide it into blocks, and
    each block begins with a title and has one date below it.
    """
    if len(table.columns) != 1:
        return table
    column = table.columns[0]
    first = TableRow(table.header_line, {column: table.titles[column]})
    blocks = list(_blocks((first, *table.rows), column))
    joined = [_joined(block, column, dates) for block in blocks]
    rows = [row for row in joined if row is not None]
    if len(rows) < max(_FEWEST_BLOCKS, len(blocks)):
        return table
    return replace(table, titles={column: rows[0].get(column)}, rows=tuple(rows[1:]))


def _blocks(rows: Sequence[TableRow], column: str) -> Iterator[Block]:
    """Yield the rows between lines without a letter or a digit."""
    block: list[TableRow] = []
    for row in rows:
        if any(mark.isalnum() for mark in row.get(column)):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _joined(block: Block, column: str, dates: DateReader) -> TableRow | None:
    """Return a block as one row; None unless one line is a date, with a title above it."""
    texts = [row.get(column) for row in block]
    places = [place for place, text in enumerate(texts) if only_dates(text, dates) is not None]
    if len(places) != 1 or places[0] == 0:
        return None
    (place,) = places
    below = "; ".join(texts[place + 1 :])
    text = f"{texts[place]}: {' '.join(texts[:place])}{f' ({below})' if below else ''}"
    return TableRow(block[0].line, {column: text})
