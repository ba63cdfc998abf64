"""Calendars in the shapes that districts publish, as real PDFs and Word documents. All invented.

The shapes are those of published calendars of 2025-26: lists, lists in columns, tables of dates, weekdays,
and events, months drawn beside a list, months side by side in a table, and months drawn with a key of colors.
"""

from __future__ import annotations

import calendar
import html
import io
import zipfile
from collections.abc import Sequence
from datetime import date

import typst

#: Dates and titles as districts write them; the year is 2026-27.
DAYS = (
    ("August 24-26", "Teacher Workdays"),
    ("August 27", "First Day of School"),
    ("September 7", "Labor Day - Schools Closed"),
    ("October 12", "Columbus Day - Schools Closed"),
    ("November 25", "Early Dismissal"),
    ("November 26-27", "Thanksgiving Recess - Schools Closed"),
    ("December 24 - January 1", "Winter Recess - Schools Closed"),
    ("January 4", "Schools Reopen"),
    ("January 18", "Martin Luther King Jr. Day - Schools Closed"),
    ("February 15-19", "Midwinter Recess - Schools Closed"),
    ("April 5-9", "Spring Recess - Schools Closed"),
    ("May 31", "Memorial Day - Schools Closed"),
    ("June 24", "Last Day of School - Early Dismissal"),
)
DRAWN_MONTHS = ((2026, 8), (2026, 9), (2026, 10), (2026, 11), (2026, 12), (2027, 1))


def events() -> list[tuple[date, date, str]]:
    """Return the first day, last day, and title of each entry of ``DAYS``."""
    read = []
    for written, title in DAYS:
        first, _, last = written.partition(" - ")
        month, _, days = first.partition(" ")
        start, _, end = days.partition("-")
        one = date_of(month, start)
        to = date_of(*last.split(" ")) if last else date_of(month, end or start)
        read.append((one, to, title))
    return read


def date_of(month: str, day: str) -> date:
    """Return the date of a month and a day in the school year 2026-27."""
    number = list(calendar.month_name).index(month)
    return date(2026 if number > 6 else 2027, number, int(day))


def pdf(markup: str, page: str = "width: 8.5in, height: 11in, margin: 0.6in") -> bytes:
    """Return a PDF of Typst markup."""
    return typst.compile(f"#set page({page})\n#set text(size: 10pt)\n{markup}".encode())


def _cells(rows: Sequence[tuple[str, ...]]) -> str:
    return ", ".join(f"[{escaped(cell)}]" for row in rows for cell in row)


def escaped(text: str) -> str:
    """Return a text as Typst prints it."""
    return "".join(f"\\{mark}" if mark in "#$*_@<>[]\\`~/" else mark for mark in text)


def table(rows: Sequence[tuple[str, ...]], columns: str, stroke: str = "none") -> str:
    """Return a table of Typst."""
    return f"#table(columns: ({columns}), stroke: {stroke}, {_cells(rows)})\n"


def weekday_of(written: str) -> str:
    """Return the weekday of the first day of a written date."""
    month, _, days = written.partition(" ")
    return f"{date_of(month, days.replace('-', ' ').split()[0]):%A}"


def month_grid(year: int, month: int, texts: dict[int, str] | None = None) -> str:
    """Return a drawn month; ``texts`` are words in the cells of days."""
    size = "9pt" if texts is None else "7pt"
    names = (
        ("S", "M", "T", "W", "T", "F", "S") if texts is None else ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
    )
    cells = [f"table.cell(colspan: 7)[{calendar.month_name[month]} {year}]", *(f"[{name}]" for name in names)]
    for week in calendar.Calendar(6).monthdayscalendar(year, month):
        for day in week:
            text = escaped((texts or {}).get(day, ""))
            cells.append(f"[{day or ''}{f' #linebreak() {text}' if text else ''}]")
    width = "14pt" if texts is None else "62pt"
    return f"#block(text(size: {size}, table(columns: ({width},) * 7, inset: 2pt, {', '.join(cells)})))\n"


def plain_list() -> str:
    """A list of lines."""
    return "= Academic Calendar 2026-2027\n" + "\n\n".join(escaped(f"{on}: {title}") for on, title in DAYS)


def table_of_dates() -> str:
    """Event, weekday, and date in a table with lines."""
    rows = [("Event", "Day", "Date"), *((title, weekday_of(on), on) for on, title in DAYS)]
    return "= School Calendar 2026-27\n" + table(rows, "250pt, 80pt, 140pt", "0.5pt")


def weekday_first() -> str:
    """Weekday, date, and event in columns without lines."""
    rows = [(weekday_of(on), on, title) for on, title in DAYS]
    return "= 2026 - 2027 School Calendar\n" + table(rows, "80pt, 110pt, 250pt")


