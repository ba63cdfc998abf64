"""Bell schedules from a table: period, start, end, and, if there are several, the day and the school.

The times may be in one column ("8:05 - 8:50"), and each kind of day may have a column of its own. Several schools,
in a column or on sheets, give several schedules. Times from 1:00 to 5:59 without AM or PM are taken for
the afternoon, which is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import PurePath

import yaml

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed
from drillplanner.files.sheet_names import ALL_SHEETS, WORKBOOK_ENDINGS, file_ending, split_sheet
from drillplanner.files.tables.table import Table, TableRow, read_table
from drillplanner.files.written.times import UnclearTimeError, school_time
from drillplanner.files.written.weekdays import WEEKDAY_NAMES, UnclearWeekdaysError, may_be_weekdays, weekdays
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.bells.bell_headings import bell_headings, headings_by_column
from drillplanner.intake.bells.bell_wording import day_kind, ends_the_day, period_meaning
from drillplanner.intake.schools.school_list import slug
from drillplanner.model import DayKind, PeriodTag

#: The endings of tables in a folder of bell schedules; text that is no table may lie there too.
BELL_TABLE_ENDINGS = (".csv", ".tsv", *WORKBOOK_ENDINGS)
ALLOWED_TIMES = "a start and an end, such as 8:05 AM and 8:50 AM, or 13:05 and 13:50"
_JOIN = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b)\s*", re.IGNORECASE)
_FULL = re.compile(r"(?:regular|normal|full|standard|typical|every day|daily|all days)\b.*", re.IGNORECASE)
#: Names of sheets that nobody chose.
_NO_NAME = re.compile(r"(?:sheet|table)\s*\d*|", re.IGNORECASE)


@dataclass
class TabledBells:
    """The bell schedules of a table by id, each as the document that a YAML file would be, and how it was read."""

    documents: dict[str, Document] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Bell:
    """A row with its times."""

    row: TableRow
    school: str
    day: str
    name: str
    start: time
    end: time


def is_bell_table(table: Table) -> bool:
    """Check whether a table has the columns of bell times, and times in them."""
    table, _ = _spread(table)
    columns = _columns(table)
    rows = [row for row in table.rows if _written_times(row, columns) is not None]
    return "period" in columns and 2 * len(rows) > len(table.rows)


def read_bell_table(raw: bytes, name: str) -> TabledBells:
    """Return the bell schedules of a table; all sheets of a workbook that have bell times are read.

    Raises InputError: the table has no columns of periods and times, or rows cannot be read; it carries every
    problem with its row.
    """
    is_workbook = file_ending(name) in WORKBOOK_ENDINGS and split_sheet(name)[1] is None
    named = f"{name}#{ALL_SHEETS}" if is_workbook else name
    table, spread_note = _spread(read_table(raw, named, "bell schedule", headings=bell_headings()))
    columns = _columns(table)
    if missing := _missing(table, columns):
        raise InputError(missing)
    problems = list(table.problems)
    assumed: dict[str, None] = {}
    bells = list(_bells(table, columns, problems, assumed))
    result = TabledBells(notes=[*table.assumptions, *spread_note, _uses(table, columns)])
    if assumed:
        result.notes.append(
            f"{table.file}: times without AM or PM are taken for the afternoon: {listed(assumed, 6)}."
        )
    by_school: dict[str, list[_Bell]] = {}
    for bell in bells:
        by_school.setdefault(bell.school, []).append(bell)
    for school, periods in by_school.items():
        title = school or _title(table, split_sheet(name)[1])
        result.documents[slug(title)] = _document(table, title, periods, problems)
    if not problems and not result.documents:
        problems.append(table.heading_problem("no row has a period with its times", None, ALLOWED_TIMES))
    if problems:
        raise InputError(problems)
    return result


def yaml_text(document: Document) -> str:
    """Return a bell schedule's document as its YAML file."""
    text: str = yaml.safe_dump(document.data, sort_keys=False, allow_unicode=True, default_flow_style=None)
    return f"# Read from {PurePath(document.file).name}.\n{text}"


def _title(table: Table, sheet: str | None) -> str:
    stem = PurePath(table.file).stem
    return stem if _NO_NAME.fullmatch(sheet or "") or sheet == ALL_SHEETS else sheet or stem


