"""The report of a fleet, written into its folder ``report/`` from the results in the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drillplanner import api
from drillplanner.fleet.report.page import report_html
from drillplanner.fleet.report.roll_up import RollUp, roll_up
from drillplanner.fleet.report.tables import (
    ReportTable,
    report_tables,
    require_parquet,
    write_csv,
    write_parquet,
)
from drillplanner.fleet.result import FleetEntry, FleetWork, Outcome
from drillplanner.fleet.run import each_entry
from drillplanner.fleet.workspaces import Fleet

FOLDER, PAGE = "report", "report.html"


@dataclass(frozen=True)
class ReportOrder:
    """The kind of work whose results are reported, and the tables that are wanted with the page."""

    work: FleetWork
    with_csv: bool = False
    with_parquet: bool = False


@dataclass(frozen=True)
class WrittenReport:
    """The sums that the report shows, and the files that were written."""

    total: RollUp
    files: tuple[Path, ...]


def write_report(fleet: Fleet, order: ReportOrder, today: date) -> WrittenReport:
    """Write the page, and the tables that are wanted; on ``today`` law may be past its day of review.

    The report of a list has a folder of its own, so that it does not mix with that of the whole folder.

    Raises InputError: there is no result of this work, a file cannot be written, or a library is missing; then
    nothing is written.
    """
    writers: list[Callable[[ReportTable, Path], Path]] = []
    if order.with_csv:
        writers.append(write_csv)
    if order.with_parquet:
        require_parquet()
        writers.append(write_parquet)
    folder = fleet.folder / FOLDER / Path(fleet.of_list).stem
    with api.fleet_results(fleet.folder, fleet.of_list) as results:
        total = roll_up(_of_plans_there(fleet, each_entry(results, order.work)), order.work, fleet.workspaces)
        if all(row.outcome is None for row in total.districts):
            raise api.InputError(_nothing_yet(fleet, order.work))
        page = folder / PAGE
        api.write_text(page, report_html(total, fleet, today))
        files = [page]
        for write in writers:
            # The rows of a table are taken once, so each format reads the results anew.
            tables = report_tables(total, _of_plans_there(fleet, each_entry(results, order.work)))
            files += [write(table, folder) for table in tables]
    return WrittenReport(total, tuple(files))


def _of_plans_there(fleet: Fleet, entries: Iterable[FleetEntry]) -> Iterator[FleetEntry]:
    """Yield the results that speak of the plan in the workspace, not of one that is gone or of another folder."""
    for entry in entries:
        folder, result = fleet.workspaces.get(entry.folder), entry.result
        if folder is None:
            continue
        if result.plan is not None and api.plan_digest(folder) != result.plan.sha256:
            continue
        if result.outcome is not Outcome.KEPT or api.plan_digest(folder):
            yield entry


def _nothing_yet(fleet: Fleet, work: FleetWork) -> api.Problem:
    return api.Problem(
        str(fleet.place),
        None,
        f"there is no result of 'fleet {work.value}' yet",
        maybe=f"Run: drillplanner fleet {work.value} {fleet.place}",
    )