def dotted_columns() -> str:
    """Two columns of titles and dates with dots between."""
    lines = [escaped(f"{title} ............ {on}") for on, title in DAYS]
    return "= 2026-2027 CALENDAR\n#columns(2)[" + "\n\n".join(lines) + "]"


def dates_above_titles() -> str:
    """Two columns of paragraphs: weekday and date, and the title on the next line."""
    paragraphs = [f"{weekday_of(on)}, {on} #linebreak() {escaped(title)}" for on, title in DAYS]
    return "= Sampleton 2026-27\n#columns(2)[" + "\n\n".join(paragraphs) + "]"


def months_above_days() -> str:
    """Three columns; the name of a month above lines with the day alone."""
    lines, month = [], ""
    for on, title in DAYS:
        name, _, rest = on.partition(" ")
        if name != month:
            year = date_of(name, "1").year
            lines.append(f"*{name.upper()} {year}*")
            month = name
        lines.append(escaped(f"{rest}  {title}"))
    return "= 2026-27 Important Dates\n#columns(2)[" + "\n\n".join(lines) + "]"


def grids_beside_list() -> str:
    """Months drawn on the left, a list of dates and a key of colors on the right."""
    grids = "".join(month_grid(*month) for month in DRAWN_MONTHS)
    key = "*Key*\n\nNo School\n\nEarly Dismissal\n"
    right = table(DAYS, "100pt, 140pt") + key
    return f"= Sampleton Public Schools 2026-2027\n#grid(columns: (180pt, 1fr), [{grids}], [{right}])"


def grids_with_notes() -> str:
    """Each month drawn, with its days and titles beside it."""
    rows = []
    for year, month in DRAWN_MONTHS:
        name = calendar.month_name[month]
        notes = [escaped(f"{on.partition(' ')[2]} – {title}") for on, title in DAYS if on.startswith(name)]
        rows.append(f"[{month_grid(year, month)}], [{' #linebreak() '.join(notes)}]")
    return f"= Sampleton 2026-2027\n#grid(columns: (150pt, 1fr), {', '.join(rows)})"


def grids_with_words() -> str:
    """Months drawn with words in the cells of days."""
    words = {(2026, 9): {7: "Labor Day No School"}, (2026, 10): {12: "Columbus Day No School"},
             (2026, 11): {25: "Early Dismissal", 26: "Thanks- giving"}}  # fmt: skip
    return "= Sampleton 2026-2027\n" + "".join(month_grid(*month, words.get(month, {})) for month in list(words))


def grids_with_colors() -> str:
    """Months drawn, and a key of colors: nothing that can be read."""
    grids = "#grid(columns: 3, " + ", ".join(f"[{month_grid(*month)}]" for month in DRAWN_MONTHS) + ")"
    return f"= Sampleton 2026-2027\n{grids}\nNo School\n\nEarly Dismissal\n\nFirst and Last Day\n"


def scan() -> bytes:
    """A page without text."""
    return pdf("#rect(width: 100pt, height: 100pt, fill: gray)")


def docx(*parts: str | list[tuple[str, ...]]) -> bytes:
    """Return a Word document of paragraphs and tables; a line end in a cell begins a paragraph."""
    body = "".join(_paragraph(part) if isinstance(part, str) else _word_table(part) for part in parts)
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", links)
        package.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')
    return raw.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def _word_table(rows: list[tuple[str, ...]]) -> str:
    def cell(text: str) -> str:
        return f"<w:tc>{''.join(map(_paragraph, text.split(chr(10))))}</w:tc>"

    lines = "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def months_side_by_side() -> list[tuple[str, ...]]:
    """Return a table whose columns are months, with lines such as "7 : Labor Day"."""
    by_month: dict[str, list[str]] = {}
    for on, title in DAYS:
        month, _, days = on.partition(" ")
        by_month.setdefault(month, []).append(f"{days} : {title}")
    names = list(calendar.month_name)
    rows: list[tuple[str, ...]] = []
    for months in ((8, 9, 10, 11), (12, 1, 2, 3), (4, 5, 6, 7)):
        heads = tuple(names[month] for month in months)
        rows.append(heads)
        deepest = max(len(by_month.get(head, [])) for head in heads)
        rows += [
            tuple(by_month[head][place] if len(by_month.get(head, [])) > place else "" for head in heads)
            for place in range(deepest)
        ]
    return rows


def drawn_month(year: int, month: int, texts: dict[int, str]) -> list[tuple[str, ...]]:
    """Return a month as a table of Word, with words in the cells of days."""
    weeks = calendar.Calendar(6).monthdayscalendar(year, month)
    days = [
        tuple(f"{day or ''}{f'{chr(10)}{texts[day]}' if day in texts else ''}" for day in week) for week in weeks
    ]
    return [("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"), *days]
