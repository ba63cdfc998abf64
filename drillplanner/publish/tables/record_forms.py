"""The output ``record-forms``: a workbook for each school in which its office writes down drills that were held.

The columns are the fields that state, fire code, and district ask for, in the order of the state's record. What
the drill log has already is filled in. ``drillplanner record --from`` reads the workbook back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from drillplanner.files.atomic_write import write_bytes
from drillplanner.model import Drill, DrillRecord
from drillplanner.publish.core import dates
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.tables.workbook import (
    Cell,
    CellEntry,
    CellKind,
    Sheet,
    SheetColumn,
    WorkbookHead,
    workbook_bytes,
)
from drillplanner.records.fields import AskedField, FieldType, RecordField, asked_of, record_fields
from drillplanner.records.fields.evidence import value_of
from drillplanner.records.fields.values import allowed_in_words

FOLDER = "record-forms"
#: Rows for drills that are in no plan.
EMPTY_ROWS = 12
#: Words for the column "Held?"; "planned" is what the reader passes over.
PLANNED, HELD = "planned", "held"
_DRILLS = "Drills"
_KINDS = {
    FieldType.NUMBER: CellKind.NUMBER,
    FieldType.DATE: CellKind.DATE,
    FieldType.TIME: CellKind.TIME,
}
#: School, drill, and date say what a row is about.
_NAMING_COLUMNS = 3
#: Columns that the form has of its own, and fields that only a drill that was not held has.
_TOLD_ELSEWHERE = frozenset(("date", "drill_type", "cause", "recorded_by", "note"))
#: What went well, what did not, and what will be done about it, by whom and by when.
_REVIEW = ("strengths", "improvements", "actions")

_ABOUT = (
    "Fill in the row of a drill on the day on which it was held, and give the workbook to the district's office.",
    f'Set "Held?" to {HELD}. Rows that say {PLANNED} are passed over, so you may send it again as it grows.',
    'If a drill was not held, leave "Held?" as it is and write "not held" and why under Comments for the record.',
    "If it was held on another day, change the date and keep the row. A drill that is not in the plan goes below.",
    "Counts only: no student's name, and nothing by which one can be recognized.",
)


@dataclass(frozen=True)
class RecordFormsOutput:
    """A workbook for each school, to write down what happened; written on request."""

    name: str = "record-forms"
    describe: str = "a workbook for each school with the fields that its state asks of each drill, to fill in"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``record-forms/<campus>.xlsx`` for each school. Raises InputError if it cannot be written."""
        asked = tuple(
            one
            for one in asked_of(request.workspace.district).fields_to_tell
            if one.field.kept_as not in _TOLD_ELSEWHERE
        )
        asked += _of_review(asked)
        drills: dict[str, list[Drill]] = {campus.campus_id: [] for campus in request.workspace.campuses}
        for drill in by_time(request.plan.drills):
            drills.setdefault(drill.campus_id, []).append(drill)
        for campus_id, of_campus in drills.items():
            path = folder / FOLDER / f"{campus_id}.xlsx"
            write_bytes(path, record_form(request, campus_id, of_campus, asked))
            yield path


def _of_review(asked: tuple[AskedField, ...]) -> tuple[AskedField, ...]:
    """Return what each school may write down after a drill, whether or not its state asks for it."""
    known = {one.field.field for one in asked}
    return tuple(
        AskedField(record_fields()[name], (), required=False, presumed=False)
        for name in _REVIEW
        if name not in known
    )


