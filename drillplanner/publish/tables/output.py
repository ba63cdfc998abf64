"""The output ``tables``: the year for a spreadsheet, as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes, write_text
from drillplanner.files.tables.csv_text import table_text
from drillplanner.model import Plan, Verdict
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.tables.schedule import LIST_SEPARATOR, schedule_csv
from drillplanner.publish.tables.workbook import workbook_bytes
from drillplanner.publish.tables.year_sheets import district_sheets, workbook_head

FOLDER = "tables"

_DUTY_HEADER = (
    "campus_id",
    "campus_name",
    "duty",
    "mandate",
    "title",
    "status",
    "drills",
    "reason",
    "missing_fact",
    "cite",
    "url",
    "confidence",
    "presumed",
)
_CHORE_HEADER = (
    "due",
    "campus_id",
    "campus_name",
    "task_id",
    "mandate",
    "drill_id",
    "kind",
    "who",
    "text",
    "due_words",
)


def duties_csv(verdicts: tuple[Verdict, ...], names: Mapping[str, str]) -> str:
    """Return every duty with its verdict, in the judge's order; ``names`` are those of the campuses by id."""
    return table_text(
        _DUTY_HEADER,
        (
            (
                verdict.campus_id,
                names.get(verdict.campus_id, verdict.campus_id),
                verdict.duty,
                verdict.mandate,
                verdict.title,
                verdict.status.value,
                LIST_SEPARATOR.join(verdict.drills),
                verdict.reason,
                verdict.missing_fact or "",
                verdict.cite,
                verdict.url,
                verdict.confidence.value,
                "yes" if verdict.presumed else "no",
            )
            for verdict in verdicts
        ),
    )


def chores_csv(plan: Plan, names: Mapping[str, str]) -> str:
    """Return every chore by due date, campus and id; ``names`` are those of the campuses by id."""
    ordered = sorted(plan.tasks, key=lambda task: (task.due, task.campus_id, task.task_id))
    return table_text(
        _CHORE_HEADER,
        (
            (
                task.due.isoformat(),
                task.campus_id,
                names.get(task.campus_id, task.campus_id),
                task.task_id,
                task.mandate_id,
                task.drill_id or "",
                task.kind,
                task.who,
                task.text,
                task.due_words,
            )
            for task in ordered
        ),
    )


@dataclass(frozen=True)
class TablesOutput:
    """Tables for a spreadsheet."""

    name: str = "tables"
    describe: str = (
        "drills, duties, chores and what command charts lack for a spreadsheet, as CSV and as one workbook"
    )
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``tables/schedule.csv``, ``duties.csv``, ``chores.csv``, the tables of people, and the workbook.

        Raises InputError if a file cannot be written.
        """
        # Imported here because assigning people to posts loads a heavy library.
        from drillplanner.publish.tables.staffing import practice_csv, to_do_csv

        years = [year.model_copy(update={"charts": ()}) for year in request.charts.campuses()]
        names = request.campus_names
        contents = {
            "schedule.csv": schedule_csv(request.plan, request.workspace.campuses),
            "duties.csv": duties_csv(request.verdicts, names),
            "chores.csv": chores_csv(request.plan, names),
            "staff_to_do.csv": to_do_csv(years, names),
            "staff_practice.csv": practice_csv(years, names),
        }
        for name, content in contents.items():
            path = folder / FOLDER / name
            write_text(path, content)
            yield path
        path = folder / FOLDER / f"drills-{request.plan.year}.xlsx"
        write_bytes(path, workbook_bytes(workbook_head(request), district_sheets(request)))
        yield path


OUTPUT = TablesOutput()
