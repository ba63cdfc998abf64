"""A Word document (.docx) or a saved web page as lines: paragraphs, and rows of tables with their cells joined."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html.parser import HTMLParser

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.archive import opened_archive

_MOST_UNPACKED = 40_000_000
#: The most bytes of text with its marks (pictures are not read): 14 megabytes, packed in 30 KB, took 43 seconds.
_MOST_TEXT = 4_000_000
#: A comment, closed or not, and a mark that opens no tag. Python's reader of pages looks for the end of each anew,
#: so a few kilobytes of open ones would keep it busy for minutes.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPENS_NO_TAG = re.compile(r"<(?![^<>]*>)")
#: Between the cells of a row: the mark between a date and its title in a written list.
CELL_MARK = " – "
#: Tags that begin and end a line.
_LINE_TAGS = frozenset({"p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6"})

#: The most rows and columns that a cell may reach over; a page's number is only believed up to here.
_MOST_OF_A_CELL = 100


class _HtmlLines(HTMLParser):
    """Collects the lines of a page: a row of cells for each row of a table, else one cell.

    A page may leave out the ends of cells, rows, and of its head, as browsers allow. Below a cell that reaches
    over several rows there is an empty one in each, so that columns stay columns. A table inside a cell ends the
    row so far: what comes after it is another row.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._open_tables: list[bool] = []
        """For each open table, the outer one first: whether it is in a cell of the table around it."""
        self._cells: list[str] | None = None
        self._is_in_cell = False
        self._column = 0
        self._cells_above: dict[int, tuple[int, int]] = {}
        """Cells that reach down, by their first column: the rows still to come, and the columns they take."""
        self._text = ""
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell, or a new line."""
        if tag in ("script", "style", "head"):
            self._skipped += 1
        elif tag == "body":
            self._skipped = 0
        elif tag == "table":
            self._begin_table()
        elif tag == "tr":
            self._begin_row()
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag in _LINE_TAGS or tag == "br":
            if self._cells is None:
                self._end_line()
            else:
                self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row, a cell, or a line."""
        if tag in ("script", "style", "head"):
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr" and self._cells is not None:
            self.end_row()
        elif tag in _LINE_TAGS and self._cells is None:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._skipped:
            self._text += re.sub(r"\s+", " ", data) if self._cells is None else data

    def end_row(self) -> None:
        """End the row or the line that is open, if there is one."""
        if self._cells is None:
            self._end_line()
            return
        self._end_cell()
        self._take_cells_from_above(self._cells)
        self._cells_above = {
            column: (rows - 1, columns) for column, (rows, columns) in self._cells_above.items() if rows > 1
        }
        if any(self._cells):
            self.rows.append(self._cells)
        self._cells, self._text = None, ""

    def _begin_table(self) -> None:
        self._open_tables.append(self._is_in_cell)
        self.end_row()
        self._cells_above = {}

    def _end_table(self) -> None:
        self.end_row()
        self._cells_above = {}
        if self._open_tables and self._open_tables.pop():
            self._begin_row()
            self._is_in_cell = True

    def _begin_row(self) -> None:
        self.end_row()
        self._cells, self._column = [], 0

    def _begin_cell(self, attributes: Mapping[str, str | None]) -> None:
        self._end_cell()
        if self._cells is None and self._open_tables:
            self._begin_row()
        self._text = ""
        if self._cells is None:
            return
        self._take_cells_from_above(self._cells)
        rows, columns = (_number_of(attributes.get(name)) for name in ("rowspan", "colspan"))
        if rows > 1:
            self._cells_above[self._column] = (rows, columns)
        self._column += columns
        self._is_in_cell = True

    def _end_cell(self) -> None:
        if self._cells is not None and self._is_in_cell:
            self._cells.append(self._text.strip())
            self._text = ""
        self._is_in_cell = False

    def _take_cells_from_above(self, cells: list[str]) -> None:
        """Add an empty cell for each that reaches down into the next columns of this row."""
        while self._column in self._cells_above:
            cells.append("")
            self._column += self._cells_above[self._column][1]

    def _end_line(self) -> None:
        if self._text.strip() and self._cells is None:
            self.rows.append([self._text.strip()])
        self._text = ""


def _number_of(written: str | None) -> int:
    """Return over how many rows or columns a cell reaches; 1 if it does not say, or says no number."""
    said = written or ""
    is_number = said.isascii() and said.isdigit() and len(said) < 6
    return max(1, min(int(said), _MOST_OF_A_CELL)) if is_number else 1


def html_rows(text: str) -> list[list[str]]:
    """Return the lines of a web page: the cells of each row of a table, and every other line as one cell."""
    reader = _HtmlLines()
    reader.feed(_OPENS_NO_TAG.sub("&lt;", _COMMENT.sub(" ", text)))
    reader.close()
    reader.end_row()
    return reader.rows


def docx_rows(raw: bytes, name: str) -> list[list[str]]:
    """Return the lines of a Word document as :func:`html_rows`.

    Raises InputError: it is no Word document, or has no text.
    """
    allowed = "a document saved as .docx, with the dates as text; or .ics, or .csv"
    rows = html_rows(docx_page(raw, name, allowed))
    if not rows:
        message = "the Word document has no text: perhaps the calendar is a picture in it"
        raise InputError(Problem(name, None, message, None, allowed))
    return rows


def docx_page(raw: bytes, name: str, allowed: str) -> str:
    """Return a Word document as a web page without its pictures.

    Raises InputError, with what is ``allowed`` instead: it is no Word document, or unpacks to far too much.
    """
    import mammoth

    try:
        with opened_archive(raw) as package:
            sizes = [(entry.filename, entry.file_size) for entry in package.infolist()]
            of_text = sum(size for name, size in sizes if name.lower().endswith((".xml", ".rels")))
            is_too_large = of_text > _MOST_TEXT or sum(size for _, size in sizes) > _MOST_UNPACKED
        # A picture is not read; a small file that unpacks to a huge one is not even opened.
        images = mammoth.images.img_element(lambda _image: {"src": ""})
        page = "" if is_too_large else mammoth.convert_to_html(io.BytesIO(raw), convert_image=images).value
    except Exception as error:  # the library raises errors of many kinds for damaged files
        message = "the Word document cannot be read: it is damaged, or no .docx"
        raise InputError(Problem(name, None, message, None, allowed)) from error
    if is_too_large:
        raise InputError(Problem(name, None, "the Word document is too large", None, "a document of a few pages"))
    return str(page)