def _columns(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for use, headings in headings_by_column().items():
        column = next((one for one in headings if one in table.columns and one not in found.values()), None)
        if column is not None:
            found[use] = column
    return found


def _uses(table: Table, columns: Mapping[str, str]) -> str:
    used = listed(f"'{table.titles[column]}' as {use}" for use, column in columns.items() if use != "length")
    return f"{table.file}: taken {used}."


def _missing(table: Table, columns: Mapping[str, str]) -> list[Problem]:
    titles = ", ".join(table.titles.values())
    problems = []
    if "period" not in columns:
        allowed = f"one of {', '.join(headings_by_column()['period'])}"
        problems.append(table.heading_problem("no column names the periods", titles, allowed))
    if "time" not in columns and not {"start", "end"} <= columns.keys():
        allowed = "columns 'start' and 'end', or one column 'time' with both"
        problems.append(table.heading_problem("no columns give the times", titles, allowed))
    return problems


def _spread(table: Table) -> tuple[Table, tuple[str, ...]]:
    """Make a row for each cell of columns that are headed by a kind of day and hold times."""
    columns = [column for column in table.columns if _is_day(table.titles[column]) and _has_spans(table, column)]
    if {"start", "end"} <= _columns(table).keys() or "time" in _columns(table) or not columns:
        return table, ()
    kept = [column for column in table.columns if column not in columns]

    def rows() -> Iterator[TableRow]:
        for column in columns:
            for row in table.rows:
                cells = {name: row.get(name) for name in kept}
                yield replace(row, cells={**cells, "day": table.titles[column], "time": row.get(column)})

    titles = {**{column: table.titles[column] for column in kept}, "day": "day", "time": "time"}
    days = listed(f"'{table.titles[column]}'" for column in columns)
    note = f"{table.file}: the columns {days} are kinds of day, with times in their cells."
    return replace(table, columns=(*kept, "day", "time"), titles=titles, rows=tuple(rows())), (note,)


def _is_day(text: str) -> bool:
    return may_be_weekdays(text) or _FULL.fullmatch(text) is not None or day_kind(text, "") is not None


def _has_spans(table: Table, column: str) -> bool:
    filled = [row.get(column) for row in table.rows if row.get(column)]
    spans = [cell for cell in filled if len(_JOIN.split(cell)) == 2 and any(mark.isdigit() for mark in cell)]
    return bool(filled) and 2 * len(spans) > len(filled)


def _written_times(row: TableRow, columns: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the start and the end as written, or None if the row has none."""
    if {"start", "end"} <= columns.keys() and row.get(columns["start"]) and row.get(columns["end"]):
        return row.get(columns["start"]), row.get(columns["end"])
    ends = _JOIN.split(row.get(columns["time"])) if "time" in columns else []
    return (ends[0], ends[1]) if len(ends) == 2 and all(ends) else None


def _bells(
    table: Table, columns: Mapping[str, str], problems: list[Problem], assumed: dict[str, None]
) -> Iterator[_Bell]:
    """Yield the bells; a kind of day that stands alone above rows holds for them.

    ``assumed`` gets each time that was taken for the afternoon.
    """
    has_several_sheets = len({row.sheet for row in table.rows}) > 1
    above = next((text for text in reversed(table.above) if _is_day(text)), "")
    for row in table.rows:
        filled = list(dict.fromkeys(cell for cell in row.cells.values() if cell))
        if len(filled) == 1 and not (ends_the_day(filled[0]) or period_meaning(filled[0]).is_sure):
            above = filled[0]
        elif (bell := _bell(table, row, columns, problems, assumed)) is not None:
            school = row.sheet if has_several_sheets and "school" not in columns else None
            yield replace(bell, day=bell.day or above, school=school or bell.school)


def _bell(
    table: Table, row: TableRow, columns: Mapping[str, str], problems: list[Problem], assumed: dict[str, None]
) -> _Bell | None:
    """Return the row's bell; None for a row without times, and for one with a problem."""
    written = _written_times(row, columns)
    name = " ".join(row.get(columns["period"]).split())
    if written is None:
        times = [row.get(columns[use]) for use in ("start", "end", "time") if use in columns]
        if name and not _is_moment(name) and any(any(mark.isdigit() for mark in cell) for cell in times):
            shown = " / ".join(filter(None, times))
            problems.append(table.problem(row, f"the times of '{name}' cannot be read", shown, ALLOWED_TIMES))
        return None
    try:
        (start, start_is_assumed), (end, end_is_assumed) = map(school_time, written)
    except UnclearTimeError as error:
        problems.append(table.problem(row, f"a time of '{name}' is not sure: {error}", " - ".join(written)))
        return None
    except ValueError:
        message = f"the times of '{name}' cannot be read"
        problems.append(table.problem(row, message, " - ".join(written), ALLOWED_TIMES))
        return None
    for text, is_assumed, at in ((written[0], start_is_assumed, start), (written[1], end_is_assumed, end)):
        if is_assumed:
            assumed[f"{text} as {at:%H:%M}"] = None
    school = row.get(columns["school"]) if "school" in columns else ""
    day = row.get(columns["day"]) if "day" in columns else ""
    return _Bell(row, school, day, f"Period {name}" if name.isdigit() else name, start, end)


def _is_moment(name: str) -> bool:
    """Check whether a row without an end is a moment and no period: a dismissal, or a bell."""
    return ends_the_day(name) or PeriodTag.DISMISSAL in period_meaning(name).tags or "bell" in name.lower()


def _document(table: Table, title: str, bells: list[_Bell], problems: list[Problem]) -> Document:
    """Return one school's bells as the document that its YAML file would be."""
    by_day: dict[str, list[_Bell]] = {}
    for bell in bells:
        by_day.setdefault(bell.day, []).append(bell)
    week, unclear = _week(by_day)
    usual = max(week, key=lambda day: len(week[day]), default=None)
    data: dict[str, object] = {"name": title, "days": {}}
    lines: dict[KeyPath, int] = {(): bells[0].row.line}
    days: dict[str, object] = {}
    variants: dict[str, object] = {}
    rules: dict[str, str] = {}
    for day, periods in by_day.items():
        kind = None if day in unclear else _kind(day, is_usual=day == usual)
        if kind is not None and kind not in days:
            days[kind] = _periods(periods, ("days", kind), lines)
        elif day in week:
            name = "-".join(WEEKDAY_NAMES[number] for number in week[day])
            variants[name] = {"periods": _periods(periods, ("variants", name, "periods"), lines)}
            rules |= {WEEKDAY_NAMES[number]: name for number in week[day]}
        else:
            kinds = listed(kind.value for kind in DayKind if kind is not DayKind.CLOSED)
            message = f"which day '{day}' is, is not clear" if kind is None else f"two kinds of day are {kind}"
            message = unclear.get(day, message)
            allowed = f"weekdays, or one of {kinds}"
            problems.append(table.problem(periods[0].row, message, day, allowed))
    data["days"] = days
    if variants:
        data |= {"variants": variants, "weekdays": rules}
    return Document(table.file, data, lines)


def _week(days: Iterable[str]) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """Return the weekdays that texts of one week name, and for unclear ones what they may mean."""
    week: dict[str, tuple[int, ...]] = {}
    unclear: dict[str, str] = {}
    for day in filter(may_be_weekdays, days):
        try:
            week[day] = weekdays(day, days)
        except UnclearWeekdaysError as error:
            unclear[day] = str(error)
    return week, unclear


def _kind(day: str, is_usual: bool) -> str | None:
    """Return the kind of day that a text names; the days of most of the week are ordinary ones."""
    if not day or is_usual or _FULL.fullmatch(day):
        return DayKind.FULL.value
    if may_be_weekdays(day):
        return None
    kind = day_kind(day, "")
    return None if kind is None or kind is DayKind.CLOSED else kind.value


def _periods(bells: list[_Bell], path: KeyPath, lines: dict[KeyPath, int]) -> list[dict[str, str]]:
    uses = Counter(bell.name for bell in bells)
    seen: Counter[str] = Counter()
    periods = []
    for number, bell in enumerate(bells):
        seen[bell.name] += 1
        # Two passing times of one day have one name; a period's name is its own.
        name = bell.name if uses[bell.name] == 1 else f"{bell.name} {seen[bell.name]}"
        lines[*path, number] = bell.row.line
        periods.append({"name": name, "start": f"{bell.start:%H:%M}", "end": f"{bell.end:%H:%M}"})
    return periods
