"""Shapes of calendars that the reader was not written on, kept so that none is ever read wrongly."""

from __future__ import annotations

from tests.intake.calendar_files.written.pages import (
    DAYS,
    DRAWN_MONTHS,
    date_of,
    escaped,
    month_grid,
    table,
    weekday_of,
)

_SHORT = {"August": "Aug.", "September": "Sept.", "October": "Oct.", "November": "Nov.", "December": "Dec.",
          "January": "Jan.", "February": "Feb."}  # fmt: skip


def _short(on: str) -> str:
    for month, short in _SHORT.items():
        on = on.replace(month, short)
    return on


def _numeric(on: str) -> str:
    first, _, last = on.replace(" - ", "-").partition("-")
    begins = date_of(*first.split())
    written = f"{begins.month}/{begins.day}"
    if not last:
        return written
    ends = date_of(*last.split()) if " " in last else begins.replace(day=int(last))
    return f"{written}-{ends.month}/{ends.day}"


def bullets_below_months() -> str:
    """Months as headings, with "Monday, Sept. 7: Labor Day" below."""
    lines, month = ["= At-A-Glance 2026-27 Calendar"], ""
    for on, title in DAYS:
        if on.split()[0] != month:
            month = on.split()[0]
            lines.append(f"*{month}*")
        lines.append(f"- {escaped(f'{weekday_of(on)}, {_short(on)}: {title}')}")
    return "\n\n".join(lines)


def numbers_in_three_columns() -> str:
    """Three columns of "9/7 Labor Day"."""
    lines = "\n\n".join(escaped(f"{_numeric(on)}  {title}") for on, title in DAYS)
    return f"= District Calendar 2026-2027\n#columns(3)[#set text(size: 8pt)\n{lines}]"


def grids_above_columns() -> str:
    """Months drawn above a list in two columns."""
    grids = "#grid(columns: 3, " + ", ".join(f"[{month_grid(*month)}]" for month in DRAWN_MONTHS) + ")"
    lines = "\n\n".join(escaped(f"{_short(on)} – {title}") for on, title in DAYS)
    return f"= Sampleton 2026-2027\n{grids}\n#columns(2)[{lines}]"


def dates_at_the_right_edge() -> str:
    """Titles at the left edge, weekdays and dates at the right one."""
    lines = "\n".join(f"{escaped(title)} #h(1fr) {escaped(f'{weekday_of(on)}, {on}')} \\" for on, title in DAYS)
    return f"= SCHOOL CALENDAR 2026-2027\n{lines}"


def two_tables_side_by_side() -> str:
    """Two tables of dates and titles beside each other."""
    half = len(DAYS) // 2
    sides = [
        table([(_short(on), title) for on, title in part], "75pt, 150pt").strip()
        for part in (DAYS[:half], DAYS[half:])
    ]
    return f"= 2026-27 Calendar\n#text(size: 8pt, grid(columns: (250pt, 250pt), [{sides[0]}], [{sides[1]}]))"


def months_in_first_cells() -> str:
    """A table in which the month stands only in the first row of its days."""
    rows, month = [], ""
    for on, title in DAYS:
        name, _, days = on.partition(" ")
        rows.append(("" if name == month else name, days, title))
        month = name
    return "= 2026-2027 School Year\n" + table(rows, "90pt, 90pt, 280pt", "0.4pt")