def record_form(
    request: PublishRequest, campus_id: str, drills: Iterable[Drill], asked: tuple[AskedField, ...]
) -> bytes:
    """Return the workbook of a school with its planned drills and what the log has of them."""
    imprint, name = request.imprint, request.campus_name(campus_id)
    # A drill that was missed on one day and held on another has two entries.
    held = {record.drill_id: record for record in request.records if record.campus_id == campus_id and record.held}
    rows = [_row(name, drill, held.pop(drill.drill_id, None), asked) for drill in drills]
    rows += [_row(name, None, record, asked) for record in held.values()]
    back = f"Read it back: drillplanner record DIR --from {campus_id}.xlsx --by NAME"
    head = WorkbookHead(
        title=f"Record of drills {imprint.year} – {name}",
        lines=(
            *_ABOUT,
            back,
            f"Plan {imprint.version} of {dates.plain_date(imprint.made_on)}. {imprint.disclaimer}",
        ),
        foot=f"{name} · record of drills {imprint.year} · plan {imprint.version} · not legal advice",
        made_at=imprint.made_at,
    )
    drills_sheet = Sheet(_DRILLS, _columns(asked), tuple(rows), EMPTY_ROWS, _NAMING_COLUMNS)
    return workbook_bytes(head, (drills_sheet, _fields_sheet(asked)))


def _columns(asked: tuple[AskedField, ...]) -> tuple[SheetColumn, ...]:
    held = CellEntry(choices=(PLANNED, HELD), note=f"{HELD} once it took place.")
    comments = "Anything else; or 'not held' and why. No student's name."
    return (
        SheetColumn("School", 24, entry=CellEntry()),
        SheetColumn("Drill", 24, entry=CellEntry(note="What was practiced: fire, lockdown, tornado, bus.")),
        SheetColumn("Date", 17, entry=CellEntry(CellKind.DATE, note="The day on which it was held.")),
        SheetColumn("Held?", 10, entry=held),
        *(_column(one) for one in asked),
        SheetColumn("Comments for the record", 40, entry=CellEntry(note=comments)),
        SheetColumn("Drill ID", 30, printed=False),
    )


def _column(asked: AskedField) -> SheetColumn:
    field = asked.field
    choices = field.values if field.type is FieldType.CHOICE else ()
    if field.type is FieldType.YES_NO:
        choices = ("yes", "no")
    need = "" if asked.required else " On the form only; may stay empty." if asked.asked_by else " May stay empty."
    who = f" Asked by: {', '.join(asked.asked_by)}." if asked.asked_by else ""
    note = f"{field.help}{need}{who}"
    width = 12 if field.type in {FieldType.NUMBER, FieldType.TIME, FieldType.DURATION, FieldType.YES_NO} else 22
    return SheetColumn(
        _heading(field), width, entry=CellEntry(_KINDS.get(field.type, CellKind.TEXT), choices, note)
    )


def _heading(field: RecordField) -> str:
    return f"{field.label[:1].upper()}{field.label[1:]}"


def _row(
    school: str, drill: Drill | None, record: DrillRecord | None, asked: tuple[AskedField, ...]
) -> tuple[Cell, ...]:
    """Return the row of a planned drill, of the record of one that was held, or of both."""
    about = record or drill
    if about is None:
        raise ValueError("a row is about a drill or a record")
    return (
        school,
        about.drill_type.value.replace("_", " "),
        about.date,
        PLANNED if record is None else HELD,
        *(None if record is None else _cell(one, record) for one in asked),
        "" if record is None else record.note,
        about.drill_id,
    )


def _cell(asked: AskedField, record: DrillRecord) -> Cell:
    value = value_of(record, asked)
    if not value:
        return None
    if asked.field.type is FieldType.DATE:
        return date.fromisoformat(value)
    return time.fromisoformat(value) if asked.field.type is FieldType.TIME else value


def _fields_sheet(asked: tuple[AskedField, ...]) -> Sheet:
    columns = (
        *(SheetColumn("Field", 30), SheetColumn("What to write", 60), SheetColumn("What it holds", 50)),
        *(SheetColumn("Needed", 16), SheetColumn("Asked for by", 24)),
    )
    rows = tuple(
        (
            _heading(one.field),
            one.field.help,
            allowed_in_words(one.field),
            "if the fire code binds" if one.presumed else "yes" if one.required else "no",
            ", ".join(one.asked_by),
        )
        for one in asked
    )
    return Sheet("Fields", columns, rows)


OUTPUT = RecordFormsOutput()
