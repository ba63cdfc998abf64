"""The example district under another state's law, cut to a few campuses, planned and audited."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner import api
from drillplanner.api import Prepared
from drillplanner.audit.schedule import AuditReport
from drillplanner.model import Drill, DrillType, DutyStatus, Plan, Verdict
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example


def district(
    folder: Path,
    state: str,
    campuses: Sequence[str] = ("burnet-hill",),
    answers: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Path:
    """Return a workspace of these campuses; ``answers`` replace cells of campuses.csv, '' for unknown."""
    place = folder / "district"
    copy_example(place, state)
    _keep_rows(place / "campuses.csv", campuses, answers or {})
    _keep_rows(place / "staff.csv", campuses, {})
    for name in ("improvement.yaml", "site.yaml"):
        (place / name).unlink(missing_ok=True)  # it names campuses that were removed
    events = place / "events.csv"
    if events.is_file():  # New Jersey's example has none
        events.write_text(
            "".join(_with_campuses(line, campuses) for line in events.read_text().splitlines(keepends=True))
        )
    for name, text in (files or {}).items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return place


def set_practice(place: Path, level: str | None) -> None:
    """Write the level of good practice into district.yaml; None: no line, as earlier versions had."""
    file = place / "district.yaml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("practice:")]
    wanted = [] if level is None else [f"practice: {level}"]
    file.write_text("\n".join([*lines, *wanted, ""]), encoding="utf-8")


def _keep_rows(table: Path, campuses: Sequence[str], answers: Mapping[str, str]) -> None:
    rows = [row for row in csv.DictReader(io.StringIO(table.read_text())) if row["campus_id"] in campuses]
    columns = list(dict.fromkeys([*rows[0], *answers]))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows([row | dict(answers) for row in rows])
    table.write_text(text.getvalue())


def _with_campuses(line: str, campuses: Sequence[str]) -> str:
    """Return the event's line with only these campuses; empty if the event concerns none of them."""
    cells = line.split(",")
    named = cells[3].split(";")
    if not cells[3] or cells[3] == "campus_ids":
        return line
    cells[3] = ";".join(name for name in named if name in campuses)
    return ",".join(cells) if cells[3] else ""


@dataclass(frozen=True)
class Outcome:
    """A planned year and its audit."""

    prepared: Prepared
    plan: Plan
    report: AuditReport

    def drills(self, *types: DrillType) -> list[Drill]:
        """Return the drills of these types, in order of date; all drills without types."""
        chosen = [drill for drill in self.plan.drills if not types or drill.drill_type in types]
        return sorted(chosen, key=lambda drill: drill.date)

    def verdicts(self, mandate: str) -> dict[str, Verdict]:
        """Return the verdicts on a mandate's duties, by the rest of their ids: campus and window."""
        return verdicts_of(self.report, mandate)


def verdicts_of(report: AuditReport, mandate: str) -> dict[str, Verdict]:
    """Return the verdicts on a mandate's duties, by the rest of their ids."""
    verdicts = {
        verdict.duty.split("/", 1)[1]: verdict for verdict in report.verdicts if verdict.mandate == mandate
    }
    assert verdicts, f"{mandate} gave no duty"
    return verdicts


def planned(place: Path) -> Outcome:
    """Return the planned year and the audit of the plan that was written, which must find no violation."""
    prepared = api.prepare(place)
    plan = api.plan(prepared, SolverSettings())
    report = api.audit(prepared)
    assert not report.violated
    assert not report.entries
    return Outcome(prepared, plan, report)


def judged(
    place: Path, rows: Sequence[tuple[str, ...]], columns: str = "campus_id,drill_type,date"
) -> AuditReport:
    """Return the audit of a table made by hand."""
    table = place / "by-hand.csv"
    table.write_text("\n".join([columns, *(",".join(row) for row in rows)]) + "\n")
    return api.audit(api.prepare(place), table)


def statuses(report: AuditReport, mandate: str) -> set[DutyStatus]:
    """Return the statuses of all duties of a mandate."""
    return {verdict.status for verdict in verdicts_of(report, mandate).values()}
