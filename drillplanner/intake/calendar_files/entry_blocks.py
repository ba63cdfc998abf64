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
from drillplanner.intake.calendar_files.date_lines import is_mark, only_dates

#: Fewer blocks are no list.
_FEWEST_BLOCKS = 3

Block = Sequence[TableRow]


def with_blocks_joined(table: Table, dates: DateReader) -> Table:
    """Return a list of one column with each block as one row, as "date: title (what is below the date)".

    The row has the line of the block's first row. A block without a date ("View all events") keeps its rows. The
    list stays as it is if a block has its date first, or several dates: then a date may be that of another title.
    """
    if len(table.columns) != 1:
        return table
    column = table.columns[0]
    heading = TableRow(table.header_line, {column: table.titles[column]})
    rows: list[TableRow] = []
    joined_blocks = 0
    for block in _blocks((heading, *table.rows), column):
        places = _places_of_dates(block, column, dates)
        if places == [0] or len(places) > 1:
            return table
        rows += [_joined(block, column, places[0])] if places else block
        joined_blocks += len(places)
    if joined_blocks < _FEWEST_BLOCKS:
        return table
    first, *others = rows
    titles = {column: first.get(column)}
    return replace(table, header_line=first.line, titles=titles, rows=tuple(others))


def _blocks(rows: Sequence[TableRow], column: str) -> Iterator[Block]:
    """Yield the rows between lines without a letter or a digit."""
    block: list[TableRow] = []
    for row in rows:
        if not is_mark(row.get(column)):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _places_of_dates(block: Block, column: str, dates: DateReader) -> list[int]:
    return [place for place, row in enumerate(block) if only_dates(row.get(column), dates) is not None]


def _joined(block: Block, column: str, place: int) -> TableRow:
    """Return a block as one row; its date is at ``place``."""
    texts = [row.get(column) for row in block]
    below = "; ".join(texts[place + 1 :])
    text = f"{texts[place]}: {' '.join(texts[:place])}{f' ({below})' if below else ''}"
    return TableRow(block[0].line, {column: text})
