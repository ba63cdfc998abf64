"""The report of a fleet as tables, CSV or Parquet: for spreadsheets, and for the programs of a state agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from drillplanner import api
from drillplanner.fleet.report.roll_up import DistrictRow, LawRow, MandateRow, RollUp
from drillplanner.fleet.result import FleetEntry, MandateCount

Row = TypeVar("Row")
Cell = str | int | float | bool | None
#: Rows of a Parquet table that are written at once.
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class ReportTable:
    """A table by the name of its file: its columns with the type of each, and its rows, which are taken once."""

    name: str
    columns: Mapping[str, type]
    rows: Iterable[Sequence[Cell]]


_DISTRICT: Mapping[str, tuple[type, Callable[[DistrictRow], Cell]]] = {
    "folder": (str, lambda row: row.folder),
    "district": (str, lambda row: row.name),
    "state": (str, lambda row: row.state),
    "outcome": (str, lambda row: "not_worked_on" if row.outcome is None else row.outcome.value),
    "reason": (str, lambda row: row.sentence),
    "parked": (bool, lambda row: row.is_parked),
    "schools": (int, lambda row: row.schools),
    "drills": (int, lambda row: row.drills),
    "requirements_scheduled": (int, lambda row: row.met),
    "requirements_not_met": (int, lambda row: row.violated),
    "requirements_that_need_an_answer": (int, lambda row: row.cannot_tell),
    "proven_best": (bool, lambda row: row.is_best),
    "gap": (float, lambda row: row.gap),
    "points_not_known": (int, lambda row: row.not_known),
}
_MANDATE: Mapping[str, tuple[type, Callable[[MandateRow], Cell]]] = {
    "requirement": (str, lambda row: row.mandate_id),
    "title": (str, lambda row: row.title),
    "source": (str, lambda row: row.layer),
    "presumed": (bool, lambda row: row.is_presumed),
    "task": (bool, lambda row: row.is_task),
    "districts": (int, lambda row: row.districts),
    "districts_not_met": (int, lambda row: row.districts_short),
    "schools": (int, lambda row: row.schools),
    "scheduled": (int, lambda row: row.met),
    "not_met": (int, lambda row: row.violated),
    "needs_an_answer": (int, lambda row: row.cannot_tell),
}
_LAW: Mapping[str, tuple[type, Callable[[LawRow], Cell]]] = {
    "rule_file": (str, lambda row: row.pack.pack_id),
    "reviewed": (str, lambda row: row.pack.reviewed.isoformat()),
    "review_by": (str, lambda row: row.pack.review_by.isoformat()),
    "sha256": (str, lambda row: row.pack.sha256),
    "districts": (int, lambda row: row.districts),
}
_BOTH: Mapping[str, tuple[type, Callable[[tuple[FleetEntry, MandateCount]], Cell]]] = {
    "folder": (str, lambda row: row[0].folder),
    "district": (str, lambda row: row[0].result.district),
    "requirement": (str, lambda row: row[1].mandate_id),
    "source": (str, lambda row: row[1].layer),
    "presumed": (bool, lambda row: row[1].is_presumed),
    "schools": (int, lambda row: row[1].campuses),
    "scheduled": (int, lambda row: row[1].met),
    "not_met": (int, lambda row: row[1].violated),
    "needs_an_answer": (int, lambda row: row[1].cannot_tell),
}


def report_tables(total: RollUp, entries: Iterable[FleetEntry]) -> Iterator[ReportTable]:
    """Yield the tables of a report; the last has a row for each requirement of each of the ``entries``."""
    states = {f"requirements_{state}": (int, _in_state(state)) for state in total.states}
    yield _table("by-district", {**_DISTRICT, **states}, total.districts)
    yield _table("by-requirement", _MANDATE, total.mandate_rows)
    yield _table("by-law", _LAW, total.laws)
    folders = {row.folder for row in total.districts}
    pairs = ((entry, count) for entry in entries if entry.folder in folders for count in entry.result.mandates)
    yield _table("by-district-and-requirement", _BOTH, pairs)


def _in_state(state: str) -> Callable[[DistrictRow], Cell]:
    return lambda row: row.states.get(state, 0) if row.states else None


def _table(
    name: str, columns: Mapping[str, tuple[type, Callable[[Row], Cell]]], rows: Iterable[Row]
) -> ReportTable:
    return ReportTable(
        name,
        {column: kind for column, (kind, _) in columns.items()},
        (tuple(cell(row) for _, cell in columns.values()) for row in rows),
    )


def write_csv(table: ReportTable, folder: Path) -> Path:
    """Write a table as CSV, row by row. Raises InputError: it cannot be written."""
    path = folder / f"{table.name}.csv"

    def pieces() -> Iterator[bytes]:
        yield api.row_text(table.columns).encode()
        for row in table.rows:
            yield api.row_text(map(_as_text, row)).encode()

    api.write_pieces(path, pieces())
    return path


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


def require_parquet() -> None:
    """Raises InputError: pyarrow, which writes Parquet, is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 (only whether it is there; loading it takes half a second)
    except ImportError as error:
        raise api.InputError(
            api.Problem(
                "--parquet",
                None,
                "Parquet needs a library that is not installed",
                "pyarrow",
                "pip install 'drillplanner[parquet]'",
                "Or leave --parquet out: --csv writes the same tables.",
            )
        ) from error


def write_parquet(table: ReportTable, folder: Path) -> Path:
    """Write a table as Parquet, some thousand rows at a time. Raises InputError: it cannot be written."""
    import pyarrow
    import pyarrow.parquet

    arrow = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    schema = pyarrow.schema([(column, arrow[kind]) for column, kind in table.columns.items()])
    path = folder / f"{table.name}.parquet"
    with api.written_whole(path) as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        for rows in _in_parts(table.rows):
            columns = zip(*rows, strict=True)
            writer.write_table(pyarrow.table(dict(zip(table.columns, map(list, columns), strict=True)), schema))
    return path


def _in_parts(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    part: list[Sequence[Cell]] = []
    for row in rows:
        part.append(row)
        if len(part) == _ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part
